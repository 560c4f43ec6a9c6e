/** What was typed into a remembered text comes to stand in the text that the history makes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextChange } from '../../src/crdt/op.ts';
import { difference, rebased } from '../../src/host/rebase.ts';

const apply = (text: string, changes: readonly TextChange[]): string =>
  changes.reduce((now, { position, deleted, inserted }) => {
    expect(position + deleted).toBeLessThanOrEqual(now.length);
    return now.slice(0, position) + inserted + now.slice(position + deleted);
  }, text);

const anyText = fc.string({ unit: fc.constantFrom('a', 'b', '🌱', 'x'), maxLength: 12 });

/** Edits that fit a text of `length` units, each after those before it. */
const editsOf = (length: number, wishes: readonly [number, number, string][]): TextChange[] => {
  let rest = length;
  return wishes.map(([at, count, inserted]) => {
    const position = at % (rest + 1);
    const deleted = Math.min(count, rest - position);
    rest += inserted.length - deleted;
    return { position, deleted, inserted };
  });
};

const anyWishes = fc.array(fc.tuple(fc.nat(20), fc.nat(4), fc.constantFrom('', 'P', 'QR')), {
  maxLength: 6,
});

describe('the difference of two texts', () => {
  it('makes one of the other, and splits no character', () => {
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        const change = difference(from, to);
        expect(apply(from, change ? [change] : [])).toBe(to);
        expect(change?.inserted.isWellFormed() ?? true).toBe(true);
      }),
    );
  });
});

describe('edits of a remembered text', () => {
  it('that go on from its end stand after words that were forgotten there', () => {
    const edits = [' ', 'L', '.'].map((inserted, i) => ({ position: 5 + i, deleted: 0, inserted }));
    const moved = difference('Beans', 'Beans, peas.');
    expect(moved && apply('Beans, peas.', rebased(edits, moved))).toBe('Beans, peas. L.');
  });

  it('fit the text that is there, keep all that stayed typed, and delete nothing unseen', () => {
    fc.assert(
      fc.property(anyText, anyText, anyWishes, (from, to, wishes) => {
        const moved = difference(from, to);
        if (!moved) return;
        const edits = editsOf(from.length, wishes);
        const text = apply(to, rebased(edits, moved));
        for (const letter of 'PQR') {
          const count = (all: string): number => all.split(letter).length - 1;
          expect(count(text)).toBeGreaterThanOrEqual(count(apply(from, edits)));
        }
        const unseen = [...moved.inserted];
        let at = 0;
        for (const unit of text) if (unit === unseen[at]) at += 1;
        expect(at).toBe(unseen.length);
      }),
    );
  });

  it('stand where they were typed, on either side of what is different', () => {
    const moved = difference('one two three', 'one 2 three') as TextChange;
    const edits = [
      { position: 13, deleted: 0, inserted: '!' },
      { position: 0, deleted: 3, inserted: 'ONE' },
    ];
    expect(apply('one 2 three', rebased(edits, moved))).toBe('ONE 2 three!');
  });
});
