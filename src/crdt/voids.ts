/**
 * Which events are void: kept in the graph, without effect on the text. Who decides that, and why,
 * is not known here; it is told as units.
 *
 * Two questions are kept apart. What is void *now* decides what the text shows, and can change at
 * any time. What an event's author *knew* to be void decides what its positions mean, since that
 * was not in the text that the author saw; it never changes. So a void that is learnt or lifted
 * later moves no position of anybody.
 */
import type { LV } from '../base/ids.ts';
import type { Span } from './graph.ts';

export interface Voids {
  /** Events without effect; ascending, a span for each event. */
  readonly now: readonly Span[];
  /** What authors knew of the units from `from` on, up to the next; ascending. */
  readonly known: readonly Known[];
}

export interface Known {
  readonly from: LV;
  /** Void to these authors: as `now`. The same array where it is the same. */
  readonly events: readonly Span[];
}

/** An answer, and the unit before which it holds. */
interface Until<T> {
  readonly value: T;
  readonly until: number;
}

const NOTHING: readonly Span[] = [];

export class VoidIndex {
  /** No event below this unit is void, or known to be. Infinite without any. */
  readonly floor: number;
  private readonly voids: Voids;

  constructor(voids: Voids = { now: [], known: [] }) {
    this.voids = voids;
    let floor = voids.now[0]?.start ?? Infinity;
    for (const { events } of voids.known) floor = Math.min(floor, events[0]?.start ?? Infinity);
    this.floor = floor;
  }

  /** What the author of a unit knew to be void. */
  knownAt(lv: number): Until<readonly Span[]> {
    const { known } = this.voids;
    const index = countUpTo(known, lv, ({ from }) => from);
    return { value: known[index - 1]?.events ?? NOTHING, until: known[index]?.from ?? Infinity };
  }

  /** Whether a unit is void now. */
  isVoid(lv: number): Until<boolean> {
    const { now } = this.voids;
    const index = countUpTo(now, lv, ({ start }) => start);
    const event = now[index - 1];
    if (event !== undefined && lv < event.end) return { value: true, until: event.end };
    return { value: false, until: now[index]?.start ?? Infinity };
  }
}

export function sameSpans(a: readonly Span[], b: readonly Span[]): boolean {
  const isSame = (span: Span, i: number): boolean =>
    span.start === b[i]?.start && span.end === b[i]?.end;
  return a.length === b.length && a.every(isSame);
}

/** How many members of an ascending list are at or before a unit. */
export function countUpTo<T>(
  members: readonly T[],
  lv: number,
  placeOf: (member: T) => number,
): number {
  let low = 0;
  let high = members.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeOf(members[middle] as T) <= lv) low = middle + 1;
    else high = middle;
  }
  return low;
}
