/** What `npm run bench:shapes` found: microseconds an event, a row a shape, a column a size. */
import type { About } from './results.ts';
import { format, thousands } from './table.ts';

export interface ShapeRow {
  readonly name: string;
  /** The last one has a size of its own where shares, or a minute, end the shape before the next column. */
  readonly cells: readonly { readonly size: number; readonly micros: number }[];
}

export interface ShapesResults {
  readonly about: About;
  readonly sizes: readonly number[];
  readonly rows: readonly ShapeRow[];
}

/** Widths of the columns in a terminal. */
const NAME = 50;
const CELL = 18;

export const shapesHead = (sizes: readonly number[]): string =>
  'µs an event'.padEnd(NAME) + sizes.map((size) => thousands(size).padStart(CELL)).join('');

export const shapeLine = (row: ShapeRow, sizes: readonly number[]): string =>
  row.name.padEnd(NAME) +
  shown(row, sizes)
    .map((cell) => cell.padStart(CELL))
    .join('');

export function shapesTable({ sizes, rows }: ShapesResults): string {
  return [
    '## Histories that nobody types',
    'Microseconds an event, taken in at once or, where it says live, one by one, by the text alone: without signatures. What stays level from left to right is ' +
      'linear. Where a size stands in brackets the shape ends there: it wants more agents than shares let in of all whom one member brought (SPEC S12, S15), or it had taken a minute.',
    format([
      ['', ...sizes.map((size) => thousands(size))],
      ...rows.map((row) => [row.name, ...shown(row, sizes)]),
    ]),
  ].join('\n\n');
}

const shown = ({ cells }: ShapeRow, sizes: readonly number[]): string[] =>
  cells.map(({ size, micros }, i) =>
    size === sizes[i] ? micros.toFixed(1) : `${micros.toFixed(1)} (${thousands(size)})`,
  );
