/**
 * What the pure core asks its host to do. Effects are drained after every call, in order.
 *
 * `store`, `verify` are answered (`stored`, `checked`) with the same ticket; nothing of one's own is
 * sent before it is stored.
 */
import type { AgentId, Chain, DocumentId, EventId, PeerId } from '../base/ids.ts';
import type { Refusal } from '../base/result.ts';
import type { TextChange } from '../crdt/op.ts';
import type { PieceMessage } from '../wire/message.ts';
import type { Run } from '../wire/run.ts';

export interface SignatureCheck {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** A run as the store keeps it; `bytes` is `encodeRun`'s. */
export interface StoredRun {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly from: number;
  readonly to: number;
  /** Id of its last event. */
  readonly last: EventId;
  /** Evidence in the place of a run: `bytes` is `encodeEvidence`'s. */
  readonly evidence?: true;
  readonly bytes: Uint8Array;
}

/** The last event of a stored run, where the store knows it: others' runs, while they are not packed. */
export type EndOf = (run: Run) => EventId | undefined;

export type Effect =
  /** Make durable, then call `stored(ticket)`. `strict` for one's own events. */
  | {
      readonly kind: 'store';
      readonly ticket: number;
      readonly runs: readonly StoredRun[];
      readonly durability: 'strict' | 'relaxed';
    }
  /** Check each signature, then call `checked(ticket, verdicts)`. */
  | { readonly kind: 'verify'; readonly ticket: number; readonly checks: readonly SignatureCheck[] }
  /** Unpack (wire/packed.ts), then call `unpacked(ticket, message)`, with `null` if that fails. */
  | { readonly kind: 'unpack'; readonly ticket: number; readonly packed: Uint8Array }
  /**
   * Hand to the peer's channel, in order; `drained(peer)` when more can be taken. With `loose` it is
   * better packed first, all but so many bytes at its end; others may go out meanwhile.
   */
  | {
      readonly kind: 'send';
      readonly peer: PeerId;
      readonly message: Uint8Array;
      readonly loose?: number;
    }
  /** The visible text of a document changed by others; UTF-16 units, in order. */
  | {
      readonly kind: 'show';
      readonly document: DocumentId;
      readonly changes: readonly TextChange[];
    }
  /** Titles, members, peers or their state changed. */
  | { readonly kind: 'view' }
  /** Somebody's caret moved. */
  | { readonly kind: 'carets'; readonly document: DocumentId | null }
  /** A member's device spoke of a piece of an image (pieces.ts). */
  | { readonly kind: 'pieces'; readonly peer: PeerId; readonly message: PieceMessage }
  /** The peer broke a rule for ever: close its channel. */
  | { readonly kind: 'drop'; readonly peer: PeerId; readonly refusal: Refusal }
  /** An agent was found to have signed two different histories; who brought what proves it. */
  | { readonly kind: 'forked'; readonly agent: AgentId; readonly peer: PeerId | null };
