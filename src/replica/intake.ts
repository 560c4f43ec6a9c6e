/**
 * From runs that a peer sent to events in the history: hash, verify, judge, accept, or wait.
 *
 * A run is fitted onto its chain (what is known already must be the same), hashed from where the
 * chain stands, and its one signature is checked by the host. Only then is it judged, and taken in
 * as a whole or not at all: so whatever is held can be proven to others. A run whose ancestor is
 * missing waits for it. What waits is bounded by what it costs, per peer; beyond that it is dropped
 * and asked for again later.
 */
import { equal, fromHex, toHex } from '../base/bytes.ts';
import type { AgentId, EventId, MemberId, PeerId, PublicKey, Seq } from '../base/ids.ts';
import { MAX_OPEN_BRANCHES, MAX_POLICY_BRANCHES, MAX_RUN_BYTES } from '../base/limits.ts';
import { assert, ok, pending, refuse, type Refusal, type Result } from '../base/result.ts';
import { agentIdOf, certificateMessage } from '../wire/certificate.ts';
import { decode, type Reader } from '../wire/codec.ts';
import { forkOf, inOrder, type Evidence } from '../wire/evidence.ts';
import { chainKey, encodeJoined, NO_EVENT, runEnd, SignedRun } from '../wire/run.ts';
import { chainMessage, type ChainHash } from '../wire/segment.ts';
import { readStretch, type Stretch } from '../wire/stretch.ts';
import type { ChainLog, EventRef, HeldRun } from './chain.ts';
import type { SignatureCheck, StoredRun } from './effects.ts';
import type { History } from './history.ts';
import { judgeRun } from './judge.ts';
import { gapKey, Parked, type Waiting } from './parked.ts';
import type { Writer } from './shares.ts';

/** A run that fits: `events` are the ones beyond what is held. */
export interface Staged {
  readonly run: SignedRun;
  readonly log: ChainLog;
  /** Events of the chain below `events`, held or staged. */
  readonly base: number;
  /** The event of the chain before them. */
  readonly previous: EventId | undefined;
  readonly events: Stretch;
  /** Id of the last event; `undefined` without any. */
  readonly last: EventId | undefined;
  /** Where the chain's hash stands before and after them. */
  readonly from: ChainHash;
  readonly hash: ChainHash;
  /** The event that is held in the place of the first one: the agent signed another history. */
  readonly instead: EventRef | undefined;
}

/** A run that is now held, and the id of its last event. */
export interface Taken {
  readonly run: SignedRun;
  readonly last: EventId;
}

export interface Outcome {
  readonly taken: readonly Taken[];
  readonly refusals: readonly Refusal[];
  /** Whose second policy chains were taken in. */
  readonly forked: readonly AgentId[];
  /** Of runs that were fitted before what they differ from was held. */
  readonly evidence: readonly Evidence[];
  /** What it costs to keep those of its runs that must wait; or would, if there was room. */
  readonly parked: number;
}

/** Finds what was staged last of a chain, by its key, or what ends with an event, by its id. */
export type Newest = (key: string) => Staged | undefined;

/**
 * Fits a run onto its chain, or onto one of the same chain that was staged before it. `pending`: it
 * leaves a gap, which the detail names. No `events`: all of it is held. Where its agent has signed two
 * histories, the run staged is what is new of it, and says which event it follows.
 */
