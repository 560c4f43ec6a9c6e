/**
 * The event graph of one document, over local versions.
 *
 * A local version (LV) is the index of one unit in this process: one code point inserted, one
 * delete, one register write. Units are numbered as they arrive, ancestors first, so a parent is
 * always smaller than its child. Runs in which each unit's only parent is the unit before are
 * stored as one entry; parents may name the middle of an entry.
 *
 * A *version* is a list of LVs, ascending, none an ancestor of another; `[]` is the root.
 * A *cut* is a count c such that every unit below c happened before every unit from c on: the
 * critical versions of Gentle & Kleppmann (2024), versions with several heads included. Cuts come
 * in ranges, since every point of a sequential stretch is one; `add` keeps them in O(1) amortised.
 *
 * It knows nothing of ops, authors or hashes.
 */
import { asLV, type LV } from '../base/ids.ts';
import { assert } from '../base/result.ts';
import { MaxHeap } from './heap.ts';

/** Units [start, end). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Entry extends Span {
  readonly parents: readonly LV[];
}

export interface Difference {
  /** Units only in the history of the first version; newest first, adjacent spans joined. */
  readonly aOnly: Span[];
  readonly bOnly: Span[];
}

/** Spans, newest first. */
export class SpanList {
  size = 0;
  /** Start and end of each. Longer than `size` says once it was. */
  private readonly ends: number[] = [];

  /** Adds a span that lies below all the others. */
  add(start: number, end: number): void {
    const { ends, size } = this;
    if (start >= end) return;
    if (size > 0 && this.startOf(size - 1) === end) ends[2 * size - 2] = start;
    else {
      ends[2 * size] = start;
      ends[2 * size + 1] = end;
      this.size++;
    }
  }

  startOf(index: number): number {
    return this.ends[2 * index] as number;
  }

  endOf(index: number): number {
    return this.ends[2 * index + 1] as number;
  }

  /** How many units there are in all. */
  get units(): number {
    let units = 0;
    for (let i = 0; i < this.size; i++) units += this.endOf(i) - this.startOf(i);
    return units;
  }

  toSpans(): Span[] {
    const spans: Span[] = [];
    for (let i = 0; i < this.size; i++) {
      spans.push({ start: this.startOf(i), end: this.endOf(i) });
    }
    return spans;
  }
}

/** Cuts from..to, both included. `heads`: the version at `from`; at any later cut c it is [c - 1]. */
interface CutRange {
  readonly from: number;
  to: number;
  readonly heads: readonly LV[];
}

const ONLY_A = 1;
const ONLY_B = 2;
const SHARED = 3;

export class Graph {
  private readonly starts: number[] = [];
  private readonly parents: (readonly LV[])[] = [];
  private readonly cuts: CutRange[] = [{ from: 0, to: 0, heads: [] }];
  private readonly queue = new MaxHeap();
  /** The entry found last. */
  private found = 0;
  private end = 0;
  /** The heads besides the newest unit, ascending. */
  private readonly others = new Set<LV>();
  private headList: readonly LV[] | undefined = [];

  /** LV that the next unit will get; also the number of units. */
  get next(): LV {
    return asLV(this.end);
  }

  /** The version of everything known. */
  get heads(): readonly LV[] {
    return (this.headList ??= [...this.others, asLV(this.end - 1)]);
  }

  /** True if everything known is in the history of the newest unit. */
  get isMerged(): boolean {
    return this.others.size === 0;
  }

  /**
   * Appends a run of `length` units on top of `parents`, which must be known and none an ancestor
   * of another. Returns the LV of its first unit.
   */
  add(parents: readonly LV[], length: number): LV {
    const start = this.end;
    const continues = parents.length === 1 && parents[0] === start - 1;
    if (continues && this.isMerged) return this.append(length);
    assert(Number.isInteger(length) && length > 0, 'a run has at least one unit');
    const sorted = isAscending(parents) ? parents : parents.toSorted((a, b) => a - b);
    this.join(sorted, start, start + length);
    if (!continues) {
      this.starts.push(start);
      this.parents.push(sorted);
    }
    this.end = start + length;
    this.headList = undefined;
    return asLV(start);
  }

  /** Appends a run on top of everything known. */
  append(length: number): LV {
    const start = this.end;
    if (start === 0 || !this.isMerged) return this.add(this.heads, length);
    assert(Number.isInteger(length) && length > 0, 'a run has at least one unit');
    this.end = start + length;
    this.lastRange().to = this.end;
    this.headList = undefined;
    return asLV(start);
  }

