/**
 * A text at any moment of its history: read once, in slices; then every moment is at hand.
 *
 * *Moments* are spans of units in an order of the caller's, in which each comes after its ancestors. What
 * comes into the text later is put behind them. What is void now was in the text at no moment.
 */
import { asLV, type LV } from '../base/ids.ts';
import { Authorship, type Piece } from './authorship.ts';
import type { Span } from './graph.ts';
import { Path } from './path.ts';
import type { Replay } from './replay.ts';
import { Strand } from './strand.ts';
import type { Reading } from './text.ts';
import type { Voids } from './voids.ts';

export class Timeline<Author> {
  readonly #reading: Reading<Author>;
  readonly #voids: Voids;
  readonly #moments: Span[];
  readonly #strand: Strand;
  readonly #path: Path<Author>;
  /** How many moments were there at first, and were read so far. */
  readonly #first: number;
  #read = 0;
  #end: number;

  /** @param moments all units up to one */
  constructor(reading: Reading<Author>, moments: readonly Span[]) {
    this.#reading = reading;
    this.#voids = reading.newest();
    this.#moments = [...moments];
    this.#first = moments.length;
    this.#end = moments.reduce((last, { end }) => Math.max(last, end), 0);
    this.#strand = new Strand(this.#end);
    this.#path = new Path(reading.replay);
  }

  /**
   * Whether something else is void than when this was begun, or what came while it was read is concurrent
   * with what was: then begin anew.
   */
  get isStale(): boolean {
    const isOld = this.#reading.newest() !== this.#voids;
    return isOld || (this.#read < this.#first && this.#path.isLost);
  }

  /** How many moments there are; the text has one state more. */
  get length(): number {
    return this.#moments.length;
  }

  /** Units of the graph that are in a moment. */
  get end(): LV {
    return asLV(this.#end);
  }

  /** Reads `units` more of the history, or a moment more. True once all is read. Not if it is stale. */
  step(units: number): boolean {
    for (let left = units; left > 0 && this.#read < this.#first; this.#read++) {
      const { start, end } = this.#moments[this.#read] as Span;
      this.#strand.moment = this.#read + 1;
      this.#path.go(start, end, this.#strand);
      left -= end - start;
    }
    return this.#read >= this.#first;
  }

  /** Puts the units from `end` on, which came into the text since, behind the others: ascending. */
  grow(moments: readonly Span[]): void {
    const { replay } = this.#reading;
    for (const { start, end } of moments) {
      this.#strand.expect(end);
      this.#strand.moment = this.#moments.push({ start, end });
      replay.run(replay.prefix(start), replay.prefix(end), this.#strand);
      this.#end = end;
    }
  }

  /** What the text consists of after so many moments. */
  piecesAt(moment: number): Piece[] {
    return this.#strand.piecesAt(moment);
  }

  /** The moment in which a unit went out of the text, from 1 on; 0: it is still there. */
  wentAt(unit: LV): number {
    return this.#strand.wentAt(unit);
  }

  /** The version after so many moments: last units of moments. */
  versionAt(moment: number): LV[] {
    const heads = new Set<LV>();
    for (let i = 0; i < moment; i++) {
      const { start, end } = this.#moments[i] as Span;
      for (const parent of this.#reading.graph.parentsOf(start)) heads.delete(parent);
      heads.add(asLV(end - 1));
    }
    return [...heads].sort((a, b) => a - b);
  }

  /** The text at any version, which need not be that after a moment. */
  at(version: readonly LV[]): Version<Author> {
    const { replay, graph } = this.#reading;
    return new Version(replay, this.#moments, graph.diff(version, []).aOnly.reverse());
  }
}

/** A version of a text that is read in slices: what of it is in the moments, in their order. */
export class Version<Author> {
  /** The number of the last moment that it has something of; 0: none. */
  readonly moment: number;
  /** Whether it is all that there was after that moment. */
  readonly isWhole: boolean;
  readonly #parts: readonly Span[];
  readonly #authorship = new Authorship();
  readonly #path: Path<Author>;
  #read = 0;

  /** @param within ascending spans of the version's units */
  constructor(replay: Replay<Author>, moments: readonly Span[], within: readonly Span[]) {
    this.#path = new Path(replay);
    const parts = moments.map((moment) => [...clipped(moment, within)]);
    this.moment = 1 + parts.findLastIndex((some) => some.length > 0);
    this.#parts = parts.flat();
    this.isWhole = unitsIn(this.#parts) === unitsIn(moments.slice(0, this.moment));
  }

  /** Whether what came meanwhile is concurrent with what was read: then begin anew. */
  get isLost(): boolean {
    return this.#path.isLost;
  }

  /** Reads `units` more of the history; `undefined` while there is more. Not once something else is void. */
  step(units: number): Piece[] | undefined {
    for (let left = units; left > 0 && this.#read < this.#parts.length; this.#read++) {
      const { start, end } = this.#parts[this.#read] as Span;
      this.#path.go(start, end, this.#authorship);
      left -= end - start;
    }
    if (this.#read < this.#parts.length) return undefined;
    return [...this.#authorship.between(0, this.#authorship.length)];
  }
}

const unitsIn = (spans: readonly Span[]): number =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0);

/** What of a span lies in ascending ones. */
function* clipped(span: Span, within: readonly Span[]): IterableIterator<Span> {
  let [low, high] = [0, within.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((within[middle] as Span).end <= span.start) low = middle + 1;
    else high = middle;
  }
  for (let at = low; at < within.length; at++) {
    const { start, end } = within[at] as Span;
    if (start >= span.end) return;
    yield { start: Math.max(start, span.start), end: Math.min(end, span.end) };
  }
}
