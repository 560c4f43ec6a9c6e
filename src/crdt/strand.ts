/**
 * All that a text ever held: when each code point came and when it went, and one thread through all of
 * them on which those that were shown together stand in their order.
 *
 * Where on the thread something new stands among what is gone already means nothing: they are never
 * shown together. So a text at any moment is one look at each unit, without a replay.
 */
import type { LV } from '../base/ids.ts';
import { asLV } from '../base/ids.ts';
import { Authorship, type Piece } from './authorship.ts';

export class Strand extends Authorship {
  /** What comes and goes now does so in this moment; from 1 on. */
  moment = 1;
  /** By unit + 1: the next one on the thread, plus 1. 0: the end. The first is that of 0. */
  #next: Int32Array<ArrayBuffer>;
  /** By unit: the moment in which it came, and in which it went; 0: it did not. */
  #came: Int32Array<ArrayBuffer>;
  #went: Int32Array<ArrayBuffer>;

  /** @param units that there are in the history */
  constructor(units: number) {
    super();
    this.#next = new Int32Array(units + 1);
    this.#came = new Int32Array(units);
    this.#went = new Int32Array(units);
  }

  /** Makes room for units that came into the history since. */
  expect(units: number): void {
    if (units <= this.#came.length) return;
    const size = units + (units >> 2);
    const grown = (column: Int32Array, length: number): Int32Array<ArrayBuffer> => {
      const larger = new Int32Array(length);
      larger.set(column);
      return larger;
    };
    this.#next = grown(this.#next, size + 1);
    this.#came = grown(this.#came, size);
    this.#went = grown(this.#went, size);
  }

  override put(position: number, unit: LV, codePoints: number): void {
    const before = position === 0 ? 0 : this.unitAt(position - 1) + 1;
    super.put(position, unit, codePoints);
    const next = this.#next;
    const after = next[before] as number;
    next[before] = unit + 1;
    for (let at = unit + 1; at < unit + codePoints; at++) next[at] = at + 1;
    next[unit + codePoints] = after;
    this.#came.fill(this.moment, unit, unit + codePoints);
  }

  protected override removed(pieces: readonly Piece[]): void {
    for (const { unit, codePoints } of pieces)
      this.#went.fill(this.moment, unit, unit + codePoints);
  }

  /** The moment in which a unit went; 0: it is still there. */
  wentAt(unit: LV): number {
    return this.#went[unit] as number;
  }

  /** What was shown after a moment; 0: before the first. */
  piecesAt(moment: number): Piece[] {
    const pieces: Piece[] = [];
    const [next, came, went] = [this.#next, this.#came, this.#went];
    let [start, end] = [0, 0];
    for (let at = next[0] as number; at !== 0; at = next[at] as number) {
      const gone = went[at - 1] as number;
      if ((came[at - 1] as number) > moment || (gone > 0 && gone <= moment)) continue;
      if (at - 1 !== end) {
        if (start < end) pieces.push({ unit: asLV(start), codePoints: end - start });
        start = at - 1;
      }
      end = at;
    }
    if (start < end) pieces.push({ unit: asLV(start), codePoints: end - start });
    return pieces;
  }
}
