/** A table, in step with a grid: what it consists of, and what can be changed in it. */
import type { DocumentId } from '../../base/ids.ts';
import type { AxisId, Column, ColumnType, Row } from '../../crdt/table.ts';

/** What a table consists of, in order. */
export interface TableShape {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
}

export interface CellText {
  readonly row: AxisId;
  readonly column: AxisId;
  /** At most MAX_CELL_BYTES of it are kept. */
  readonly text: string;
}

/** A new column: its name, its type, what can be chosen in it. */
export interface ColumnDraft {
  readonly name: string;
  readonly type: ColumnType;
  readonly choices?: readonly string[];
}

export type ColumnChange = Partial<ColumnDraft>;

/** One table, in step with one grid. Whatever is written is seen at once. */
export interface TableSession {
  readonly id: DocumentId;
  /** The newest; the same object while no row or column changed. */
  shape(): TableShape;
  /** '' for one that nobody has written in. */
  cell(row: AxisId, column: AxisId): string;
  /** Something in the table may have changed, by whomever. */
  onChange: (() => void) | null;
  /**
   * Makes one step, for undoing, of all that `act` writes. Returns what names it; `undefined` if there is
   * nothing to undo, or it is part of another one.
   */
  together(act: () => void): number | undefined;
  setCells(cells: readonly CellText[]): void;
  /** Ahead of a row, or last. */
  addRows(count: number, before: AxisId | null): readonly AxisId[];
  addColumns(drafts: readonly ColumnDraft[], before: AxisId | null): readonly AxisId[];
  changeColumn(id: AxisId, change: ColumnChange): void;
  moveRow(id: AxisId, before: AxisId | null): void;
  moveColumn(id: AxisId, before: AxisId | null): void;
  /** The step that it was, as `together`. */
  deleteRows(ids: readonly AxisId[]): number | undefined;
  deleteColumn(id: AxisId): number | undefined;
  /**
   * Undoes a step of one's own, the newest if none is named, but where somebody has written since. False:
   * there is none, or it is undone.
   */
  undo(step?: number): boolean;
  redo(): boolean;
  close(): void;
}
