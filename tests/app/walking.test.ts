import { beforeAll, describe, expect, it } from 'vitest';
import { asSeconds } from '../../src/base/ids.ts';
import type { AuthorView, Mark } from '../../src/host/session.ts';
import { shownOf, sittingFrom, sittingStart, stepFrom } from '../../src/app/walking.ts';
import historyWords from '../../src/app/words/en/history.ts';
import { withWords } from '../../src/app/words/languages.ts';

beforeAll(() => withWords(Promise.resolve()));

const [ADA, BO] = [0, 1];
const BY = [ADA, ADA, BO, ADA, BO];
const sitting = (from: number, to: number, ...authors: number[]) => ({
  from,
  to,
  first: asSeconds(from),
  last: asSeconds(to),
  authors,
});
const walk = {
  length: BY.length,
  moment: (state: number) => {
    const author = BY[state - 1];
    return author === undefined ? null : { author, time: asSeconds(state) };
  },
  sittings: [sitting(0, 2, ADA), sitting(2, 4, ADA, BO), sitting(4, 5, BO)],
};

describe('T14 walking through a history', () => {
  it('goes step by step, by anybody or by one person alone', () => {
    expect([0, 1, 4, 5].map((at) => stepFrom(walk, at, 1, null))).toEqual([1, 2, 5, 5]);
    expect([0, 1, 5].map((at) => stepFrom(walk, at, -1, null))).toEqual([0, 0, 4]);
    expect([0, 3, 4, 5].map((at) => stepFrom(walk, at, 1, BO))).toEqual([3, 5, 5, 5]);
    expect([5, 3, 2].map((at) => stepFrom(walk, at, -1, BO))).toEqual([3, 0, 0]);
    expect([0, 2, 4].map((at) => stepFrom(walk, at, 1, ADA))).toEqual([1, 4, 4]);
  });

  it('goes from one sitting’s end to the next, of those that a person took part in', () => {
    expect([0, 1, 2, 4, 5].map((at) => sittingFrom(walk, at, 1, null))).toEqual([2, 2, 4, 5, 5]);
    expect([5, 4, 3, 2].map((at) => sittingFrom(walk, at, -1, null))).toEqual([4, 2, 2, 0]);
    expect([5, 4, 2].map((at) => sittingFrom(walk, at, -1, ADA))).toEqual([4, 2, 0]);
    expect([0, 4, 5].map((at) => sittingFrom(walk, at, 1, BO))).toEqual([4, 5, 5]);
    expect([0, 1, 2, 3, 5].map((at) => sittingStart(walk, at))).toEqual([0, 0, 0, 2, 4]);
  });
});

describe('T15 what is shown of a state', () => {
  const authors: readonly AuthorView[] = [
    { name: 'Ada', index: 0, me: true },
    { name: 'Bo', index: 1, me: false },
  ];
  const marks: readonly Mark[] = [
    { from: 0, to: 3, kind: 'kept', author: ADA },
    { from: 3, to: 5, kind: 'out', author: BO },
    { from: 5, to: 8, kind: 'in', author: ADA },
    { from: 8, to: 9, kind: 'out', author: ADA },
    { from: 9, to: 10, kind: 'kept', author: 7 },
  ];
  const past = { text: 'oneTWnew-.', marks };
  const [ada, bo] = [historyWords.you('Ada'), 'Bo'];

  it('is what came and went, and by whom', () => {
    const { text, painted, people } = shownOf(past, authors, false, null);
    expect(people).toEqual([
      { name: bo, index: 1 },
      { name: ada, index: 0 },
    ]);
    expect(text).toBe('oneTWnew-.');
    expect(painted.map(({ from, to, how, name }) => [from, to, how, name])).toEqual([
      [3, 5, 'went', bo],
      [5, 8, 'came', ada],
      [8, 9, 'went', ada],
    ]);
  });

  it('is of one person what they did: what others took out is left out', () => {
    const { text, painted } = shownOf(past, authors, false, ADA);
    expect(text).toBe('onenew-.');
    expect(painted.map(({ from, to, how }) => [from, to, how])).toEqual([
      [3, 6, 'came'],
      [6, 7, 'went'],
    ]);
  });

  it('is who wrote it, also where that is nobody who is known', () => {
    const { painted } = shownOf(past, authors, true, null);
    expect(
      painted.filter(({ how }) => how === 'wrote').map(({ name, index }) => [name, index]),
    ).toEqual([
      [ada, 0],
      [historyWords.somebody, -1],
    ]);
    expect(shownOf(past, authors, false, BO).painted.map(({ how }) => how)).toEqual(['went']);
  });
});
