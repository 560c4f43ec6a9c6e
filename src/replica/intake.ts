/**
 * From runs that a peer sent to events in the history: hash, verify, judge, accept, or wait.
 *
 * A run is fitted onto its chain (what is known already must be the same), hashed from where the
 * chain stands, and its one signature is checked by the host. Only then is it judged, and taken in
 * as a whole or not at all: so whatever is held can be proven to others. A run whose ancestor is
 * missing waits for it. What waits is bounded by what it costs, per peer; beyond that it is dropped
 * and asked for again later.
 */
import { fromHex, equal } from '../base/bytes.ts';
import type { AgentId, EventId, MemberId, PeerId, PublicKey } from '../base/ids.ts';
import { MAX_PARKED_BYTES } from '../base/limits.ts';
import { assert, ok, pending, refuse, type Refusal, type Result } from '../base/result.ts';
import { agentIdOf, certificateMessage } from '../wire/certificate.ts';
import { chainKey, encodeJoined, runEnd, type SignedRun } from '../wire/run.ts';
import { chainMessage, type ChainHash } from '../wire/segment.ts';
import type { Stretch } from '../wire/stretch.ts';
import type { ChainLog } from './chain.ts';
import type { SignatureCheck, StoredRun } from './effects.ts';
import type { History } from './history.ts';
import { judgeRun } from './judge.ts';
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
}

export interface Outcome {
  /** Runs that are now held. */
  readonly taken: readonly SignedRun[];
  readonly refusals: readonly Refusal[];
  readonly forked: readonly AgentId[];
  /** What it costs to keep those of its runs that must wait; or would, if there was room. */
  readonly parked: number;
}

/**
 * Fits a run onto its chain, or onto `before`, the run of the same chain staged just before it.
 * `pending`: it leaves a gap, which the detail names. No `events`: all of it is held.
 */
export function stage(history: History, run: SignedRun, before?: Staged): Result<Staged> {
  if (before && runEnd(before.run) === run.from && before.events.length > 0) {
    const base = before.base + before.events.length;
    return ok(hashed(run, before.log, base, before.last, run.stretch, before.hash));
  }
  const known = history.chain(run.agent, run.chain);
  if (run.from > (known?.end ?? 0)) return pending('MissingAncestor', gapKey(run, run.from));
  const begun = known ? ok(known) : begin(history, run);
  if (!begun.ok) return begun;
  const log = begun.value;
  const first = log.indexOf(run.from);
  if (first === undefined) return refuse('Fork');
  const held = Math.min(log.length - first, run.stretch.length);
  const again = run.stretch.bytes.subarray(0, run.stretch.startOf(held));
  if (!equal(log.span(first, first + held), again)) return refuse('Fork');
  return ok(hashed(run, log, log.length, log.lastId, run.stretch.tail(held), log.hash));
}

/**
 * A run of another history of its agent than ours, hashed from where it begins: once its signature
 * is checked, it proves that the agent signed both. `undefined` where ours has no event's end there.
 */
export function stageFork(history: History, run: SignedRun): Staged | undefined {
  const log = history.chain(run.agent, run.chain);
  const base = log?.indexOf(run.from);
  if (!log || base === undefined) return undefined;
  const previous = base === 0 ? undefined : log.idAt(base - 1);
  return hashed(run, log, base, previous, run.stretch, log.hashBefore(base));
}

