/**
 * What of each document has been looked at on this device, so that what others wrote since can be marked
 * in the list and shown in the text.
 *
 * Kept beside the remembered texts, by document: when it was looked at last, and where it ended then. It
 * tells nobody anything, and nothing depends on it; what cannot be read is as if nobody had ever looked.
 * While nobody asks, a document costs a look at two numbers.
 */
import { fromUtf8, utf8 } from '../base/bytes.ts';
import type { AgentId, DocumentId, LV, Seconds, WorkspaceId } from '../base/ids.ts';
import { asLV, asSeconds } from '../base/ids.ts';
import { MAX_SECONDS, MAX_VERSION_HEADS } from '../base/limits.ts';
import type { Span } from '../crdt/graph.ts';
import type { DocumentLog } from '../replica/document.ts';
import type { Replica } from '../replica/replica.ts';
import type { Store } from '../storage/store.ts';
import type { Loop } from './loop.ts';
import { ignoreStoreError } from './remembering.ts';
import type { Ends, VisitView } from './session.ts';
import { memberOf } from './view.ts';

export interface Seen {
  readonly at: Seconds;
  readonly ends: Ends;
}

interface Visited {
  /** As it was left last. `null`: never. */
  seen: Seen | null;
  /** How many look at it now. */
  looking: number;
  /** Units that were looked through for what others wrote, and whether there was anything. */
  checked: number;
  unread: boolean;
}

/** What was looked at is noted after this much quiet. */
const AFTER_MS = 2_000;

export class Visits {
  readonly #store: Store;
  readonly #workspace: WorkspaceId;
  readonly #loop: Loop;
  readonly #changed: () => void;
  readonly #visited = new Map<DocumentId, Visited>();
  readonly #asked = new Map<DocumentId, Promise<Visited>>();
  readonly #timers = new Map<DocumentId, ReturnType<typeof setTimeout>>();
  /** How many documents are being asked of the store. */
  #asking = 0;

  /** @param changed called when a document may have become read or unread */
  constructor(store: Store, workspace: WorkspaceId, loop: Loop, changed: () => void) {
    this.#store = store;
    this.#workspace = workspace;
    this.#loop = loop;
    this.#changed = changed;
  }

  /** Whether somebody else wrote in a document since it was looked at. Not before that is known. */
  isUnread(replica: Replica, document: DocumentId): boolean {
    const visited = this.#visited.get(document);
    if (!visited) void this.#know(document);
    const log = replica.history.known(document);
    if (!visited || !log || visited.looking > 0) return false;
    if (!visited.unread && log.graph.next > visited.checked) {
      visited.unread = newsIn(replica, log, visited).next().done !== true;
      visited.checked = log.graph.next;
    }
    return visited.unread;
  }

