/**
 * The visible text: UTF-16 units in gap buffers of 16 k, indexed by code points and by units.
 *
 * Edits cluster, so a gap at the last edit makes the next one cheap, and a cached chunk saves the
 * search for it. A chunk without astral characters has as many code points as units, and then an
 * offset is the same in both index spaces. Chunk borders never split a surrogate pair.
 *
 * It holds text only. Positions must lie within it; everything else is our own mistake.
 */
import { assert } from '../base/result.ts';
import { countCodePoints, isHighSurrogate, isLowSurrogate } from './op.ts';

const CAPACITY = 16_384;
/** Chunks made at once leave room to type. */
const FILL = 12_288;
/** Neighbours that fit into this are joined. */
const JOIN = 8_192;

class Chunk {
  private readonly buffer = new Uint16Array(CAPACITY);
  private gapStart = 0;
  private gapEnd = CAPACITY;
  codePoints = 0;

  get units(): number {
    return CAPACITY - this.gapEnd + this.gapStart;
  }

  /** Units before the `codePoints`-th code point. */
  toUnits(codePoints: number): number {
    if (this.codePoints === this.units) return codePoints;
    let units = 0;
    for (let i = 0; i < codePoints; i++) units += isHighSurrogate(this.at(units)) ? 2 : 1;
    return units;
  }

  /** Code points that begin before `units`. */
  toCodePoints(units: number): number {
    if (this.codePoints === this.units) return units;
    let codePoints = units;
    for (let i = 1; i < units; i++) if (isLowSurrogate(this.at(i))) codePoints--;
    return codePoints;
  }

  at(unit: number): number {
    const index = unit < this.gapStart ? unit : unit + this.gapEnd - this.gapStart;
    return this.buffer[index] as number;
  }

  /** `codePoints` is how many `text` has; it must fit. */
  insert(unit: number, text: string, codePoints: number): void {
    this.moveGap(unit);
    for (let i = 0; i < text.length; i++) this.buffer[this.gapStart + i] = text.charCodeAt(i);
    this.gapStart += text.length;
    this.codePoints += codePoints;
  }

  remove(unit: number, units: number, codePoints: number): void {
    this.moveGap(unit);
    this.gapEnd += units;
    this.codePoints -= codePoints;
  }

  slice(from: number, to: number): string {
    let out = '';
    const split = Math.min(Math.max(from, this.gapStart), to);
    const shift = this.gapEnd - this.gapStart;
    if (from < this.gapStart)
      out += decode(this.buffer.subarray(from, Math.min(to, this.gapStart)));
    if (split < to) out += decode(this.buffer.subarray(split + shift, to + shift));
    return out;
  }

  private moveGap(unit: number): void {
    const { buffer, gapStart, gapEnd } = this;
    if (unit < gapStart) buffer.copyWithin(gapEnd - (gapStart - unit), unit, gapStart);
    else if (unit > gapStart) buffer.copyWithin(gapStart, gapEnd, gapEnd + unit - gapStart);
    this.gapEnd += unit - gapStart;
    this.gapStart = unit;
  }
}

export class Rope {
  private readonly chunks: Chunk[] = [new Chunk()];
  private codePointCount = 0;
  private unitCount = 0;
  /** The cached chunk, and what lies before it. */
  private current = 0;
  private codePointsBefore = 0;
  private unitsBefore = 0;

  /** Code points. */
  get length(): number {
    return this.codePointCount;
  }

  /** UTF-16 units. */
  get units(): number {
    return this.unitCount;
  }

  /** Inserts well-formed text before the `position`-th code point. */
  insert(position: number, text: string): void {
    assert(position >= 0 && position <= this.codePointCount, 'insert outside the text');
    const chunk = this.seek(position);
    const at = chunk.toUnits(position - this.codePointsBefore);
    const codePoints = countCodePoints(text);
    this.codePointCount += codePoints;
    this.unitCount += text.length;
    if (chunk.units + text.length <= CAPACITY) chunk.insert(at, text, codePoints);
    else this.spill(chunk, at, text);
  }

