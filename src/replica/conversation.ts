/**
 * What is said to each peer, and when: hello, summary, runs, acknowledgements.
 *
 * Equal hashes end the matter. When they differ, each side sends its summary once, and answers the
 * other's with what it lacks; live events go out beside that. What got lost on the way shows as a
 * difference that lasts, and is asked for again, ever less often while that brings nothing.
 */
import type { AgentId, Chain, Millis, PeerId, PublicKey, Seq } from '../base/ids.ts';
import {
  MAX_CHUNK_BYTES,
  MAX_CHUNK_RUNS,
  MAX_SUMMARY_CHAINS,
  MIN_PACKED_BYTES,
} from '../base/limits.ts';
import { BundleWriter } from '../wire/bundling.ts';
import type { Fork } from '../wire/evidence.ts';
import { encodeMessage, type Account, type ChainEnd, type Outgoing } from '../wire/message.ts';
import { chainKey, runEnd, type SignedRun } from '../wire/run.ts';
import type { ChainLog, HeldRun } from './chain.ts';
import type { Effect } from './effects.ts';
import type { History } from './history.ts';
import type { Peer } from './peer.ts';
import { accountKey, type Writer } from './shares.ts';
import { heldHash, holdingsOf, missing, summarise } from './sync.ts';

/** A hello follows the last change after this much quiet, and at least this often. */
const HELLO_AFTER = 400;
const HELLO_EVERY = 1_000;
/** A difference is asked about after this much quiet, or at the latest when it has lasted so long. */
const ASK_AFTER = 500;
const ASK_LATEST = 5_000;
/** Then again and again: twice as long after each time that brought nothing, up to a minute. */
const ASK_EVERY = 2_000;
const ASK_DOUBLINGS = 5;
/** What a run that says which event it follows costs beside its events. */
const RUN_COST = 144;
/** Answers to one peer's summaries: no more often than this. */
const ANSWER_EVERY = 250;

export class Conversation {
  readonly #history: History;
  readonly #emit: (effect: Effect) => void;
  readonly peers = new Map<PeerId, Peer>();
  /** While nothing is taken in, nothing is asked for. */
  paused = false;
  #resumedAt = -Infinity;
  /** When our holdings last changed, and since when that was not told. */
  #changedAt = -Infinity;
  #untoldSince: number | null = null;
  #ends: readonly ChainEnd[] | null = null;
  #hash: string | null = null;
  /** As `heldFor` a device of one's own member, and any other. */
  #ownHash: string | null = null;
  #commonHash: string | null = null;

  constructor(history: History, emit: (effect: Effect) => void) {
    this.#history = history;
    this.#emit = emit;
  }