  /**
   * Somebody looks at a document from now on, if they still do once it is known what others wrote since
   * that was the case last: that.
   */
  async visit(document: DocumentId, isHere: () => boolean): Promise<VisitView | null> {
    const visited = await this.#know(document);
    if (!isHere()) return null;
    const found = this.#loop.call((replica) => {
      const { seen, looking } = visited;
      if (looking > 0 || !seen || !this.isUnread(replica, document)) return null;
      const log = replica.history.document(document);
      const names = new Set(newsIn(replica, log, { ...visited, checked: 0 }));
      return { ...seen, names: [...names] };
    });
    visited.looking += 1;
    this.#note(document, visited);
    return found;
  }

  /** They do not any more. */
  leave(document: DocumentId): void {
    const visited = this.#visited.get(document);
    if (!visited || visited.looking === 0) return;
    this.#note(document, visited);
    visited.looking -= 1;
  }

  /** Something came into a document, or was typed there. */
  touch(document: DocumentId): void {
    const visited = this.#visited.get(document);
    if (!visited?.looking || this.#timers.has(document)) return;
    const timer = setTimeout(() => this.#note(document, visited), AFTER_MS);
    this.#timers.set(document, timer);
  }

  /** As if everything in every document had been looked at. */
  allRead(): void {
    for (const [document, visited] of this.#visited)
      if (visited.unread) this.#note(document, visited);
  }

  stop(): void {
    for (const document of this.#visited.keys()) this.leave(document);
    for (const timer of this.#timers.values()) clearTimeout(timer);
  }

  /** Notes that everything in a document has been looked at. */
  #note(document: DocumentId, visited: Visited): void {
    clearTimeout(this.#timers.get(document));
    this.#timers.delete(document);
    const ends = this.#loop.call((replica, now) => {
      replica.flush(now);
      const log = replica.history.document(document);
      visited.checked = log.graph.next;
      return endsOf(log);
    });
    if (visited.unread) this.#changed();
    visited.unread = false;
    if (ends.join() === visited.seen?.ends.join()) return;
    visited.seen = { at: asSeconds(Math.floor(Date.now() / 1000)), ends };
    const bytes = utf8(encodeSeen(visited.seen));
    const record = { document: keyOf(document), bytes };
    this.#store.putCache(this.#workspace, record).catch(ignoreStoreError);
  }

  #know(document: DocumentId): Promise<Visited> {
    let asked = this.#asked.get(document);
    if (!asked) this.#asked.set(document, (asked = this.#read(document)));
    return asked;
  }

  /** What is read together is told together. */
  async #read(document: DocumentId): Promise<Visited> {
    this.#asking += 1;
    const kept = this.#store.cache(this.#workspace, keyOf(document));
    const bytes = (await kept.catch(() => undefined))?.bytes;
    const seen = bytes === undefined ? null : decodeSeen(fromUtf8(bytes) ?? '');
    const visited: Visited = { seen, looking: 0, checked: 0, unread: false };
    this.#visited.set(document, visited);
    this.#asking -= 1;
    if (this.#asking === 0) this.#changed();
    return visited;
  }
}

/** Under which a visit is kept among the documents' caches: no document's id begins so. */
const keyOf = (document: DocumentId): DocumentId => `fd${document.slice(2)}` as DocumentId;

/** Whoever else wrote what was not looked through yet, by name: each as often as they did. */
function* newsIn(replica: Replica, log: DocumentLog, visited: Visited): IterableIterator<string> {
  const me = memberOf(replica, replica.device)?.id;
  for (const { start, end } of unseenIn(replica, log, visited))
    for (const { chain } of log.writersOf(asLV(start), end)) {
      const writer = memberOf(replica, chain.device);
      if (writer?.id !== me) yield writer?.name ?? '';
    }
}

function unseenIn(replica: Replica, log: DocumentLog, { seen, checked }: Visited): readonly Span[] {
  const { heads, next } = log.graph;
  if (checked > 0 || !seen) return [{ start: checked, end: next }];
  if (endsOf(log).join() === seen.ends.join()) return [];
  return log.graph.diff(heads, versionAt(replica, log, seen.ends)).aOnly;
}

/** The newest events of a document that is cut, sorted; of many that nothing follows, some. */
function endsOf(log: DocumentLog): Ends {
  const ends = log.graph.heads.flatMap((head) =>
    [...log.writersOf(head, head + 1)].map(
      ({ chain, first }) => [chain.agent, chain.startOf(first)] as const,
    ),
  );
  return ends.slice(0, MAX_VERSION_HEADS).sort();
}

/** Where a document ended, as far as that is held here. */
export function versionAt({ history }: Replica, log: DocumentLog, ends: Ends): LV[] {
  const version = ends.flatMap(([agent, seq]) => {
    const chain = history.chain(agent, 'content');
    const at = chain?.indexOf(seq);
    if (!chain || at === undefined || at === chain.length) return [];
    return chain.contextAt(at).document === log.id ? [chain.lv(at)] : [];
  });
  return log.graph.minimal(version);
}

export const encodeSeen = ({ at, ends }: Seen): string =>
  [at, ...ends.map(([agent, seq]) => `${agent}:${seq}`)].join(' ');

const TIME = /^\d{1,13}$/;
const END = /^([0-9a-f]{64}):(\d{1,10})$/;

/** `null` for what is not as it was written. */
export function decodeSeen(text: string): Seen | null {
  const [at = '', ...parts] = text.split(' ', MAX_VERSION_HEADS + 2);
  const ends = parts.flatMap((part) => {
    const [, agent, seq] = END.exec(part) ?? [];
    return agent === undefined ? [] : [[agent as AgentId, Number(seq)] as const];
  });
  const isWhole = ends.length === parts.length && ends.length <= MAX_VERSION_HEADS;
  return isWhole && TIME.test(at) && Number(at) <= MAX_SECONDS
    ? { at: asSeconds(Number(at)), ends }
    : null;
}
