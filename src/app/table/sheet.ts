/**
 * Tables on their way in and out: files of comma-separated values (RFC 4180), and the clipboard as
 * spreadsheets use it, where tabs stand between the cells.
 */
import { csvFormatRows, csvParseRows, tsvFormatRows, tsvParseRows } from 'd3-dsv';
import { MAX_COLUMNS_IN, MAX_ROWS_IN } from '../../base/limits.ts';
import type { ColumnDraft, ColumnType } from '../../host/session.ts';
import { kept } from './cell.ts';

export interface Sheet {
  readonly columns: readonly ColumnDraft[];
  readonly rows: readonly (readonly string[])[];
}

export const toClipboard = (lines: readonly (readonly string[])[]): string =>
  tsvFormatRows(lines as string[][]);

export const fromClipboard = (text: string): readonly (readonly string[])[] =>
  bounded(tsvParseRows(lined(text)));

/** With a mark of its encoding, without which some spreadsheets take it for another. */
export const toCsv = (lines: readonly (readonly string[])[]): string =>
  `\ufeff${csvFormatRows(lines.map((line) => line.map(inert)))}\n`;

/**
 * A file's first line are the names of its columns; a column has the narrowest type that all of its
 * cells fit. `null`: there is nothing in it.
 */
export const fromCsv = (text: string, nameOf: (column: number) => string): Sheet | null =>
  sheetOf(bounded(csvLines(lined(text))), nameOf);

/** Cells of a file, line by line, to the letter. */
export const csvLines = (text: string): string[][] =>
  csvParseRows(text.replace(/^\ufeff/, '')).map((line) => line.map(active));

export function sheetOf(
  [names, ...lines]: readonly (readonly string[])[],
  nameOf: (column: number) => string,
): Sheet | null {
  if (!names) return null;
  const width = lines.reduce((most, line) => Math.max(most, line.length), names.length);
  const columns = Array.from({ length: width }, (_, i) => ({
    name: names[i] || nameOf(i + 1),
    type: typeOf(lines.map((line) => line[i] ?? '')),
  }));
  const rows = lines.map((line) =>
    line.map((cell, i) => kept({ type: columns[i]?.type ?? 'text', choices: [] }, cell) ?? cell),
  );
  return { columns, rows };
}

const TYPES: readonly ColumnType[] = ['date', 'number', 'check'];

function typeOf(cells: readonly string[]): ColumnType {
  const some = cells.filter((cell) => cell !== '');
  if (some.length === 0) return 'text';
  const fits = (type: ColumnType): boolean =>
    some.every((cell) => kept({ type, choices: [] }, cell) !== null);
  return TYPES.find(fits) ?? 'text';
}

/** Lines end in LF alone, the last one not at all. */
const lined = (text: string): string => text.replace(/\r\n?/g, '\n').replace(/\n$/, '');

const bounded = (lines: readonly (readonly string[])[]): (readonly string[])[] =>
  lines.slice(0, MAX_ROWS_IN).map((line) => line.slice(0, MAX_COLUMNS_IN));

/**
 * What a spreadsheet would take for a formula, somebody may have written to harm who opens the file; it
 * gets an apostrophe in front, and so does what has one there already.
 */
const FORMULA = /^'*[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

const inert = (cell: string): string =>
  FORMULA.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell;

/** Takes back what `inert` put in. */
const active = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
