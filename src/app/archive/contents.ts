/**
 * `parley.json`, which holds what of a workspace its texts, tables and images as files do not: the order
 * of the list, titles, columns, comments, who wrote what. Its form is documented in
 * docs/decisions/0029-archives.md.
 *
 * What is read is looked at value by value, within bounds, and refused whole: nothing of it is mended.
 */
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import { asSeconds, type Seconds } from '../../base/ids.ts';
import {
  MAX_ANCHOR_SPANS,
  MAX_ANCHOR_UNITS,
  MAX_ARCHIVE_FILES,
  MAX_ARCHIVE_INDEX,
  MAX_CHOICES,
  MAX_COMMENT_BYTES,
  MAX_COMMENTS,
  MAX_NAME_BYTES,
  MAX_THREADS,
  MAX_TITLE_BYTES,
  MAX_VALUE_BYTES,
} from '../../base/limits.ts';
import type { ColumnDraft, ColumnType } from '../../host/session.ts';

/** Somebody by their name alone, and when, by their word. */
export interface Said {
  readonly by: string;
  readonly at: Seconds;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface ThreadContent {
  readonly ranges: readonly Range[];
  readonly quote: string;
  readonly resolved: Said | null;
  readonly comments: readonly (Said & { readonly text: string })[];
}

export interface TextContent {
  readonly kind: 'text';
  readonly title: string;
  readonly file: string;
  /** Of the file's bytes, as hex: whether somebody changed it since. */
  readonly sha256: string;
  readonly authors: readonly string[];
  /** Units [from, to) of the text, with who wrote them: place among the authors. */
  readonly runs: readonly (readonly [author: number, from: number, to: number])[];
  readonly threads: readonly ThreadContent[];
}

export interface TableOutline {
  readonly kind: 'table';
  readonly title: string;
  readonly file: string;
  readonly columns: readonly Required<ColumnDraft>[];
}

export interface Contents {
  readonly workspace: string;
  readonly exported: Said;
  /** In the order of the list. */
  readonly documents: readonly (TextContent | TableOutline)[];
  /** By the name that texts have for them. */
  readonly images: readonly { readonly name: string; readonly file: string }[];
}

export const CONTENTS = 'parley.json';
const FORMAT = 'parley-archive';
const VERSION = 1;

// ── Writing ────────────────────────────────────────────────────────────────────────────────────

/** Keys in one order, whatever the order was that they came in. */
export function encodeContents({ workspace, exported, documents, images }: Contents): Uint8Array {
  const whole = {
    format: FORMAT,
    version: VERSION,
    workspace,
    exported: said(exported),
    documents: documents.map((one) => (one.kind === 'text' ? textOut(one) : tableOut(one))),
    images: images.map(({ name, file }) => ({ name, file })),
  };
  return utf8(`${JSON.stringify(whole)}\n`);
}

const said = ({ by, at }: Said) => ({ by, at: timeOut(at) });

const timeOut = (at: Seconds): string => new Date(at * 1000).toISOString();

const textOut = ({ kind, title, file, sha256, authors, runs, threads }: TextContent) => ({
  kind,
  title,
  file,
  sha256,
  authors,
  runs,
  threads: threads.map(({ ranges, quote, resolved, comments }) => ({
    ranges: ranges.map(({ from, to }) => [from, to]),
    quote,
    resolved: resolved && said(resolved),
    comments: comments.map(({ by, at, text }) => ({ by, at: timeOut(at), text })),
  })),
});

const tableOut = ({ kind, title, file, columns }: TableOutline) => ({
  kind,
  title,
  file,
  columns: columns.map(({ name, type, choices }) => ({ name, type, choices })),
});

// ── Reading ────────────────────────────────────────────────────────────────────────────────────

/** Says why, to nobody: what is refused is refused. */
class Misshapen extends Error {}

export function decodeContents(bytes: Uint8Array): Contents | 'Damaged' | 'Newer' | 'TooLarge' {
  if (bytes.length > MAX_ARCHIVE_INDEX) return 'TooLarge';
  const text = fromUtf8(bytes);
  if (text === undefined) return 'Damaged';
  try {
    const whole = object(JSON.parse(text));
    if (whole['format'] !== FORMAT) return 'Damaged';
    if (number(whole['version'], 1, Number.MAX_SAFE_INTEGER) > VERSION) return 'Newer';
    return {
      workspace: line(whole['workspace'], MAX_TITLE_BYTES),
      exported: saidIn(object(whole['exported'])),
      documents: list(whole['documents'], MAX_ARCHIVE_FILES, document),
      images: list(whole['images'], MAX_ARCHIVE_FILES, image),
    };
  } catch (error) {
    // What JSON.parse and a depth beyond any stack throw, too.
    if (error instanceof Misshapen || error instanceof SyntaxError || error instanceof RangeError)
      return 'Damaged';
    throw error;
  }
}

function object(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Misshapen();
  return value as Readonly<Record<string, unknown>>;
}

function list<T>(value: unknown, most: number, of: (one: unknown) => T): T[] {
  if (!Array.isArray(value) || value.length > most) throw new Misshapen();
  return value.map(of);
}

function line(value: unknown, bytes: number): string {
  if (typeof value !== 'string' || value.length > bytes || !value.isWellFormed())
    throw new Misshapen();
  if (utf8(value).length > bytes) throw new Misshapen();
  return value;
}

function number(value: unknown, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || (value as number) < least || (value as number) > most)
    throw new Misshapen();
  return value as number;
}

