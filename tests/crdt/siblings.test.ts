import { describe, expect, it } from 'vitest';
import { Siblings } from '../../src/crdt/siblings.ts';
import { NONE } from '../../src/crdt/sequence.ts';
import { Spine } from '../../src/crdt/spine.ts';
import { dice } from './histories.ts';

describe('siblings', () => {
  it('stand in their order however they came, and each learns who is next', () => {
    const roll = dice(5);
    const rank = Array.from({ length: 5_000 }, (_, i) => i * 2_000_003 + roll(2_000_000));
    rank.sort((a, b) => (a % 2_000_003) - (b % 2_000_003));
    const siblings = new Siblings([0]);
    const sorted = [0];
    for (let item = 1; item < rank.length; item++) {
      const own = rank[item] as number;
      let at = sorted.findIndex((other) => (rank[other] as number) > own);
      if (at < 0) at = sorted.length;
      expect(siblings.insert(item, (other) => (rank[other] as number) > own)).toBe(sorted[at]);
      sorted.splice(at, 0, item);
    }
  });
});

describe('a spine', () => {
  it('knows the end of every chain while items are hung, put between and torn off', () => {
    for (let seed = 0; seed < 20; seed++) {
      const roll = dice(seed);
      const spine = new Spine();
      const below = [NONE];
      spine.begin(0);
      const endOf = (item: number): number => {
        const next = below[item] as number;
        return next === NONE ? item : endOf(next);
      };
      for (let item = 1; item < 400; item++) {
        const under = roll(3) === 0 ? roll(item) : item - 1 - roll(Math.min(item, 4));
        const kind = roll(8);
        below[item] = NONE;
        if (kind === 0) spine.begin(item);
        else if (kind < 6) {
          spine.hang(item, under);
          below[under] = item;
        } else {
          spine.insert(item, under);
          below[item] = below[under] as number;
          below[under] = item;
        }
        for (let any = 0; any <= item; any += 1 + roll(9)) {
          expect(spine.belowOf(any)).toBe(below[any]);
          expect(spine.endOf(any)).toBe(endOf(any));
        }
      }
    }
  });
});
