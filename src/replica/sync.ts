/**
 * What two replicas lack of each other, from compact claims (SPEC S1–S4).
 *
 * A summary names the ends of the chains that nothing continues; whoever holds an event holds all
 * its ancestors, so the rest follows. Claims only decide what to send. What is told to others is
 * what signatures prove: a chain's signed end.
 */
import { toHex } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { EventId } from '../base/ids.ts';
import { Writer } from '../wire/codec.ts';
import type { Fork } from '../wire/evidence.ts';
import { writeAccount, writeEnd, type Account, type ChainEnd } from '../wire/message.ts';
import { TAG } from '../wire/tags.ts';
import type { ChainLog, HeldRun } from './chain.ts';
import type { History } from './history.ts';
import { Reach } from './reach.ts';

/** Ends of what is held, sorted: policy and content chains, and branches, that nothing continues. */
export function summarise(history: History): ChainEnd[] {
  const ends: ChainEnd[] = [];
  const continued = new Set<EventId>();
  const held = new Map<ChainLog, number>();
  /** Of each log, how many events it has where branches leave it. */
  const left = new Map<ChainLog, number[]>();
  for (const log of history.chains()) {
    const events = Math.min(history.heldOf(log), log.newestSigned + 1);
    if (events <= log.base) continue;
    held.set(log, events);
    for (const id of log.continues) continued.add(id);
    if (log.origin) left.set(log.origin, [...(left.get(log.origin) ?? []), log.base]);
  }
  for (const [log, events] of held) {
    if (left.get(log)?.includes(events)) continue;
    const id = log.idAt(events - 1);
    if (continued.has(id)) continue;
    ends.push({ agent: log.agent, chain: log.chain, seq: log.endOf(events - 1), id });
  }
  return ends.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * One hash over a summary and what evidence is known, 64 hex digits: equal hashes, equal histories; but
 * for `full`, of whom as much is held as is kept of anybody, whatever it is.
 */
export function heldHash(
  ends: readonly ChainEnd[],
  forks: readonly Fork[] = [],
  full: readonly Account[] = [],
): string {
  const writer = new Writer();
  for (const end of ends) writeEnd(writer, end);
  for (const { agent, seq } of forks) writer.hex(agent).u8(FORK).varint(seq);
  if (full.length > 0) writer.list(full, writeAccount);
  return toHex(digest(TAG.held, writer.finish()));
}

/** Where an end names its chain. */
const FORK = 2;

/** What somebody claims to hold: an event count per chain of ours. */
export interface Holdings {
  readonly counts: ReadonlyMap<ChainLog, number>;
  /** Claimed ends that are not known here. They say nothing of what is below them. */
  readonly unknown: readonly EventId[];
  /** Chains of ours of which it surely has no more than `counts` says. */
  readonly certain: ReadonlySet<ChainLog>;
}

/** Expands a summary to everything below it. */
export function holdingsOf(history: History, ends: readonly ChainEnd[]): Holdings {
  const reach = new Reach();
  const unknown: EventId[] = [];
  const listed = new Set<ChainLog>();
  for (const end of ends) {
    const logs = history.histories(end.agent, end.chain);
    const isForked = history.isForked(end.agent, end.chain);
    const counts = logs.map((log) => claimed(log, end, isForked));
    if (logs.length === 0 || (isForked && Math.max(...counts) === 0)) unknown.push(end.id);
    else
      logs.forEach((log, i) => {
        listed.add(log);
        reach.add(log, counts[i] ?? 0);
      });
  }
  const { counts } = reach;
  return { counts, unknown, certain: certainOf(history, counts, listed) };
}

/**
 * An end is listed while nothing known there continues it. So of a listed chain we know how much is
 * held, that what continues it is not, and that what follows on something that is not held is not.
 */
function certainOf(
  history: History,
  counts: ReadonlyMap<ChainLog, number>,
  listed: ReadonlySet<ChainLog>,
): Set<ChainLog> {
  const certain = new Set(listed);
  for (const log of history.chains()) {
    const continues = log.continues.some((id) => {
      const earlier = history.find(id)?.chain;
      return earlier !== undefined && certain.has(earlier);
    });
    const follows = log.links.some(
      ({ from, chain, to }) =>
        from === 0 && certain.has(chain) && (chain.indexOf(to) ?? 0) > (counts.get(chain) ?? 0),
    );
    if (continues || follows) certain.add(log);
  }
  return certain;
}

/**
 * Events of a chain below a claimed end. A longer chain than ours includes all of ours, unless its
 * agent has signed several.
 */
function claimed(log: ChainLog, { seq, id }: ChainEnd, isForked: boolean): number {
  if (seq > log.end) return isForked ? 0 : log.length;
  const after = log.indexOf(seq);
  return after !== undefined && after > 0 && log.idAt(after - 1) === id ? after : 0;
}

/**
 * Of chains whose events are not wanted for themselves, how many events are needed all the same: by
 * those of other chains that go beyond `counts`.
 */
export function neededOf(
  history: History,
  counts: ReadonlyMap<ChainLog, number>,
  isUnwanted: (log: ChainLog) => boolean,
): Map<ChainLog, number> {
  const needed = new Map<ChainLog, number>();
  const queue: { log: ChainLog; from: number; to: number }[] = [];
  for (const log of history.chains())
    if (!isUnwanted(log)) queue.push({ log, from: counts.get(log) ?? 0, to: history.heldOf(log) });
  for (let next = queue.pop(); next; next = queue.pop())
    for (const { from, chain: log, to } of next.log.links) {
      if (from < next.from || from >= next.to || !isUnwanted(log)) continue;
      const before = needed.get(log) ?? counts.get(log) ?? 0;
      const events = log.indexOf(to) ?? 0;
      if (events <= before) continue;
      needed.set(log, events);
      queue.push({ log, from: before, to: events });
    }
  return needed;
}

/**
 * Runs beyond somebody's holdings: policy first, then by global seq, which is causal since a run
 * needs only what its first event needs. Of unwanted chains only what the others need.
 */
export function missing(
  history: History,
  counts: ReadonlyMap<ChainLog, number>,
  wanted: (log: ChainLog) => boolean,
  unwanted?: (log: ChainLog) => boolean,
): HeldRun[] {
  const runs: HeldRun[] = [];
  const needed = unwanted && neededOf(history, counts, unwanted);
  for (const log of history.chains()) {
    if (!wanted(log)) continue;
    const held = history.heldOf(log);
    const end = unwanted?.(log) ? Math.min(held, needed?.get(log) ?? 0) : held;
    for (const run of log.runs(counts.get(log) ?? 0)) if (run.start < end) runs.push(run);
  }
  const order = ({ log }: HeldRun): number => (log.chain === 'policy' ? 0 : 1);
  return runs.sort((a, b) => order(a) - order(b) || a.globalSeq - b.globalSeq);
}
