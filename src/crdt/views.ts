/**
 * What each view of a replay shows: a version, without the events that its authors knew to be void.
 */
import { type Span, sameVersion } from './graph.ts';

const NOTHING: readonly Span[] = [];

export class Views {
  private readonly versions: number[][];
  private readonly knowns: (readonly Span[])[];
  /** When each was used last. */
  private readonly used: number[];
  private time = 0;

  constructor(count: number) {
    this.versions = Array.from({ length: count }, () => []);
    this.knowns = Array.from({ length: count }, () => NOTHING);
    this.used = Array.from({ length: count }, () => 0);
  }

  /** Sets all views to a version, with nothing left out. */
  begin(version: readonly number[]): void {
    for (const own of this.versions) own.splice(0, own.length, ...version);
    for (let view = 0; view < this.knowns.length; view++) this.knowns[view] = NOTHING;
    this.used.fill(0);
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
    for (let view = 0; view < this.versions.length; view++) {
      const left = this.knownOf(view);
      const isKnown = left === known || left.length + known.length === 0;
      if (isKnown && sameVersion(this.versionOf(view), version)) return view;
    }
    return -1;
  }

  /** The view to move to a version: one that need not go back, or was not used for the longest time. */
  nearest(version: readonly number[]): number {
    let oldest = 0;
    for (let view = 0; view < this.versions.length; view++) {
      const from = this.versionOf(view);
      if (from.length === 1 && version.includes(from[0] as number)) return view;
      if ((this.used[view] as number) < (this.used[oldest] as number)) oldest = view;
    }
    return oldest;
  }
}
