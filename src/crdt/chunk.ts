/**
 * A stretch of the visible text: UTF-16 units in one buffer with a gap where the last edit was, so
 * that the next edit there moves nothing.
 *
 * Offsets are counted from the chunk's start. Without astral characters code points and units are
 * the same; otherwise one is counted from the other outward from the gap.
 */
import { isHighSurrogate, isLowSurrogate } from './op.ts';

/** Units that a chunk can hold. Half of it is moved when the gap jumps; a longer text has more chunks. */
export const CAPACITY = 4_096;
const SMALLEST = 64;
/** Up to here a loop is faster than a call to move memory. */
const NEAR = 48;

export class Chunk {
  private buffer: Uint16Array;
  private gapStart = 0;
  private gapEnd: number;
  /** Code points before the gap. */
  private gapPoints = 0;
  codePoints = 0;

  /** `expected`: units that will soon be in it. */
  constructor(expected: number) {
    this.gapEnd = Math.min(CAPACITY, Math.max(SMALLEST, expected));
    this.buffer = new Uint16Array(this.gapEnd);
  }

  get units(): number {
    return this.buffer.length - this.gapEnd + this.gapStart;
  }

  /** Units before the `codePoints`-th code point. */
  toUnits(codePoints: number): number {
    if (this.codePoints === this.units) return codePoints;
    const { buffer, gapStart, gapEnd } = this;
    let left = codePoints - this.gapPoints;
    if (left >= 0) {
      let at = gapEnd;
      for (; left > 0; left--) at += isHighSurrogate(buffer[at] as number) ? 2 : 1;
      return gapStart + at - gapEnd;
    }
    let at = gapStart;
    for (; left < 0; left++) at -= isLowSurrogate(buffer[at - 1] as number) ? 2 : 1;
    return at;
  }

  /** Code points that begin before `unit`. */
  toCodePoints(unit: number): number {
    if (this.codePoints === this.units) return unit;
    return this.gapPoints + this.countFromGap(unit);
  }

  /** True if a pair of surrogates stands around the place before `unit`. */
  splitsPair(unit: number): boolean {
    return unit > 0 && unit < this.units && isLowSurrogate(this.at(unit));
  }

  /**
   * `codePoints` is how many `text` has; it must fit. `fillGap` is written out here, for a tab's first
   * keys, before anything is compiled; and nothing follows the loop, lest code compiled within it
   * be thrown away at its end, each time anew.
   */
  insert(unit: number, text: string, codePoints: number): void {
    const { length } = text;
    if (this.gapEnd - this.gapStart < length) this.grow(length);
    if (unit !== this.gapStart) this.moveGap(unit);
    const { buffer } = this;
    this.gapStart += length;
    this.gapPoints += codePoints;
    this.codePoints += codePoints;
    for (let i = 0; i < length; i++) buffer[unit + i] = text.charCodeAt(i);
  }

  /** As `insert`, of units [from, to) of `text`. */
  insertUnits(unit: number, text: Uint16Array, from: number, to: number, codePoints: number): void {
    this.fillGap(unit, to - from, codePoints);
    const { buffer } = this;
    if (to - from > NEAR) buffer.set(text.subarray(from, to), unit);
    else for (let i = from; i < to; i++) buffer[unit + i - from] = text[i] as number;
  }

  remove(unit: number, units: number, codePoints: number): void {
    if (unit > this.gapStart || unit + units < this.gapStart) this.moveGap(unit);
    this.gapPoints += this.countFromGap(unit);
    this.gapEnd += units - (this.gapStart - unit);
    this.gapStart = unit;
    this.codePoints -= codePoints;
  }

  slice(from: number, to: number): string {
    const { buffer, gapStart, gapEnd } = this;
    if (to <= gapStart) return decode(buffer, from, to);
    const shift = gapEnd - gapStart;
    if (from >= gapStart) return decode(buffer, from + shift, to + shift);
    return decode(buffer, from, gapStart) + decode(buffer, gapEnd, to + shift);
  }

  private at(unit: number): number {
    const index = unit < this.gapStart ? unit : unit + this.gapEnd - this.gapStart;
    return this.buffer[index] as number;
  }

  /** Code points between the gap and the place after `unit` units, negative before the gap. */
  private countFromGap(unit: number): number {
    const { buffer, gapStart, gapEnd } = this;
    let count = unit - gapStart;
    if (this.codePoints === this.units) return count;
    const end = gapEnd + count;
    for (let i = gapEnd; i < end; i++) if (isLowSurrogate(buffer[i] as number)) count--;
    for (let i = unit; i < gapStart; i++) if (isLowSurrogate(buffer[i] as number)) count++;
    return count;
  }

  /** Makes room for so many units before `unit` and counts them in; the caller writes them there. */
  private fillGap(unit: number, units: number, codePoints: number): void {
    if (this.gapEnd - this.gapStart < units) this.grow(units);
    if (unit !== this.gapStart) this.moveGap(unit);
    this.gapStart += units;
    this.gapPoints += codePoints;
    this.codePoints += codePoints;
  }

  /** `unit` is another place than where the gap is. */
  private moveGap(unit: number): void {
    const { buffer, gapStart, gapEnd } = this;
    const by = unit - gapStart;
    this.gapPoints += this.countFromGap(unit);
    if (by > NEAR) buffer.copyWithin(gapStart, gapEnd, gapEnd + by);
    else if (by < -NEAR) buffer.copyWithin(gapEnd + by, unit, gapStart);
    else {
      for (let i = 0; i < by; i++) buffer[gapStart + i] = buffer[gapEnd + i] as number;
      for (let i = -1; i >= by; i--) buffer[gapEnd + i] = buffer[gapStart + i] as number;
    }
    this.gapStart = unit;
    this.gapEnd = gapEnd + by;
  }

  private grow(needed: number): void {
    const old = this.buffer;
    const size = Math.min(CAPACITY, Math.max(2 * old.length, this.units + needed));
    this.buffer = new Uint16Array(size);
    this.buffer.set(old.subarray(0, this.gapStart));
    this.buffer.set(old.subarray(this.gapEnd), this.gapEnd + size - old.length);
    this.gapEnd += size - old.length;
  }
}

/** At most this many units become arguments of one call. */
const DECODE_STEP = 8_192;

/** So few units are faster put together one by one. */
const FEW = 12;

/** Units [from, to) as a string. */
export function decode(units: Uint16Array, from: number, to: number): string {
  let out = '';
  if (to - from <= FEW) {
    for (let at = from; at < to; at++) out += String.fromCharCode(units[at] as number);
    return out;
  }
  for (let at = from; at < to; at += DECODE_STEP) {
    const part = units.subarray(at, Math.min(to, at + DECODE_STEP));
    out += String.fromCharCode.apply(null, part as unknown as number[]);
  }
  return out;
}