function hashed(
  run: SignedRun,
  log: ChainLog,
  base: number,
  previous: EventId | undefined,
  events: Stretch,
  from: ChainHash,
): Staged {
  const hash = from.clone();
  hash.take(events);
  const last = events.length > 0 ? hash.id() : undefined;
  return { run, log, base, previous, events, last, from, hash };
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

/** A held run for the store. */
export function storedRun(history: History, run: SignedRun): StoredRun {
  const { agent, chain, from, stretch } = run;
  const log = history.chain(agent, chain);
  const after = log?.indexOf(runEnd(run));
  assert(log && after !== undefined, 'a stored run is held');
  const bytes = encodeJoined(run, stretch.length, stretch.bytes);
  return { agent, chain, from, to: runEnd(run), last: log.idAt(after - 1), bytes };
}

/** Names what a run waits for when its chain does not reach up to it. */
const gapKey = (run: SignedRun, seq: number): string => `${chainKey(run.agent, run.chain)}@${seq}`;

interface Waiting {
  readonly peer: PeerId | null;
  readonly run: SignedRun;
  /** Set once the signature was checked: the id of the run's last event. */
  readonly proven: EventId | null;
  readonly bytes: number;
}

export class Intake {
  readonly #history: History;
  readonly #deviceOf: (peer: PeerId) => PublicKey | undefined;
  /** What waits, by the event that it waits for, or by the seq that its chain must reach. */
  readonly #waiting = new Map<string, Waiting[]>();
  /** Runs whose gap has closed: they can be staged and checked now. */
  #closed: Waiting[] = [];
  readonly #cost = new Map<PeerId | null, number>();
  /** Whose signed events wait, by who sent them; null when that must be found anew. */
  #waiters: ReadonlyMap<PeerId | null, readonly MemberId[]> | null = null;
  /** Events and bytes that are about to be taken in, by chain. */
  readonly #expected = new Map<string, { events: number; bytes: number }>();

  /** @param deviceOf the device of a peer that is here. */
  constructor(history: History, deviceOf: (peer: PeerId) => PublicKey | undefined) {
    this.#history = history;
    this.#deviceOf = deviceOf;
  }

  /** Events that wait for ancestors. */
  get waiting(): number {
    let events = 0;
    for (const list of this.#waiting.values())
      for (const one of list) events += one.run.stretch.length;
    return events;
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
    const { shares } = this.#history;
    const writer = peer !== null && shares.isAnyUsedUp ? this.#writerOf(run) : undefined;
    if (peer === null || !writer) return true;
    const sender = this.#deviceOf(peer);
    const isOther =
      sender !== undefined && shares.memberOf(sender) !== shares.memberOf(writer.device);
    return shares.admits(writer, isOther ? () => this.#whoWaits.get(peer) ?? [] : () => []);
  }

  /** Keeps an unchecked run that leaves a gap, if the peer has room left. What it costs. */
  parkGap(peer: PeerId | null, run: SignedRun): number {
    return this.#park(gapKey(run, run.from), peer, run, null);
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

  /** Takes in runs whose signatures were found good, and whatever waited for them. */
  take(peer: PeerId | null, staged: readonly Staged[]): Outcome {
    const taken: SignedRun[] = [];
    const refusals: Refusal[] = [];
    const forked: AgentId[] = [];
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
      const result = this.#apply(run, proven, next.fresh);
      if (result.ok) {
        taken.push(run);
        if (admitted !== true) this.#draw(admitted, run, result.value);
        for (const one of this.#woken(run, result.value))
          if (one.proven === null) this.#closed.push(one);
          else queue.push({ peer: one.peer, run: one.run, proven: one.proven });
      } else if (result.error.outcome === 'pending') {
        parked += this.#park(result.error.detail ?? '', next.peer, run, proven);
      } else if (result.error.code === 'Fork') forked.push(run.agent);
      else if (next.peer === peer) refusals.push(result.error);
    }
    return { taken, refusals, forked, parked };
  }

  /** Forgets what a peer left waiting. */
  forget(peer: PeerId): void {
    this.#waiters = null;
    this.#closed = this.#closed.filter((one) => one.peer !== peer);
    for (const [key, list] of this.#waiting) {
      const kept = list.filter((one) => one.peer !== peer);
      if (kept.length > 0) this.#waiting.set(key, kept);
      else this.#waiting.delete(key);
    }
    this.#cost.delete(peer);
  }

  /** Who writes a run, by the certificate that its chain begins with; undefined in a gap. */
  #writerOf({ agent, chain, stretch }: SignedRun): Writer | undefined {
    const log = this.#history.chain(agent, chain);
    if (log) return log;
    const device = stretch.body(0).first?.certificate.device;
    return device && { device, chain };
  }

  #draw(by: MemberId, run: SignedRun, count: number): void {
    const log = this.#history.chain(run.agent, run.chain);
    if (!log) return;
    const { length } = log.span(log.length - count, log.length);
    this.#history.shares.draw(by, log, length, count, count === log.length);
  }

  /** Judges and accepts a run as a whole; the number of new events. */
  #apply(run: SignedRun, proven: EventId, fresh?: Staged): Result<number> {
    const length = this.#history.chain(run.agent, run.chain)?.length ?? 0;
    const current = fresh?.base === length ? ok(fresh) : stage(this.#history, run);
    if (!current.ok) return current;
    const { events, last, hash } = current.value;
    if (last === undefined) return ok(0);
    if (last !== proven) return refuse('Fork');
    const log = this.#history.chain(run.agent, run.chain) ?? current.value.log;
    const judged = judgeRun(this.#history, log, events);
    if (!judged.ok) return judged;
    const key = chainKey(run.agent, run.chain);
    const expected = this.#expected.get(key);
    if (expected) log.expect(expected.events, expected.bytes);
    this.#expected.delete(key);
    this.#history.accept(log, events, last, judged.value, hash);
    log.sign(log.length - 1, run.signature);
    return ok(events.length);
  }

  /** What waited for the newest events of a chain, as many as `count`. */
  #woken(run: SignedRun, count: number): Waiting[] {
    const log = this.#history.chain(run.agent, run.chain);
    if (this.#waiting.size === 0 || !log) return [];
    const from = log.length - count;
    const ids = log.idsOf(from, log.length);
    const keys = ids.flatMap((id, i) => [id, gapKey(run, log.endOf(from + i))]);
    return keys.flatMap((key) => {
      const woken = this.#waiting.get(key) ?? [];
      this.#waiting.delete(key);
      for (const { peer, bytes } of woken)
        this.#cost.set(peer, (this.#cost.get(peer) ?? 0) - bytes);
      if (woken.length > 0) this.#waiters = null;
      return woken;
    });
  }

  #park(key: string, peer: PeerId | null, run: SignedRun, proven: EventId | null): number {
    const bytes = run.stretch.bytes.length + 256;
    const cost = this.#cost.get(peer) ?? 0;
    if (peer !== null && cost + bytes > MAX_PARKED_BYTES) return bytes;
    this.#cost.set(peer, cost + bytes);
    this.#waiters = null;
    const list = this.#waiting.get(key);
    if (list) list.push({ peer, run, proven, bytes });
    else this.#waiting.set(key, [{ peer, run, proven, bytes }]);
    return bytes;
  }

  /** Of each peer, first those whose events wait for nothing that waits itself. */
  get #whoWaits(): ReadonlyMap<PeerId | null, readonly MemberId[]> {
    if (this.#waiters) return this.#waiters;
    const parked = new Set<string | null>();
    for (const list of this.#waiting.values()) for (const { proven } of list) parked.add(proven);
    const isLast = ([key]: readonly [string, unknown]): number => Number(parked.has(key));
    const waiters = new Map<PeerId | null, MemberId[]>();
    for (const [, list] of [...this.#waiting].sort((a, b) => isLast(a) - isLast(b)))
      for (const { peer, proven, run } of list) {
        const device = proven === null ? undefined : this.#writerOf(run)?.device;
        const member = device && this.#history.shares.memberOf(device);
        const known = waiters.get(peer) ?? [];
        waiters.set(peer, known);
        if (member !== undefined && !known.includes(member)) known.push(member);
      }
    return (this.#waiters = waiters);
  }
}
