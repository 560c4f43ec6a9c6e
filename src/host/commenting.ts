/**
 * Comments on one document for the screens: what people said and where that stands in the text now. The
 * history is read for it in slices, in which people write on. Loaded when somebody looks at comments.
 *
 * Nothing here makes a key dearer: where threads stand is worked out anew when the screens ask, and what
 * an anchor means is looked up once.
 */
import { utf8 } from '../base/bytes.ts';
import { asSeconds, type DocumentId, type EventId } from '../base/ids.ts';
import { MAX_COMMENT_BYTES } from '../base/limits.ts';
import type { Authorship, Piece } from '../crdt/authorship.ts';
import {
  setAnchor,
  setComment,
  setResolved,
  threadEntries,
  type ThreadEntry,
} from '../crdt/comments.ts';
import type { Write } from '../crdt/registers.ts';
import { anchorOn, Places, type Range, unitsAt, wordsOf } from '../replica/anchors.ts';
import type { EventRef } from '../replica/chain.ts';
import type { DocumentLog } from '../replica/document.ts';
import type { History } from '../replica/history.ts';
import type { Replica } from '../replica/replica.ts';
import { StoreError } from '../storage/store.ts';
import type { Anchor } from '../wire/anchor.ts';
import { newCommentRow, newThreadRow, WORKSPACE_MAP, type RowId } from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import type { Loop } from './loop.ts';
import type { CommentsSession, CommentView, Held, ThreadView } from './session.ts';
import { Slice } from './slice.ts';
import { authorOf, shownAs } from './writers.ts';

/** What of a workspace comments need. */
export interface CommentingParts {
  readonly loop: Loop;
  readonly document: DocumentId;
  /** Resolves when everything written so far is durable. */
  settled(): Promise<void>;
}

/** Units of history read before the clock is looked at. */
const STEP = 4_096;
/** Of the words that a thread was put on so many UTF-16 units are shown. */
const QUOTE_UNITS = 200;

/** Units of an anchor, and how long its chains were when these were looked for. */
interface Meaning {
  readonly units: readonly Piece[] | undefined;
  readonly lengths: string;
}

export class Commenting implements CommentsSession {
  readonly #parts: CommentingParts;
  /** What anchors mean, by thread and event: looked up again only while that is missing and its chains grow. */
  readonly #meanings = new Map<string, Meaning>();
  /** Events that wrote comments, as far as they were looked for. */
  readonly #events = new Map<EventId, EventRef>();

  constructor(parts: CommentingParts) {
    this.#parts = parts;
  }

  async threads(): Promise<readonly ThreadView[]> {
    const { loop, document } = this.#parts;
    const entries = loop.call(({ history }) => entriesIn(history, document));
    if (entries.length === 0) return [];
    const slice = new Slice();
    for (const entry of entries) {
      loop.call(({ history }) => this.#unitsOf(history, history.document(document), entry));
      if (slice.isOver) await slice.end();
    }
    return this.#read((replica, log, authorship) => {
      const places = new Places(authorship);
      return entriesIn(replica.history, document)
        .map((entry) => this.#view(replica, log, places, entry))
        .sort(inOrder);
    });
  }

