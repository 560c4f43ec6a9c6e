/**
 * Everything that a workspace shows, as one zip that any program opens and that another workspace can
 * bring in: texts as Markdown, tables as CSV, images, a page of comments, and `parley.json` for the rest.
 */
import { utf8 } from '../../base/bytes.ts';
import type { Seconds } from '../../base/ids.ts';
import {
  MAX_ARCHIVE_BYTES,
  MAX_ARCHIVE_CELLS,
  MAX_ARCHIVE_FILES,
  MAX_ARCHIVE_INDEX,
} from '../../base/limits.ts';
import { pictureOf } from '../../host/picture.ts';
import type {
  ArchivedText,
  ArchiveSession,
  DocumentView,
  WorkspaceView,
} from '../../host/session.ts';
import { Slice } from '../../host/slice.ts';
import { toCsv } from '../table/sheet.ts';
import { type Contents, CONTENTS, encodeContents, type TextContent } from './contents.ts';
import { imagesIn, withPaths } from './links.ts';
import { COMMENTS_PAGE, commentsPage, FileNames, IMAGES, type PageWords } from './readable.ts';
import { sha256 } from './sha256.ts';
import { ZipWriter } from './zip.ts';

export interface Taken {
  readonly file: Blob;
  readonly documents: number;
  /** Images that texts name, and that nobody who is here has. */
  readonly missing: number;
  /** More than can be brought into a workspace at once. */
  readonly isTooMuch: boolean;
}

export interface Taking {
  readonly view: WorkspaceView;
  readonly archive: ArchiveSession;
  readonly at: Seconds;
  readonly words: PageWords;
  readonly timeOf: (seconds: number) => string;
  /** Aborted: images that are not here are left out. */
  readonly patience: AbortSignal;
  /** How much is done, from 0 to 1, and whether an image is being waited for. */
  readonly told: (done: number, isWaiting: boolean) => void;
}

export async function takeAlong(taking: Taking): Promise<Taken> {
  return new Packing(taking).run();
}

class Packing {
  readonly #taking: Taking;
  readonly #zip: ZipWriter;
  readonly #names: FileNames;
  readonly #slice = new Slice();
  /** By an image's name, its file; `null`: nobody has it. */
  readonly #images = new Map<string, string | null>();
  #cells = 0;
  #done = 0;

  constructor(taking: Taking) {
    const { view, at, words } = taking;
    this.#taking = taking;
    this.#zip = new ZipWriter(new Date(at * 1000));
    this.#names = new FileNames(view.title, words.untitled);
  }

  async run(): Promise<Taken> {
    const { view, at, words, timeOf, told } = this.#taking;
    const kept = view.documents.filter(({ deleted }) => !deleted);
    const documents: Contents['documents'][number][] = [];
    for (const [i, document] of kept.entries()) {
      this.#done = i / kept.length;
      told(this.#done, false);
      documents.push(await this.#document(document));
      if (this.#slice.isOver) await this.#slice.end();
    }
    const texts = documents.filter((one) => one.kind === 'text');
    const page = commentsPage(view.title || words.untitled, texts, words, timeOf);
    if (page !== null) await this.#zip.add(COMMENTS_PAGE, utf8(page));
    const images = [...this.#images].flatMap(([name, file]) =>
      file === null ? [] : { name, file },
    );
    const index = encodeContents({
      workspace: view.title,
      exported: { by: view.me.name, at },
      documents,
      images: images.sort((a, b) => (a.file < b.file ? -1 : 1)),
    });
    await this.#zip.add(CONTENTS, index);
    const { files, bytes } = this.#zip;
    return {
      file: this.#zip.finish(),
      documents: documents.length,
      missing: this.#images.size - images.length,
      isTooMuch:
        files > MAX_ARCHIVE_FILES ||
        bytes > MAX_ARCHIVE_BYTES ||
        index.length > MAX_ARCHIVE_INDEX ||
        this.#cells > MAX_ARCHIVE_CELLS,
    };
  }

  async #document({ id, type, title }: DocumentView): Promise<Contents['documents'][number]> {
    const { archive } = this.#taking;
    if (type === 'text') return this.#text(title, await archive.text(id));
    const { columns, rows } = await archive.table(id);
    const file = this.#names.of(title, 'csv');
    this.#cells += columns.length * (rows.length + 1);
    await this.#zip.add(file, utf8(toCsv([columns.map(({ name }) => name), ...rows])));
    return { kind: 'table', title, file, columns };
  }

  async #text(title: string, { text, authors, threads }: ArchivedText): Promise<TextContent> {
    for (const name of imagesIn(text))
      if (!this.#images.has(name)) this.#images.set(name, await this.#image(name));
    const pathOf = (name: string): string | undefined => {
      const path = this.#images.get(name);
      return path ? `../${path}` : undefined;
    };
    const bytes = utf8(withPaths(text, pathOf));
    const file = this.#names.of(title, 'md');
    await this.#zip.add(file, bytes);
    return {
      kind: 'text',
      title,
      file,
      sha256: await sha256(bytes),
      ...writtenBy(authors),
      threads: threads.map(threadOf),
    };
  }

  /** Where it is in the zip. */
  async #image(name: string): Promise<string | null> {
    const { archive, patience, told } = this.#taking;
    told(this.#done, true);
    const bytes = await archive.image(name, patience);
    told(this.#done, false);
    const picture = bytes && pictureOf(bytes);
    if (!bytes || !picture) return null;
    const extension = picture.type === 'image/jpeg' ? 'jpg' : picture.type.slice('image/'.length);
    const file = `${IMAGES}/${await sha256(bytes)}.${extension}`;
    await this.#zip.add(file, bytes, false);
    return file;
  }
}

/** Two who are called alike are two. */
function writtenBy(ranges: ArchivedText['authors']): Pick<TextContent, 'authors' | 'runs'> {
  const people = new Map<string, { readonly at: number; readonly name: string }>();
  const runs = ranges.map(({ from, to, name, index }) => {
    const key = `${index} ${name}`;
    const one = people.get(key) ?? { at: people.size, name };
    people.set(key, one);
    return [one.at, from, to] as const;
  });
  return { authors: [...people.values()].map(({ name }) => name), runs };
}

/** What was deleted is the history's. */
const threadOf = ({
  ranges,
  quote,
  resolved,
  comments,
}: ArchivedText['threads'][number]): TextContent['threads'][number] => ({
  ranges,
  quote,
  resolved: resolved && { by: resolved.name, at: resolved.at },
  comments: comments
    .filter(({ text }) => text !== '')
    .map(({ name, at, text }) => ({ by: name, at, text })),
});
