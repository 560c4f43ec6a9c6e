/**
 * The history of one document for the screens: read in slices, in which people write on; then any state
 * of it at once. Loaded when somebody opens it.
 */
import { MAX_VERSION_HEADS, MAX_WALKED_UNITS } from '../base/limits.ts';
import {
  asSeconds,
  type DocumentId,
  type EventId,
  type MemberId,
  type PublicKey,
} from '../base/ids.ts';
import { refuse } from '../base/result.ts';
import { setVersion, versionEntries, type VersionEntry } from '../crdt/workspace-map.ts';
import type { ChainLog, EventRef } from '../replica/chain.ts';
import { Past, type Point, type Stretch } from '../replica/past.ts';
import type { DocumentLog } from '../replica/document.ts';
import type { Replica } from '../replica/replica.ts';
import type { Taken } from '../replica/taking-back.ts';
import { versionOf } from '../replica/texts.ts';
import { StoreError } from '../storage/store.ts';
import { newVersionRow, WORKSPACE_MAP } from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import type { Loop } from './loop.ts';
import type {
  AuthorView,
  Ends,
  HistorySession,
  Mark,
  MomentView,
  PastText,
  SittingView,
  VersionView,
} from './session.ts';
import { Slice } from './slice.ts';
import { versionAt } from './visits.ts';
import { authorOf, shownAs } from './writers.ts';

/** What of a workspace a document's history needs. */
export interface LookingBackParts {
  readonly loop: Loop;
  readonly document: DocumentId;
  /** Resolves when everything written so far is durable. */
  settled(): Promise<void>;
  /** Writes what undoes what was written. */
  takeBack(written: Taken): Promise<unknown>;
}

/** Units of history read before the clock is looked at. */
const STEP = 4_096;

export async function lookBack(parts: LookingBackParts): Promise<HistorySession | null> {
  const isTooLong = parts.loop.call(
    (replica) => replica.history.document(parts.document).graph.next > MAX_WALKED_UNITS,
  );
  if (isTooLong) return null;
  return new LookingBack(parts, await read(parts));
}

const read = ({ loop, document }: LookingBackParts): Promise<Past> =>
  inSlices(loop, (replica) => Past.read(replica.history.document(document)));

/** Does what yields now and then in slices, between which others go on. */
async function inSlices<T>(
  loop: Loop,
  begin: (replica: Replica) => Generator<undefined, T>,
): Promise<T> {
  const slice = new Slice();
  const work = loop.call((replica, now) => {
    replica.flush(now);
    return begin(replica);
  });
  for (;;) {
    const next = loop.call(() => work.next());
    if (next.done) return next.value;
    if (slice.isOver) await slice.end();
  }
}

class LookingBack implements HistorySession {
  readonly #parts: LookingBackParts;
  #past: Past;
  #authors: readonly AuthorView[] = [];
  /** By member, and by device: the number among the authors. */
  readonly #members = new Map<MemberId | null, number>();
  readonly #numbers = new Map<PublicKey, number>();
  #refreshing: ReturnType<HistorySession['refresh']> | null = null;
  #sittings: { readonly of: unknown; readonly views: readonly SittingView[] } | null = null;

  constructor(parts: LookingBackParts, past: Past) {
    this.#parts = parts;
    this.#past = past;
    this.#meet(past);
  }

  get length(): number {
    return this.#past.moments.length;
  }

  get authors(): readonly AuthorView[] {
    return this.#authors;
  }

