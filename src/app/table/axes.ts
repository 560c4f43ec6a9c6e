/**
 * Rows and columns by what they are: their numbers change whenever somebody adds, moves or deletes one,
 * or sorts the rows. Pure.
 */
import type { AxisId, Column, Row, TableShape } from '../../host/session.ts';
import { compareIn } from './cell.ts';
import { within, type Selected, type Spot } from './grid.ts';

/** A cell, wherever it is seen. */
export interface Cell {
  readonly row: AxisId;
  readonly column: AxisId;
}

type Axes = readonly { readonly id: AxisId }[];

/** `otherwise` where it is gone. */
export function indexIn(axes: Axes, id: AxisId, otherwise: number): number {
  const found = axes.findIndex((one) => one.id === id);
  return found < 0 ? otherwise : found;
}

/** What is selected, after a change; in place of what is gone, what took its number. */
export function follow(selected: Selected, before: TableShape, now: TableShape): Selected {
  const moved = (from: Axes, to: Axes, index: number): number => {
    const id = from[index]?.id;
    return id === undefined ? index : indexIn(to, id, index);
  };
  const find = ({ row, column }: Spot): Spot => ({
    row: moved(before.rows, now.rows, row),
    column: moved(before.columns, now.columns, column),
  });
  const size = { rows: now.rows.length, columns: now.columns.length };
  return within({ anchor: find(selected.anchor), head: find(selected.head) }, size);
}

export function cellAt({ rows, columns }: TableShape, { row, column }: Spot): Cell | null {
  const [down, across] = [rows[row], columns[column]];
  return down && across ? { row: down.id, column: across.id } : null;
}

/** What of a cell is no longer there; `null`: it is. */
export function goneOf(cell: Cell, { rows, columns }: TableShape): 'row' | 'column' | null {
  if (!rows.some(({ id }) => id === cell.row)) return 'row';
  return columns.some(({ id }) => id === cell.column) ? null : 'column';
}

/** Rows in an order that was made before, the newer ones last. */
export function arranged(rows: readonly Row[], order: readonly AxisId[]): readonly Row[] {
  const places = new Map(order.map((id, i) => [id, i]));
  const place = (id: AxisId): number => places.get(id) ?? order.length;
  return [...rows].sort((a, b) => place(a.id) - place(b.id));
}

/** Their order by what stands in a column, the empty ones last. */
export function orderBy(
  column: Column,
  rows: readonly { readonly id: AxisId; readonly text: string }[],
  direction: 1 | -1,
): readonly AxisId[] {
  const isEmpty = (text: string): number => Number(text === '');
  return rows
    .toSorted(
      (a, b) => isEmpty(a.text) - isEmpty(b.text) || direction * compareIn(column, a.text, b.text),
    )
    .map(({ id }) => id);
}
