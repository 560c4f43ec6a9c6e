/**
 * An editor's changes as ops: UTF-16 units become code points.
 *
 * A later change speaks of the text after the earlier ones, which exists only in the editor so far.
 * Counting code points before a place in it goes back through the changes to the text that is here.
 */
import { type Op, type TextChange, countCodePoints } from './op.ts';
import type { Rope } from './rope.ts';

/** A change with its measures in code points. */
interface Measured extends TextChange {
  readonly at: number;
  readonly gone: number;
  readonly added: number;
}

/**
 * The ops that do what sequential `changes` do; `undefined` if one lies outside the text, splits a
 * surrogate pair or brings in a lone surrogate. O(n²) in the number of changes.
 */
export function toOps(rope: Rope, changes: readonly TextChange[]): Op[] | undefined {
  const ops: Op[] = [];
  const before: Measured[] = [];
  for (const change of changes) {
    const { position, deleted, inserted } = change;
    const at = codePointsBefore(rope, before, position);
    const end = codePointsBefore(rope, before, position + deleted);
    if (at === undefined || end === undefined || end < at || !inserted.isWellFormed()) {
      return undefined;
    }
    const gone = end - at;
    if (gone > 0) ops.push({ kind: 'delete', position: at, count: gone });
    if (inserted !== '') ops.push({ kind: 'insert', position: at, text: inserted });
    before.push({ ...change, at, gone, added: countCodePoints(inserted) });
  }
  return ops;
}

/** Code points before a unit of the text that `rope` becomes by `changes`. */
function codePointsBefore(
  rope: Rope,
  changes: readonly Measured[],
  unit: number,
): number | undefined {
  let shift = 0;
  let at = unit;
  for (let i = changes.length - 1; i >= 0; i--) {
    const { position, deleted, inserted, at: start, gone, added } = changes[i] as Measured;
    if (at <= position) continue;
    if (at < position + inserted.length) {
      const prefix = inserted.slice(0, at - position);
      return prefix.isWellFormed() ? shift + start + countCodePoints(prefix) : undefined;
    }
    at += deleted - inserted.length;
    shift += added - gone;
  }
  const codePoints = rope.toCodePoints(at);
  return codePoints === undefined ? undefined : codePoints + shift;
}
