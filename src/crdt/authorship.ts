/**
 * Which unit of the graph put in each code point of a text: from it follow the event, and who signed
 * that. Made by a replay of the history, since a text by itself does not tell.
 *
 * Code points whose units follow each other are one piece, whoever signed them in however many events.
 * Pieces lie in chunks, found by the code points before them.
 */
import { asLV, type LV } from '../base/ids.ts';
import { assert } from '../base/result.ts';
import type { Sink } from './op.ts';
import { Sums } from './sums.ts';

/** Code points in a row that units from `unit` on put in. */
export interface Piece {
  readonly unit: LV;
  readonly codePoints: number;
}

/** Pieces of a chunk: a change looks through all of them, and a full one becomes two. */
const CAPACITY = 128;

class Chunk {
  /** What `Sums` counts beside code points; nothing here. */
  readonly units = 0;
  codePoints = 0;
  readonly pieces: Piece[];

  constructor(pieces: Piece[]) {
    this.pieces = pieces;
    for (const { codePoints } of pieces) this.codePoints += codePoints;
  }

  /** Index of the piece that begins at a position, once one has been cut there if need be. */
  cut(position: number): number {
    const { pieces } = this;
    let i = 0;
    let before = 0;
    for (; i < pieces.length && before < position; i++) before += pieces[i]?.codePoints ?? 0;
    if (before === position) return i;
    const { unit, codePoints } = pieces[i - 1] as Piece;
    const rest = before - position;
    const kept = codePoints - rest;
    pieces.splice(
      i - 1,
      1,
      { unit, codePoints: kept },
      { unit: asLV(unit + kept), codePoints: rest },
    );
    return i;
  }
}

export class Authorship implements Sink {
  readonly #chunks = [new Chunk([])];
  readonly #sums = new Sums();
  #length = 0;

  constructor() {
    this.#sums.rebuild(this.#chunks);
  }

  /** Code points. */
  get length(): number {
    return this.#length;
  }

  /** What put in code points [from, to), which lie within the text, in order. */
  *between(from: number, to: number): IterableIterator<Piece> {
    assert(from >= 0 && to <= this.#length, 'a range within the text');
    if (from >= to) return;
    let index = this.#sums.find(from + 1, 0);
    let at = this.#sums.before;
    for (; at < to; index++) {
      for (const { unit, codePoints } of this.#chunks[index]?.pieces ?? []) {
        const skipped = Math.max(0, from - at);
        const end = Math.min(codePoints, to - at);
        if (skipped < end) yield { unit: asLV(unit + skipped), codePoints: end - skipped };
        at += codePoints;
      }
    }
  }

  put(position: number, unit: LV, codePoints: number): void {
    const index = this.#sums.find(position, 0);
    const { pieces } = this.#chunks[index] as Chunk;
    const at = (this.#chunks[index] as Chunk).cut(position - this.#sums.before);
    const last = pieces[at - 1];
    if (last && last.unit + last.codePoints === unit)
      pieces[at - 1] = { unit: last.unit, codePoints: last.codePoints + codePoints };
    else pieces.splice(at, 0, { unit, codePoints });
    this.#grow(index, codePoints);
    if (pieces.length <= CAPACITY) return;
    const half = [pieces.splice(0, CAPACITY / 2), pieces].map((some) => new Chunk(some));
    this.#chunks.splice(index, 1, ...half);
    this.#sums.rebuild(this.#chunks);
  }

  insert(): never {
    assert(false, 'units are put, not text');
  }

  remove(position: number, count: number): void {
    for (let left = count; left > 0;) {
      const index = this.#sums.find(position + 1, 0);
      const chunk = this.#chunks[index] as Chunk;
      const from = position - this.#sums.before;
      const gone = Math.min(left, chunk.codePoints - from);
      const first = chunk.cut(from);
      this.removed(chunk.pieces.splice(first, chunk.cut(from + gone) - first));
      this.#grow(index, -gone);
      left -= gone;
      if (chunk.codePoints > 0 || this.#chunks.length === 1) continue;
      this.#chunks.splice(index, 1);
      this.#sums.rebuild(this.#chunks);
    }
  }

  voided(): void {}

  /** The unit that put in the code point at a position within the text. */
  protected unitAt(position: number): LV {
    const index = this.#sums.find(position + 1, 0);
    const { pieces } = this.#chunks[index] as Chunk;
    let left = position - this.#sums.before;
    let at = 0;
    for (; left >= (pieces[at]?.codePoints ?? Infinity); at++) left -= pieces[at]?.codePoints ?? 0;
    return asLV((pieces[at] as Piece).unit + left);
  }

  /** For who wants to know what `remove` took away. */
  protected removed(_pieces: readonly Piece[]): void {}

  #grow(index: number, codePoints: number): void {
    (this.#chunks[index] as Chunk).codePoints += codePoints;
    this.#sums.add(index, codePoints, 0);
    this.#length += codePoints;
  }
}
