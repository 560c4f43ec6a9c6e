/**
 * Frames of peers, looked at one after another: each waits for what the host still does for those
 * before it, unpacking and signature checks, and for its sender's budget.
 */
import type { Millis, PeerId } from '../base/ids.ts';
import { MAX_INBOX_BYTES } from '../base/limits.ts';
import { refuse, type Refusal } from '../base/result.ts';
import { isPacked } from '../wire/packed.ts';
import { frameCost, type Peer } from './peer.ts';

/** Bundles of a peer that are looked at: while one's signatures are checked, the next is hashed. */
const AHEAD = 2;

export interface InboxEvents {
  /** Has a frame unpacked; the ticket that `unpacked` will be told. */
  unpack(packed: Uint8Array): number;
  read(peer: Peer, frame: Uint8Array, now: Millis): void;
  drop(peer: Peer, refusal: Refusal): void;
  peer(id: PeerId): Peer | undefined;
}

export class Inbox {
  readonly #unpacking = new Map<number, Peer>();
  readonly #events: InboxEvents;

  constructor(events: InboxEvents) {
    this.#events = events;
  }

  receive(peer: Peer, frame: Uint8Array, now: Millis): void {
    peer.inbox.push(frame);
    peer.inboxBytes += frameCost(frame);
    if (peer.inboxBytes > MAX_INBOX_BYTES)
      this.#events.drop(peer, refuse('OverBudget', 'inbox').error);
    else this.goOn(peer, now);
  }

  /** A frame's message; `null` if it cannot be unpacked within its bounds. */
  unpacked(ticket: number, message: Uint8Array | null, now: Millis): void {
    const peer = this.#unpacking.get(ticket);
    this.#unpacking.delete(ticket);
    if (!peer || !this.#isHere(peer)) return;
    peer.checks -= 1;
    if (message) this.#events.read(peer, message, now);
    else this.#events.drop(peer, refuse('Malformed', 'packed').error);
    this.goOn(peer, now);
  }

  /** When frames that wait may be looked at; Infinity while there are none, or the host is at one. */
  listenAt(peer: Peer): number {
    return this.#mayLook(peer) ? peer.budget.listenAt : Infinity;
  }

  /** Looks at a peer's frames until one must wait for the host, or its budget is spent. */
  goOn(peer: Peer, now: Millis): void {
    while (now >= this.listenAt(peer) && this.#isHere(peer)) {
      const frame = peer.inbox.shift() as Uint8Array;
      peer.inboxBytes -= frameCost(frame);
      if (isPacked(frame)) this.#unpack(peer, frame);
      else this.#events.read(peer, frame, now);
    }
  }

  /** Frames wait for those before them, but the next bundle may come to the one that is checked. */
  #mayLook(peer: Peer): boolean {
    const [next] = peer.inbox;
    if (next === undefined || peer.checks === 0) return next !== undefined;
    const isUnpacking = [...this.#unpacking.values()].includes(peer);
    return peer.checks < AHEAD && isPacked(next) && !isUnpacking;
  }

  #unpack(peer: Peer, packed: Uint8Array): void {
    peer.checks += 1;
    this.#unpacking.set(this.#events.unpack(packed), peer);
  }

  #isHere(peer: Peer): boolean {
    return this.#events.peer(peer.id) === peer;
  }
}