  get sittings(): readonly SittingView[] {
    const of = this.#past.sittings;
    if (this.#sittings?.of !== of)
      this.#sittings = {
        of,
        views: of.map((sitting) => ({ ...sitting, authors: this.#authorsIn(sitting) })),
      };
    return this.#sittings.views;
  }

  moment(moment: number): MomentView | null {
    const found = this.#past.moments[moment - 1];
    return found ? { author: this.#authorOf(found.chain), time: found.time } : null;
  }

  versions(): VersionView[] {
    const { loop, document } = this.#parts;
    return loop.call((replica) => versionViews(replica, document));
  }

  refresh(): ReturnType<HistorySession['refresh']> {
    this.#refreshing ??= this.#refresh().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async #refresh(): ReturnType<HistorySession['refresh']> {
    const isStale = this.#past.isStale;
    if (isStale) this.#past = await read(this.#parts);
    else if (!(await inSlices(this.#parts.loop, () => this.#past.grow()))) return null;
    this.#meet(this.#past);
    return isStale ? 'anew' : 'more';
  }

  textAt(point: Point): PastText {
    return this.#shown((past) => past.textAt(point));
  }

  changes(from: Point, to: Point): PastText {
    return this.#shown((past) => past.changes(from, to));
  }

  async pointOf(version: VersionView | Ends): Promise<Point | null> {
    const { loop, document } = this.#parts;
    const heads = loop.call((replica) => {
      const { history } = replica;
      const log = history.document(document);
      if (!('id' in version)) return versionAt(replica, log, version);
      const ids = entryOf(history.map(), document, version.id)?.heads;
      const known = ids && versionOf(history, log, ids);
      return known && log.graph.minimal(known);
    });
    if (!heads) return null;
    return (await inSlices(loop, () => this.#past.pointOf(heads))) ?? null;
  }

  async nameVersion(moment: number, name: string): Promise<void> {
    const { loop, document } = this.#parts;
    const heads = loop.call(() => this.#past.versionAt(moment));
    if (heads.length === 0 || heads.length > MAX_VERSION_HEADS)
      throw new StoreError('Failed', 'this version cannot be named');
    const row = newVersionRow(crypto.getRandomValues(new Uint8Array(15)));
    await this.#write(setVersion(row, { document, name, heads }));
  }

  async forgetVersion({ id }: VersionView): Promise<() => Promise<void>> {
    const { loop, document } = this.#parts;
    const entry = loop.call(({ history }) => entryOf(history.map(), document, id));
    if (!entry) return async () => {};
    await this.#write(setVersion(entry.row, null));
    return () => this.#write(setVersion(entry.row, entry));
  }

  async #write(op: SetOp): Promise<void> {
    const { loop, settled } = this.#parts;
    const written = loop.call((replica, now) => replica.set(WORKSPACE_MAP, [op], now));
    if (!written.ok) throw new StoreError('Failed', written.error.code);
    await settled();
  }

  async restore(point: Point): Promise<() => Promise<void>> {
    const { loop, document, settled, takeBack } = this.#parts;
    const slice = new Slice();
    for (;;) {
      const written = loop.call((replica, now) => {
        // What is void by now must not come back as somebody's own words.
        if (this.#past.isStale) return refuse('Malformed', 'something else is void');
        replica.flush(now);
        const { text } = replica.history.document(document);
        if (!text?.authorship(STEP)) return undefined;
        return replica.rewrite(document, this.#past.changesTo(point), now);
      });
      if (written && !written.ok) throw new StoreError('Failed', written.error.code);
      if (written) {
        await settled();
        return async () => void (await takeBack(written.value));
      }
      if (slice.isOver) await slice.end();
    }
  }

  #shown(stretches: (past: Past) => IterableIterator<Stretch>): PastText {
    const marks: Mark[] = [];
    const texts: string[] = [];
    let at = 0;
    this.#parts.loop.call(() => {
      for (const { kind, text, chain } of stretches(this.#past)) {
        const author = this.#authorOf(chain);
        const last = marks.at(-1);
        const to = at + text.length;
        texts.push(text);
        if (last?.kind === kind && last.author === author)
          marks[marks.length - 1] = { ...last, to };
        else marks.push({ from: at, to, kind, author });
        at = to;
      }
    });
    return { text: texts.join(''), marks };
  }

  #authorsIn({ from, to }: { readonly from: number; readonly to: number }): number[] {
    const found = new Set<number>();
    for (let at = from; at < to; at++) {
      const moment = this.#past.moments[at];
      if (moment) found.add(this.#authorOf(moment.chain));
    }
    return [...found].sort((a, b) => a - b);
  }

  #authorOf({ device }: ChainLog): number {
    return this.#numbers.get(device) ?? -1;
  }

  /** Finds out who wrote. Several devices of a member are one author, who keeps their number. */
  #meet({ moments }: Past): void {
    this.#parts.loop.call((replica) => {
      for (const { chain } of moments) {
        if (this.#numbers.has(chain.device)) continue;
        const member = authorOf(replica, chain.device);
        const number = this.#members.get(member) ?? this.#members.size;
        this.#members.set(member, number);
        this.#numbers.set(chain.device, number);
      }
      const me = authorOf(replica, replica.device);
      this.#authors = [...this.#members.keys()].map((id) => ({
        ...shownAs(replica, id),
        me: id !== null && id === me,
      }));
    });
  }
}

function versionViews(replica: Replica, document: DocumentId): VersionView[] {
  const map = replica.history.map();
  const entries = map.registers ? versionEntries(map.registers, document) : [];
  const written = new Map<EventId, EventRef>();
  for (const { chain, from, to } of entries.length > 0 ? map.pieces() : [])
    chain.idsOf(from, to).forEach((id, i) => written.set(id, { chain, at: from + i }));
  return entries.map(({ row, name, event }) => {
    const ref = written.get(event);
    const by = ref ? shownAs(replica, authorOf(replica, ref.chain.device)).name : '';
    return { id: row, name, by, at: asSeconds(ref?.chain.timeAt(ref.at) ?? 0) };
  });
}

const entryOf = (
  { registers }: DocumentLog,
  document: DocumentId,
  id: string,
): VersionEntry | undefined =>
  registers && versionEntries(registers, document).find(({ row }) => row === id);
