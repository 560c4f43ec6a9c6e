/**
 * Runs that wait for events which are not here: for one, by its id, or for their own chain to reach up
 * to them. Bounded by what they cost, per peer; beyond that a run is not kept, and asked for again.
 */
import type { EventId, PeerId } from '../base/ids.ts';
import { MAX_PARKED_BYTES } from '../base/limits.ts';
import { chainKey, type SignedRun } from '../wire/run.ts';
import type { ChainLog } from './chain.ts';

export interface Waiting {
  readonly peer: PeerId | null;
  readonly run: SignedRun;
  /** Set once the signature was checked: the id of the run's last event. */
  readonly proven: EventId | null;
  readonly bytes: number;
}

/** By the id of an event, or by the seq that a chain must reach. */
type Lists = Map<string | number, Waiting[]>;

/** What a run that waits costs beside its events. */
const RUN_COST = 256;

/** Names what a run waits for when its chain does not reach up to it. */
export const gapKey = ({ agent, chain }: Pick<SignedRun, 'agent' | 'chain'>, seq: number): string =>
  `${chainKey(agent, chain)}@${seq}`;

export class Parked {
  readonly #forEvents: Lists = new Map();
  /** By chain. */
  readonly #gaps = new Map<string, Lists>();
  readonly #cost = new Map<PeerId | null, number>();

  get events(): number {
    let events = 0;
    for (const lists of this.#lists())
      for (const list of lists.values()) for (const { run } of list) events += run.stretch.length;
    return events;
  }

  /** Everything, first what waits for nothing that waits itself. */
  all(): Waiting[] {
    const lists = this.#lists().flatMap((of) => [...of]);
    const parked = new Set<string | number | null>();
    for (const [, list] of lists) for (const { proven } of list) parked.add(proven);
    const isLast = ([key]: readonly [string | number, unknown]): number => Number(parked.has(key));
    return lists.sort((a, b) => isLast(a) - isLast(b)).flatMap(([, list]) => list);
  }

  /**
   * Keeps a run, if its peer has room left. What that costs, or would.
   * @param missing the id that it waits for, or its gapKey.
   */
  park(missing: string, peer: PeerId | null, run: SignedRun, proven: EventId | null): number {
    const bytes = run.stretch.bytes.length + RUN_COST;
    const cost = this.#cost.get(peer) ?? 0;
    if (peer !== null && cost + bytes > MAX_PARKED_BYTES) return bytes;
    this.#cost.set(peer, cost + bytes);
    const isGap = missing === gapKey(run, run.from);
    const lists = isGap ? this.#gapsOf(chainKey(run.agent, run.chain)) : this.#forEvents;
    const key = isGap ? run.from : missing;
    const list = lists.get(key);
    const one = { peer, run, proven, bytes };
    if (list) list.push(one);
    else lists.set(key, [one]);
    return bytes;
  }

  /** What waited for the newest events of a log, as many as `count`; it waits no longer. */
  woken(log: ChainLog, count: number): Waiting[] {
    const woken: Waiting[] = [];
    const from = log.length - count;
    // An id is a hash: none is made that nothing waits for.
    if (this.#forEvents.size > 0)
      for (const id of log.idsOf(from, log.length)) this.#wake(this.#forEvents, id, woken);
    const chain = chainKey(log.agent, log.chain);
    const gaps = this.#gaps.get(chain);
    if (gaps) for (let at = from; at < log.length; at++) this.#wake(gaps, log.endOf(at), woken);
    if (gaps?.size === 0) this.#gaps.delete(chain);
    return woken;
  }

  /** Forgets what a peer left. */
  forget(peer: PeerId): void {
    for (const lists of this.#lists())
      for (const [key, list] of lists) {
        const kept = list.filter((one) => one.peer !== peer);
        if (kept.length > 0) lists.set(key, kept);
        else lists.delete(key);
      }
    for (const [chain, gaps] of this.#gaps) if (gaps.size === 0) this.#gaps.delete(chain);
    this.#cost.delete(peer);
  }

  #wake(lists: Lists, key: string | number, into: Waiting[]): void {
    const list = lists.get(key);
    if (!list) return;
    lists.delete(key);
    for (const one of list) {
      this.#cost.set(one.peer, (this.#cost.get(one.peer) ?? 0) - one.bytes);
      into.push(one);
    }
  }

  #lists(): Lists[] {
    return [this.#forEvents, ...this.#gaps.values()];
  }

  #gapsOf(chain: string): Lists {
    let gaps = this.#gaps.get(chain);
    if (!gaps) this.#gaps.set(chain, (gaps = new Map()));
    return gaps;
  }
}
