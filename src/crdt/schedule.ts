/**
 * In which order a replay visits a concurrent part of the graph.
 *
 * Any topological order gives the same text; a good one moves the prepare version little. Branches
 * are kept whole, depth first, and of several branches the smaller goes first, since it is the one
 * that will be retreated (Gentle & Kleppmann 2024, §3.7). Long entries end where something branches
 * off, so that what branches off early does not take back all that came later.
 */
import { asLV } from '../base/ids.ts';
import type { Entry, Graph, Span } from './graph.ts';

/** To take back fewer units than this costs less than one more entry. */
const LONG = 256;

/** The entries of ascending `spans` in the order of replay. Parents outside the spans are done. */
export function schedule(graph: Graph, spans: readonly Span[]): Entry[] {
  const known = graph.entries(spans);
  if (known.length < 2) return known;
  const entries = divided(known);
  const size = entries.length;
  const waiting = Array.from(entries, () => 0);
  const { first, child, next } = edgesOf(entries, waiting);
  const weight = Array.from(entries, () => 0);
  for (let index = size - 1; index >= 0; index--) {
    const { start, end } = entries[index] as Entry;
    let sum = end - start;
    for (let edge = first[index] as number; edge >= 0; edge = next[edge] as number) {
      const below = child[edge] as number;
      // A merge is shared out among its parents.
      sum += (weight[below] as number) / (entries[below] as Entry).parents.length;
    }
    weight[index] = sum;
  }

  const order: Entry[] = [];
  const ready: number[] = [];
  const lightestLast = (a: number, b: number): number =>
    (weight[b] as number) - (weight[a] as number) || b - a;
  const push = (freed: number[]): void => {
    if (freed.length > 1) freed.sort(lightestLast);
    for (const index of freed) ready.push(index);
  };
  push(waiting.flatMap((count, index) => (count === 0 ? [index] : [])));
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    order.push(entries[index] as Entry);
    const freed: number[] = [];
    for (let edge = first[index] as number; edge >= 0; edge = next[edge] as number) {
      const below = child[edge] as number;
      if (--(waiting[below] as number) === 0) freed.push(below);
    }
    push(freed);
  }
  return order;
}

/** Ascending entries, cut after units that one of them names as a parent, if much follows there. */
function divided(entries: Entry[]): Entry[] {
  const forks: number[] = [];
  for (let index = 0; index < entries.length; index++) {
    for (const parent of (entries[index] as Entry).parents) {
      const above = entries[indexOf(entries, parent, index)];
      if (above !== undefined && parent + LONG < above.end) forks.push(parent + 1);
    }
  }
  if (forks.length === 0) return entries;
  forks.sort((a, b) => a - b);
  const out: Entry[] = [];
  let at = 0;
  for (const entry of entries) {
    let { start, parents } = entry;
    for (; at < forks.length && (forks[at] as number) < entry.end; at++) {
      const fork = forks[at] as number;
      if (fork === start) continue;
      out.push({ start, end: fork, parents });
      start = fork;
      parents = [asLV(fork - 1)];
    }
    out.push({ start, end: entry.end, parents });
  }
  return out;
}

/** Lists of children: `child[edge]` from `first[entry]` on by `next`, -1 at the end. */
function edgesOf(
  entries: readonly Entry[],
  waiting: number[],
): { first: number[]; child: number[]; next: number[] } {
  const first = Array.from(entries, () => -1);
  const child: number[] = [];
  const next: number[] = [];
  for (let index = 0; index < entries.length; index++) {
    for (const parent of (entries[index] as Entry).parents) {
      const above = indexOf(entries, parent, index);
      if (above < 0) continue;
      next.push(first[above] as number);
      first[above] = child.length;
      child.push(index);
      (waiting[index] as number)++;
    }
  }
  return { first, child, next };
}

/** Index of the entry that holds a unit, or -1: one before `below`, and often just before. */
function indexOf(entries: readonly Entry[], lv: number, below: number): number {
  let low = 0;
  let high = below - 1;
  for (let tries = 0; tries < 2 && high >= 0; tries++, high--) {
    const { start, end } = entries[high] as Entry;
    if (lv >= end) return -1;
    if (lv >= start) return high;
  }
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle] as Entry;
    if (lv < entry.start) high = middle - 1;
    else if (lv >= entry.end) low = middle + 1;
    else return middle;
  }
  return -1;
}