export function stage(
  history: History,
  run: SignedRun,
  newest: Newest = () => undefined,
): Result<Staged> {
  const { agent, chain, stretch } = run;
  const before = newest(run.after ?? chainKey(agent, chain));
  if (before?.last !== undefined && runEnd(before.run) === run.from && before.log.agent === agent) {
    const { log, last: previous, hash: from } = before;
    const base = before.base + before.events.length;
    const after =
      before.run.after === undefined ? run : following(run, run.from, previous, stretch);
    return ok(hashed({ run: after, log, base, previous, events: stretch, from }));
  }
  const begun = placeOf(history, run);
  if (!begun.ok) return begun;
  const { log: found, at: base, held, differs } = fit(history, begun.value, stretch);
  const log = !differs ? ok(found) : base === 0 ? begin(history, run) : ok(found.branch(base));
  if (!log.ok) return log;
  const events = stretch.tail(held);
  const previous = base === 0 ? undefined : found.idAt(base - 1);
  const isForked = differs || run.after !== undefined || history.isForked(agent, chain);
  const news = isForked ? following(run, found.startOf(base), previous, events) : run;
  const isEnd = base === found.length || events.length === 0;
  const from = isEnd ? found.hash : log.value.hashBefore(base);
  const instead = differs ? { chain: found, at: base } : undefined;
  return ok(hashed({ run: news, log: log.value, base, previous, events, from, instead }));
}

/** The log that a run is about, and the index of its first event there. */
function placeOf(history: History, run: SignedRun): Result<EventRef> {
  const { agent, chain, from, after } = run;
  if (after !== undefined && after !== NO_EVENT) {
    const ref = history.find(after);
    if (!ref) return pending('MissingAncestor', after);
    const { chain: log, at } = ref;
    const fits = log.agent === agent && log.chain === chain && log.endOf(at) === from;
    return fits ? ok({ chain: log, at: at + 1 }) : refuse('Malformed', 'after');
  }
  if (after !== undefined && from > 0) return refuse('Malformed', 'after');
  const known = history.chain(agent, chain);
  if (from > (known?.end ?? 0)) return pending('MissingAncestor', gapKey(run, from));
  const log = known ? ok(known) : begin(history, run);
  if (!log.ok) return log;
  const at = log.value.indexOf(from);
  return at === undefined ? refuse('Fork') : ok({ chain: log.value, at });
}

/**
 * Follows events along what is held, from log to branch. Where that ends, how many of them it has,
 * and whether it has another event in the next one's place.
 */
function fit(history: History, { chain, at: start }: EventRef, events: Stretch) {
  let [log, at, held] = [chain, start, 0];
  for (;;) {
    const same = shared(log, at, events, held);
    held += same;
    at += same;
    const differs = held < events.length && at < log.length;
    const { origin } = log;
    const next = !differs
      ? undefined
      : history
          .histories(log.agent, log.chain)
          .find(
            (one) =>
              one.base === at &&
              (one.origin === log || one.origin === origin) &&
              equal(one.body(at), events.encoded(held)),
          );
    if (!next) return { log, at, held, differs };
    log = next;
  }
}

/** How many of the events from `held` on are those of a log from `at` on. */
function shared(log: ChainLog, at: number, events: Stretch, held: number): number {
  const most = Math.min(log.length - at, events.length - held);
  const bytes = events.bytes.subarray(events.startOf(held), events.startOf(held + most));
  if (equal(log.span(at, at + most), bytes)) return most;
  let same = 0;
  while (same < most && equal(log.body(at + same), events.encoded(held + same))) same += 1;
  return same;
}

const following = (
  { agent, chain, signature }: SignedRun,
  from: Seq,
  after: EventId = NO_EVENT,
  events: Stretch,
): SignedRun => new SignedRun({ agent, chain, from, after, signature }, events);

function hashed(staged: Omit<Staged, 'hash' | 'last' | 'instead'> & Partial<Staged>): Staged {
  const { events, from } = staged;
  const hash = from.clone();
  hash.take(events);
  const last = events.length > 0 ? hash.id() : undefined;
  return { instead: undefined, ...staged, last, hash };
}

/** What proves that the agent of a staged run signed two histories; needs its signatures checked. */
export function evidenceIn({ run, events, instead }: Staged): Evidence | undefined {
  const [own] = instead?.chain.runs(instead.at) ?? [];
  if (!instead || !own || run.chain === 'policy') return undefined;
  const { chain: log, at } = instead;
  const segment = log.segmentBefore(at);
  const theirs = { events, signature: run.signature };
  const ours = { events: stretchOf(log, at, own.end), signature: own.signature };
  return {
    certificate: log.certificate,
    from: log.startOf(segment.at),
    before: toHex(segment.before) as EventId,
    common: stretchOf(log, segment.at, at),
    branches: inOrder(ours, theirs),
  };
}

