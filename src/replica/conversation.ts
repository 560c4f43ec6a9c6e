/**
 * What is said to each peer, and when: hello, summary, runs, acknowledgements.
 *
 * Equal hashes end the matter. When they differ, each side sends its summary once, and answers the
 * other's with what it lacks; live events go out beside that. What got lost on the way shows as a
 * difference that lasts, and is asked for again.
 */
import type { Millis, PeerId, PublicKey } from '../base/ids.ts';
import { MAX_CHUNK_BYTES, MAX_CHUNK_RUNS } from '../base/limits.ts';
import { encodeMessage, type ChainEnd, type Outgoing } from '../wire/message.ts';
import type { Run } from '../wire/run.ts';
import type { Effect } from './effects.ts';
import type { History } from './history.ts';
import type { Peer } from './peer.ts';
import { heldHash, holdingsOf, missing, summarise } from './sync.ts';

/** A hello follows the last change after this much quiet, and at least this often. */
const HELLO_AFTER = 150;
const HELLO_EVERY = 1_000;
/** A difference that lasts this long without anything arriving is asked about, again and again. */
const ASK_AFTER = 500;
const ASK_EVERY = 2_000;
/** Answers to one peer's summaries: no more often than this. */
const ANSWER_EVERY = 250;

export class Conversation {
  readonly #history: History;
  readonly #emit: (effect: Effect) => void;
  readonly peers = new Map<PeerId, Peer>();
  /** When our holdings last changed, and since when that was not told. */
  #changedAt = -Infinity;
  #untoldSince: number | null = null;
  #ends: readonly ChainEnd[] | null = null;
  #hash: string | null = null;

  constructor(history: History, emit: (effect: Effect) => void) {
    this.#history = history;
    this.#emit = emit;
  }

  /** Hash of everything that is held here. */
  get held(): string {
    return (this.#hash ??= heldHash(this.ends));
  }

  get ends(): readonly ChainEnd[] {
    return (this.#ends ??= summarise(this.#history));
  }

  /** Our holdings changed. */
  changed(now: Millis): void {
    this.#ends = null;
    this.#hash = null;
    this.#changedAt = now;
    this.#untoldSince ??= now;
  }

  open(peer: Peer): void {
    this.peers.set(peer.id, peer);
    this.#hello(peer);
  }

  heardHello(peer: Peer, held: string, now: Millis): void {
    const first = peer.said === null;
    peer.said = held;
    if (held === this.held) peer.taken = Infinity;
    else if (first) this.#ask(peer, now);
  }

  heardSummary(peer: Peer, ends: readonly ChainEnd[], now: Millis): void {
    peer.asking = ends;
    this.#answer(peer, now);
  }

  /** Own or relayed runs go out at once to everybody who may have them. */
  announce(run: Uint8Array, policy: boolean): void {
    for (const peer of this.peers.values())
      if (policy || this.#isMember(peer.device)) this.#send(peer, { kind: 'events', runs: [run] });
  }

  /** Tells a peer that what it sent is durable here. */
  acknowledge(peer: Peer, runs: readonly Run[]): void {
    const chains = new Set(runs.map((run) => this.#history.chain(run.agent, run.chain)));
    const ends = [...chains].flatMap((log) =>
      log ? [{ agent: log.agent, chain: log.chain, seq: log.signedEnd }] : [],
    );
    if (ends.length > 0) this.#send(peer, { kind: 'taken', ends });
  }

  drained(peer: Peer): void {
    peer.ready = true;
    this.#flush(peer);
  }

  /** Says what is due. `settled`: nothing waits for the store, so claims are durable. */
  wake(now: Millis, settled: boolean): void {
    if (settled && now >= this.#helloAt()) {
      this.#untoldSince = null;
      for (const peer of this.peers.values()) if (peer.told !== this.held) this.#hello(peer);
    }
    for (const peer of this.peers.values()) {
      if (peer.asking && now >= peer.answeredAt + ANSWER_EVERY) this.#answer(peer, now);
      if (now >= this.#askAt(peer)) this.#ask(peer, now);
    }
  }

  /** When `wake` has something to say next. */
  wakeAt(): number {
    let at = this.#untoldSince === null ? Infinity : this.#helloAt();
    for (const peer of this.peers.values()) {
      if (peer.asking) at = Math.min(at, peer.answeredAt + ANSWER_EVERY);
      at = Math.min(at, this.#askAt(peer));
    }
    return at;
  }

  #helloAt(): number {
    if (this.#untoldSince === null) return Infinity;
    return Math.min(this.#changedAt + HELLO_AFTER, this.#untoldSince + HELLO_EVERY);
  }

  #askAt(peer: Peer): number {
    if (peer.said === null || peer.said === this.held || peer.told !== this.held) return Infinity;
    const quiet = Math.max(peer.broughtAt, this.#changedAt) + ASK_AFTER;
    return Math.max(quiet, peer.askedAt + ASK_EVERY);
  }

  #hello(peer: Peer): void {
    peer.told = this.held;
    this.#send(peer, { kind: 'hello', held: this.held });
  }

  #ask(peer: Peer, now: Millis): void {
    peer.askedAt = now;
    this.#send(peer, { kind: 'summary', ends: this.ends });
  }

  /** Fills the outbox with what the peer's summary lacks: policy alone until it is a member. */
  #answer(peer: Peer, now: Millis): void {
    const ends = peer.asking;
    if (!ends || now < peer.answeredAt + ANSWER_EVERY) return;
    peer.asking = null;
    peer.answeredAt = now;
    const holdings = holdingsOf(this.#history, ends);
    peer.outbox = missing(this.#history, holdings, !this.#isMember(peer.device));
    this.#flush(peer);
  }

  /** Sends chunk after chunk while the channel takes them. */
  #flush(peer: Peer): void {
    while (peer.ready && peer.outbox.length > 0) {
      let bytes = 0;
      let count = 0;
      for (const parcel of peer.outbox) {
        if (count > 0 && (bytes + parcel.bytes.length > MAX_CHUNK_BYTES || count >= MAX_CHUNK_RUNS))
          break;
        bytes += parcel.bytes.length;
        count += 1;
      }
      const runs = peer.outbox.splice(0, count).map((parcel) => parcel.bytes);
      peer.ready = false;
      this.#send(peer, { kind: 'events', runs });
    }
  }

  #isMember(device: PublicKey): boolean {
    return this.#history.policy.memberAt(this.#history.policy.graph.heads, device) !== undefined;
  }

  #send(peer: Peer, message: Outgoing): void {
    this.#emit({ kind: 'send', peer: peer.id, message: encodeMessage(message) });
  }
}
