/**
 * What two replicas lack of each other, from compact claims (DESIGN: hello, summary, runs).
 *
 * A summary names the ends of the chains that nothing continues; whoever holds an event holds all
 * its ancestors, so the rest follows. Claims only decide what to send. What is told to others is
 * what signatures prove: a chain's signed end.
 */
import { toHex } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { EventId } from '../base/ids.ts';
import { Writer } from '../wire/codec.ts';
import { writeEnd, type ChainEnd } from '../wire/message.ts';
import { encodeRun } from '../wire/run.ts';
import { TAG } from '../wire/tags.ts';
import type { ChainLog } from './chain.ts';
import type { History } from './history.ts';

/** Ends of what is held, sorted: policy and content chains that nothing continues. */
export function summarise(history: History): ChainEnd[] {
  const ends: ChainEnd[] = [];
  for (const log of history.chains()) {
    const at = log.newestSigned;
    const id = log.ids[at];
    if (id === undefined || history.isContinued(id)) continue;
    ends.push({ agent: log.agent, chain: log.chain, seq: log.signedEnd, id });
  }
  return ends.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** One hash over a summary, 64 hex digits: equal hashes, equal histories. */
export function heldHash(ends: readonly ChainEnd[]): string {
  const writer = new Writer();
  for (const end of ends) writeEnd(writer, end);
  return toHex(digest(TAG.held, writer.finish()));
}

/** What somebody claims to hold, as an event count per chain of ours. */
export type Holdings = Map<ChainLog, number>;

/** Expands a summary to everything below it. Ends that are not known here say nothing. */
export function holdingsOf(history: History, ends: readonly ChainEnd[]): Holdings {
  const holdings: Holdings = new Map();
  const queue: { log: ChainLog; events: number }[] = [];
  for (const end of ends) {
    const log = history.chain(end.agent, end.chain);
    if (!log) continue;
    const events = claimed(log, end.seq, end.id);
    if (events > 0) queue.push({ log, events });
  }
  for (let next = queue.pop(); next; next = queue.pop()) {
    const before = holdings.get(next.log) ?? 0;
    if (next.events <= before) continue;
    holdings.set(next.log, next.events);
    for (const link of next.log.links)
      if (link.from >= before && link.from < next.events)
        queue.push({ log: link.chain, events: link.chain.indexOf(link.to) ?? 0 });
  }
  return holdings;
}

/** Events of a chain below a claimed end. A longer chain than ours includes all of ours. */
function claimed(log: ChainLog, seq: number, id: EventId): number {
  if (seq > log.end) return log.length;
  const after = log.indexOf(seq);
  return after !== undefined && log.ids[after - 1] === id ? after : 0;
}

export interface Parcel {
  readonly bytes: Uint8Array;
  readonly policy: boolean;
  readonly globalSeq: number;
}

/** Encoded runs beyond somebody's holdings: policy first, then by global seq, which is causal. */
export function missing(history: History, holdings: Holdings, policyOnly: boolean): Parcel[] {
  const parcels: Parcel[] = [];
  for (const log of history.chains()) {
    if (policyOnly && log.chain !== 'policy') continue;
    for (const { parts, globalSeq } of log.runs(holdings.get(log) ?? 0))
      parcels.push({ bytes: encodeRun(parts), policy: log.chain === 'policy', globalSeq });
  }
  return parcels.sort((a, b) => Number(b.policy) - Number(a.policy) || a.globalSeq - b.globalSeq);
}
