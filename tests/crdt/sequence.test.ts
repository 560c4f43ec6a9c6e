import { describe, expect, it } from 'vitest';
import { DELETED, INSERTED, NONE, ROOT, Sequence, VIEWS } from '../../src/crdt/sequence.ts';
import { dice } from './histories.ts';

interface Item {
  readonly item: number;
  /** By view: INSERTED and DELETED, added up. */
  readonly states: number[];
}

describe('a sequence', () => {
  it('shows in every view what was put in, taken back and copied there, and nothing else', () => {
    for (let seed = 0; seed < 6; seed++) {
      const roll = dice(seed);
      const sequence = new Sequence();
      for (const base of [0, 40]) {
        const first = sequence.reset(base);
        const own = (state: number): number[] => Array.from({ length: VIEWS }, () => state);
        const items: Item[] = [{ item: ROOT, states: own(0) }];
        if (base > 0) items.push({ item: first, states: own(INSERTED) });
        let views = VIEWS;
        let id = 0;
        const units = ({ item, states }: Item, view: number): number =>
          states[view] === INSERTED ? sequence.lengthOf(item) : 0;
        for (let step = 0; step < 1_500; step++) {
          const view = roll(views);
          sequence.view = view;
          const at = roll(items.length);
          const { item, states } = items[at] as Item;
          const kind = roll(20);
          if (kind < 8) {
            const seen = roll(3) > 0;
            const length = 1 + roll(5);
            const made = sequence.insert(item, id, length, NONE, seen, roll(9) === 0);
            const shown = Array.from({ length: views }, (_, other) =>
              seen && other === view ? INSERTED : 0,
            );
            items.splice(at + 1, 0, { item: made, states: shown });
            id += length;
          } else if (kind < 12 && sequence.lengthOf(item) > 1) {
            const rest = sequence.split(item, 1 + roll(sequence.lengthOf(item) - 1));
            items.splice(at + 1, 0, { item: rest, states: [...states] });
          } else if (kind < 18 && item !== ROOT) {
            const state = states[view] as number;
            const by = state === 0 ? INSERTED : roll(2) === 0 ? DELETED : -state;
            sequence.shift(item, by);
            states[view] = state + by;
          } else if (kind === 18 && views < 9) {
            const to = roll(3) === 0 ? roll(views) : views;
            if (to !== view) {
              sequence.copyView(view, to);
              for (const one of items) one.states[to] = one.states[view] as number;
              views = Math.max(views, to + 1);
            }
          } else if (kind === 19 && views > VIEWS) {
            const gone = (view + 1) % views;
            sequence.dropView(gone);
            for (const one of items) {
              const last = one.states.pop() as number;
              if (gone < one.states.length) one.states[gone] = last;
            }
            views--;
          }
        }
        for (let view = 0; view < views; view++) {
          sequence.view = view;
          const shown = items.flatMap((one) =>
            Array.from({ length: units(one, view) }, (_, offset) => [one.item, offset] as const),
          );
          expect(sequence.visibleLength).toBe(shown.length);
          shown.forEach(([item, offset], position) => {
            expect(sequence.at(position)).toBe(item);
            expect(sequence.offset).toBe(offset);
          });
          let next = NONE;
          for (const { item, states } of items.toReversed()) {
            expect(sequence.nextSeen(item)).toBe(next);
            if (((states[view] as number) & INSERTED) !== 0) next = item;
          }
        }
      }
    }
  });
});
