/**
 * In which order a replay visits a concurrent part of the graph.
 *
 * Any topological order gives the same text; a good one moves the prepare version little. Branches
 * are kept whole, depth first, and of several branches the smaller goes first, since it is the one
 * that will be retreated (Gentle & Kleppmann 2024, §3.7). Long entries end where something branches
 * off, so that what branches off early does not take back all that came later.
 *
 * Zones are many and mostly small, so the columns of one schedule are used again for the next.
 */
import { asLV, type LV } from '../base/ids.ts';
import type { Graph, Span } from './graph.ts';

/** To take back fewer units than this costs less than one more entry. */
const LONG = 256;
/** Entries freed at once that are sorted by looking at neighbours. */
const FEW = 8;

export class Schedule {
  /** How many entries there are. The columns keep their length, so that they keep their memory. */
  size = 0;
  /** Entries: units [starts[i], ends[i]) on top of parents[i]; the others follow one another. */
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly parents: (readonly LV[])[] = [];
  /** Indices of entries, in the order of replay. */
  order: Int32Array = new Int32Array(16);
  private ready: Int32Array = new Int32Array(16);
  private waiting: Int32Array = new Int32Array(16);
  private weight: Float64Array = new Float64Array(16);
  /** Lists of children: `child[edge]` from `first[entry]` on by `next`, -1 at the end. */
  private first: Int32Array = new Int32Array(16);
  private readonly child: number[] = [];
  private readonly next: number[] = [];

  /** Takes in the entries of ascending `spans`. Parents outside the spans are done. */
  plan(graph: Graph, spans: readonly Span[]): void {
    this.size = 0;
    graph.visit(spans, this.push);
    const forks = this.size > 1 ? this.link() : false;
    if (forks) {
      this.divide();
      this.link();
    }
    this.reserve();
    if (this.size === 1) this.order[0] = 0;
    else if (this.size > 1) this.sort();
  }

  private reserve(): void {
    if (this.size <= this.order.length) return;
    const size = 2 * this.size;
    this.order = new Int32Array(size);
    this.ready = new Int32Array(size);
    this.weight = new Float64Array(size);
  }

  /** Lists the children of each entry. True if a long entry should end where one branches off. */
  private link(): boolean {
    const { size, child, next, starts, ends, parents } = this;
    if (size > this.first.length) {
      this.first = new Int32Array(2 * size);
      this.waiting = new Int32Array(2 * size);
    }
    const { first, waiting } = this;
    let forks = false;
    let edges = 0;
    for (let index = 0; index < size; index++) {
      first[index] = -1;
      waiting[index] = 0;
      const above = parents[index] as readonly LV[];
      for (let i = 0; i < above.length; i++) {
        const parent = above[i] as LV;
        const at = indexOf(starts, ends, parent, index);
        if (at < 0) continue;
        if (parent + LONG < (ends[at] as number)) forks = true;
        next[edges] = first[at] as number;
        child[edges] = index;
        first[at] = edges++;
        (waiting[index] as number)++;
      }
    }
    return forks;
  }

  /** Cuts entries after units that one of them names as a parent, if much follows there. */
  private divide(): void {
    const { size } = this;
    const starts = this.starts.slice(0, size);
    const ends = this.ends.slice(0, size);
    const parents = this.parents.slice(0, size);
    const forks: number[] = [];
    parents.forEach((above, index) => {
      for (const parent of above) {
        const at = indexOf(starts, ends, parent, index);
        if (at >= 0 && parent + LONG < (ends[at] as number)) forks.push(parent + 1);
      }
    });
    forks.sort((a, b) => a - b);
    this.size = 0;
    let at = 0;
    for (let index = 0; index < size; index++) {
      const end = ends[index] as number;
      let start = starts[index] as number;
      let above = parents[index] as readonly LV[];
      for (; at < forks.length && (forks[at] as number) < end; at++) {
        const fork = forks[at] as number;
        if (fork === start) continue;
        this.push(start, fork, above);
        start = fork;
        above = [asLV(fork - 1)];
      }
      this.push(start, end, above);
    }
  }

  private readonly push = (start: number, end: number, parents: readonly LV[]): void => {
    const index = this.size++;
    this.starts[index] = start;
    this.ends[index] = end;
    this.parents[index] = parents;
  };

  private sort(): void {
    const { size, order, ready, waiting, first, child, next } = this;
    this.weigh();
    let open = 0;
    for (let index = 0; index < size; index++) if (waiting[index] === 0) ready[open++] = index;
    this.lightestLast(0, open);
    for (let done = 0; open > 0; done++) {
      const index = ready[--open] as number;
      order[done] = index;
      const from = open;
      for (let edge = first[index] as number; edge >= 0; edge = next[edge] as number) {
        const below = child[edge] as number;
        if (--(waiting[below] as number) === 0) ready[open++] = below;
      }
      if (open - from > 1) this.lightestLast(from, open);
    }
  }

  /** The units of each entry and of all that is built on it. */
  private weigh(): void {
    const { starts, ends, parents, weight, first, child, next } = this;
    for (let index = this.size - 1; index >= 0; index--) {
      let sum = (ends[index] as number) - (starts[index] as number);
      for (let edge = first[index] as number; edge >= 0; edge = next[edge] as number) {
        const below = child[edge] as number;
        // A merge is shared out among its parents.
        sum += (weight[below] as number) / (parents[below] as readonly LV[]).length;
      }
      weight[index] = sum;
    }
  }

  /** Sorts ready entries [from, to): what comes last is taken first. */
  private lightestLast(from: number, to: number): void {
    const { ready, weight } = this;
    const compare = (a: number, b: number): number =>
      (weight[b] as number) - (weight[a] as number) || b - a;
    if (to - from > FEW) {
      ready.subarray(from, to).sort(compare);
      return;
    }
    for (let i = from + 1; i < to; i++) {
      const index = ready[i] as number;
      let at = i;
      for (; at > from && compare(ready[at - 1] as number, index) > 0; at--) {
        ready[at] = ready[at - 1] as number;
      }
      ready[at] = index;
    }
  }
}

/** Index of the entry that holds a unit, or -1: one before `below`, and often just before. */
function indexOf(
  starts: readonly number[],
  ends: readonly number[],
  lv: number,
  below: number,
): number {
  let low = 0;
  let high = below - 1;
  for (let tries = 0; tries < 2 && high >= 0; tries++, high--) {
    if (lv >= (ends[high] as number)) return -1;
    if (lv >= (starts[high] as number)) return high;
  }
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (lv < (starts[middle] as number)) high = middle - 1;
    else if (lv >= (ends[middle] as number)) low = middle + 1;
    else return middle;
  }
  return -1;
}
