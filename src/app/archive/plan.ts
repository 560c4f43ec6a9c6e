/**
 * What a zip would bring into a workspace: all of it is read and looked at before anything is written, so
 * that a file is taken as it is or refused, and nothing changed.
 *
 * With `parley.json` it becomes what was taken along; what somebody changed in a text or a table since is
 * taken as they left it, and what they added comes behind. Without, each text, Markdown and CSV file
 * becomes a document. Paths lead nowhere: they say which files belong together, and what to call them.
 */
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import {
  MAX_ANCHOR_UNITS,
  MAX_ARCHIVE_BYTES,
  MAX_ARCHIVE_CELLS,
  MAX_COMMENT_BYTES,
  MAX_IMAGE_BYTES,
  MAX_TITLE_BYTES,
} from '../../base/limits.ts';
import type { ArchiveSession, BroughtDocument, BroughtThread } from '../../host/session.ts';
import { Slice } from '../../host/slice.ts';
import { csvLines, sheetOf } from '../table/sheet.ts';
import { oneLine, plainText } from '../text.ts';
import {
  CONTENTS,
  decodeContents,
  type Contents,
  type TableOutline,
  type TextContent,
  type ThreadContent,
} from './contents.ts';
import { Finder } from './finder.ts';
import { pathsIn, withNames } from './links.ts';
import { COMMENTS_PAGE, titleOf } from './readable.ts';
import { sha256 } from './sha256.ts';
import { contentOf, listOf, type ZipEntry, type ZipRefusal } from './zip.ts';

export type ArchiveRefusal =
  | ZipRefusal
  | 'Newer' // made by a newer version
  | 'Nothing'; // no text and no table in it

export interface Plan {
  readonly documents: readonly BroughtDocument[];
  /** Those that texts show, each once. */
  readonly images: readonly ZipEntry[];
  readonly comments: number;
  /** Files of other kinds, which stay out. */
  readonly others: number;
}

export interface Planning {
  readonly nameOf: ArchiveSession['nameOf'];
  /** What stands above a comment that somebody else wrote elsewhere. */
  readonly said: (name: string, seconds: number) => string;
  readonly columnNamed: (column: number) => string;
  /** How much is looked at, from 0 to 1. */
  readonly told: (done: number) => void;
}

