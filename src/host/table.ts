/**
 * One table in step with one grid: what the person does becomes writes of registers, and each step can
 * be undone as far as nobody has written there since.
 */
import { equal, utf8 } from '../base/bytes.ts';
import type { DocumentId } from '../base/ids.ts';
import { MAX_CELL_BYTES, MAX_TITLE_BYTES } from '../base/limits.ts';
import { placesBetween } from '../crdt/place.ts';
import { Registers } from '../crdt/registers.ts';
import {
  axesOf,
  cellOf,
  deleteColumn,
  deleteRow,
  nameColumn,
  newAxisId,
  placeColumn,
  placeRow,
  setCell,
  setChoices,
  typeColumn,
  unwritten,
  type AxisId,
  type Column,
} from '../crdt/table.ts';
import type { SetOp } from '../wire/op.ts';
import type { Loop } from './loop.ts';
import type { CellText, ColumnChange, ColumnDraft, TableSession, TableShape } from './session.ts';

/** Digits of a place beyond which all of them are placed anew. */
const LONG_PLACE = 32;
/** Steps that can be undone. */
const MAX_STEPS = 200;

interface Step {
  /** The same when it is undone, and done again. */
  readonly id: number;
  readonly ops: readonly SetOp[];
  /** What each register was before; `undefined` where nothing says so. */
  readonly before: readonly (SetOp | undefined)[];
}

export class TableEditing implements TableSession {
  readonly id: DocumentId;
  onChange: TableSession['onChange'] = null;
  readonly #loop: Loop;
  readonly #onClose: () => void;
  #revision: number;
  #shape: TableShape | null = null;
  /** Writes of the step that is being made. */
  #step: SetOp[] | null = null;
  #steps = 0;
  readonly #undo: Step[] = [];
  readonly #redo: Step[] = [];

  constructor(id: DocumentId, loop: Loop, onClose: () => void) {
    this.id = id;
    this.#loop = loop;
    this.#onClose = onClose;
    this.#revision = this.#registers.revision;
  }

  /** Tells the grid if anything in this table may have changed. */
  look(): void {
    const { revision } = this.#registers;
    if (revision === this.#revision) return;
    this.#revision = revision;
    this.#shape = null;
    this.onChange?.();
  }

  shape(): TableShape {
    return (this.#shape ??= axesOf(this.#registers));
  }

  cell(row: AxisId, column: AxisId): string {
    return cellOf(this.#registers, row, column);
  }

  together(act: () => void): number | undefined {
    if (this.#step) return void act();
    const step: SetOp[] = (this.#step = []);
    try {
      act();
    } finally {
      this.#step = null;
    }
    const before = this.#write(step);
    if (before === undefined) return undefined;
    const id = ++this.#steps;
    this.#undo.push({ id, ops: step, before });
    if (this.#undo.length > MAX_STEPS) this.#undo.shift();
    this.#redo.length = 0;
    return id;
  }

  setCells(cells: readonly CellText[]): void {
    this.#do(
      cells.flatMap(({ row, column, text }) => {
        const fitting = clipped(text.toWellFormed(), MAX_CELL_BYTES);
        return fitting === this.cell(row, column) ? [] : [setCell(row, column, fitting)];
      }),
    );
  }

  addRows(count: number, before: AxisId | null): readonly AxisId[] {
    const ids = Array.from({ length: count }, newId);
    this.#do(placedAt(this.shape().rows, ids, before, placeRow));
    return ids;
  }

  addColumns(drafts: readonly ColumnDraft[], before: AxisId | null): readonly AxisId[] {
    const ids = drafts.map(newId);
    this.#do([
      ...placedAt(this.shape().columns, ids, before, placeColumn),
      ...drafts.flatMap((draft, i) => changesOf(ids[i] as AxisId, draft)),
    ]);
    return ids;
  }

  changeColumn(id: AxisId, change: ColumnChange): void {
    this.#do(changesOf(id, change));
  }

  moveRow(id: AxisId, before: AxisId | null): void {
    const others = this.shape().rows.filter((row) => row.id !== id);
    this.#do(placedAt(others, [id], before, placeRow));
  }

  moveColumn(id: AxisId, before: AxisId | null): void {
    const others = this.shape().columns.filter((column) => column.id !== id);
    this.#do(placedAt(others, [id], before, placeColumn));
  }

  deleteRows(ids: readonly AxisId[]): number | undefined {
    return this.#do(ids.map((id) => deleteRow(id, true)));
  }

  deleteColumn(id: AxisId): number | undefined {
    return this.#do([deleteColumn(id, true)]);
  }

  undo(step?: number): boolean {
    return this.#back(this.#undo, this.#redo, step);
  }

  redo(): boolean {
    return this.#back(this.#redo, this.#undo);
  }

  close(): void {
    this.onChange = null;
    this.#onClose();
  }

  get #registers(): Registers {
    return this.#loop.call((replica) => replica.history.known(this.id)?.registers) ?? NOTHING;
  }

  #do(ops: readonly SetOp[]): number | undefined {
    return this.together(() => this.#step?.push(...ops));
  }

  /** Undoes a step of `from`, where its registers are as it left them, and keeps it for `to`. */
  #back(from: Step[], to: Step[], id = from.at(-1)?.id): boolean {
    const at = from.findIndex((one) => one.id === id);
    const [step] = at < 0 ? [] : from.splice(at, 1);
    if (!step) return false;
    const registers = this.#registers;
    const ops = step.ops.flatMap((op, i) => {
      const back = step.before[i];
      const value = registers.get(op.row, op.field);
      return back && value && equal(value, op.value) ? [back] : [];
    });
    ops.reverse();
    const before = this.#write(ops);
    if (before) to.push({ id: step.id, ops, before });
    return true;
  }

  /** Writes into the history; what was there before. */
  #write(ops: readonly SetOp[]): Step['before'] | undefined {
    if (ops.length === 0) return undefined;
    const registers = this.#registers;
    const before = ops.map((op) => {
      const value = registers.get(op.row, op.field);
      return value ? { ...op, value } : unwritten(op);
    });
    const done = this.#loop.call((replica, now) => replica.set(this.id, ops, now));
    if (!done.ok) return undefined;
    this.look();
    return before;
  }
}

