/**
 * Words in everything that is written in a workspace: titles, texts and tables.
 *
 * Read anew for each question, in slices: a thousand texts of some pages take some tens of milliseconds, and
 * nothing has to be kept in step with what people write. Left out: other forms of a word, accents,
 * and any order by how well something fits.
 */
import { isHighSurrogate, isLowSurrogate } from '../crdt/op.ts';
import { axesOf, cellOf } from '../crdt/table.ts';
import type { DocumentLog } from '../replica/document.ts';
import type { Loop } from './loop.ts';
import type { DocumentView, FoundDocument, FoundPlace } from './session.ts';
import { Slice } from './slice.ts';

/** Of each document; the others are only counted, */
const MAX_PLACES = 3;
/** and so far: nobody goes through more of them. */
const MAX_COUNT = 1_000;
/** What is shown beside a match, in UTF-16 units. */
const BEFORE = 32;
const AFTER = 80;

/**
 * Where the words of `query` stand next to each other, whatever their case and the spaces between.
 * Documents come in their order, those first whose title has them. `undefined` once it is aborted.
 */
export async function search(
  loop: Loop,
  documents: readonly DocumentView[],
  query: string,
  signal: AbortSignal,
): Promise<readonly FoundDocument[] | undefined> {
  const pattern = patternOf(query);
  if (!pattern) return [];
  const slice = new Slice();
  const found: FoundDocument[] = [];
  for (const document of documents) {
    if (slice.isOver) await slice.end();
    if (signal.aborted) return undefined;
    const inTitle = document.title.search(pattern) >= 0;
    const { places, count } = loop.call(({ history }) =>
      findIn(history.known(document.id), pattern),
    );
    if (inTitle || count > 0) found.push({ id: document.id, inTitle, places, count });
  }
  return [...found.filter(({ inTitle }) => inTitle), ...found.filter(({ inTitle }) => !inTitle)];
}

/** `undefined` for a query without words. */
export function patternOf(query: string): RegExp | undefined {
  const words = query.toWellFormed().split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  const literal = words.map((word) => word.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`));
  return new RegExp(literal.join(String.raw`\s+`), 'giu');
}

interface Found {
  readonly places: readonly FoundPlace[];
  readonly count: number;
}

function findIn(log: DocumentLog | undefined, pattern: RegExp): Found {
  if (log?.text) return findInText(log.text.toString(), pattern);
  const { registers } = log ?? {};
  const places: FoundPlace[] = [];
  let count = 0;
  if (!registers) return { places, count };
  const { rows, columns } = axesOf(registers);
  for (const { id: row } of rows)
    for (const { id: column } of columns) {
      const found = findInText(cellOf(registers, row, column), pattern);
      const [first] = found.places;
      if (first && places.length < MAX_PLACES) places.push({ ...first, cell: { row, column } });
      count += found.count;
    }
  return { places, count: Math.min(count, MAX_COUNT) };
}

/** The first matches, each with as much of its line as is shown, and how many there are. */
export function findInText(text: string, pattern: RegExp): Found {
  const places: FoundPlace[] = [];
  let count = 0;
  for (const { index: from, 0: match } of text.matchAll(pattern)) {
    if (places.length < MAX_PLACES) {
      const to = from + match.length;
      places.push({ from, to, before: before(text, from), match, after: after(text, to) });
    }
    count += 1;
    if (count === MAX_COUNT) break;
  }
  return { places, count };
}

function before(text: string, from: number): string {
  const line = from === 0 ? 0 : text.lastIndexOf('\n', from - 1) + 1;
  let start = Math.max(line, from - BEFORE);
  if (isLowSurrogate(text.charCodeAt(start))) start += 1;
  return (start > line ? '…' : '') + text.slice(start, from).trimStart();
}

function after(text: string, to: number): string {
  const newline = text.indexOf('\n', to);
  const line = newline < 0 ? text.length : newline;
  let end = Math.min(line, to + AFTER);
  if (isHighSurrogate(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(to, end).trimEnd() + (end < line ? '…' : '');
}
