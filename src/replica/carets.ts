/**
 * Where others' carets are in the visible texts: placed once, then moved along by every change.
 *
 * Positions are UTF-16 units of the current text. Never stored; a peer has one caret at a time.
 */
import type { DocumentId, PeerId } from '../base/ids.ts';
import type { TextChange } from '../crdt/op.ts';

export interface PlacedCaret {
  readonly document: DocumentId;
  readonly anchor: number;
  readonly head: number;
}

export class Carets {
  readonly #placed = new Map<PeerId, PlacedCaret>();

  place(peer: PeerId, caret: PlacedCaret): void {
    this.#placed.set(peer, caret);
  }

  /** The document that the peer's caret is in, if it has one. */
  documentOf(peer: PeerId): DocumentId | undefined {
    return this.#placed.get(peer)?.document;
  }

  remove(peer: PeerId): void {
    this.#placed.delete(peer);
  }

  in(document: DocumentId): { readonly peer: PeerId; readonly caret: PlacedCaret }[] {
    const found = [];
    for (const [peer, caret] of this.#placed)
      if (caret.document === document) found.push({ peer, caret });
    return found;
  }

  /** Moves carets along with changes of a document's text. */
  shift(document: DocumentId, changes: readonly TextChange[]): void {
    for (const { peer, caret } of this.in(document))
      this.#placed.set(peer, shifted(caret, changes));
  }
}

export const sameCaret = (one: PlacedCaret | null, other: PlacedCaret | null): boolean =>
  one?.document === other?.document && one?.anchor === other?.anchor && one?.head === other?.head;

/** Where a caret is after changes of its text. It stays in front of what is inserted right there. */
export function shifted(caret: PlacedCaret, changes: readonly TextChange[]): PlacedCaret {
  let { anchor, head } = caret;
  for (const change of changes) {
    anchor = moved(anchor, change);
    head = moved(head, change);
  }
  return { document: caret.document, anchor, head };
}

function moved(at: number, { position: from, deleted, inserted }: TextChange): number {
  if (at <= from) return at;
  return at >= from + deleted ? at - deleted + inserted.length : from;
}
