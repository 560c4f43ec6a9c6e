/**
 * The way of runs into the history: fitted and hashed, checked by the host, then taken in, at once
 * or, while the view is held, when it is let on.
 *
 * What becomes of a peer that breaks a rule, and who is told of what was taken in, is the replica's
 * business.
 */
import type { AgentId, EventId, Millis, PeerId } from '../base/ids.ts';
import { MAX_HELD_BYTES } from '../base/limits.ts';
import { refuse, type Refusal, type Result } from '../base/result.ts';
import { bytesOf, checksOfEvidence, forkOf, type Evidence } from '../wire/evidence.ts';
import { chainKey, NO_EVENT, runEnd, SignedRun, type Run } from '../wire/run.ts';
import { Backlog, type Checked } from './backlog.ts';
import type { EndOf, SignatureCheck } from './effects.ts';
import type { History } from './history.ts';
import { checksOf, evidenceIn, Intake, stage, type Staged, type Taken } from './intake.ts';
import type { Peer } from './peer.ts';

/** Bodies that are hashed before their signatures are begun with, while the next are hashed. */
const STEP_BYTES = 65_536;
/** Bodies of runs that are taken in at once: with what the texts and the store do about them, a few milliseconds. */
const TAKE_BYTES = 65_536;

/** What came in one message. */
interface Arrived {
  readonly peer: Peer | null;
  readonly runs: readonly Run[];
  readonly now: Millis;
  /** Runs that were looked at, and whether all were. */
  done: number;
  looked: boolean;
  /** Whether its runs may belong to any history: they left a gap, which another may have closed. */
  readonly strayed: boolean;
  /** Chains of which a run was turned away, and with it those after it. */
  readonly turned: Set<string>;
  /** Of each chain, the last run that fits; of forked ones each, by its last event. */
  readonly newest: Map<string, Staged>;
  /** Checks that are not answered. */
  asked: number;
  /** Runs that fit, in their order, and those of them with a bad signature. */
  readonly staged: Staged[];
  readonly bad: Set<Staged>;
  /** Runs that may belong to another history than the one that they were fitted onto. */
  readonly unsure: Set<Staged>;
  /** Evidence that was found in runs, or sent, and its signatures hold. */
  readonly proven: Evidence[];
  /** Whether a signature was bad that the sender should have looked at. */
  guilty: boolean;
}

interface Checking {
  readonly of: Arrived;
  readonly staged: readonly Staged[];
  readonly evidence: readonly Evidence[];
  /** How many of the checks belong to each of the staged runs, then to each evidence. */
  readonly counts: readonly number[];
  /** Whether the evidence was sent as such, and not found in runs. */
  readonly sent: boolean;
}

/** What the replica does about it. */
export interface ReceptionEvents {
  /** Asks the host to check signatures; answered by `checked` with the ticket. */
  verify(checks: readonly SignatureCheck[]): number;
  /** Others' events are about to enter the history. */
  before(now: Millis): void;
  /** These runs are now wholly held. */
  taken(peer: Peer | null, runs: readonly Taken[], now: Millis): void;
  /** An agent signed two histories of its content, which the history has not taken in yet. */
  proven(peer: Peer | null, evidence: Evidence, now: Millis): void;
  /** The peer with this name, while it is here. */
  peer(id: PeerId): Peer | undefined;
  /** The peer's checks are done: more of its frames can be looked at. */
  ready(peer: Peer, now: Millis): void;
  /** What a peer sent waits for what came before it. */
  waits(peer: Peer, runs: readonly SignedRun[], now: Millis): void;
  drop(peer: Peer, refusal: Refusal): void;
  forked(agent: AgentId, peer: Peer): void;
}

export class Reception {
  readonly #history: History;
  readonly #events: ReceptionEvents;
  readonly #intake: Intake;
  /** Messages that were not wholly looked at and checked, the oldest first. */
  readonly #arrived: Arrived[] = [];
  readonly #checking = new Map<number, Checking>();
  /** Runs with good signatures that are not taken in yet, because the view is held. */
  readonly #backlog = new Backlog();
  /** Evidence that is not taken in yet, and who sent it. */
  #evidence: { readonly peer: Peer | null; readonly evidence: Evidence }[] = [];
  /** Chains that the store has in runs which say what they follow: it tells no other's history. */
  readonly #followed = new Set<string>();
  #held = false;
  /** While held: what the view is let on to. */
  #target: EventId[] = [];
  /** When there was something to be taken in last. */
  #now = 0 as Millis;

  constructor(history: History, events: ReceptionEvents) {
    this.#history = history;
    this.#events = events;
    this.#intake = new Intake(history, (peer) => events.peer(peer)?.device);
  }