/** What a date can be at most, in seconds either way. */
const MAX_DATE = 8.64e12;

/** A path in a zip. */
const path = (value: unknown): string => line(value, 4_096);

function time(value: unknown): Seconds {
  const at = Math.floor(Date.parse(line(value, 32)) / 1000);
  return asSeconds(number(at, -MAX_DATE, MAX_DATE));
}

const saidIn = (value: Readonly<Record<string, unknown>>): Said => ({
  by: line(value['by'], MAX_NAME_BYTES),
  at: time(value['at']),
});

function document(value: unknown): TextContent | TableOutline {
  const one = object(value);
  const title = line(one['title'], MAX_TITLE_BYTES);
  const file = path(one['file']);
  if (one['kind'] === 'table')
    return { kind: 'table', title, file, columns: list(one['columns'], MAX_ARCHIVE_FILES, column) };
  if (one['kind'] !== 'text') throw new Misshapen();
  const authors = list(one['authors'], MAX_ARCHIVE_FILES, (name) => line(name, MAX_NAME_BYTES));
  return {
    kind: 'text',
    title,
    file,
    sha256: line(one['sha256'], 64),
    authors,
    runs: list(one['runs'], MAX_ARCHIVE_INDEX, (run) => runIn(run, authors.length)),
    threads: list(one['threads'], MAX_THREADS, thread),
  };
}

function runIn(value: unknown, authors: number): readonly [number, number, number] {
  const [author, from, to] = list(value, 3, (one) => number(one, 0, Number.MAX_SAFE_INTEGER));
  if (author === undefined || author >= authors || from === undefined || to === undefined)
    throw new Misshapen();
  return [author, from, to];
}

const TYPES: readonly ColumnType[] = ['text', 'number', 'date', 'check', 'choice'];

function column(value: unknown): Required<ColumnDraft> {
  const one = object(value);
  const type = TYPES.find((name) => name === one['type']);
  const choices = list(one['choices'], MAX_CHOICES, (text) => line(text, MAX_TITLE_BYTES));
  const bytes = choices.map((text) => utf8(text).length);
  const encoded = bytes.reduce((sum, size) => sum + size + (size < 128 ? 1 : 2), 1);
  const isGood = new Set(choices).size === choices.length && !choices.includes('');
  if (!type || !isGood || encoded > MAX_VALUE_BYTES) throw new Misshapen();
  return { name: line(one['name'], MAX_TITLE_BYTES), type, choices };
}

function thread(value: unknown): ThreadContent {
  const one = object(value);
  const resolved = one['resolved'];
  const comments = list(one['comments'], MAX_COMMENTS, comment);
  if (comments.length === 0) throw new Misshapen();
  return {
    ranges: rangesIn(one['ranges']),
    quote: line(one['quote'], MAX_ANCHOR_UNITS),
    resolved: resolved === null ? null : saidIn(object(resolved)),
    comments,
  };
}

/** In order and apart, each of something, and no more than a thread can be about. */
function rangesIn(value: unknown): Range[] {
  let [end, units] = [-1, 0];
  return list(value, MAX_ANCHOR_SPANS, (one) => {
    const [from, to] = list(one, 2, (place) => number(place, 0, Number.MAX_SAFE_INTEGER));
    if (from === undefined || to === undefined || from <= end || to <= from) throw new Misshapen();
    end = to;
    units += to - from;
    if (units > 2 * MAX_ANCHOR_UNITS) throw new Misshapen();
    return { from, to };
  });
}

function comment(value: unknown): Said & { readonly text: string } {
  const one = object(value);
  const text = line(one['text'], MAX_COMMENT_BYTES);
  if (text === '') throw new Misshapen();
  return { ...saidIn(one), text };
}

const IMAGE_NAME = /^[0-9a-f]{30}$/;

function image(value: unknown): { readonly name: string; readonly file: string } {
  const one = object(value);
  const name = line(one['name'], 30);
  if (!IMAGE_NAME.test(name)) throw new Misshapen();
  return { name, file: path(one['file']) };
}
