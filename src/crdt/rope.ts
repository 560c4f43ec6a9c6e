/**
 * The visible text: chunks of UTF-16 units, indexed by code points and by units.
 *
 * Edits cluster: the chunk of the last one is kept at hand, and what it has gained is added to the
 * sums over all chunks when another is looked for. Chunk borders never split a surrogate pair.
 *
 * It holds text only. Positions must lie within it; everything else is our own mistake.
 */
import { assert } from '../base/result.ts';
import { CAPACITY, Chunk, decode } from './chunk.ts';
import { countCodePoints, isLowSurrogate } from './op.ts';
import { Sums } from './sums.ts';

/** Chunks made at once leave room to type. */
const FILL = CAPACITY - CAPACITY / 4;
/** Neighbours that fit into this are joined. */
const JOIN = CAPACITY / 2;

export class Rope {
  private readonly chunks: Chunk[] = [new Chunk(0)];
  /** Code points and units of the chunks, but for what the current one has gained since it was found. */
  private readonly sums = new Sums();
  private gainedPoints = 0;
  private gainedUnits = 0;
  private codePointCount = 0;
  private unitCount = 0;
  /** The chunk at hand, and what lies before it. */
  private current = 0;
  private codePointsBefore = 0;
  private unitsBefore = 0;

  constructor() {
    this.recount();
  }

  /** Code points. */
  get length(): number {
    return this.codePointCount;
  }

  /** UTF-16 units. */
  get units(): number {
    return this.unitCount;
  }

  /**
   * Inserts well-formed text of `codePoints` before the `position`-th code point. Returns the
   * place in units.
   */
  insert(position: number, text: string, codePoints = countCodePoints(text)): number {
    assert(position >= 0 && position <= this.codePointCount, 'insert outside the text');
    let chunk = this.seek(position);
    let at = chunk.toUnits(position - this.codePointsBefore);
    const place = this.unitsBefore + at;
    if (chunk.units + text.length > CAPACITY) {
      const within = this.makeRoom(chunk, at, text.length);
      chunk = this.here();
      at = place - this.unitsBefore;
      if (!within) {
        this.addChunks(chunk, at, text);
        return place;
      }
    }
    chunk.insert(at, text, codePoints);
    this.count(codePoints, text.length);
    return place;
  }

  /** As `insert`, of units [from, to) of `text`. */
  insertUnits(
    position: number,
    text: Uint16Array,
    from: number,
    to: number,
    codePoints: number,
  ): void {
    assert(position >= 0 && position <= this.codePointCount, 'insert outside the text');
    const chunk = this.seek(position);
    const at = chunk.toUnits(position - this.codePointsBefore);
    if (chunk.units + to - from > CAPACITY) {
      this.insert(position, decode(text, from, to), codePoints);
      return;
    }
    chunk.insertUnits(at, text, from, to, codePoints);
    this.count(codePoints, to - from);
  }

  /** Removes `count` code points from `position` on. Returns the place in units. */
  remove(position: number, count: number): number {
    assert(position >= 0 && position + count <= this.codePointCount, 'remove outside the text');
    let place = -1;
    for (let left = count; left > 0;) {
      let chunk = this.seek(position);
      while (position - this.codePointsBefore === chunk.codePoints) chunk = this.step();
      const from = position - this.codePointsBefore;
      const gone = Math.min(left, chunk.codePoints - from);
      const unit = chunk.toUnits(from);
      const units = chunk.toUnits(from + gone) - unit;
      if (place < 0) place = this.unitsBefore + unit;
      chunk.remove(unit, units, gone);
      this.count(-gone, -units);
      left -= gone;
      this.joinAround();
    }
    return place;
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
    let chunk = this.here();
    if (unit < this.unitsBefore || unit > this.unitsBefore + chunk.units) {
      chunk = this.goTo(unit, 1);
    }
    const offset = unit - this.unitsBefore;
    if (chunk.splitsPair(offset)) return undefined;
    return this.codePointsBefore + chunk.toCodePoints(offset);
  }