function stretchOf(log: ChainLog, from: number, to: number): Stretch {
  const read = (reader: Reader): Stretch => readStretch(reader, log.chain, to - from);
  const stretch = decode(log.span(from, to), MAX_RUN_BYTES, read);
  assert(stretch.ok, 'what is held was decoded before');
  return stretch.value;
}

/** Ids of a staged run's events, each made now. */
export function namesOf({ events, from }: Staged): EventId[] {
  const hash = from.clone();
  return Array.from({ length: events.length }, (_, i) => {
    hash.step(events.encoded(i));
    return hash.id();
  });
}

function begin(history: History, run: SignedRun): Result<ChainLog> {
  const certificate = run.stretch.body(0).first?.certificate;
  if (!certificate) return refuse('BadCertificate', 'missing');
  if (agentIdOf(history.workspace, certificate) !== run.agent)
    return refuse('BadCertificate', 'of another agent or workspace');
  return ok(history.begin(run.agent, run.chain, certificate));
}

/** What must be checked before a staged run is taken in: its end, and a new chain's certificate. */
export function checksOf(history: History, staged: Staged): SignatureCheck[] {
  const { run, log, last } = staged;
  const { device, agent, signature } = log.certificate;
  if (last === undefined) return [];
  const message = chainMessage(run.agent, run.chain, runEnd(run), last);
  const checks = [{ publicKey: fromHex(agent), message, signature: run.signature }];
  if (staged.base === 0) {
    const certified = certificateMessage(history.workspace, device, agent);
    checks.push({ publicKey: fromHex(device), message: certified, signature });
  }
  return checks;
}

/** A run for the store. */
export function storedRun({ run, last }: Taken): StoredRun {
  const { agent, chain, from, stretch } = run;
  const bytes = encodeJoined(run, stretch.length, stretch.bytes);
  return { agent, chain, from, to: runEnd(run), last, bytes };
}

/** A held run of a forked chain for the store. */
export function storedHeld(held: HeldRun): StoredRun {
  const { log, start, end } = held;
  const { agent, chain } = log;
  const [from, to] = [log.startOf(start), log.endOf(end - 1)];
  return { agent, chain, from, to, last: log.idAt(end - 1), bytes: log.following(held) };
}

export class Intake {
  readonly #history: History;
  readonly #deviceOf: (peer: PeerId) => PublicKey | undefined;
  readonly #parked = new Parked();
  /** Runs whose gap has closed: they can be staged and checked now. */
  #closed: Waiting[] = [];
  /** Whose signed events wait, by who sent them; null when that must be found anew. */
  #waiters: ReadonlyMap<PeerId | null, readonly MemberId[]> | null = null;
  /** Events and bytes that are about to be taken in, by chain. */
  readonly #expected = new Map<string, { events: number; bytes: number }>();
  /** Second histories that a peer brought and nothing needed when they came. */
  readonly #open = new Map<PeerId | null, ChainLog[]>();

  /** @param deviceOf the device of a peer that is here. */
  constructor(history: History, deviceOf: (peer: PeerId) => PublicKey | undefined) {
    this.#history = history;
    this.#deviceOf = deviceOf;
  }

  /** Events that wait for ancestors. */
  get waiting(): number {
    return this.#parked.events;
  }

  /** Runs whose gap has closed, with the peers that sent them. They wait no longer. */
  closedGaps(): { readonly peer: PeerId | null; readonly run: SignedRun }[] {
    const closed = this.#closed;
    this.#closed = [];
    return closed;
  }

