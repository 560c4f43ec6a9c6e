/** The visible text against a plain string, across chunk borders and astral characters. */
import { describe, expect, it } from 'vitest';
import { Rope } from '../../src/crdt/rope.ts';
import { dice } from './histories.ts';

const PIECES = ['a', 'word ', '🙂', 'né', '𝒳y', 'x'.repeat(9_000), '🏔'.repeat(7_001), '\n'];

function compare(rope: Rope, characters: readonly string[], roll: (limit: number) => number): void {
  const text = characters.join('');
  expect(rope.length).toBe(characters.length);
  expect(rope.units).toBe(text.length);
  expect(rope.toString() === text).toBe(true);
  const [from, to] = [roll(characters.length + 1), roll(characters.length + 1)].sort(
    (a, b) => a - b,
  );
  const before = characters.slice(0, from).join('').length;
  expect(rope.toUnits(from ?? 0)).toBe(before);
  expect(rope.toCodePoints(before)).toBe(from);
  expect(rope.slice(from ?? 0, to ?? 0) === characters.slice(from, to).join('')).toBe(true);
}

describe('a rope', () => {
  for (const seed of [1, 2, 3, 4]) {
    it(`is the string that the same edits make (seed ${seed})`, () => {
      const roll = dice(seed);
      const rope = new Rope();
      const characters: string[] = [];
      const pieces = seed % 2 === 0 ? PIECES : PIECES.filter((piece) => piece.length < 9_000);
      for (let step = 0; step < 600; step++) {
        const at = roll(characters.length + 1);
        if (roll(5) < 3) {
          const piece = pieces[roll(pieces.length)] ?? '';
          rope.insert(at, piece);
          characters.splice(at, 0, ...piece);
        } else {
          const most = roll(4) === 0 ? characters.length - at : Math.min(3, characters.length - at);
          const count = roll(most + 1);
          rope.remove(at, count);
          characters.splice(at, count);
        }
        if (step % 20 === 0) compare(rope, characters, roll);
      }
      compare(rope, characters, roll);
    });
  }

  it('knows no code point within a surrogate pair, and none outside', () => {
    const rope = new Rope();
    rope.insert(0, 'a🙂b');
    expect([-1, 0, 1, 2, 3, 4, 5].map((unit) => rope.toCodePoints(unit))).toEqual([
      undefined,
      0,
      1,
      undefined,
      2,
      3,
      undefined,
    ]);
  });

  it('refuses positions outside the text as our own mistake', () => {
    const rope = new Rope();
    rope.insert(0, 'abc');
    expect(() => rope.insert(4, 'x')).toThrow('outside');
    expect(() => rope.remove(2, 2)).toThrow('outside');
    expect(rope.toString()).toBe('abc');
  });
});