  /** Keeps heads and cuts when a run does not just go on from the only head. */
  private join(parents: readonly LV[], start: number, end: number): void {
    assert((parents.at(-1) ?? -1) < start && (parents[0] ?? 0) >= 0, 'parents must be known');
    const newest = asLV(start - 1);
    const known = start === 0 ? 0 : this.others.size + 1;
    let merged = 0;
    for (const lv of parents) if (lv === newest || this.others.has(lv)) merged++;
    if (merged === known && parents.length === known) {
      const last = this.lastRange();
      if (last.to === start) last.to = end;
      else this.cuts.push({ from: start, to: end, heads: parents });
      for (const head of parents) this.others.delete(head);
      return;
    }
    this.dropCuts(parents);
    for (const parent of parents) this.others.delete(parent);
    if (parents.at(-1) !== newest) this.others.add(newest);
  }

  /** Parents of one unit. */
  parentsOf(lv: number): readonly LV[] {
    const index = this.find(lv);
    return lv === this.starts[index] ? this.parentsAt(index) : [asLV(lv - 1)];
  }

  /** The whole entry that holds a unit. */
  entryOf(lv: number): Entry {
    const index = this.find(lv);
    const start = this.starts[index] as number;
    return { start, end: this.endAt(index), parents: this.parentsAt(index) };
  }

  /** Passes on the entries within ascending `spans`, clipped to them, ascending. */
  visit(
    spans: readonly Span[],
    each: (start: number, end: number, parents: readonly LV[]) => void,
  ): void {
    for (const span of spans) {
      let index = this.find(span.start);
      for (let start = span.start; start < span.end; index++) {
        const end = Math.min(this.endAt(index), span.end);
        const whole = start === this.starts[index];
        each(start, end, whole ? this.parentsAt(index) : [asLV(start - 1)]);
        start = end;
      }
    }
  }

  /** True if `lv` is in the history of `version`. The root (-1) is in every history. */
  contains(version: readonly number[], lv: number): boolean {
    if (lv < 0) return true;
    const { queue } = this;
    queue.clear();
    for (const head of version) if (head >= lv) queue.push(head);
    while (queue.size > 0) {
      const index = this.find(queue.pop());
      const start = this.starts[index] as number;
      if (start <= lv) return true;
      while (queue.peek() >= start) queue.pop();
      for (const parent of this.parentsAt(index)) if (parent >= lv) queue.push(parent);
    }
    return false;
  }

  /** The members of `lvs` that are no ancestors of other members: the version they amount to. */
  minimal(lvs: readonly LV[]): LV[] {
    const kept: LV[] = [];
    for (const lv of lvs.toSorted((a, b) => b - a)) if (!this.contains(kept, lv)) kept.push(lv);
    return kept.reverse();
  }

  /** What the histories of two versions do not share. */
  diff(a: readonly number[], b: readonly number[]): Difference {
    const aOnly = new SpanList();
    const bOnly = new SpanList();
    this.compare(a, b, aOnly, bOnly);
    return { aOnly: aOnly.toSpans(), bOnly: bOnly.toSpans() };
  }

  /** As `diff`, into lists that are used again and again. */
  compare(a: readonly number[], b: readonly number[], aOnly: SpanList, bOnly: SpanList): void {
    aOnly.size = 0;
    bOnly.size = 0;
    const { queue } = this;
    queue.clear();
    for (const lv of a) queue.push(lv * 4 + ONLY_A);
    for (const lv of b) queue.push(lv * 4 + ONLY_B);
    let open = a.length + b.length;
    while (open > 0) {
      const top = queue.pop();
      let flag = top & 3;
      let end = Math.floor(top / 4) + 1;
      if (flag !== SHARED) open--;
      const index = this.find(end - 1);
      const start = this.starts[index] as number;
      while (queue.peek() >= start * 4) {
        const other = queue.pop();
        if ((other & 3) !== SHARED) open--;
        const both = flag | (other & 3);
        if (both === flag) continue;
        const shared = Math.floor(other / 4) + 1;
        if (flag !== SHARED) (flag === ONLY_A ? aOnly : bOnly).add(shared, end);
        end = shared;
        flag = both;
      }
      if (flag !== SHARED) (flag === ONLY_A ? aOnly : bOnly).add(start, end);
      for (const parent of this.parentsAt(index)) queue.push(parent * 4 + flag);
      if (flag !== SHARED) open += this.parentsAt(index).length;
    }
  }