  /** Events that wait for ancestors, and bytes that wait for the view. */
  get waiting(): { readonly events: number; readonly bytes: number } {
    return { events: this.#intake.waiting, bytes: this.#bytes };
  }

  /** Held, and let on to nothing that is still missing. */
  get isHeld(): boolean {
    return this.#held && this.#target.length === 0;
  }

  /** As `Replica.restore`. */
  restore(runs: readonly Run[], endOf: EndOf): ReadonlyMap<string, readonly SignatureCheck[]> {
    const proofs = new Map<string, SignatureCheck[]>();
    const queue = runs.map((run) => SignedRun.of(run));
    this.#intake.expect(queue);
    for (const run of queue) {
      const name = chainKey(run.agent, run.chain);
      if (run.after === NO_EVENT) this.#followed.add(name);
      if (run.after === undefined && run.from > 0 && this.#followed.has(name)) continue;
      const end = endOf(run);
      const staged = this.#refitted(run, end);
      if (!staged.ok && staged.error.outcome === 'pending')
        this.#intake.parkGap(null, run, staged.error);
      if (!staged.ok || staged.value.events.length === 0) continue;
      // Which history a run belongs to that says nothing is told by its signature alone.
      if (staged.value.instead && run.after === undefined && end === undefined) continue;
      const checks = checksOf(this.#history, staged.value);
      const { log } = staged.value;
      this.#intake.take(null, [staged.value], true);
      const key = name + (log.base > 0 ? `/${log.idAt(log.base)}` : '');
      const before = proofs.get(key);
      if (before) before[0] = checks[0] as SignatureCheck;
      else proofs.set(key, checks);
      queue.push(...this.#intake.closedGaps().map((closed) => closed.run));
    }
    return proofs;
  }

  /** Fits a stored run onto that history of its chain on which it ends with the event `end`, if known. */
  #refitted(run: SignedRun, end: EventId | undefined): Result<Staged> {
    const plain = stage(this.#history, run);
    if (end === undefined || (plain.ok && [end, undefined].includes(plain.value.last)))
      return plain;
    for (const log of this.#history.histories(run.agent, run.chain)) {
      const at = log.indexOf(run.from) ?? 0;
      const other = at > 0 ? stage(this.#history, run.following(log.idAt(at - 1))) : plain;
      if (other.ok && other.value.last === end) return other;
    }
    return plain.ok ? refuse('Fork') : plain;
  }

  /** Runs that came in one message: `goOn` looks at them. */
  receive(peer: Peer | null, runs: readonly Run[], now: Millis): void {
    this.#arriving(peer, runs, now, false);
  }

  /** Evidence that came in a message. Of what tells nothing new nothing is looked at. */
  receiveEvidence(peer: Peer, evidence: Evidence, now: Millis): void {
    const { policy } = this.#history;
    const { device } = evidence.certificate;
    const isKnown = policy.isRemoved(device) || policy.memberAt(policy.graph.heads, device);
    if (!isKnown || !this.#isNews(evidence)) return;
    if (!this.#intake.allows(peer.id, { device, chain: 'content' })) return;
    this.#examine(peer, evidence, now, true);
  }

  /** Asks for evidence to be checked: `sent` by the peer, or found in what it sent. */
  #examine(peer: Peer | null, evidence: Evidence, now: Millis, sent: boolean): void {
    const arrived = this.#arriving(peer, [], now, false);
    arrived.looked = true;
    this.#check(arrived, [], [evidence], sent);
  }

  #arriving(peer: Peer | null, runs: readonly Run[], now: Millis, strayed: boolean): Arrived {
    if (peer) peer.checks += 1;
    const looked = { done: 0, looked: false, strayed, asked: 0, guilty: false };
    const fits = { turned: new Set<string>(), newest: new Map<string, Staged>() };
    const found = { staged: [], bad: new Set<Staged>(), unsure: new Set<Staged>(), proven: [] };
    const arrived = { peer, runs, now, ...looked, ...fits, ...found };
    this.#arrived.push(arrived);
    return arrived;
  }

  #isNews(evidence: Evidence): boolean {
    return this.#history.isLower(forkOf(this.#history.workspace, evidence));
  }

  /**
   * Takes in some more of what was checked; or hashes some more of what came and asks for their
   * signatures to be checked, so that the host is at that while more is hashed. False when there is
   * nothing left to do.
   */
  goOn(): boolean {
    if (this.#isDue) {
      this.#settle(this.#now);
      return true;
    }
    const arrived = this.#arrived.find(({ looked }) => !looked);
    if (!arrived) return false;
    const refused = this.#fit(arrived);
    arrived.looked = arrived.done === arrived.runs.length;
    if (refused) {
      this.#arrived.splice(this.#arrived.indexOf(arrived), 1);
      for (const [ticket, { of }] of this.#checking)
        if (of === arrived) this.#checking.delete(ticket);
      arrived.peer?.budget.wasted.spend(arrived.staged.length, arrived.now);
      this.#drop(arrived.peer, refused);
    } else this.#finish(arrived.peer, arrived.now);
    return true;
  }

  /** Fits and hashes STEP_BYTES of a message, more or less. Why it is refused, if it is. */
  #fit(arrived: Arrived): Refusal | undefined {
    const { peer, runs } = arrived;
    const staged: Staged[] = [];
    const evidence: Evidence[] = [];
    for (let bytes = 0; arrived.done < runs.length && bytes < STEP_BYTES; arrived.done += 1) {
      const came = SignedRun.of(runs[arrived.done] as Run);
      const key = chainKey(came.agent, came.chain);
      if (arrived.turned.has(key)) continue;
      const run = this.#lined(peer, came, key);
      if (!this.#intake.admits(peer?.id ?? null, run)) {
        arrived.turned.add(key);
        continue;
      }
      bytes += run.stretch.bytes.length;
      const fitted = stage(this.#history, run, (name) => this.#newest(peer, name));
      if (fitted.ok) {
        const { value: one } = fitted;
        const isLost = peer?.lines.isLost(key, came.from) ?? false;
        peer?.lines.set(key, { seq: runEnd(came), last: one.last ?? one.previous });
        const found = evidenceIn(one);
        const isNews = found !== undefined && this.#isNews(found);
        if (one.last === undefined) continue;
        if (!isNews && this.#intake.isTooMany(peer?.id ?? null, one)) continue;
        staged.push(one);
        const isForked = one.run.after !== undefined;
        arrived.newest.set(isForked ? one.last : key, one);
        if (came.after === undefined && (isForked || isLost || arrived.strayed))
          arrived.unsure.add(one);
        if (isNews) evidence.push(found);
      } else if (fitted.error.outcome === 'pending') {
        const cost = this.#intake.parkGap(peer?.id ?? null, run, fitted.error);
        peer?.budget.parked.spend(cost, arrived.now);
        if (peer) this.#events.waits(peer, [came], arrived.now);
        peer?.lines.set(key, { seq: runEnd(came), last: undefined });
      } else if (fitted.error.code !== 'Fork') return fitted.error;
    }
    if (staged.length > 0) this.#check(arrived, staged, evidence, false);
    return undefined;
  }

  /**
   * A run of a sender who does not know that there are two histories says no event that it follows: it
   * goes on from the one that it sent before, if that is another than ours.
   */
  #lined(peer: Peer | null, run: SignedRun, key: string): SignedRun {
    const { seq, last } = peer?.lines.get(key) ?? {};
    if (last === undefined || seq !== run.from || run.after !== undefined) return run;
    const newest = this.#newest(peer, key);
    if (newest && runEnd(newest.run) === seq)
      return newest.last === last ? run : run.following(last);
    const log = this.#history.chain(run.agent, run.chain);
    const at = log?.indexOf(seq) ?? 0;
    return log && at > 0 && log.idAt(at - 1) === last ? run : run.following(last);
  }

  /** The run of a chain onto which its next one fits: of what the same peer sent, or of what waits. */
  #newest(peer: Peer | null, key: string): Staged | undefined {
    const sent = this.#arrived.findLast((one) => one.peer === peer && one.newest.has(key));
    return sent?.newest.get(key) ?? this.#backlog.newest(key);
  }

  #check(of: Arrived, staged: Staged[], evidence: readonly Evidence[], sent: boolean): void {
    const { workspace } = this.#history;
    const checks = [
      ...staged.map((one) => checksOf(this.#history, one)),
      ...evidence.map((one) => checksOfEvidence(workspace, one)),
    ];
    const counts = checks.map(({ length }) => length);
    of.staged.push(...staged);
    of.asked += 1;
    this.#checking.set(this.#events.verify(checks.flat()), { of, staged, evidence, counts, sent });
  }

  /** The verdicts on what `verify` was asked, in order. */
  checked(ticket: number, verdicts: readonly boolean[], now: Millis): void {
    const checking = this.#checking.get(ticket);
    if (!checking) return;
    this.#checking.delete(ticket);
    const { of, staged, evidence, counts, sent } = checking;
    let at = 0;
    const passed = counts.map((count) => {
      const from = at;
      at += count;
      return Array.from({ length: count }, (_, i) => verdicts[from + i]).every(Boolean);
    });
    staged.forEach((one, i) => {
      if (passed[i]) return;
      of.bad.add(one);
      of.guilty ||= !of.unsure.has(one);
    });
    evidence.forEach((one, i) => {
      if (passed[staged.length + i]) of.proven.push(one);
      else of.guilty ||= sent;
    });
    of.peer?.budget.wasted.spend(passed.filter((good) => !good).length, now);
    of.asked -= 1;
    this.#finish(of.peer, now);
  }

  /**
   * Begins to take in what is good of a peer's messages, in their order, each once all of it was
   * looked at and checked.
   */
  #finish(peer: Peer | null, now: Millis): void {
    for (;;) {
      const of = this.#arrived.find((one) => one.peer === peer);
      if (!of?.looked || of.asked > 0) return;
      this.#arrived.splice(this.#arrived.indexOf(of), 1);
      for (const evidence of of.proven) this.#evidence.push({ peer, evidence });
      for (const one of of.staged) if (!of.bad.has(one)) this.#backlog.add({ peer, staged: one });
      if (this.#held) this.#settle(now);
      else this.#now = now;
      if (!peer) continue;
      peer.checks -= 1;
      if (of.guilty) this.#drop(peer, refuse('BadSignature').error);
      else this.#events.ready(peer, now);
    }
  }

  /** Lets a peer go, unless it has gone. */
  #drop(peer: Peer | null, refusal: Refusal): void {
    if (peer && this.#events.peer(peer.id) === peer) this.#events.drop(peer, refusal);
  }

  /** Nothing newer is taken in until `release`, unless more than MAX_HELD_BYTES waits. */
  hold(): void {
    this.#held = true;
  }

  release(now: Millis): void {
    this.#held = false;
    this.#target = [];
    this.#settle(now);
  }

  /** As `Replica.advanceTo`. */
  advanceTo(events: readonly EventId[], now: Millis): void {
    this.#target = [...events];
    this.#settle(now);
  }

  /** Forgets what a peer left waiting. */
  forget(peer: PeerId): void {
    this.#intake.forget(peer);
  }

  /** Whether something was checked and may be taken in. */
  get #isDue(): boolean {
    return this.#bytes > (this.#held ? MAX_HELD_BYTES : 0);
  }

  /** Of what was checked and is not taken in yet. */
  get #bytes(): number {
    return this.#evidence.reduce(
      (sum, { evidence }) => sum + bytesOf(evidence),
      this.#backlog.bytes,
    );
  }

  /** Takes in what was checked: the oldest of it, or while held what the view is let on to. */
  #settle(now: Millis): void {
    this.#now = now;
    if (this.#isDue) {
      for (const { peer, evidence } of this.#evidence.splice(0))
        this.#events.proven(peer, evidence, now);
      this.#takeAll(this.#backlog.drain(TAKE_BYTES), now);
    } else if (this.#target.length > 0) {
      this.#takeAll(this.#backlog.take(this.#target, this.#history), now);
      this.#target = this.#target.filter((id) => !this.#history.find(id));
    }
  }

  /** Takes in runs, those of one peer in a row at once. */
  #takeAll(runs: readonly Checked[], now: Millis): void {
    for (let at = 0; at < runs.length;) {
      const peer = runs[at]?.peer ?? null;
      const from = at;
      while (at < runs.length && runs[at]?.peer === peer) at += 1;
      const staged = runs.slice(from, at).map((one) => one.staged);
      this.#take(peer, staged, now);
    }
  }

  #take(peer: Peer | null, staged: readonly Staged[], now: Millis): void {
    this.#events.before(now);
    this.#intake.expect(staged.map(({ run }) => run));
    const outcome = this.#intake.take(peer?.id ?? null, staged);
    const { taken, refusals, forked, evidence, parked } = outcome;
    if (taken.length > 0) this.#events.taken(peer, taken, now);
    for (const { peer: sender, run } of this.#intake.closedGaps())
      this.#arriving((sender !== null && this.#events.peer(sender)) || null, [run], now, true);
    for (const one of evidence) this.#examine(peer, one, now, false);
    if (!peer) return;
    peer.budget.parked.spend(parked, now);
    if (parked > 0)
      this.#events.waits(
        peer,
        staged.map(({ run }) => run),
        now,
      );
    peer.budget.wasted.spend(refusals.length, now);
    for (const agent of forked) this.#events.forked(agent, peer);
    for (const refusal of refusals) this.#drop(peer, refusal);
    if (this.#events.peer(peer.id) !== peer) this.#intake.forget(peer.id);
  }
}
