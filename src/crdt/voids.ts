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

/** What somebody knew to be void: ascending, a span for each event. */
export type KnownVoids = readonly Span[];

interface Known {
  readonly from: LV;
  readonly events: KnownVoids;
}

/** An answer, and the unit before which it holds. */
interface Until<T> {
  readonly value: T;
  readonly until: number;
}

const NOTHING: KnownVoids = [];

/**
 * Told in the order of units and only added to. What is added must be about units that the text does
 * not show yet; for anything else there is another list, and `Text.setVoids`.
 */
export class Voids {
  /** No event below this unit is void, or known to be. Infinite without any. */
  floor = Infinity;
  private readonly now: Span[] = [];
  private readonly known: Known[] = [];

  /** The same, if more were void now: ascending spans of whole events. */
  with(more: readonly Span[]): Voids {
    const voids = new Voids();
    const all = [...this.now, ...more].sort((a, b) => a.start - b.start);
    for (const { start, end } of all) {
      const last = voids.now.at(-1);
      if (!last || last.end < start) voids.now.push({ start, end });
      else if (last.end < end) voids.now[voids.now.length - 1] = { start: last.start, end };
    }
    for (const one of this.known) voids.known.push(one);
    voids.floor = Math.min(this.floor, more[0]?.start ?? Infinity);
    return voids;
  }

  /** An event is void now. */
  add(event: Span): void {
    this.now.push(event);
    this.floor = Math.min(this.floor, event.start);
  }

  /**
   * Authors of units from `from` on, up to the next that is told of, know these events to be void.
   * The list may grow later, by `learn`; it must be the same one for the same knowledge.
   */
  addKnown(from: LV, events: KnownVoids): void {
    if (events === (this.known.at(-1)?.events ?? NOTHING)) return;
    this.known.push({ from, events });
    this.floor = Math.min(this.floor, events[0]?.start ?? Infinity);
  }

  /** Adds an event to what some authors know; it is not below anything that they wrote so far. */
  learn(events: Span[], event: Span): void {
    events.push(event);
    this.floor = Math.min(this.floor, event.start);
  }

  /** What the author of a unit knew to be void. */
  knownAt(lv: number): Until<KnownVoids> {
    const { known } = this;
    const index = countUpTo(known, lv, ({ from }) => from);
    return { value: known[index - 1]?.events ?? NOTHING, until: known[index]?.from ?? Infinity };
  }

  /** Whether a unit is void now. */
  isVoid(lv: number): Until<boolean> {
    const { now } = this;
    const index = countUpTo(now, lv, ({ start }) => start);
    const event = now[index - 1];
    if (event !== undefined && lv < event.end) return { value: true, until: event.end };
    return { value: false, until: now[index]?.start ?? Infinity };
  }

  /** Whether the same is void now, and was known, of the first `end` units. */
  isSameBelow(end: number, other: Voids): boolean {
    for (let lv = 0; lv < end;) {
      const [own, others] = [this.isVoid(lv), other.isVoid(lv)];
      if (own.value !== others.value) return false;
      lv = Math.min(own.until, others.until);
    }
    return true;
  }
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
