/**
 * What an edit of a text is, before and after merging, and how its two index spaces are counted.
 *
 * Ops count Unicode code points: no op can split a surrogate pair, and whether an op fits its text
 * depends on lengths alone, never on content. Changes, which editors consume, count UTF-16 units.
 * Inserted text is well-formed and never empty, counts are positive: the decoder refuses the rest.
 */
import type { LV } from '../base/ids.ts';
import { assert } from '../base/result.ts';

export interface Insert {
  readonly kind: 'insert';
  /** Code points before the inserted text, in the text that the author saw. */
  readonly position: number;
  readonly text: string;
}

export interface Delete {
  readonly kind: 'delete';
  readonly position: number;
  /** Code points [position, position + count) go. */
  readonly count: number;
}

/** One edit as it happened, at the version that its author saw. */
export type Op = Insert | Delete;

/**
 * Edits of one author as columns, each made after the one before; one place in each column per op.
 * Adjacent inserts may be given as one.
 */
export interface Edits {
  readonly positions: Int32Array;
  /** Code points deleted; 0 for an insert. */
  readonly counts: Int32Array;
  /** UTF-16 units of all inserted text up to the end of each op. */
  readonly textEnds: Int32Array;
  /** All inserted text. */
  readonly text: string;
}

/** `deleted` UTF-16 units from `position` give way to `inserted`. Sequences apply in order. */
export interface TextChange {
  readonly position: number;
  readonly deleted: number;
  readonly inserted: string;
}

/** Takes the effect of ops on a text, in order. Positions and counts are code points. */
export interface Sink {
  insert(position: number, text: string): void;
  /** As `insert`, of units [from, to) of `text`, where that spares a string; else it is not there. */
  fill?(position: number, text: Uint16Array, from: number, to: number, codePoints: number): void;
  /** As `insert`, for who asks not for the text but for the units that put it in, from `unit` on. */
  put?(position: number, unit: LV, codePoints: number): void;
  remove(position: number, count: number): void;
  /** Units [start, end) of the graph have no effect, because their op did not fit its text. */
  voided(start: number, end: number): void;
}

/** Code points of well-formed text. */
export function countCodePoints(text: string): number {
  let count = text.length;
  if (count < 2) return count;
  for (let i = 0; i < text.length; i++) if (isLowSurrogate(text.charCodeAt(i))) count--;
  return count;
}

/** Graph units that an op spends: one a code point inserted, one for a whole delete. */
export function unitsOf(op: Op): number {
  return op.kind === 'insert' ? countCodePoints(op.text) : 1;
}

/** Throws Fault for what a decoder must never have let through. Far below 2^31, see base/limits.ts. */
export function assertWellFormed(op: Op): void {
  const { position } = op;
  assert(position >= 0 && position === (position | 0), 'op position must be a natural number');
  if (op.kind === 'insert') assert(isText(op.text), 'bad inserted text');
  else assert(op.count > 0 && op.count === (op.count | 0), 'bad delete count');
}

/** As `assertWellFormed`, for all ops at once. Returns the graph units that they spend. */
export function assertEdits({ positions, counts, textEnds, text }: Edits): number {
  const size = positions.length;
  assert(size > 0 && counts.length === size && textEnds.length === size, 'bad columns');
  assert(text.isWellFormed(), 'bad inserted text');
  const pairs = hasSurrogates(text);
  let units = pairs ? countCodePoints(text) : text.length;
  let from = 0;
  for (let i = 0; i < size; i++) {
    const count = counts[i] as number;
    const to = textEnds[i] as number;
    assert((positions[i] as number) >= 0 && count >= 0, 'bad position or count');
    assert(count > 0 ? to === from : to > from, 'bad length of inserted text');
    if (count > 0) units++;
    else if (pairs) assert(!isLowSurrogate(text.charCodeAt(to)), 'a pair is torn');
    from = to;
  }
  assert(from === text.length, 'text without an op');
  return units;
}

export const hasSurrogates = (text: string): boolean => /[\ud800-\udfff]/.test(text);

function isText(text: string): boolean {
  if (text.length === 1) return (text.charCodeAt(0) & 0xf800) !== 0xd800;
  return text !== '' && text.isWellFormed();
}

export const isHighSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
export const isLowSurrogate = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;
