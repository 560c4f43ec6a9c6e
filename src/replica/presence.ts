/**
 * Carets: one's own, told to peers now and then, and theirs, placed once their version is known.
 *
 * Nothing here is stored or proven; a caret that cannot be placed is simply not shown.
 */
import type { DocumentId, Millis, PeerId } from '../base/ids.ts';
import type { TextChange } from '../crdt/op.ts';
import { encodeMessage, type Caret } from '../wire/message.ts';
import { Carets, sameCaret, shifted, type PlacedCaret } from './carets.ts';
import type { Pen } from './pen.ts';

/** Carets are told at most this often, in milliseconds. */
const TELL_EVERY = 100;

export class Presence {
  readonly #pen: Pen;
  readonly #placed = new Carets();
  /** Carets whose version is not known here yet. */
  readonly #waiting = new Map<PeerId, Caret>();
  #selection: PlacedCaret | null = null;
  #told = true;
  #toldAt = -Infinity;

  constructor(pen: Pen) {
    this.#pen = pen;
  }

  in(document: DocumentId): { readonly peer: PeerId; readonly caret: PlacedCaret }[] {
    return this.#placed.in(document);
  }

  /** Document of the own selection. */
  get document(): DocumentId | undefined {
    return this.#selection?.document;
  }

  select(selection: PlacedCaret | null): void {
    if (sameCaret(selection, this.#selection)) return;
    this.#selection = selection;
    this.#told = false;
  }

  /** Tells the own caret again: somebody is here who never heard it, or never gets what its version names. */
  renew(): void {
    if (this.#selection) this.#told = false;
  }

  /** When the own caret should be told; Infinity when it was. */
  get tellAt(): number {
    return this.#told ? Infinity : this.#toldAt + TELL_EVERY;
  }

  /** The message to tell, if it is due. Everything typed in its document must be cut before. */
  tell(now: Millis): Uint8Array | undefined {
    if (now < this.tellAt) return undefined;
    this.#told = true;
    this.#toldAt = now;
    const caret = this.#selection && this.#pen.caret(this.#selection);
    return encodeMessage({ kind: 'presence', caret });
  }

  /** A peer's caret moved, or went; documents whose carets changed. */
  hear(peer: PeerId, caret: Caret | null): DocumentId[] {
    const before = this.#placed.remove(peer);
    this.#waiting.delete(peer);
    if (caret) this.#waiting.set(peer, caret);
    const documents = [...(before === undefined ? [] : [before]), ...this.place()];
    return [...new Set(documents)];
  }

  /** Puts carets that wait into texts that have caught up with them; documents that changed. */
  place(): DocumentId[] {
    const documents = new Set<DocumentId>();
    for (const [peer, caret] of this.#waiting) {
      const placed = this.#pen.place(caret);
      if (!placed) continue;
      this.#waiting.delete(peer);
      this.#placed.place(peer, placed);
      documents.add(placed.document);
    }
    return [...documents];
  }

  /** Moves all carets along with changes of a text. */
  shift(document: DocumentId, changes: readonly TextChange[]): void {
    this.#placed.shift(document, changes);
    const own = this.#selection;
    if (own?.document === document) this.#selection = shifted(own, changes);
  }
}