  /** Code points [from, to) as a string. */
  slice(from: number, to: number): string {
    let out = '';
    for (let at = from; at < to;) {
      let chunk = this.seek(at);
      while (at - this.codePointsBefore === chunk.codePoints) chunk = this.step();
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

  /** Makes a chunk current that has the place after the first `position` code points. */
  private seek(position: number): Chunk {
    const chunk = this.here();
    const offset = position - this.codePointsBefore;
    return offset >= 0 && offset <= chunk.codePoints ? chunk : this.goTo(position, 0);
  }

  /** Makes the chunk of a place in code points (0) or units (1) current. */
  private goTo(place: number, space: 0 | 1): Chunk {
    const { sums } = this;
    this.settle();
    this.current = sums.find(place, space);
    this.codePointsBefore = space === 0 ? sums.before : sums.otherBefore;
    this.unitsBefore = space === 0 ? sums.otherBefore : sums.before;
    return this.here();
  }

  /** Makes the next chunk current. */
  private step(): Chunk {
    const chunk = this.here();
    this.settle();
    this.codePointsBefore += chunk.codePoints;
    this.unitsBefore += chunk.units;
    this.current++;
    return this.here();
  }

  private settle(): void {
    const { gainedPoints, gainedUnits } = this;
    if (gainedPoints === 0 && gainedUnits === 0) return;
    this.sums.add(this.current, gainedPoints, gainedUnits);
    this.gainedPoints = 0;
    this.gainedUnits = 0;
  }

  /** After chunks have come or gone, none of them before the current one. */
  private recount(): void {
    this.sums.rebuild(this.chunks);
    this.gainedPoints = 0;
    this.gainedUnits = 0;
  }

  /** Notes what the current chunk has gained. */
  private count(codePoints: number, units: number): void {
    this.gainedPoints += codePoints;
    this.gainedUnits += units;
    this.codePointCount += codePoints;
    this.unitCount += units;
  }

  /**
   * Makes a chunk current that has room for `units` more where `at` of the full current one is:
   * the next, or a half of it. False if they are too many for that.
   */
  private makeRoom(chunk: Chunk, at: number, units: number): boolean {
    if (units > CAPACITY / 4) return false;
    if (at === chunk.units) {
      const next = this.chunks[this.current + 1];
      if (next === undefined || next.units + units > CAPACITY) this.addAfter([new Chunk(units)]);
      this.step();
      return true;
    }
    let middle = chunk.units >> 1;
    if (chunk.splitsPair(middle)) middle++;
    this.addAfter([this.cutOff(chunk, middle)]);
    if (at > middle) this.step();
    return true;
  }

  /** Inserts more than fits: what follows the place moves to a new chunk, behind the new text. */
  private addChunks(chunk: Chunk, at: number, text: string): void {
    const added: Chunk[] = [];
    for (let from = 0; from < text.length;) {
      let to = Math.min(text.length, from + FILL);
      if (to < text.length && isLowSurrogate(text.charCodeAt(to))) to--;
      added.push(chunkOf(text.slice(from, to)));
      from = to;
    }
    if (at < chunk.units) added.push(this.cutOff(chunk, at));
    this.addAfter(added);
  }

  /** Takes the units from `at` on out of the current chunk, into a new one. */
  private cutOff(chunk: Chunk, at: number): Chunk {
    const rest = chunkOf(chunk.slice(at, chunk.units));
    chunk.remove(at, rest.units, rest.codePoints);
    this.count(-rest.codePoints, -rest.units);
    return rest;
  }

  private addAfter(added: readonly Chunk[]): void {
    const at = this.current + 1;
    this.chunks.splice(at, 0, ...added);
    for (const chunk of added) {
      this.codePointCount += chunk.codePoints;
      this.unitCount += chunk.units;
    }
    this.recount();
  }

  /** Joins the current chunk with a neighbour if both have become small, or it is empty. */
  private joinAround(): void {
    const { units } = this.here();
    if (units > JOIN || this.chunks.length === 1) return;
    const limit = units === 0 ? CAPACITY : JOIN;
    const previous = this.chunks[this.current - 1];
    if (units + (this.chunks[this.current + 1]?.units ?? Infinity) <= limit) this.joinNext();
    else if (previous !== undefined && units + previous.units <= limit) {
      this.current--;
      this.codePointsBefore -= previous.codePoints;
      this.unitsBefore -= previous.units;
      this.joinNext();
    }
  }

  private joinNext(): void {
    const chunk = this.here();
    const next = this.chunks[this.current + 1] as Chunk;
    chunk.insert(chunk.units, next.slice(0, next.units), next.codePoints);
    this.chunks.splice(this.current + 1, 1);
    this.recount();
  }
}

function chunkOf(text: string): Chunk {
  const chunk = new Chunk(text.length);
  chunk.insert(0, text, countCodePoints(text));
  return chunk;
}
