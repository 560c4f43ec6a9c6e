/**
 * In which order a text's history is shown to people, and in which steps.
 *
 * By the times that authors say, but nothing before what it builds on: so all who hold the same go through
 * it alike, whatever came to them first, and whoever lies about a time moves what they wrote themselves and
 * what was built on it. A step, a *moment*, is what one page load wrote at one time and in one go; moments
 * without a longer pause between them are a *sitting*.
 */
import { asLV, asSeconds, type Seconds } from '../base/ids.ts';
import { MAX_SITTINGS } from '../base/limits.ts';
import type { Span } from '../crdt/graph.ts';
import type { ChainLog } from './chain.ts';
import type { DocumentLog } from './document.ts';

/** Whole events, one after the other. */
export interface Moment extends Span {
  readonly chain: ChainLog;
  readonly time: Seconds;
}

/** Moments [from, to), with the least and the greatest of their times. */
export interface Sitting {
  readonly from: number;
  readonly to: number;
  readonly first: Seconds;
  readonly last: Seconds;
}

/** A moment ends with the first event that brings it to so many units: a line of text, not a page. */
const MOMENT_UNITS = 64;
/** Moments that are looked at before others may go on. */
const STEP = 512;
/** A longer pause ends a sitting. */
const PAUSE_SECONDS = 1_800;

/** All events of a document that are cut, in moments and in order. Yields now and then. */
export function* momentsOf(log: DocumentLog): Generator<undefined, Moment[]> {
  const moments = yield* cut(log, 0);
  return yield* ordered(log, moments);
}

/** Those of units from `start` on, as they came. */
export const momentsSince = (log: DocumentLog, start: number): Generator<undefined, Moment[]> =>
  cut(log, start);

function* cut(log: DocumentLog, start: number): Generator<undefined, Moment[]> {
  const moments: Moment[] = [];
  const all = log.graph.next;
  for (const { chain, from, to, start: first } of log.pieces()) {
    if (first >= all) break; // Came meanwhile.
    const end = chain.atUnit(all, from, to);
    let unit = Math.max(first, start);
    let at = chain.atUnit(asLV(unit), from, end);
    for (const { time, to: until } of chain.times(at, end))
      while (at < until) {
        const limit = Math.min(log.graph.entryOf(unit).end, unit + MOMENT_UNITS);
        at = Math.max(at + 1, chain.atUnit(asLV(limit), at, until));
        const next = chain.lv(at - 1) + 1;
        moments.push({ start: unit, end: next, chain, time });
        unit = next;
        if (moments.length % STEP === 0) yield;
      }
  }
  return moments;
}

/** Of the moments whose ancestors are through, always the earliest. */
function* ordered(log: DocumentLog, moments: readonly Moment[]): Generator<undefined, Moment[]> {
  const waiting = new Int32Array(moments.length);
  /** Lists of those that build on each: `built[edge]` from `first[moment]` on by `next`, −1 at the end. */
  const first = new Int32Array(moments.length).fill(-1);
  const built: number[] = [];
  const next: number[] = [];
  const ready = new Ready(moments);
  for (let i = 0; i < moments.length; i++) {
    for (const parent of log.graph.parentsOf((moments[i] as Moment).start)) {
      const below = indexOf(moments, parent, i);
      next.push(first[below] as number);
      first[below] = built.push(i) - 1;
      waiting[i] = (waiting[i] as number) + 1;
    }
    if (waiting[i] === 0) ready.put(i);
    if (i % STEP === 0) yield;
  }
  const order: Moment[] = [];
  for (let index = ready.take(); index !== undefined; index = ready.take()) {
    order.push(moments[index] as Moment);
    for (let edge = first[index] as number; edge >= 0; edge = next[edge] as number) {
      const above = built[edge] as number;
      waiting[above] = (waiting[above] as number) - 1;
      if (waiting[above] === 0) ready.put(above);
    }
    if (order.length % STEP === 0) yield;
  }
  return order;
}

/** Index of the moment, one before `below`, that holds a unit. */
function indexOf(moments: readonly Moment[], unit: number, below: number): number {
  let [low, high] = [0, below - 1];
  if ((moments[high]?.start ?? 0) <= unit) return high;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((moments[middle] as Moment).start <= unit) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A heap of moments, by index, the earliest on top; of those of one time, by agent, then as they came. */
class Ready {
  readonly #moments: readonly Moment[];
  readonly #heap: number[] = [];

  constructor(moments: readonly Moment[]) {
    this.#moments = moments;
  }

  put(index: number): void {
    const heap = this.#heap;
    let at = heap.push(index) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#isBefore(heap[above] as number, index)) break;
      heap[at] = heap[above] as number;
      at = above;
    }
    heap[at] = index;
  }

  take(): number | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      const other = heap[below + 1];
      if (other !== undefined && this.#isBefore(other, heap[below] as number)) below += 1;
      if (this.#isBefore(last, heap[below] as number)) break;
      heap[at] = heap[below] as number;
      at = below;
    }
    heap[at] = last;
    return top;
  }

  #isBefore(a: number, b: number): boolean {
    const [one, other] = [this.#moments[a] as Moment, this.#moments[b] as Moment];
    if (one.time !== other.time) return one.time < other.time;
    if (one.chain.agent !== other.chain.agent) return one.chain.agent < other.chain.agent;
    return a < b;
  }
}

/** Moments in groups, by the pauses between them; longer ones only, where there would be too many. */
export function sittingsOf(moments: readonly Moment[]): Sitting[] {
  for (let pause = PAUSE_SECONDS; ; pause *= 4) {
    const sittings: { from: number; to: number; first: Seconds; last: Seconds }[] = [];
    let before = -Infinity;
    for (let at = 0; at < moments.length && sittings.length <= MAX_SITTINGS; at++) {
      const { time } = moments[at] as Moment;
      const sitting = sittings.at(-1);
      if (!sitting || Math.abs(time - before) > pause)
        sittings.push({ from: at, to: at + 1, first: time, last: time });
      else {
        sitting.to = at + 1;
        sitting.first = asSeconds(Math.min(sitting.first, time));
        sitting.last = asSeconds(Math.max(sitting.last, time));
      }
      before = time;
    }
    if (sittings.length <= MAX_SITTINGS) return sittings;
  }
}
