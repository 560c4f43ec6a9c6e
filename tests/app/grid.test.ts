/** Where keys lead in a grid. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at, beside, cornersOf, isInside, moved, seen, within } from '../../src/app/table/grid.ts';

const SIZE = { rows: 10, columns: 4 };
const press = (key: string, from = at(5, 2), shiftKey = false, mod = false) =>
  moved(from, { key, shiftKey, mod }, SIZE, 3)?.head;

describe('a key', () => {
  it('leads to where it does in a spreadsheet', () => {
    expect(press('ArrowUp')).toEqual({ row: 4, column: 2 });
    expect(press('ArrowDown', at(9, 2))).toEqual({ row: 9, column: 2 });
    expect(press('ArrowRight', at(5, 3))).toEqual({ row: 5, column: 3 });
    expect(press('Home')).toEqual({ row: 5, column: 0 });
    expect(press('End', at(5, 2), false, true)).toEqual({ row: 9, column: 3 });
    expect(press('PageDown')).toEqual({ row: 8, column: 2 });
    expect(press('ArrowUp', at(5, 2), false, true)).toEqual({ row: 0, column: 2 });
    expect(press('a')).toBeUndefined();
  });

  it('with Shift leaves where the selection began', () => {
    const to = moved(at(5, 2), { key: 'ArrowLeft', shiftKey: true, mod: false }, SIZE, 3);
    expect(to).toEqual({ anchor: { row: 5, column: 2 }, head: { row: 5, column: 1 } });
    expect(to && isInside(to, 5, 2) && !isInside(to, 5, 3)).toBe(true);
  });

  it('never leads out of the grid', () => {
    const keys = fc.constantFrom(
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
      'Home',
      'PageUp',
      'PageDown',
      'End',
    );
    const presses = fc.array(fc.record({ key: keys, shiftKey: fc.boolean(), mod: fc.boolean() }));
    fc.assert(
      fc.property(presses, fc.nat(12), fc.nat(5), (all, row, column) => {
        let selected = within(at(row, column), SIZE);
        for (const stroke of all) selected = moved(selected, stroke, SIZE, 4) ?? selected;
        const { top, bottom, left, right } = cornersOf(selected);
        expect(top >= 0 && left >= 0 && bottom < SIZE.rows && right < SIZE.columns).toBe(true);
      }),
    );
  });
});

it('the next cell goes on in the next row, and ends with the grid', () => {
  expect(beside(at(0, 3), 1, SIZE)?.head).toEqual({ row: 1, column: 0 });
  expect(beside(at(1, 0), -1, SIZE)?.head).toEqual({ row: 0, column: 3 });
  expect(beside(at(9, 3), 1, SIZE)).toBeUndefined();
  expect(beside(at(0, 0), -1, SIZE)).toBeUndefined();
});

it('only rows near those that are seen are drawn', () => {
  expect(seen(0, 360, 36, 1_000_000)).toEqual({ from: 0, to: 18 });
  expect(seen(3_600, 360, 36, 1_000_000)).toEqual({ from: 92, to: 118 });
  expect(seen(0, 360, 36, 3)).toEqual({ from: 0, to: 3 });
});