  /**
   * Whether the share of whoever wrote a run has room for it: else only for one whose event waits,
   * from the peer that sent that event, and not from the writer, who would send more than it needs.
   */
  admits(peer: PeerId | null, run: SignedRun): boolean | MemberId {
    return this.allows(peer, this.#history.shares.isAnyUsedUp ? this.#writerOf(run) : undefined);
  }

  /** As `admits`, of anything that somebody wrote; anybody who is not known yet may. */
  allows(peer: PeerId | null, writer: Writer | undefined): boolean | MemberId {
    const { shares } = this.#history;
    if (peer === null || !writer) return true;
    const sender = this.#deviceOf(peer);
    const isOther =
      sender !== undefined && shares.memberOf(sender) !== shares.memberOf(writer.device);
    return shares.admits(writer, isOther ? () => this.#whoWaits.get(peer) ?? [] : () => []);
  }

  /** Keeps an unchecked run that leaves a gap, as its refusal says, if the peer has room left. What it costs. */
  parkGap(peer: PeerId | null, run: SignedRun, { detail = '' }: Refusal): number {
    return this.#park(detail, peer, run, null);
  }

  /** These runs come next: their chains make room for all of them at once. */
  expect(runs: readonly SignedRun[]): void {
    this.#expected.clear();
    for (const { agent, chain, stretch } of runs) {
      const key = chainKey(agent, chain);
      const before = this.#expected.get(key) ?? { events: 0, bytes: 0 };
      before.events += stretch.length;
      before.bytes += stretch.bytes.length;
      this.#expected.set(key, before);
    }
  }

  /**
   * Takes in runs whose signatures were found good, and whatever waited for them. `restored`: the
   * store has them because something needed them.
   */
  take(peer: PeerId | null, staged: readonly Staged[], restored = false): Outcome {
    const taken: Taken[] = [];
    const refusals: Refusal[] = [];
    const forked: AgentId[] = [];
    const evidence: Evidence[] = [];
    let parked = 0;
    const queue: { peer: PeerId | null; run: SignedRun; proven: EventId; fresh?: Staged }[] = [];
    for (const fresh of staged) {
      const proven = fresh.last;
      if (proven !== undefined) queue.push({ peer, run: fresh.run, proven, fresh });
    }
    for (const next of queue) {
      const { run, proven } = next;
      const admitted = this.admits(next.peer, run);
      if (!admitted) continue;
      const result = this.#apply(next, restored, evidence);
      if (result.ok) {
        taken.push({ run, last: proven });
        const { log, events, isBranch } = result.value;
        if (isBranch && log.chain === 'policy') forked.push(run.agent);
        if (admitted !== true) this.#draw(admitted, log, events);
        for (const one of this.#woken(log, events))
          if (one.proven === null) this.#closed.push(one);
          else queue.push({ peer: one.peer, run: one.run, proven: one.proven });
      } else if (result.error.outcome === 'pending') {
        parked += this.#park(result.error.detail ?? '', next.peer, run, proven);
      } else if (result.error.code !== 'Fork' && next.peer === peer) refusals.push(result.error);
    }
    return { taken, refusals, forked, evidence, parked };
  }

  /** Forgets what a peer left waiting. */
  forget(peer: PeerId): void {
    this.#waiters = null;
    this.#closed = this.#closed.filter((one) => one.peer !== peer);
    this.#parked.forget(peer);
    this.#open.delete(peer);
  }

  /** Who writes a run, by the certificate that its chain begins with; undefined in a gap. */
  #writerOf({ agent, chain, stretch }: SignedRun): Writer | undefined {
    const log = this.#history.chain(agent, chain);
    if (log) return log;
    const device = stretch.body(0).first?.certificate.device;
    return device && { device, chain };
  }

  /** Charges the newest events of a log to another member. */
  #draw(by: MemberId, log: ChainLog, count: number): void {
    const from = log.length - count;
    const { length } = log.span(from, log.length);
    this.#history.shares.draw(by, log, length, count, from === log.base);
  }

  /** Judges and accepts a run as a whole: where to, how many new events, and if to a new branch. */
  #apply(
    next: { peer: PeerId | null; run: SignedRun; proven: EventId; fresh?: Staged },
    restored: boolean,
    evidence: Evidence[],
  ): Result<{ readonly log: ChainLog; readonly events: number; readonly isBranch: boolean }> {
    const { run, proven, fresh } = next;
    const known = this.#history.chain(run.agent, run.chain);
    const isFresh = run.after === undefined && fresh && fresh.previous === known?.lastId;
    const current = isFresh ? ok(fresh) : stage(this.#history, run);
    if (!current.ok) return current;
    const { events, last, hash, instead } = current.value;
    const log = (isFresh && known) || current.value.log;
    if (last === undefined) return ok({ log, events: 0, isBranch: false });
    if (last !== proven) return refuse('Fork');
    const found = instead && evidenceIn(current.value);
    if (found && this.#history.isLower(forkOf(this.#history.workspace, found)))
      evidence.push(found);
    const isNew = log.length === log.base;
    if (isNew && !restored && !this.#mayOpen(next.peer, log)) return refuse('Fork');
    const judged = judgeRun(this.#history, log, events);
    if (!judged.ok) return judged;
    const key = chainKey(run.agent, run.chain);
    const expected = this.#expected.get(key);
    if (expected) log.expect(expected.events, expected.bytes);
    this.#expected.delete(key);
    this.#history.accept(log, events, last, judged.value, hash);
    log.sign(log.length - 1, run.signature);
    if (isNew && this.#history.heldOf(log) <= log.base)
      this.#open.set(next.peer, [...this.#opened(next.peer), log]);
    return ok({ log, events: events.length, isBranch: instead !== undefined });
  }

  /**
   * Whether a history that is new here may be begun: any agent's first; and of one with evidence
   * against it as many as a peer may bring before something needs them.
   */
  #mayOpen(peer: PeerId | null, log: ChainLog): boolean {
    const { agent, chain } = log;
    const others = this.#history.histories(agent, chain).length;
    if (chain === 'policy') return others <= MAX_POLICY_BRANCHES;
    const isForked = this.#history.isBeyondFork(agent, log.end);
    return isForked ? this.#opened(peer).length < MAX_OPEN_BRANCHES : others === 0;
  }

  /** Whether a run would begin one history more than its sender may of those that nothing needs. */
  isTooMany(peer: PeerId | null, { log }: Staged): boolean {
    const isNew = log.length === log.base && this.#history.isBeyondFork(log.agent, log.end);
    return isNew && log.chain === 'content' && !this.#mayOpen(peer, log);
  }

  #opened(peer: PeerId | null): ChainLog[] {
    return (this.#open.get(peer) ?? []).filter((log) => this.#history.heldOf(log) <= log.base);
  }

  /** What waited for the newest events of a log, as many as `count`. */
  #woken(log: ChainLog, count: number): Waiting[] {
    const woken = this.#parked.woken(log, count);
    if (woken.length > 0) this.#waiters = null;
    return woken;
  }

  #park(missing: string, peer: PeerId | null, run: SignedRun, proven: EventId | null): number {
    this.#waiters = null;
    return this.#parked.park(missing, peer, run, proven);
  }

  /** Of each peer, first those whose events wait for nothing that waits itself. */
  get #whoWaits(): ReadonlyMap<PeerId | null, readonly MemberId[]> {
    if (this.#waiters) return this.#waiters;
    const waiters = new Map<PeerId | null, MemberId[]>();
    for (const { peer, proven, run } of this.#parked.all()) {
      const device = proven === null ? undefined : this.#writerOf(run)?.device;
      const member = device && this.#history.shares.memberOf(device);
      const known = waiters.get(peer) ?? [];
      waiters.set(peer, known);
      if (member !== undefined && !known.includes(member)) known.push(member);
    }
    return (this.#waiters = waiters);
  }
}