  /** Removes `count` code points from `position` on. */
  remove(position: number, count: number): void {
    assert(position >= 0 && position + count <= this.codePointCount, 'remove outside the text');
    this.codePointCount -= count;
    for (let left = count; left > 0;) {
      let chunk = this.seek(position);
      if (position - this.codePointsBefore === chunk.codePoints) chunk = this.step();
      const from = position - this.codePointsBefore;
      const gone = Math.min(left, chunk.codePoints - from);
      const unit = chunk.toUnits(from);
      const units = chunk.toUnits(from + gone) - unit;
      chunk.remove(unit, units, gone);
      this.unitCount -= units;
      left -= gone;
      this.joinAround();
    }
  }

  /** UTF-16 units before the `position`-th code point. */
  toUnits(position: number): number {
    assert(position >= 0 && position <= this.codePointCount, 'position outside the text');
    const chunk = this.seek(position);
    return this.unitsBefore + chunk.toUnits(position - this.codePointsBefore);
  }

  /** Code points that begin before the unit; `undefined` if it would split a surrogate pair. */
  toCodePoints(unit: number): number | undefined {
    if (!Number.isInteger(unit) || unit < 0 || unit > this.unitCount) return undefined;
    while (unit < this.unitsBefore) this.back();
    while (unit > this.unitsBefore + this.here().units) this.step();
    const chunk = this.here();
    const offset = unit - this.unitsBefore;
    const codePoints = chunk.toCodePoints(offset);
    return chunk.toUnits(codePoints) === offset ? this.codePointsBefore + codePoints : undefined;
  }

  /** Code points [from, to) as a string. */
  slice(from: number, to: number): string {
    let out = '';
    for (let at = from; at < to;) {
      let chunk = this.seek(at);
      if (at - this.codePointsBefore === chunk.codePoints) chunk = this.step();
      const end = Math.min(to, this.codePointsBefore + chunk.codePoints);
      const offset = this.codePointsBefore;
      out += chunk.slice(chunk.toUnits(at - offset), chunk.toUnits(end - offset));
      at = end;
    }
    return out;
  }

  toString(): string {
    let out = '';
    for (const chunk of this.chunks) out += chunk.slice(0, chunk.units);
    return out;
  }

  private here(): Chunk {
    return this.chunks[this.current] as Chunk;
  }

  /** Makes the chunk current that holds the end of the first `position` code points. */
  private seek(position: number): Chunk {
    while (position < this.codePointsBefore) this.back();
    while (position > this.codePointsBefore + this.here().codePoints) this.step();
    return this.here();
  }

  private step(): Chunk {
    const chunk = this.here();
    this.codePointsBefore += chunk.codePoints;
    this.unitsBefore += chunk.units;
    this.current++;
    return this.here();
  }

  private back(): void {
    this.current--;
    const chunk = this.here();
    this.codePointsBefore -= chunk.codePoints;
    this.unitsBefore -= chunk.units;
  }

  /** Inserts more than fits: what follows the place moves to new chunks, behind the new text. */
  private spill(chunk: Chunk, at: number, text: string): void {
    const rest = chunk.slice(at, chunk.units);
    chunk.remove(at, rest.length, countCodePoints(rest));
    const added: Chunk[] = [];
    for (const part of [text, rest]) {
      for (let from = 0; from < part.length;) {
        let to = Math.min(part.length, from + FILL);
        if (to < part.length && isLowSurrogate(part.charCodeAt(to))) to--;
        const next = new Chunk();
        next.insert(0, part.slice(from, to), countCodePoints(part.slice(from, to)));
        added.push(next);
        from = to;
      }
    }
    this.chunks.splice(this.current + 1, 0, ...added);
  }

  /** Joins the current chunk with a neighbour if both have become small. */
  private joinAround(): void {
    if (this.current + 1 < this.chunks.length) this.joinNext();
    if (
      this.current > 0 &&
      this.here().units + (this.chunks[this.current - 1]?.units ?? 0) <= JOIN
    ) {
      this.back();
      this.joinNext();
    }
  }

  private joinNext(): void {
    const chunk = this.here();
    const next = this.chunks[this.current + 1] as Chunk;
    if (chunk.units + next.units > JOIN) return;
    chunk.insert(chunk.units, next.slice(0, next.units), next.codePoints);
    this.chunks.splice(this.current + 1, 1);
  }
}

/** Units as a string. The argument count of one call is bounded by the chunk size. */
function decode(units: Uint16Array): string {
  return String.fromCharCode.apply(null, units as unknown as number[]);
}
