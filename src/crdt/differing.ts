/**
 * How two states of one text differ, unit by unit: what one of them shows and the other does not. Never
 * by comparing texts, so a word that was typed anew is not taken for the old one.
 */
import { asLV } from '../base/ids.ts';
import { assert } from '../base/result.ts';
import type { Piece } from './authorship.ts';

/** What a part is: shown by both, by the first alone, by the second alone. */
export type Kind = 'kept' | 'out' | 'in';

export interface Part extends Piece {
  readonly kind: Kind;
}

const BEFORE = 1;
const AFTER = 2;

/** Both states in one, in document order; at each place what is gone stands before what came. */
export function differenceOf(before: readonly Piece[], after: readonly Piece[]): Part[] {
  const shown = new Uint8Array(Math.max(endOf(before), endOf(after)));
  for (const { unit, codePoints } of before) shown.fill(BEFORE, unit, unit + codePoints);
  for (const { unit, codePoints } of after)
    for (let at = unit as number; at < unit + codePoints; at++)
      shown[at] = AFTER | (shown[at] ?? 0);
  const parts: { kind: Kind; unit: Piece['unit']; codePoints: number }[] = [];
  const join = (kind: Kind, unit: number): void => {
    const last = parts.at(-1);
    if (last?.kind === kind && last.unit + last.codePoints === unit) last.codePoints += 1;
    else parts.push({ kind, unit: asLV(unit), codePoints: 1 });
  };
  const [a, b] = [new Cursor(before), new Cursor(after)];
  for (;;) {
    if (shown[a.unit] === BEFORE) {
      join('out', a.unit);
      a.next();
    } else if (shown[b.unit] === AFTER) {
      join('in', b.unit);
      b.next();
    } else if (a.unit >= 0) {
      assert(a.unit === b.unit, 'what two states of a text share has one order');
      join('kept', a.unit);
      a.next();
      b.next();
    } else return parts;
  }
}

const endOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((end, { unit, codePoints }) => Math.max(end, unit + codePoints), 0);

/** Goes through pieces unit by unit. */
class Cursor {
  /** −1 at the end. */
  unit = -1;
  readonly #pieces: readonly Piece[];
  #index = 0;
  #left = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
    this.next();
  }

  next(): void {
    if (this.#left > 1) {
      this.#left -= 1;
      this.unit += 1;
      return;
    }
    const piece = this.#pieces[this.#index++];
    this.unit = piece?.unit ?? -1;
    this.#left = piece?.codePoints ?? 0;
  }
}