  /** Hash of everything that is held here and proven by signatures. */
  get held(): string {
    return (this.#hash ??= heldHash(this.ends, this.#history.forks()));
  }

  /**
   * What a peer must say to have all that we have, as far as we would ask: of members whose share is
   * used up everybody may keep another part. Devices of one member keep all that it wrote.
   */
  heldFor(peer: Peer): string {
    const { shares } = this.#history;
    if (!shares.isAnyUsedUp) return this.held;
    const isOwn = shares.isOwn(peer.device);
    const hash = isOwn ? this.#ownHash : this.#commonHash;
    if (hash !== null) return hash;
    const isCommon = (of: Writer): boolean =>
      !shares.isUsedUp(of) || (isOwn && shares.isOwn(of.device));
    const common = this.ends.filter(({ agent, chain }) => {
      const log = this.#history.chain(agent, chain);
      return log && isCommon(log);
    });
    const forks = this.#history.forks().filter(({ evidence: { certificate } }) => {
      return isCommon({ device: certificate.device, chain: 'content' });
    });
    const full = shares.usedUp.filter(({ member }) => !isOwn || !shares.isOwn(member));
    const held = heldHash(common, forks, full);
    if (isOwn) this.#ownHash = held;
    else this.#commonHash = held;
    return held;
  }

  get ends(): readonly ChainEnd[] {
    return (this.#ends ??= summarise(this.#history));
  }

  /** Our holdings changed. */
  changed(now: Millis): void {
    this.#ends = null;
    this.#hash = null;
    this.#ownHash = null;
    this.#commonHash = null;
    this.#changedAt = now;
    this.#untoldSince ??= now;
    if (this.#history.shares.isAnyUsedUp)
      for (const peer of this.peers.values()) this.#tellEnough(peer);
  }

  /** Our holdings grew by what this peer sent. */
  brought(peer: Peer | null, now: Millis): void {
    if (!peer) return;
    peer.broughtAt = now;
    peer.fruitless = 0;
  }

  /** Asks again for what is missing, once there was time for it to come by itself. */
  resume(now: Millis): void {
    if (!this.paused) return;
    this.paused = false;
    this.#resumedAt = now;
  }

  /** `settled`: nothing waits for the store, so hello can be said now. */
  open(peer: Peer, now: Millis, settled: boolean): void {
    this.peers.set(peer.id, peer);
    this.#tellEnough(peer);
    if (settled) this.#hello(peer);
    else this.#untoldSince ??= now;
  }

  heardHello(peer: Peer, held: string, now: Millis): void {
    const first = peer.said === null;
    if (peer.said !== held) peer.fruitless = 0;
    peer.said = held;
    const own = this.heldFor(peer);
    if (held === own) peer.differsSince = null;
    else peer.differsSince ??= now;
    if (first && held !== own && !this.paused) this.#ask(peer, now);
  }

  /** What it does not take is not sent; what others of its need is asked for again. */
  heardEnough(peer: Peer, accounts: readonly Account[]): void {
    peer.enough = new Set(accounts.map(accountKey));
    peer.outbox = peer.outbox.filter((one) => !('log' in one) || !this.#hasEnough(peer, one.log));
  }

  /** What evidence a peer has already. */
  heardForks(peer: Peer, forks: readonly Fork[]): void {
    peer.forks = new Map(forks.map(({ agent, seq }) => [agent, seq]));
  }

  /** Not heeded while the answer before is on its way, or that would be sent twice. */
  heardSummary(peer: Peer, ends: readonly ChainEnd[], now: Millis): void {
    if (!peer.ready || peer.outbox.length > 0) return;
    peer.asking = ends;
    this.#answer(peer, now);
  }

  /** Own runs go out at once to everybody who may have them. */
  announce(run: Uint8Array, policy: boolean): void {
    const message = encodeMessage({ kind: 'events', runs: [run] });
    for (const { id, device } of this.peers.values())
      if (policy || this.#isMember(device)) this.#emit({ kind: 'send', peer: id, message });
  }

  /** Tells a peer that runs are durable here. */
  acknowledge(peer: Peer, runs: readonly SignedRun[]): void {
    const ends = new Map<string, { agent: AgentId; chain: Chain; seq: Seq }>();
    for (const run of runs) {
      const key = chainKey(run.agent, run.chain);
      const seq = runEnd(run);
      const { agent, chain } = run;
      if (seq > (ends.get(key)?.seq ?? 0)) ends.set(key, { agent, chain, seq });
    }
    const told = [...ends.values()].slice(0, MAX_SUMMARY_CHAINS);
    if (told.length > 0) this.#send(peer, { kind: 'taken', ends: told });
  }

  drained(peer: Peer, now: Millis): void {
    peer.ready = true;
    this.#flush(peer, now);
  }

  /** Says what is due. `settled`: nothing waits for the store, so claims are durable. */
  wake(now: Millis, settled: boolean): void {
    if (settled && now >= this.#helloAt()) {
      this.#untoldSince = null;
      for (const peer of this.peers.values())
        if (peer.told !== this.heldFor(peer)) this.#hello(peer);
    }
    for (const peer of this.peers.values()) {
      this.#flush(peer, now);
      this.#answer(peer, now);
      if (now >= this.#askAt(peer)) this.#ask(peer, now);
    }
  }

  /** When `wake` has something to say next. */
  wakeAt(settled: boolean): number {
    let at = settled ? this.#helloAt() : Infinity;
    for (const peer of this.peers.values())
      at = Math.min(at, this.#flushAt(peer), this.#answerAt(peer), this.#askAt(peer));
    return at;
  }

  #helloAt(): number {
    if (this.#untoldSince === null) return Infinity;
    return Math.min(this.#changedAt + HELLO_AFTER, this.#untoldSince + HELLO_EVERY);
  }

  #askAt(peer: Peer): number {
    if (this.paused || peer.differsSince === null || peer.said === this.heldFor(peer))
      return Infinity;
    const quiet = Math.max(peer.broughtAt, this.#changedAt, this.#resumedAt) + ASK_AFTER;
    const due = Math.min(quiet, Math.max(peer.differsSince, this.#resumedAt) + ASK_LATEST);
    return Math.max(due, peer.askedAt + ASK_EVERY * 2 ** Math.min(peer.fruitless, ASK_DOUBLINGS));
  }

  #answerAt(peer: Peer): number {
    if (!peer.asking) return Infinity;
    return Math.max(peer.answeredAt + ANSWER_EVERY, peer.budget.answered.readyAt());
  }

  /** When more of what it asked for may be sent. */
  #flushAt(peer: Peer): number {
    if (!peer.ready || peer.outbox.length === 0) return Infinity;
    return peer.budget.served.readyAt(2 * this.#history.bytes);
  }

  #hello(peer: Peer): void {
    peer.told = this.heldFor(peer);
    this.#send(peer, { kind: 'hello', held: peer.told });
  }

  #tellEnough(peer: Peer): void {
    const accounts = this.#history.shares.enough;
    const enough = accounts.map(accountKey).join();
    if (enough === peer.toldEnough) return;
    peer.toldEnough = enough;
    this.#send(peer, { kind: 'enough', accounts });
  }

  /** With more ends than a summary holds, some are left out: we are sent what we have. */
  #ask(peer: Peer, now: Millis): void {
    if (peer.askedAt > peer.broughtAt) peer.fruitless += 1;
    peer.askedAt = now;
    const forks = this.#history.forks().slice(0, MAX_SUMMARY_CHAINS);
    if (forks.length > 0) this.#send(peer, { kind: 'forks', forks });
    this.#send(peer, { kind: 'summary', ends: this.ends.slice(0, MAX_SUMMARY_CHAINS) });
  }

  /**
   * Fills the outbox with what the peer lacks, evidence and what its summary does not name: policy alone until it is a member. While
   * it names ends that we do not know, only what it surely lacks: its events will tell us the rest.
   * If they do not come before it asks with the same ends again, it gets everything.
   */
  #answer(peer: Peer, now: Millis): void {
    const ends = peer.asking;
    if (!ends || now < this.#answerAt(peer)) return;
    peer.asking = null;
    peer.answeredAt = now;
    peer.budget.answered.spend(1, now);
    const { counts, unknown, certain } = holdingsOf(this.#history, ends);
    const doubt = unknown.join();
    const sure = doubt === '' || doubt === peer.doubt;
    peer.doubt = doubt;
    const member = this.#isMember(peer.device);
    const runs = missing(
      this.#history,
      counts,
      (log) => (member || log.chain === 'policy') && (sure || certain.has(log)),
      peer.enough.size > 0 ? (log) => this.#hasEnough(peer, log) : undefined,
    );
    const forks = member ? this.#history.forks() : [];
    const news = forks.filter(({ agent, seq }) => seq < (peer.forks.get(agent) ?? Infinity));
    peer.outbox = [...news.map(({ evidence }) => evidence), ...runs];
    this.#flush(peer, now);
  }

  /** Sends bundle after bundle while the channel takes them and the device's budget lasts. */
  #flush(peer: Peer, now: Millis): void {
    while (now >= this.#flushAt(peer)) {
      const bundle = new BundleWriter();
      const plain: HeldRun[] = [];
      for (const next of peer.outbox) {
        if (!('log' in next) || this.#isForked(next) || !bundle.fits(next.bytes)) break;
        bundle.add(next.log.joined(next));
        plain.push(next);
      }
      peer.ready = false;
      if (plain.length === 0) {
        this.#send(peer, this.#special(peer));
        continue;
      }
      peer.outbox.splice(0, plain.length);
      const message = bundle.finish();
      peer.budget.served.spend(message.length, now);
      const loose = message.length < MIN_PACKED_BYTES ? {} : { loose: bundle.loose };
      this.#emit({ kind: 'send', peer: peer.id, message, ...loose });
    }
  }

  /** Whether the peer said that it takes no more of whoever wrote a chain. */
  #hasEnough({ enough }: Peer, { device, chain }: ChainLog): boolean {
    const member = this.#history.shares.memberOf(device);
    return member !== undefined && enough.has(accountKey({ member, chain }));
  }

  /** The evidence that comes next in the outbox, or runs that must say which history they are of. */
  #special(peer: Peer): Outgoing {
    const { outbox } = peer;
    const [first] = outbox;
    if (first && !('log' in first)) {
      outbox.shift();
      return { kind: 'evidence', evidence: first };
    }
    const runs: Uint8Array[] = [];
    for (let bytes = 0; runs.length < MAX_CHUNK_RUNS; outbox.shift()) {
      const [next] = outbox;
      if (!next || !('log' in next) || !this.#isForked(next)) break;
      if (bytes > 0 && bytes + next.bytes > MAX_CHUNK_BYTES) break;
      bytes += next.bytes + RUN_COST;
      runs.push(next.log.following(next));
    }
    return { kind: 'events', runs };
  }

  #isForked({ log }: HeldRun): boolean {
    return this.#history.isForked(log.agent, log.chain);
  }

  #isMember(device: PublicKey): boolean {
    return this.#history.policy.memberAt(this.#history.policy.graph.heads, device) !== undefined;
  }

  #send(peer: Peer, message: Outgoing): void {
    this.#emit({ kind: 'send', peer: peer.id, message: encodeMessage(message) });
  }
}