  async hold(from: number, to: number): Promise<Held | null> {
    const anchor = await this.#read((_, log, authorship) => {
      const inText = (unit: number): number => log.text?.toCodePoints(unit) ?? authorship.length;
      return anchorOn(log, authorship, { from: inText(from), to: inText(to) });
    });
    return anchor ? { anchor } : null;
  }

  where({ anchor }: Held): Promise<ThreadView['ranges']> {
    return this.#read(({ history }, log, authorship) =>
      inUnits(log, new Places(authorship).of(unitsAt(history, log, anchor as Anchor) ?? [])),
    );
  }

  async begin({ anchor }: Held, text: string): Promise<string> {
    const thread = newThreadRow(random(7));
    await this.#write([
      setAnchor(thread, anchor as Anchor),
      setComment(newCommentRow(thread, random(8)), fitting(text)),
    ]);
    return thread;
  }

  async reply(thread: string, text: string): Promise<void> {
    await this.#write([setComment(newCommentRow(thread as RowId, random(8)), fitting(text))]);
  }

  async resolve(thread: string, resolved: boolean): Promise<void> {
    await this.#write([setResolved(thread as RowId, resolved)]);
  }

  async remove({ id, text }: CommentView): Promise<() => Promise<void>> {
    await this.#write([setComment(id as RowId, '')]);
    return () => this.#write([setComment(id as RowId, text)]);
  }

  #view(replica: Replica, log: DocumentLog, places: Places, entry: ThreadEntry): ThreadView {
    const { row, resolved, comments } = entry;
    const units = this.#unitsOf(replica.history, log, entry);
    const ranges = places.of(units ?? []);
    return {
      id: row,
      state: !units ? 'missing' : ranges.length > 0 ? 'here' : 'gone',
      ranges: inUnits(log, ranges),
      quote: units ? wordsOf(log, units).slice(0, QUOTE_UNITS).toWellFormed() : '',
      resolved: resolved ? this.#by(replica, resolved) : null,
      comments: comments.map((one) => ({
        id: one.row,
        text: one.text,
        ...this.#by(replica, one.write),
      })),
    };
  }

  #unitsOf(
    history: History,
    log: DocumentLog,
    { row, anchor, write }: ThreadEntry,
  ): Meaning['units'] {
    const key = row + write.event;
    const known = this.#meanings.get(key);
    if (known?.units) return known.units;
    const lengths = anchor.chains.flatMap(({ agent }) =>
      history.histories(agent, 'content').map(({ length }) => length),
    );
    if (known?.lengths === lengths.join()) return undefined;
    const units = unitsAt(history, log, anchor);
    this.#meanings.set(key, { units, lengths: lengths.join() });
    return units;
  }

  /** Who wrote something in the map, by the signature. */
  #by(replica: Replica, { event }: Write): Omit<CommentView, 'id' | 'text'> {
    if (!this.#events.has(event))
      for (const { chain, from, to } of replica.history.map().pieces())
        chain.idsOf(from, to).forEach((id, i) => this.#events.set(id, { chain, at: from + i }));
    const { chain, at } = this.#events.get(event) ?? {};
    const member = chain ? authorOf(replica, chain.device) : null;
    return {
      ...shownAs(replica, member),
      me: member !== null && member === authorOf(replica, replica.device),
      at: asSeconds(chain?.timeAt(at ?? 0) ?? 0),
    };
  }

  /** Asks the document once its text is read, in slices: who knows where what stands then answers at once. */
  async #read<T>(
    ask: (replica: Replica, log: DocumentLog, authorship: Authorship) => T,
  ): Promise<T> {
    const { loop, document } = this.#parts;
    const slice = new Slice();
    for (;;) {
      const found = loop.call((replica, now) => {
        replica.flush(now);
        const log = replica.history.document(document);
        const authorship = log.text?.authorship(STEP);
        return authorship && { value: ask(replica, log, authorship) };
      });
      if (found) return found.value;
      if (slice.isOver) await slice.end();
    }
  }

  async #write(ops: readonly SetOp[]): Promise<void> {
    const { loop, settled } = this.#parts;
    const written = loop.call((replica, now) => replica.set(WORKSPACE_MAP, ops, now));
    if (!written.ok) throw new StoreError('Failed', written.error.code);
    await settled();
  }
}

function entriesIn(history: History, document: DocumentId): ThreadEntry[] {
  const { registers } = history.map();
  return registers ? threadEntries(registers, document) : [];
}

/** Code points of a text as UTF-16 units. */
const inUnits = ({ text }: DocumentLog, ranges: readonly Range[]): Range[] =>
  ranges.map(({ from, to }) => ({ from: text?.toUnits(from) ?? 0, to: text?.toUnits(to) ?? 0 }));

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

/** A comment as it is written; the screens let nobody send one that is too long. */
function fitting(text: string): string {
  const whole = text.toWellFormed();
  if (utf8(whole).length > MAX_COMMENT_BYTES) throw new StoreError('Failed', 'a comment too long');
  return whole;
}

/** By where their text begins, then as they were begun. */
const inOrder = (a: ThreadView, b: ThreadView): number => placeOf(a) - placeOf(b) || 0;
const placeOf = ({ ranges }: ThreadView): number => ranges[0]?.from ?? Number.MAX_SAFE_INTEGER;