  /** True if everything known is either in the history of `version` or built on all of it. */
  isCritical(version: readonly LV[]): boolean {
    const cut = (version.at(-1) ?? -1) + 1;
    return this.lastCut(cut) === cut && sameVersion(version, this.headsAtCut(cut));
  }

  /** The newest critical version on which something was built, or the one head if there is one. */
  lastCritical(): readonly LV[] {
    return this.headsAtCut(this.lastRange().to);
  }

  /** The greatest cut that is at most `limit`. */
  lastCut(limit: number): number {
    return Math.min(limit, this.rangeAt(limit).to);
  }

  /** The greatest cut whose units are all in the history of `version`. */
  lastCutWithin(version: readonly LV[]): number {
    const newest = version.at(-1) ?? -1;
    return this.isCritical(version) ? newest + 1 : this.lastCut(newest);
  }

  /** The first cut of the sequential stretch that `cut` lies in. Its version names parents of a run. */
  stretchStart(cut: number): number {
    return this.rangeAt(cut).from;
  }

  /** The last cut of the sequential stretch that `cut` lies in. */
  stretchEnd(cut: number): number {
    return this.rangeAt(cut).to;
  }

  /** The first cut of the next stretch, or the number of units: where concurrency after `cut` ends. */
  zoneEnd(cut: number): number {
    return this.cuts[this.rangeIndex(cut) + 1]?.from ?? this.end;
  }

  /** The version at a cut. */
  headsAtCut(cut: number): readonly LV[] {
    const range = this.rangeAt(cut);
    return cut === range.from ? range.heads : [asLV(cut - 1)];
  }

  /**
   * Forgets the cuts that a run on top of `parents` passes by. A unit at or above a cut has all
   * below it in its history; so the cuts up to the newest parent stay, and the one right after it
   * stays if its version is exactly `parents`, as it must be within a stretch.
   */
  private dropCuts(parents: readonly LV[]): void {
    const cut = (parents.at(-1) ?? -1) + 1;
    while (this.lastRange().from > cut) this.cuts.pop();
    const last = this.lastRange();
    if (last.from === cut && !sameVersion(parents, last.heads)) this.cuts.pop();
    else last.to = Math.min(last.to, cut);
  }

  private lastRange(): CutRange {
    return this.cuts[this.cuts.length - 1] as CutRange;
  }

  private rangeAt(cut: number): CutRange {
    return this.cuts[this.rangeIndex(cut)] as CutRange;
  }

  private rangeIndex(cut: number): number {
    let low = 0;
    let high = this.cuts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.cuts[middle] as CutRange).from <= cut) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private parentsAt(index: number): readonly LV[] {
    return this.parents[index] as readonly LV[];
  }

  private endAt(index: number): number {
    return this.starts[index + 1] ?? this.end;
  }

  /** Index of the entry that holds `lv`. Walks go from entry to entry near by. */
  private find(lv: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    for (let near = Math.min(this.found, high); near > this.found - 3 && near >= 0; near--) {
      if ((starts[near] as number) > lv) continue;
      if (near === high || (starts[near + 1] as number) > lv) return (this.found = near);
      break;
    }
    if ((starts[high] as number) <= lv) return (this.found = high);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= lv) low = middle;
      else high = middle - 1;
    }
    return (this.found = low);
  }
}

function isAscending(version: readonly number[]): boolean {
  for (let i = 1; i < version.length; i++) {
    if ((version[i - 1] as number) > (version[i] as number)) return false;
  }
  return true;
}

export function sameVersion(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** What is left of ascending `spans` without ascending `taken`. */
export function subtract(spans: readonly Span[], taken: readonly Span[]): Span[] {
  const out: Span[] = [];
  let i = 0;
  for (const { start, end } of spans) {
    let at = start;
    while (i < taken.length && (taken[i] as Span).end <= at) i++;
    for (let j = i; j < taken.length && (taken[j] as Span).start < end; j++) {
      const { start: from, end: to } = taken[j] as Span;
      if (from > at) out.push({ start: at, end: from });
      at = Math.max(at, to);
    }
    if (at < end) out.push({ start: at, end });
  }
  return out;
}
