/**
 * A workspace's documents for a file that holds all of them, and from one. Loaded when somebody takes
 * everything along or brings something in.
 *
 * What is brought in is written by whoever does it, since a signature is of one workspace and one device;
 * who wrote it elsewhere is for the screens to say. Left out: deleted documents, the history, members.
 */
import { fromHex } from '../base/bytes.ts';
import type { DocumentId } from '../base/ids.ts';
import { MAX_IMAGE_BYTES } from '../base/limits.ts';
import { assert, type Result } from '../base/result.ts';
import { setAnchor, setComment, setResolved } from '../crdt/comments.ts';
import { manifestIn } from '../crdt/image-row.ts';
import { placesBetween } from '../crdt/place.ts';
import { documentEntries, setPlace, setTitle } from '../crdt/workspace-map.ts';
import { anchorOn } from '../replica/anchors.ts';
import type { Replica } from '../replica/replica.ts';
import { StoreError } from '../storage/store.ts';
import type { Anchor } from '../wire/anchor.ts';
import {
  imageRow,
  newCommentRow,
  newDocumentId,
  newThreadRow,
  WORKSPACE_MAP,
} from '../wire/document.ts';
import { encodeManifest, rowOf } from '../wire/image.ts';
import type { SetOp } from '../wire/op.ts';
import { manifestOf } from '../wire/piece.ts';
import type { Loop } from './loop.ts';
import { pictureOf } from './picture.ts';
import type {
  ArchivedText,
  ArchiveSession,
  BroughtDocument,
  BroughtThread,
  ImagesSession,
  ImageState,
  TableContent,
} from './session.ts';
import { Slice } from './slice.ts';

/** As a workspace fetches it: what is imported by two that are fetched would be a part of its own. */
const loadTables = () => import('./table.ts');
const loadReaders = () => Promise.all([import('./commenting.ts'), import('./writers.ts')]);

/** What of a workspace an archive needs. */
export interface ArchivingParts {
  readonly loop: Loop;
  images(): Promise<ImagesSession>;
  /** Resolves when everything written so far is durable. */
  settled(): Promise<void>;
}

/** UTF-16 units of a text, and rows of a table, that are written at once. */
const UNITS = 65_536;
const ROWS = 500;
/** Units of history read before the clock is looked at. */
const STEP = 4_096;
/** Writes that may wait for the disk. */
const MOST_WAITING = 32;
/** Stands for words that nobody has any more. */
const NO_WORDS = '…';

export class Archiving implements ArchiveSession {
  readonly #parts: ArchivingParts;
  readonly #slice = new Slice();
  #readers: ReturnType<typeof loadReaders> | null = null;

  constructor(parts: ArchivingParts) {
    this.#parts = parts;
  }

  async text(id: DocumentId): Promise<ArchivedText> {
    const { loop } = this.#parts;
    const settled = (): Promise<void> => this.#parts.settled();
    const [{ Commenting }, { authorsOf }] = await (this.#readers ??= loadReaders());
    const comments = new Commenting({ loop, document: id, settled });
    for (;;) {
      const text = this.#textOf(id);
      const authors = await authorsOf(loop, id, 0, text.length);
      const threads = await comments.threads();
      // Somebody may have written meanwhile: then parts of one text are not parts of the other.
      if (this.#textOf(id) === text) return { text, authors, threads };
    }
  }

  async table(id: DocumentId): Promise<TableContent> {
    const { TableEditing } = await loadTables();
    const table = new TableEditing(id, this.#parts.loop, () => {});
    const { rows, columns } = table.shape();
    return {
      columns: columns.map(({ name, type, choices }) => ({ name, type, choices })),
      rows: rows.map((row) => columns.map((column) => table.cell(row.id, column.id))),
    };
  }

  async image(name: string, signal: AbortSignal): Promise<Uint8Array | null> {
    const row = imageRow(fromHex(name));
    const isKnown = this.#parts.loop.call(({ history }) => {
      const { registers } = history.map();
      return registers !== undefined && manifestIn(registers, row) !== undefined;
    });
    if (!isKnown) return null;
    const images = await this.#parts.images();
    return new Promise((resolve) => {
      let state: ImageState = { kind: 'unknown' };
      const look = (): void => {
        const { kind } = state;
        if (kind === 'unknown') return;
        if (kind === 'fetching' && state.sources > 0 && !signal.aborted) return;
        resolve(kind === 'whole' ? state.bytes : null);
        signal.removeEventListener('abort', look);
        queueMicrotask(() => stop());
      };
      signal.addEventListener('abort', look);
      const stop = images.watch(name, (next) => {
        state = next;
        look();
      });
    });
  }

  nameOf(bytes: Uint8Array): string | null {
    if (bytes.length > MAX_IMAGE_BYTES || !pictureOf(bytes)) return null;
    return rowOf(encodeManifest(manifestOf(bytes))).slice(2);
  }

  async addImage(bytes: Uint8Array): Promise<string> {
    return (await this.#parts.images()).add(bytes);
  }

  async bringIn(
    documents: readonly BroughtDocument[],
    told: (done: number) => void,
  ): Promise<readonly DocumentId[]> {
    const ids: DocumentId[] = [];
    for (const [i, document] of documents.entries()) {
      told(i / documents.length);
      const id = newDocumentId(document.kind, random(15));
      if (document.kind === 'table') await this.#fill(id, document);
      else await this.#write(id, document.text, document.threads);
      ids.push(id);
    }
    const titles = documents.map(({ title }) => title);
    this.#set(WORKSPACE_MAP, this.#enlisted(ids, titles));
    await this.#parts.settled();
    return ids;
  }

  #textOf(id: DocumentId): string {
    return this.#parts.loop.call(({ history }) => history.known(id)?.text?.toString() ?? '');
  }

  /** Behind what is in the list. */
  #enlisted(ids: readonly DocumentId[], titles: readonly string[]): SetOp[] {
    const { registers } = this.#parts.loop.call(({ history }) => history.map());
    const last = (registers && documentEntries(registers).at(-1)?.place) ?? '';
    const places = placesBetween(last, null, ids.length);
    return ids.flatMap((id, i) => [setTitle(id, titles[i] ?? ''), setPlace(id, places[i] ?? 'V')]);
  }

