/**
 * From runs that a peer sent to events in the history: hash, verify, judge, accept, or wait.
 *
 * A run is fitted onto its chain (what is known already must be the same), hashed from where the
 * chain stands, and its one signature is checked by the host. Only then are its events judged, one
 * after another; the first whose ancestor is missing parks the rest. Parked and gapped runs are
 * bounded by what they cost, per peer; beyond that they are dropped and asked for again later.
 */
import { fromHex, equal } from '../base/bytes.ts';
import type { AgentId, EventId, PeerId } from '../base/ids.ts';
import { MAX_PARKED_BYTES } from '../base/limits.ts';
import { assert, ok, pending, refuse, type Refusal, type Result } from '../base/result.ts';
import { agentIdOf, certificateMessage } from '../wire/certificate.ts';
import { encodeRun, runEnd, type Encoded, type Run } from '../wire/run.ts';
import { chainMessage, type ChainHash } from '../wire/segment.ts';
import type { ChainLog } from './chain.ts';
import type { SignatureCheck, StoredRun } from './effects.ts';
import type { History } from './history.ts';
import { judge } from './judge.ts';

/** A run that fits: `events` are the ones beyond what is held, with their ids. */
export interface Staged {
  readonly run: Run;
  readonly log: ChainLog;
  /** Events of the chain below `events`, held or staged. */
  readonly base: number;
  readonly events: readonly Encoded[];
  readonly ids: readonly EventId[];
  readonly hashes: readonly ChainHash[];
}

export interface Outcome {
  /** Runs that are now wholly held. */
  readonly taken: readonly Run[];
  readonly refusals: readonly Refusal[];
  readonly forked: readonly AgentId[];
}

/**
 * Fits a run onto its chain, or onto `before`, the run of the same chain staged just before it.
 * `pending`: it leaves a gap. No `events`: all of it is held.
 */
export function stage(history: History, run: Run, before?: Staged): Result<Staged> {
  if (before && runEnd(before.run) === run.from && before.events.length > 0) {
    const base = before.base + before.events.length;
    return ok(hashed(run, before.log, base, run.events, before.hashes.at(-1) ?? before.log.hash));
  }
  const known = history.chain(run.agent, run.chain);
  if (run.from > (known?.end ?? 0)) return pending('MissingAncestor', 'gap');
  const begun = known ? ok(known) : begin(history, run);
  if (!begun.ok) return begun;
  const log = begun.value;
  const first = log.indexOf(run.from);
  if (first === undefined) return refuse('Fork');
  const held = Math.min(log.length - first, run.events.length);
  for (let i = 0; i < held; i++)
    if (!equal(log.body(first + i), (run.events[i] as Encoded).bytes)) return refuse('Fork');
  return ok(hashed(run, log, log.length, run.events.slice(held), log.hash));
}

function hashed(
  run: Run,
  log: ChainLog,
  base: number,
  events: readonly Encoded[],
  from: ChainHash,
): Staged {
  const ids: EventId[] = [];
  const hashes: ChainHash[] = [];
  let hash = from;
  for (const event of events) {
    hash = hash.clone();
    ids.push(hash.push(event.body, event.bytes));
    hashes.push(hash);
  }
  return { run, log, base, events, ids, hashes };
}

function begin(history: History, run: Run): Result<ChainLog> {
  const certificate = run.events[0]?.body.first?.certificate;
  if (!certificate) return refuse('BadCertificate', 'missing');
  if (agentIdOf(history.workspace, certificate) !== run.agent)
    return refuse('BadCertificate', 'of another agent or workspace');
  return ok(history.begin(run.agent, run.chain, certificate));
}

