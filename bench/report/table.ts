/** Numbers and tables as Markdown that reads well in a terminal too. */
import type { SubjectName } from '../subject.ts';

export const NAMES: Readonly<Record<SubjectName, string>> = {
  yjs: 'Yjs',
  automerge: 'Automerge',
  loro: 'Loro',
  'json-joy': 'json-joy',
  'diamond-types': 'diamond-types',
  'parley/text': 'Parley, text alone',
  'parley/typist': 'Parley, a typist’s events',
  'parley/16': 'Parley, 16 edits an event',
  'parley/1': 'Parley, 1 edit an event',
};

export type Table = readonly (readonly string[])[];

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle];
  const low = sorted.length % 2 === 1 ? high : sorted[middle - 1];
  return high === undefined || low === undefined ? undefined : (low + high) / 2;
}

/** The value that a share `q` of all stays below. */
export function quantile(values: readonly number[], q: number): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

export function number(value: number | undefined): string {
  if (value === undefined) return '';
  return value < 100 ? value.toFixed(value < 10 ? 2 : 1) : thousands(value);
}

export const ratio = (value: number | undefined, base: number | undefined): string =>
  value === undefined || base === undefined ? '' : (value / base).toFixed(2);

export const thousands = (value: number): string =>
  String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** A Markdown table; the first row is its head, the first column is flush left. */
export function format(rows: Table): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(rows[0] ?? []), `| ${rule.join(' | ')} |`, ...rows.slice(1).map(line)].join('\n');
}
