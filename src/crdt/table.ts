/**
 * A table: rows and columns that anybody adds, moves and removes, and a cell where each two meet, all of
 * them registers. So two who write in different cells never meet, and of two in one cell one wins.
 *
 * This is the schema over `Registers`; a write that does not fit it is void. A register's row is eight
 * bytes that name a row of the table and eight that name a column; zeros stand for neither. Cells hold
 * text; what a column's type makes of it is not the protocol's business: see `cell.ts`. A column that
 * changes its type changes no cell.
 */
import { fromUtf8, toHex, utf8 } from '../base/bytes.ts';
import type { DocumentId } from '../base/ids.ts';
import { MAX_CELL_BYTES, MAX_TITLE_BYTES } from '../base/limits.ts';
import { decodeChoices, encodeChoices } from '../wire/choices.ts';
import type { RowId } from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import { isPlace } from './place.ts';
import type { Registers } from './registers.ts';

/** Names a row or a column of one table: eight random bytes, as hex. */
export type AxisId = string & { readonly brand: 'AxisId' };

export const COLUMN_TYPES = ['text', 'number', 'date', 'check', 'choice'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/** Of a row and of a column; `name`, `type` and `choices` of a column alone. */
const FIELD = { place: 1, deleted: 2, name: 3, type: 4, choices: 5 } as const;
/** Of a cell. */
const CELL = 0;
const NONE = '0'.repeat(16);

export interface Column {
  readonly id: AxisId;
  readonly name: string;
  readonly place: string;
  readonly type: ColumnType;
  /** What a cell of a choice may be. */
  readonly choices: readonly string[];
}

export interface Row {
  readonly id: AxisId;
  readonly place: string;
}

/** @param random 8 bytes. Zeros alone name nothing, and chance never makes them. */
export const newAxisId = (random: Uint8Array): AxisId => toHex(random) as AxisId;

const rowOf = (row: string, column: string): RowId => (row + column) as DocumentId;
const splitRow = (row: RowId): readonly [row: AxisId, column: AxisId] => [
  row.slice(0, 16) as AxisId,
  row.slice(16) as AxisId,
];

// ── What may be written ───────────────────────────────────────────────────────────────────────

/** Whether a register write means anything in a table. */
export function isTableWrite({ row, field, value }: SetOp): boolean {
  const [own, column] = splitRow(row);
  if (own !== NONE && column !== NONE) return field === CELL && isText(value, MAX_CELL_BYTES);
  if (own === NONE && column === NONE) return false;
  switch (field) {
    case FIELD.place:
      return isPlace(value);
    case FIELD.deleted:
      return value.length === 1 && (value[0] === 0 || value[0] === 1);
    case FIELD.name:
      return own === NONE && isText(value, MAX_TITLE_BYTES);
    case FIELD.type:
      return own === NONE && value.length === 1 && COLUMN_TYPES[value[0] ?? 255] !== undefined;
    case FIELD.choices:
      return own === NONE && decodeChoices(value).ok;
    default:
      return false;
  }
}

const isText = (value: Uint8Array, most: number): boolean =>
  value.length <= most && fromUtf8(value) !== undefined;

const set = (row: RowId, field: number, value: Uint8Array): SetOp => ({
  kind: 'set',
  row,
  field,
  value,
});

export const setCell = (row: AxisId, column: AxisId, text: string): SetOp =>
  set(rowOf(row, column), CELL, utf8(text));

export const placeRow = (id: AxisId, place: string): SetOp =>
  set(rowOf(id, NONE), FIELD.place, utf8(place));

export const placeColumn = (id: AxisId, place: string): SetOp =>
  set(rowOf(NONE, id), FIELD.place, utf8(place));

export const deleteRow = (id: AxisId, deleted: boolean): SetOp =>
  set(rowOf(id, NONE), FIELD.deleted, Uint8Array.of(deleted ? 1 : 0));

export const deleteColumn = (id: AxisId, deleted: boolean): SetOp =>
  set(rowOf(NONE, id), FIELD.deleted, Uint8Array.of(deleted ? 1 : 0));

export const nameColumn = (id: AxisId, name: string): SetOp =>
  set(rowOf(NONE, id), FIELD.name, utf8(name));

export const typeColumn = (id: AxisId, type: ColumnType): SetOp =>
  set(rowOf(NONE, id), FIELD.type, Uint8Array.of(COLUMN_TYPES.indexOf(type)));

export const setChoices = (id: AxisId, choices: readonly string[]): SetOp =>
  set(rowOf(NONE, id), FIELD.choices, encodeChoices(choices));

/**
 * What puts a register back to having never been written: an empty cell, a row or column that is gone;
 * `undefined` for what means nothing without that.
 */
export function unwritten({ row, field }: Pick<SetOp, 'row' | 'field'>): SetOp | undefined {
  const [own, column] = splitRow(row);
  if (own !== NONE && column !== NONE) return setCell(own, column, '');
  if (field === FIELD.place) return set(row, FIELD.deleted, Uint8Array.of(1));
  return field === FIELD.deleted ? set(row, field, Uint8Array.of(0)) : undefined;
}

// ── What is there ─────────────────────────────────────────────────────────────────────────────

/** Rows and columns that were placed and not deleted, in their order: by place, then by id. */
export function axesOf(registers: Registers): {
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
} {
  const rows: Row[] = [];
  const columns: Column[] = [];
  for (const register of registers.rows()) {
    const [row, column] = splitRow(register);
    if (row !== NONE && column !== NONE) continue;
    const place = registers.get(register, FIELD.place);
    if (!place || registers.get(register, FIELD.deleted)?.[0] === 1) continue;
    if (column === NONE) rows.push({ id: row, place: textOf(place) });
    else columns.push(columnOf(registers, register, column, textOf(place)));
  }
  return { rows: rows.sort(inOrder), columns: columns.sort(inOrder) };
}

function columnOf(registers: Registers, register: RowId, id: AxisId, place: string): Column {
  const value = registers.get(register, FIELD.choices);
  const choices = value && decodeChoices(value);
  return {
    id,
    place,
    name: textOf(registers.get(register, FIELD.name)),
    type: COLUMN_TYPES[registers.get(register, FIELD.type)?.[0] ?? 0] ?? 'text',
    choices: choices?.ok ? choices.value : [],
  };
}

/** '' for a cell that nobody has written. */
export const cellOf = (registers: Registers, row: AxisId, column: AxisId): string =>
  textOf(registers.get(rowOf(row, column), CELL));

/** Whether a register is a cell, and not what a row or a column is. */
export const isCell = (row: RowId): boolean => splitRow(row).every((half) => half !== NONE);

const textOf = (value: Uint8Array | undefined): string =>
  value === undefined ? '' : (fromUtf8(value) ?? '');

const inOrder = (a: Row, b: Row): number => order(a.place, b.place) || order(a.id, b.id);
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