/** What must be checked before a staged run is taken in: its end, and a new chain's certificate. */
export function checksOf(history: History, staged: Staged): SignatureCheck[] {
  const { run, log, ids } = staged;
  const { device, agent, signature } = log.certificate;
  const last = ids.at(-1);
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
export const storedRun = (history: History, run: Run): StoredRun => ({
  agent: run.agent,
  chain: run.chain,
  from: run.from,
  to: runEnd(run),
  last: lastOf(history, run),
  bytes: encodeRun({ ...run, bodies: run.events.map((event) => event.bytes) }),
});

function lastOf(history: History, run: Run): EventId {
  const log = history.chain(run.agent, run.chain);
  const after = log?.indexOf(runEnd(run));
  const id = after === undefined ? undefined : log?.ids[after - 1];
  assert(id !== undefined, 'a stored run is held');
  return id;
}

interface Waiting {
  readonly peer: PeerId | null;
  readonly run: Run;
  /** Set once the signature was checked: the id of the run's last event. */
  readonly proven: EventId | null;
  readonly bytes: number;
}

export class Intake {
  readonly #history: History;
  #waiting: Waiting[] = [];
  readonly #cost = new Map<PeerId | null, number>();

  constructor(history: History) {
    this.#history = history;
  }

  /** Events that wait for ancestors. */
  get waiting(): number {
    return this.#waiting.reduce((events, one) => events + one.run.events.length, 0);
  }

  /** Runs whose gap has closed: they can be staged and checked now. */
  closedGaps(): { readonly peer: PeerId | null; readonly run: Run }[] {
    const closed = this.#waiting.filter((one) => one.proven === null && this.#reaches(one.run));
    if (closed.length > 0) this.#keep((one) => !closed.includes(one));
    return closed;
  }

  /** Keeps an unchecked run that leaves a gap. False: the peer's budget is spent, it was dropped. */
  parkGap(peer: PeerId | null, run: Run): boolean {
    return this.#park(peer, run, null);
  }

  /** Takes in runs whose signatures were found good, and whatever waited for them. */
  take(peer: PeerId | null, staged: readonly Staged[]): Outcome {
    const taken: Run[] = [];
    const refusals: Refusal[] = [];
    const forked: AgentId[] = [];
    const settle = (from: PeerId | null, run: Run, proven: EventId, fresh?: Staged): boolean => {
      const result = this.#apply(run, proven, fresh);
      if (result.ok) taken.push(run);
      else if (result.error.outcome === 'pending') return false;
      else if (result.error.code === 'Fork') forked.push(run.agent);
      else if (from === peer) refusals.push(result.error);
      return true;
    };
    for (const one of staged) {
      const proven = one.ids.at(-1);
      if (proven !== undefined && !settle(peer, one.run, proven, one))
        this.#park(peer, one.run, proven);
    }
    for (let before = -1; before !== this.#waiting.length && this.#waiting.length > 0;) {
      before = this.#waiting.length;
      this.#keep((one) => one.proven === null || !settle(one.peer, one.run, one.proven));
    }
    return { taken, refusals, forked };
  }

  /** Forgets what a peer left waiting. */
  forget(peer: PeerId): void {
    this.#keep((one) => one.peer !== peer);
  }

  #apply(run: Run, proven: EventId, fresh?: Staged): Result<void> {
    const current =
      fresh && fresh.base === this.#lengthOf(run) ? ok(fresh) : stage(this.#history, run);
    if (!current.ok) return current;
    const { events, ids, hashes } = current.value;
    if (events.length === 0) return ok(undefined);
    if (ids.at(-1) !== proven) return refuse('Fork');
    const log = this.#history.chain(run.agent, run.chain) ?? current.value.log;
    for (const [i, event] of events.entries()) {
      const judged = judge(this.#history, log, event);
      if (!judged.ok) return judged;
      this.#history.accept(log, event, ids[i] as EventId, judged.value, hashes[i] as ChainHash);
    }
    log.sign(log.length - 1, run.signature);
    return ok(undefined);
  }

  #lengthOf(run: Run): number {
    return this.#history.chain(run.agent, run.chain)?.length ?? 0;
  }

  #reaches(run: Run): boolean {
    return run.from <= (this.#history.chain(run.agent, run.chain)?.end ?? 0);
  }

  #park(peer: PeerId | null, run: Run, proven: EventId | null): boolean {
    const bytes = run.events.reduce((sum, event) => sum + event.bytes.length, 256);
    const cost = this.#cost.get(peer) ?? 0;
    if (peer !== null && cost + bytes > MAX_PARKED_BYTES) return false;
    this.#cost.set(peer, cost + bytes);
    this.#waiting.push({ peer, run, proven, bytes });
    return true;
  }

  #keep(wanted: (one: Waiting) => boolean): void {
    this.#waiting = this.#waiting.filter((one) => {
      if (wanted(one)) return true;
      this.#cost.set(one.peer, (this.#cost.get(one.peer) ?? 0) - one.bytes);
      return false;
    });
  }
}
