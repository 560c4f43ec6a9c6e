/**
 * Carets: one's own, told to peers now and then, and theirs, placed once their version is known.
 *
 * Nothing here is stored or proven. A caret that cannot be placed, or whose version lies too far back,
 * is simply not shown; it is told again once its text has changed, and, since one may be lost on the
 * way, sooner or later, when the host says so. Placing one can cost a replay, for which its device's
 * budget pays; from then on it only moves with the text.
 */
import type { DocumentId, Millis, PeerId } from '../base/ids.ts';
import { CARET_MS } from '../base/limits.ts';
import type { TextChange } from '../crdt/op.ts';
import { encodeMessage, type Caret } from '../wire/message.ts';
import { Carets, sameCaret, shifted, type PlacedCaret } from './carets.ts';
import type { Effect } from './effects.ts';
import type { Peer } from './peer.ts';
import type { Pen } from './pen.ts';

/** Carets are told at most this often, in milliseconds. */
const TELL_EVERY = 100;
/** The same, of one that did not move while its text changed: by now others may know only where it was. */
const TELL_CHANGED_EVERY = 5_000;

export interface PresenceHost {
  readonly peers: ReadonlyMap<PeerId, Peer>;
  /** The document in which something is typed that is not cut yet. */
  readonly drafting: () => DocumentId | undefined;
  readonly emit: (effect: Effect) => void;
}

export class Presence {
  readonly #pen: Pen;
  readonly #host: PresenceHost;
  readonly #placed = new Carets();
  /** Carets whose version is not known here yet. */
  readonly #waiting = new Map<PeerId, Caret>();
  #selection: PlacedCaret | null = null;
  #told = true;
  #toldAt = -Infinity;
  /** Units of its text when it was told. */
  #toldUnits = 0;

  constructor(pen: Pen, host: PresenceHost) {
    this.#pen = pen;
    this.#host = host;
  }

  in(document: DocumentId): { readonly peer: PeerId; readonly caret: PlacedCaret }[] {
    return this.#placed.in(document);
  }

  /** When to call `wake`; Infinity while there is nothing to tell or to pass on. */
  get wakeAt(): number {
    let at = this.#tellAt;
    for (const peer of this.#host.peers.values()) at = Math.min(at, passAt(peer));
    return at;
  }

  wake(now: Millis): void {
    this.tell(now);
    for (const peer of this.#host.peers.values()) this.#pass(peer, now);
  }

  /** One's own selection, or none. */
  select(selection: PlacedCaret | null, now: Millis): void {
    if (!sameCaret(selection, this.#selection)) {
      this.#selection = selection;
      this.#told = false;
    }
    this.tell(now);
  }

  /**
   * The own caret is to be told again: somebody is here who never heard it, or never gets what its version
   * names. Not at once: what is being taken in may still move texts.
   */
  renew(): void {
    if (this.#selection) this.#told = false;
  }

  /** Tells the own caret, if it is due. */
  tell(now: Millis): void {
    if (now < this.#tellAt) return;
    this.#told = true;
    this.#toldAt = now;
    this.#toldUnits = this.#units;
    const caret = this.#selection && this.#pen.caret(this.#selection);
    const message = encodeMessage({ kind: 'presence', caret });
    for (const { id } of this.#host.peers.values())
      this.#host.emit({ kind: 'send', peer: id, message });
  }

  /** A peer's caret moved, or went. */
  hear(peer: Peer, caret: Caret | null, now: Millis): void {
    peer.nextCaret = caret;
    this.#pass(peer, now);
  }

  left(peer: PeerId): void {
    this.#replace(peer, null);
  }

  /** Puts carets that wait into texts that have caught up with them. */
  place(): void {
    for (const document of this.#place()) this.#moved(document);
  }

  /** Moves all carets along with changes of a text. */
  shift(document: DocumentId, changes: readonly TextChange[]): void {
    this.#placed.shift(document, changes);
    const own = this.#selection;
    if (own?.document === document) this.#selection = shifted(own, changes);
  }

  /** Whatever is typed in the own caret's document belongs to its version: both go out together. */
  get #tellAt(): number {
    const document = this.#selection?.document;
    const isTyping = document !== undefined && document === this.#host.drafting();
    if (isTyping) return Infinity;
    if (!this.#told) return this.#toldAt + TELL_EVERY;
    return this.#units === this.#toldUnits ? Infinity : this.#toldAt + TELL_CHANGED_EVERY;
  }

  /** Of the own caret's text, with all that was ever in it. */
  get #units(): number {
    return this.#selection ? this.#pen.units(this.#selection.document) : 0;
  }

  /** Passes on a peer's newest caret, if it is due; those before it were overtaken. */
  #pass(peer: Peer, now: Millis): void {
    const { nextCaret } = peer;
    if (nextCaret === undefined || now < passAt(peer)) return;
    if (peer.caret?.document !== nextCaret?.document) this.#host.emit({ kind: 'view' });
    peer.caret = nextCaret;
    peer.nextCaret = undefined;
    peer.caretAt = now;
    this.#replace(peer.id, nextCaret);
  }

  /** The one before stays, and moves with the text, until another one is placed in its document. */
  #replace(peer: PeerId, caret: Caret | null): void {
    const old = this.#placed.documentOf(peer);
    const before = old === caret?.document ? undefined : old;
    if (before !== undefined) this.#placed.remove(peer);
    this.#waiting.delete(peer);
    if (caret) this.#waiting.set(peer, caret);
    const documents = this.#place();
    if (before !== undefined) documents.add(before);
    for (const document of documents) this.#moved(document);
  }

  /** Documents in which carets were put that had waited. */
  #place(): Set<DocumentId> {
    const documents = new Set<DocumentId>();
    for (const [id, caret] of this.#waiting) {
      const found = this.#pen.place(caret);
      if (!found) continue;
      this.#waiting.delete(id);
      const peer = this.#host.peers.get(id);
      peer?.budget.carets.spend(found.units, peer.caretAt as Millis);
      if (!found.placed) continue;
      this.#placed.place(id, found.placed);
      documents.add(found.placed.document);
    }
    return documents;
  }

  #moved(document: DocumentId): void {
    this.#host.emit({ kind: 'carets', document });
  }
}

/** When a peer's newest caret may be passed on; Infinity when it was. */
function passAt({ nextCaret, caretAt, budget }: Peer): number {
  if (nextCaret === undefined) return Infinity;
  const paid = nextCaret === null ? -Infinity : budget.carets.readyAt();
  return Math.max(caretAt + CARET_MS, paid);
}
