/**
 * In which order a replay visits a concurrent part of the graph.
 *
 * Any topological order gives the same text; a good one moves the prepare version little. Branches
 * are kept whole, depth first, and of several branches the smaller goes first, since it is the one
 * that will be retreated (Gentle & Kleppmann 2024, §3.7).
 */
import type { Entry, Graph, Span } from './graph.ts';

/** The entries of ascending `spans` in the order of replay. Parents outside the spans are done. */
export function schedule(graph: Graph, spans: readonly Span[]): Entry[] {
  const entries = spans.flatMap((span) => graph.entries(span));
  if (entries.length < 2) return entries;
  const children: number[][] = entries.map(() => []);
  const waiting = new Int32Array(entries.length);
  entries.forEach((entry, index) => {
    for (const parent of entry.parents) {
      const above = indexOf(entries, parent);
      if (above === undefined) continue;
      (children[above] as number[]).push(index);
      (waiting[index] as number)++;
    }
  });

  const weight = weigh(entries, children);
  const lightestLast = (a: number, b: number): number =>
    (weight[b] as number) - (weight[a] as number) || b - a;
  const order: Entry[] = [];
  const ready = [...entries.keys()].filter((index) => waiting[index] === 0).sort(lightestLast);
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    order.push(entries[index] as Entry);
    const freed = (children[index] as number[]).filter(
      (child) => --(waiting[child] as number) === 0,
    );
    ready.push(...freed.sort(lightestLast));
  }
  return order;
}

/** Units of each entry and of what is built on it, a merge shared out among its parents. */
function weigh(entries: readonly Entry[], children: readonly number[][]): Float64Array {
  const weight = new Float64Array(entries.length);
  for (let index = entries.length - 1; index >= 0; index--) {
    const { start, end } = entries[index] as Entry;
    let sum = end - start;
    for (const child of children[index] as number[]) {
      sum += (weight[child] as number) / (entries[child] as Entry).parents.length;
    }
    weight[index] = sum;
  }
  return weight;
}

function indexOf(entries: readonly Entry[], lv: number): number | undefined {
  let low = 0;
  let high = entries.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = entries[middle] as Entry;
    if (lv < entry.start) high = middle - 1;
    else if (lv >= entry.end) low = middle + 1;
    else return middle;
  }
  return undefined;
}