export async function planOf(file: Blob, planning: Planning): Promise<Plan | ArchiveRefusal> {
  const list = await listOf(file);
  if (typeof list === 'string') return list;
  try {
    return await new Reading(file, list, planning).run();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** Ends the reading. */
class Refused extends Error {
  readonly refusal: ArchiveRefusal;
  constructor(refusal: ArchiveRefusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** A text as the zip has it. */
interface RawText {
  readonly title: string;
  readonly path: string;
  readonly text: string;
  /** Just as it was taken along. */
  readonly isSame: boolean;
  readonly threads: readonly ThreadContent[];
}

type Table = Extract<BroughtDocument, { readonly kind: 'table' }>;

const MARKDOWN = /\.(md|markdown)$/i;
const PLAIN = /\.(txt|text)$/i;
const CSV = /\.csv$/i;
/** What is read of all there is, before it is known which images are. */
const TEXT = /\.(md|markdown|txt|text|csv|json)$/i;
const IMAGE = /\.(png|jpe?g|gif|webp)$/i;

class Reading {
  readonly #file: Blob;
  readonly #planning: Planning;
  readonly #files: Map<string, ZipEntry>;
  readonly #slice = new Slice();
  readonly #finder = new Finder(this.#slice);
  /** Names of images, by path. */
  readonly #names = new Map<string, string>();
  readonly #images: ZipEntry[] = [];
  readonly #total: number;
  #bytes = 0;
  #cells = 0;
  #others = 0;

  constructor(file: Blob, list: readonly ZipEntry[], planning: Planning) {
    this.#file = file;
    this.#planning = planning;
    const plain = list.map((entry) => [plainPath(entry.path), entry] as const);
    this.#files = new Map(plain.filter(([path]) => !HIDDEN.test(path)));
    this.#total = list.reduce((sum, { size }) => sum + size, 1);
  }

  async run(): Promise<Plan> {
    const root = this.#root();
    const texts = [...this.#files].filter(([path]) => TEXT.test(path));
    if (texts.reduce((sum, [, { size }]) => sum + size, 0) > MAX_ARCHIVE_BYTES)
      throw new Refused('TooLarge');
    const contents = root === null ? null : await this.#contents(root);
    const listed = contents ? await this.#listed(contents, root ?? '') : [];
    const raw = [...listed, ...(await this.#unlisted())];
    if (raw.length === 0) throw new Refused('Nothing');
    for (const { name, file } of contents?.images ?? [])
      await this.#image((root ?? '') + file, name);
    for (const one of raw)
      if ('path' in one && !PLAIN.test(one.path))
        for (const path of pathsIn(one.text, one.path)) await this.#image(path);
    const documents: BroughtDocument[] = [];
    for (const one of raw) documents.push('path' in one ? await this.#brought(one) : one);
    const threads = documents.flatMap((one) => (one.kind === 'text' ? one.threads : []));
    return {
      documents,
      images: this.#images,
      comments: threads.reduce((sum, { comments }) => sum + comments.length, 0),
      others:
        this.#others + [...this.#files.keys()].filter((path) => !this.#names.has(path)).length,
    };
  }

  /** Where `parley.json` lies: at the top, or in the folder that somebody packed; `null`: nowhere. */
  #root(): string | null {
    const found = [...this.#files.keys()].filter((path) => path.split('/').at(-1) === CONTENTS);
    const [first] = found.sort((a, b) => a.length - b.length);
    return first === undefined ? null : first.slice(0, -CONTENTS.length);
  }

  async #contents(root: string): Promise<Contents> {
    const contents = decodeContents(await this.#read(this.#take(root + CONTENTS)));
    if (typeof contents === 'string') throw new Refused(contents);
    this.#files.delete(root + COMMENTS_PAGE);
    return contents;
  }

  async #listed({ documents }: Contents, root: string): Promise<(RawText | Table)[]> {
    const found: (RawText | Table)[] = [];
    for (const one of documents) {
      const path = root + one.file;
      const bytes = await this.#read(this.#take(path));
      const text = fromUtf8(bytes);
      if (text === undefined) throw new Refused('Damaged');
      found.push(
        one.kind === 'table' ? this.#table(one, text) : await listedText(one, path, text, bytes),
      );
    }
    return found;
  }

  /** What nobody listed, by path. */
  async #unlisted(): Promise<(RawText | Table)[]> {
    const found: (RawText | Table)[] = [];
    const paths = [...this.#files.keys()].sort((a, b) =>
      a.localeCompare(b, undefined, { numeric: true }),
    );
    for (const path of paths) {
      if (!MARKDOWN.test(path) && !PLAIN.test(path) && !CSV.test(path)) continue;
      const text = fromUtf8(await this.#read(this.#take(path)))?.replace(/^\ufeff/, '');
      const title = oneLine(titleOf(path), MAX_TITLE_BYTES);
      if (text === undefined || text.includes('\0')) this.#others += 1;
      else if (!CSV.test(path))
        found.push({ title, path, text: plainText(text), isSame: false, threads: [] });
      else {
        const sheet = sheetOf(this.#lines(plainText(text)), this.#planning.columnNamed);
        if (sheet) found.push({ kind: 'table', title, ...sheet });
      }
    }
    return found;
  }

  #table({ title, columns }: TableOutline, text: string): Table {
    const [names = [], ...rows] = this.#lines(text);
    const width = widthOf([names, ...rows]);
    const more = Array.from({ length: Math.max(0, width - columns.length) }, (_, i) => ({
      name: this.#planning.columnNamed(columns.length + i + 1),
      type: 'text' as const,
    }));
    return {
      kind: 'table',
      title,
      columns: [...columns, ...more].map((one, i) => ({ ...one, name: names[i] ?? one.name })),
      rows,
    };
  }

  #lines(text: string): string[][] {
    if (separatorsIn(text) > MOST_SEPARATORS) throw new Refused('TooLarge');
    const lines = csvLines(text);
    this.#cells += widthOf(lines) * lines.length;
    if (this.#cells > MAX_ARCHIVE_CELLS) throw new Refused('TooLarge');
    return lines;
  }

  /** Learns what names the image at a path. `name`: what it must be, where that is known. */
  async #image(path: string, name?: string): Promise<void> {
    const known = this.#names.get(path);
    const entry = this.#files.get(path);
    if (known === undefined && entry && entry.size <= MAX_IMAGE_BYTES && IMAGE.test(path)) {
      const found = this.#planning.nameOf(await this.#read(entry));
      if (found !== null) {
        this.#names.set(path, found);
        this.#images.push(entry);
      }
    }
    if (name !== undefined && this.#names.get(path) !== name) throw new Refused('Damaged');
  }

  async #brought({ title, path, text, isSame, threads }: RawText): Promise<BroughtDocument> {
    const named = PLAIN.test(path) ? text : withNames(text, path, (at) => this.#names.get(at));
    const brought: BroughtThread[] = [];
    for (const thread of threads) {
      brought.push(await this.#thread(thread, named, isSame));
      if (this.#slice.isOver) await this.#slice.end();
    }
    return { kind: 'text', title, text: named, threads: brought };
  }

  async #thread(thread: ThreadContent, text: string, isSame: boolean): Promise<BroughtThread> {
    const { quote, resolved, comments } = thread;
    return {
      ranges: isSame ? checked(thread.ranges, text) : await this.#whereFound(quote, text),
      quote,
      resolved: resolved !== null,
      comments: comments.flatMap((one) => saidBy(this.#planning.said(one.by, one.at), one.text)),
    };
  }

  /** In a text that was changed since: where the words stand first, if they do. */
  async #whereFound(quote: string, text: string): Promise<BroughtThread['ranges']> {
    const from = await this.#finder.find(quote, text);
    return from < 0 ? [] : [{ from, to: from + quote.length }];
  }

  /** A file, which is no other document's. */
  #take(path: string): ZipEntry {
    const entry = this.#files.get(path);
    if (!entry) throw new Refused('Damaged');
    this.#files.delete(path);
    return entry;
  }

  async #read(entry: ZipEntry): Promise<Uint8Array> {
    this.#bytes += entry.size;
    if (this.#bytes > MAX_ARCHIVE_BYTES) throw new Refused('TooLarge');
    const content = await contentOf(this.#file, entry, this.#slice);
    if (typeof content === 'string') throw new Refused(content);
    this.#planning.told(Math.min(1, this.#bytes / this.#total));
    if (this.#slice.isOver) await this.#slice.end();
    return content;
  }
}

/** Before a file is taken apart: of a table that is small enough some of them stand within its cells. */
const MOST_SEPARATORS = 8 * MAX_ARCHIVE_CELLS;

function separatorsIn(text: string): number {
  let found = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === COMMA || unit === LF || unit === CR) found += 1;
  }
  return found;
}
const [COMMA, LF, CR] = [44, 10, 13];

const widthOf = (lines: readonly (readonly string[])[]): number =>
  lines.reduce((most, { length }) => Math.max(most, length), 0);

/** What systems put beside files, for themselves. */
const HIDDEN = /(^|\/)(\.(?!\.?\/)|__MACOSX\/)/;
const plainPath = (path: string): string => path.replace(/^(\.?\/)+/, '');

async function listedText(
  { title, threads, sha256: hash }: TextContent,
  path: string,
  text: string,
  bytes: Uint8Array,
): Promise<RawText> {
  const isSame = (await sha256(bytes)) === hash;
  const own = isSame ? text : plainText(text.replace(/^\ufeff/, ''));
  return { title, path, text: own, isSame, threads };
}

/** Parts that the text has, none of which begins or ends within a character. */
function checked(ranges: BroughtThread['ranges'], text: string): BroughtThread['ranges'] {
  const isTorn = (at: number): boolean =>
    at > text.length || (text.codePointAt(at - 1) ?? 0) > 0xffff;
  let units = 0;
  for (const { from, to } of ranges) {
    if (isTorn(from) || isTorn(to)) throw new Refused('Damaged');
    units += Array.from(text.slice(from, to)).length;
  }
  if (units > MAX_ANCHOR_UNITS) throw new Refused('Damaged');
  return ranges;
}

/** As many comments as it takes, each with who said it and when on a line of its own. */
function saidBy(head: string, text: string): string[] {
  const most = MAX_COMMENT_BYTES - utf8(`${head}\n`).length;
  const parts = [''];
  let bytes = 0;
  for (const character of text) {
    const size = character.length === 1 ? utf8(character).length : 4;
    if (bytes + size > most) {
      parts.push('');
      bytes = 0;
    }
    parts[parts.length - 1] += character;
    bytes += size;
  }
  return parts.map((part) => `${head}\n${part}`);
}