  async #fill(id: DocumentId, { columns, rows }: BroughtTable): Promise<void> {
    const { TableEditing } = await loadTables();
    const table = new TableEditing(id, this.#parts.loop, () => {});
    const across = table.addColumns(columns, null);
    for (let at = 0; at < rows.length; at += ROWS) {
      const some = rows.slice(at, at + ROWS);
      table.together(() => {
        const down = table.addRows(some.length, null);
        table.setCells(
          some.flatMap((texts, i) =>
            texts.flatMap((text, k) => {
              const [row, column] = [down[i], across[k]];
              return row && column && text !== '' ? [{ row, column, text }] : [];
            }),
          ),
        );
      });
      await this.#pace();
    }
  }

  /**
   * What a thread was on, and is in the text no more, is written, taken hold of and deleted again: so the
   * thread is as it was.
   */
  async #write(id: DocumentId, text: string, threads: readonly BroughtThread[]): Promise<void> {
    await this.#append(id, 0, text);
    if (threads.length === 0) return;
    let end = text.length;
    const placed = threads.map(({ ranges, quote }) => {
      if (ranges.length > 0) return { ranges, gone: '' };
      const gone = quote || NO_WORDS;
      end += gone.length;
      return { ranges: [{ from: end - gone.length, to: end }], gone };
    });
    const gone = placed.map((one) => one.gone).join('');
    await this.#append(id, text.length, gone);
    const anchors = await this.#anchors(id, placed);
    const ops = threads.flatMap((thread, i) => threadOps(thread, anchors[i]));
    this.#set(WORKSPACE_MAP, ops);
    if (gone !== '') this.#edit(id, text.length, gone.length, '');
    await this.#pace();
  }

  async #append(id: DocumentId, start: number, text: string): Promise<void> {
    for (let from = 0; from < text.length;) {
      let to = Math.min(from + UNITS, text.length);
      if ((text.codePointAt(to - 1) ?? 0) > 0xffff) to -= 1;
      this.#edit(id, start + from, 0, text.slice(from, to));
      from = to;
      await this.#pace();
    }
  }

  async #anchors(
    id: DocumentId,
    threads: readonly Pick<BroughtThread, 'ranges'>[],
  ): Promise<(Anchor | undefined)[]> {
    for (;;) {
      const found = this.#parts.loop.call((replica, now) => {
        replica.flush(now);
        const log = replica.history.document(id);
        const authorship = log.text?.authorship(STEP);
        const at = (unit: number): number => log.text?.toCodePoints(unit) ?? 0;
        return (
          authorship &&
          threads.map(({ ranges }) => {
            const parts = ranges.map(({ from, to }) => ({ from: at(from), to: at(to) }));
            // Of parts in too many places, the first.
            return (
              anchorOn(log, authorship, ...parts) ?? anchorOn(log, authorship, ...parts.slice(0, 1))
            );
          })
        );
      });
      if (found) return found;
      await this.#pace();
    }
  }

  #edit(id: DocumentId, position: number, deleted: number, inserted: string): void {
    this.#do((replica, now) => replica.edit(id, [{ position, deleted, inserted }], now));
  }

  #set(id: DocumentId, ops: readonly SetOp[]): void {
    this.#do((replica, now) => replica.set(id, ops, now));
  }

  #do(act: (replica: Replica, now: ReturnType<Loop['now']>) => Result<void>): void {
    const done = this.#parts.loop.call(act);
    if (!done.ok) throw new StoreError('Failed', done.error.code);
  }

  /** Lets the page draw, and the disk keep up. */
  async #pace(): Promise<void> {
    const { loop } = this.#parts;
    if (loop.failure) throw loop.failure;
    if (loop.pending > MOST_WAITING) await this.#parts.settled();
    if (this.#slice.isOver) await this.#slice.end();
  }
}

type BroughtTable = Extract<BroughtDocument, { readonly kind: 'table' }>;

function threadOps({ comments, resolved }: BroughtThread, anchor: Anchor | undefined): SetOp[] {
  assert(anchor, 'the first part alone can be held');
  const thread = newThreadRow(random(7));
  return [
    setAnchor(thread, anchor),
    ...comments.map((text) => setComment(newCommentRow(thread, random(8)), text)),
    ...(resolved ? [setResolved(thread, true)] : []),
  ];
}

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
