/** Where keys lead in a grid, what of it is drawn, and what becomes of a selection when others write. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arranged, cellAt, follow, goneOf, orderBy } from '../../src/app/table/axes.ts';
import {
  at,
  beside,
  cornersOf,
  drawn,
  isInside,
  moved,
  seen,
  within,
} from '../../src/app/table/grid.ts';
import type { AxisId, Column, TableShape } from '../../src/host/session.ts';

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

describe('the row with the focus', () => {
  const near = { from: 92, to: 95 };

  it('is drawn wherever it is, in its place among the others', () => {
    expect(drawn(near, 3, 1_000)).toEqual([3, 92, 93, 94]);
    expect(drawn(near, 93, 1_000)).toEqual([92, 93, 94]);
    expect(drawn(near, 95, 1_000)).toEqual([92, 93, 94, 95]);
    expect(drawn(near, 999, 1_000)).toEqual([92, 93, 94, 999]);
  });

  it('is not drawn where there is none', () => {
    expect(drawn(seen(0, 360, 36, 0), 0, 0)).toEqual([]);
    expect(drawn({ from: 0, to: 2 }, 2, 2)).toEqual([0, 1]);
    // Scrolled to where rows were before they were deleted.
    expect(drawn(seen(36_000, 360, 36, 3), 1, 3)).toEqual([1]);
  });

  it('is drawn once, in order, among all that are seen', () => {
    const sizes = fc.record({ scrolled: fc.nat(9_000), height: fc.nat(900), rows: fc.nat(200) });
    fc.assert(
      fc.property(sizes, fc.nat(199), ({ scrolled, height, rows }, focused) => {
        const window = seen(scrolled, height, 36, rows);
        const all = drawn(window, focused, rows);
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        expect(all.every((row) => row < rows)).toBe(true);
        expect(all.includes(focused)).toBe(focused < rows);
        for (let row = window.from; row < window.to; row++) expect(all).toContain(row);
      }),
    );
  });
});

/** Rows and columns of these names. */
const shape = (rows: string, columns: string): TableShape => ({
  rows: [...rows].map((id) => ({ id: id as AxisId, place: id })),
  columns: [...columns].map((id) => ({
    id: id as AxisId,
    place: id,
    name: id,
    type: 'text',
    choices: [],
  })),
});

describe('when somebody else writes', () => {
  const before = shape('abcd', 'xyz');

  it('the selection stays in its cells', () => {
    const selected = { anchor: { row: 1, column: 2 }, head: { row: 2, column: 1 } };
    const now = shape('nacbd', 'yxz');
    expect(follow(selected, before, now)).toEqual({
      anchor: { row: 3, column: 2 },
      head: { row: 2, column: 0 },
    });
  });

  it('what takes the number of a deleted row is selected, if only the last one', () => {
    expect(follow(at(1, 1), before, shape('acd', 'xyz')).head).toEqual({ row: 1, column: 1 });
    expect(follow(at(3, 2), before, shape('ab', 'x')).head).toEqual({ row: 1, column: 0 });
    expect(follow(at(0, 0), shape('', ''), before)).toEqual(at(0, 0));
  });

  it('a cell is gone with its row or its column, and with nothing else', () => {
    const cell = cellAt(before, { row: 1, column: 2 });
    if (!cell) throw new Error('there is no such cell');
    expect(cell).toEqual({ row: 'b', column: 'z' });
    expect(goneOf(cell, shape('nbca', 'zx'))).toBeNull();
    expect(goneOf(cell, shape('acd', 'xyz'))).toBe('row');
    expect(goneOf(cell, shape('abcd', 'xy'))).toBe('column');
    expect(cellAt(before, { row: 4, column: 0 })).toBeNull();
  });

  it('rows stay sorted as they were, and newer ones are the last', () => {
    const [column] = before.columns as [Column];
    const texts = ['pear', '', 'apple', 'fig'];
    const rows = before.rows.map(({ id }, i) => ({ id, text: texts[i] ?? '' }));
    expect(orderBy(column, rows, 1)).toEqual(['c', 'd', 'a', 'b']);
    const order = orderBy(column, rows, -1);
    expect(order).toEqual(['a', 'd', 'c', 'b']);
    const now = arranged(shape('nabd', 'x').rows, order);
    expect(now.map(({ id }) => id)).toEqual(['a', 'd', 'b', 'n']);
  });
});
