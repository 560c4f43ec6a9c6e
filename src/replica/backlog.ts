/**
 * Checked runs that are not taken in yet, because the view is held.
 *
 * A held view may be let on to a version; then just that version's events and their ancestors are
 * taken in. A run is taken in as a whole, so where the version's event lies within one, the rest of
 * that run comes along.
 */
import type { EventId } from '../base/ids.ts';
import { chainKey, runEnd } from '../wire/run.ts';
import type { History } from './history.ts';
import { namesOf, type Staged } from './intake.ts';
import type { Peer } from './peer.ts';

export interface Checked {
  readonly peer: Peer | null;
  readonly staged: Staged;
}

/** What a waiting run costs beside its events' bytes. */
const RUN_COST = 256;

export class Backlog {
  /** In the order of their arrival. */
  readonly #runs = new Set<Checked>();
  /** What the oldest runs hold, as many of them as `#named`. */
  readonly #holding = new Map<EventId, Checked>();
  #named = 0;
  /** Of each chain, the run that reaches furthest; and each, by its last event. */
  readonly #newest = new Map<string, Staged>();
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  add(one: Checked): void {
    const { run } = one.staged;
    this.#runs.add(one);
    this.#bytes += costOf(one);
    const key = chainKey(run.agent, run.chain);
    const newest = this.#newest.get(key);
    if (!newest || runEnd(run) > runEnd(newest.run)) this.#newest.set(key, one.staged);
    if (one.staged.last !== undefined) this.#newest.set(one.staged.last, one.staged);
  }

  /** The run of a chain onto which its next one fits, by its key; or the run up to an event. */
  newest(key: string): Staged | undefined {
    return this.#newest.get(key);
  }

  /** Takes out the oldest, as many of them as reach `bytes`. */
  drain(bytes: number): Checked[] {
    const rest = this.#bytes - bytes;
    const taken: Checked[] = [];
    this.#holding.clear();
    this.#named = 0;
    for (const one of this.#runs) {
      if (this.#bytes <= rest) break;
      this.#drop(one);
      taken.push(one);
    }
    return taken;
  }

  /** Takes out what `events` and their ancestors are in; nothing while one of them is not here. */
  take(events: readonly EventId[], history: History): Checked[] {
    this.#nameAll();
    const wanted = new Set<Checked>();
    const names = [...events];
    for (const id of names) {
      if (history.find(id) || (id as string) === history.workspace) continue;
      const one = this.#holding.get(id);
      if (!one) return [];
      if (wanted.has(one)) continue;
      wanted.add(one);
      names.push(...ancestorsOf(one.staged));
    }
    const taken = [...this.#runs].filter((one) => wanted.has(one));
    for (const one of taken) this.#remove(one);
    return taken;
  }

  /** Makes the ids of the runs that came since the last time. */
  #nameAll(): void {
    for (const one of [...this.#runs].slice(this.#named)) {
      const { last } = one.staged;
      // A run that ends with an event brings nothing newer, so it is the better one to have it from.
      for (const id of namesOf(one.staged))
        if (id === last || !this.#holding.has(id)) this.#holding.set(id, one);
    }
    this.#named = this.#runs.size;
  }

  #remove(one: Checked): void {
    this.#drop(one);
    this.#named -= 1;
    for (const id of namesOf(one.staged))
      if (this.#holding.get(id) === one) this.#holding.delete(id);
  }

  #drop(one: Checked): void {
    this.#runs.delete(one);
    this.#bytes -= costOf(one);
    const { run, last } = one.staged;
    for (const key of [chainKey(run.agent, run.chain), last ?? ''])
      if (this.#newest.get(key) === one.staged) this.#newest.delete(key);
  }
}

/** Only a run's first event names ancestors beside the event before it. */
function ancestorsOf({ previous, events }: Staged): EventId[] {
  const { first, parents = [], policyHeads = [] } = events.body(0);
  const before = previous === undefined ? [] : [previous];
  return [...before, ...(first?.continues ?? []), ...parents, ...policyHeads];
}

const costOf = ({ staged }: Checked): number => staged.events.bytes.length + RUN_COST;
