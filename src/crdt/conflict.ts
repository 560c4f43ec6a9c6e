/**
 * Which part of the graph two versions must be replayed over, if neither is all that is known.
 *
 * The engine's own merges need only the graph's cuts; this walk finds the same point for any two
 * versions, without knowledge of what else exists. After diamond-types' `find_conflicting`.
 */
import { asLV, type LV } from '../base/ids.ts';
import { type Graph, type Span, sameVersion } from './graph.ts';

export type Side = 'a' | 'b' | 'shared';

export interface Conflict {
  /** The newest version found that every unit of both histories is in, or is built on all of. */
  readonly common: LV[];
  /** Units of either history above `common`, ascending, adjacent spans of one side joined. */
  readonly spans: { readonly span: Span; readonly side: Side }[];
}

/** A version that still has to be walked down from, heads descending. */
interface Point {
  readonly heads: readonly LV[];
  readonly side: Side;
}

/** The common ancestor of two versions, and what lies between. O(n·k), n entries walked, k branches. */
export function findConflicting(graph: Graph, a: readonly LV[], b: readonly LV[]): Conflict {
  const spans: { span: Span; side: Side }[] = [];
  const queue: Point[] = [];
  const add = (heads: readonly LV[], side: Side): void => {
    const point = { heads: heads.toSorted((x, y) => y - x), side };
    const at = queue.findIndex((other) => compareHeads(point.heads, other.heads) <= 0);
    queue.splice(at < 0 ? queue.length : at, 0, point);
  };
  const shatter = (point: Point): LV | undefined => {
    for (const head of point.heads.slice(1)) add([head], point.side);
    return point.heads[0];
  };
  const visit = (start: number, end: number, side: Side): void => {
    const last = spans.at(-1);
    if (start >= end) return;
    if (last?.side === side && last.span.start === end) {
      spans[spans.length - 1] = { span: { start, end: last.span.end }, side };
    } else spans.push({ span: { start, end }, side });
  };
  const done = (common: readonly LV[]): Conflict => ({
    common: common.toSorted((x, y) => x - y),
    spans: spans.reverse(),
  });

  add(a, 'a');
  add(b, 'b');
  for (;;) {
    const point = queue.shift();
    if (point === undefined) return done([]);
    let side = point.side;
    for (; sameVersion(queue[0]?.heads ?? [-1], point.heads); queue.shift()) {
      if (queue[0]?.side !== side) side = 'shared';
    }
    if (queue.length === 0) return done(point.heads);
    const newest = shatter({ heads: point.heads, side });
    if (newest === undefined) return done([]);
    const { start, parents } = graph.entryOf(newest);
    let end = newest + 1;
    for (let top = queue[0]; top !== undefined && (top.heads[0] ?? -1) >= start; top = queue[0]) {
      queue.shift();
      const other = shatter(top) as LV;
      visit(other + 1, end, side);
      end = other + 1;
      if (top.side !== side) side = 'shared';
    }
    if (queue.length === 0) return done([asLV(end - 1)]);
    visit(start, end, side);
    add(parents, side);
  }
}

/** Newest first; of two lists where one begins the other, the shorter first, but the root last. */
function compareHeads(a: readonly LV[], b: readonly LV[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (b[i] as LV) - (a[i] as LV);
    if (difference !== 0) return difference;
  }
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return a.length - b.length;
}