/** Writes columns, and rows with their texts, at the end of a table. */
export function fillTable(
  table: TableSession,
  columns: readonly ColumnDraft[],
  rows: readonly (readonly string[])[],
): void {
  table.together(() => {
    const across = table.addColumns(columns, null);
    const down = table.addRows(rows.length, null);
    table.setCells(
      rows.flatMap((texts, i) =>
        texts.flatMap((text, k) => {
          const [row, column] = [down[i], across[k]];
          return row !== undefined && column !== undefined && text !== ''
            ? [{ row, column, text }]
            : [];
        }),
      ),
    );
  });
}

/** A table of which nothing has come yet. */
const NOTHING = new Registers();

const newId = (): AxisId => newAxisId(crypto.getRandomValues(new Uint8Array(8)));

function changesOf(id: AxisId, { name, type, choices }: ColumnChange): SetOp[] {
  return [
    ...(name === undefined ? [] : [nameColumn(id, clipped(name.toWellFormed(), MAX_TITLE_BYTES))]),
    ...(type === undefined ? [] : [typeColumn(id, type)]),
    ...(choices === undefined ? [] : [setChoices(id, choices)]),
  ];
}

/**
 * Puts `ids` together ahead of one of the others, or last. Where there is no short place left, all are
 * placed anew.
 */
function placedAt(
  others: readonly Pick<Column, 'id' | 'place'>[],
  ids: readonly AxisId[],
  before: AxisId | null,
  placed: (id: AxisId, place: string) => SetOp,
): SetOp[] {
  const at = before === null ? others.length : others.findIndex(({ id }) => id === before);
  if (at < 0) return [];
  const low = others[at - 1]?.place ?? '';
  const places = placesBetween(low, others[at]?.place ?? null, ids.length);
  const isShort = places.length > 0 && places.every(({ length }) => length <= LONG_PLACE);
  if (isShort) return ids.map((id, i) => placed(id, places[i] ?? 'V'));
  const all = others.map(({ id }) => id);
  all.splice(at, 0, ...ids);
  const anew = placesBetween('', null, all.length);
  return all.map((id, i) => placed(id, anew[i] ?? 'V'));
}

/** As much of a text as `bytes` of UTF-8 hold, cut between characters. */
function clipped(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || utf8(text).length <= bytes) return text;
  let kept = '';
  let used = 0;
  for (const character of text) {
    used += utf8(character).length;
    if (used > bytes) break;
    kept += character;
  }
  return kept;
}
