/**
 * What each view of a replay shows: a version, without the events that its authors knew to be void.
 *
 * Two are enough while two write. Where one is moved far again and again, because others write on
 * top of versions far apart, one more is copied from it: that costs no more than what was moved.
 */
import { MAX_VIEW_STATES, MAX_VIEWS } from '../base/limits.ts';
import { type Span, sameVersion } from './graph.ts';

const NOTHING: readonly Span[] = [];
/** To move a view by fewer units than this is no reason for another view. */
const FAR = 64;
/** So many items are copied in the time in which one unit is moved. */
const COPIED = 32;

export class Views {
  private readonly least: number;
  private readonly versions: number[][] = [];
  private readonly knowns: (readonly Span[])[] = [];
  /** When each was used last. */
  private readonly used: number[] = [];
  /** Where each branches off what others have: its newest parent when it last came from elsewhere. */
  private readonly places: number[] = [];
  private time = 0;
  /** Units that views were moved by, far, since the last copy. */
  private moved = 0;

  constructor(least: number) {
    this.least = least;
  }

  /** Begins anew, with as few views as may be, all of a version, with nothing left out. */
  begin(version: readonly number[]): void {
    const { least, versions, knowns, used, places } = this;
    for (const list of [versions, knowns, used, places]) list.length = 0;
    for (let view = 0; view < least; view++) {
      versions.push([...version]);
      knowns.push(NOTHING);
      used.push(0);
      places.push(version.at(-1) ?? -1);
    }
    this.moved = 0;
  }

  get count(): number {
    return this.versions.length;
  }

  /** Whether there are more than a sequence with room for so many items should have. */
  isOver(capacity: number): boolean {
    return this.count > this.limit(capacity);
  }

  private limit(capacity: number): number {
    return Math.max(this.least, Math.min(MAX_VIEWS, Math.floor(MAX_VIEW_STATES / capacity)));
  }

  versionOf(view: number): readonly number[] {
    return this.versions[view] as readonly number[];
  }

  /** Events left out: ascending, a span for each. */
  knownOf(view: number): readonly Span[] {
    return this.knowns[view] as readonly Span[];
  }

  /** Notes that a view shows what its author saw after the unit `newest`. */
  set(view: number, newest: number, known: readonly Span[]): void {
    const version = this.versions[view] as number[];
    version.length = 1;
    version[0] = newest;
    this.knowns[view] = known;
    this.used[view] = ++this.time;
  }

  /** The view that shows this, or -1. */
  at(version: readonly number[], known: readonly Span[]): number {
    const last = version[version.length - 1];
    for (let view = 0; view < this.versions.length; view++) {
      const own = this.versionOf(view);
      if (own[own.length - 1] !== last) continue;
      const left = this.knownOf(view);
      const isKnown = left === known || left.length + known.length === 0;
      if (isKnown && sameVersion(own, version)) return view;
    }
    return -1;
  }

  /** The view to move to a version: one that need not go back, or one that branches off near by. */
  nearest(version: readonly number[]): number {
    const place = version[version.length - 1] ?? -1;
    let nearest = 0;
    let least = Infinity;
    for (let view = 0; view < this.versions.length; view++) {
      const from = this.versionOf(view);
      if (from.length === 1 && version.includes(from[0] as number)) return view;
      const far = Math.abs((this.places[view] as number) - place);
      if (far > least || (far === least && this.isNewer(view, nearest))) continue;
      nearest = view;
      least = far;
    }
    return nearest;
  }

  private isNewer(view: number, other: number): boolean {
    return (this.used[view] as number) > (this.used[other] as number);
  }

  /**
   * Notes that a view is about to move by so many units to a version. Returns the view that should
   * be made a copy of it and go in its place, which may be one more; or the view itself.
   */
  move(view: number, units: number, version: readonly number[], items: number, capacity: number) {
    let goes = view;
    if (units > FAR) this.moved += units;
    if (units > FAR && this.moved * COPIED > items) {
      this.moved = 0;
      goes = this.count < this.limit(capacity) ? this.count : this.oldestBut(view);
      this.versions[goes] = [...this.versionOf(view)];
      this.knowns[goes] = this.knownOf(view);
      this.used[goes] = 0;
    }
    if (units > 0) this.places[goes] = version[version.length - 1] ?? -1;
    return goes;
  }

  /** The view that was not used for the longest time, but for one. */
  oldestBut(view: number): number {
    let oldest = view === 0 ? 1 : 0;
    for (let other = 0; other < this.count; other++)
      if (other !== view && this.isNewer(oldest, other)) oldest = other;
    return oldest;
  }

  /** Lets go of a view; the last one gets its number. */
  drop(view: number): void {
    for (const list of [this.versions, this.knowns, this.used, this.places] as unknown[][]) {
      const last = list.pop();
      if (view < list.length) list[view] = last;
    }
  }
}
