/**
 * Between CodeMirror's change sets and ours.
 *
 * A `ChangeSet` speaks of many places in one start document; a list of `TextChange` applies one after
 * the other. Both count UTF-16 units.
 */
import { ChangeSet, type EditorState, type Transaction } from '@codemirror/state';
import type { TextChange } from '../../host/session.ts';

/** A change set as a list: each position is in the document after the changes before it. */
export function toTextChanges(changes: ChangeSet): TextChange[] {
  const list: TextChange[] = [];
  changes.iterChanges((fromA, toA, fromB, _toB, inserted) => {
    // Everything left of `fromB` is already new when this change applies, so `fromB` is its place.
    list.push({ position: fromB, deleted: toA - fromA, inserted: inserted.toString() });
  });
  return list;
}

/**
 * A list as one change set over a document of `length` units. Throws RangeError if a change lies
 * outside the text that it applies to. Composes in halves: n log n for n changes.
 */
export function toChangeSet(
  state: EditorState,
  changes: readonly TextChange[],
  length: number,
): ChangeSet {
  const first = changes[0];
  if (first === undefined) return ChangeSet.empty(length);
  if (changes.length === 1) {
    const { position, deleted, inserted } = first;
    const insert = state.toText(inserted);
    return ChangeSet.of({ from: position, to: position + deleted, insert }, length);
  }
  const middle = changes.length >> 1;
  const left = toChangeSet(state, changes.slice(0, middle), length);
  return left.compose(toChangeSet(state, changes.slice(middle), left.newLength));
}

/** Where `position` comes to lie after `changes`; stays behind text inserted right at it. */
export function mapPosition(position: number, changes: readonly TextChange[]): number {
  let at = position;
  for (const { position: from, deleted, inserted } of changes) {
    if (from >= at) continue;
    at = at >= from + deleted ? at - deleted + inserted.length : from;
  }
  return at;
}

/**
 * Whether a transaction would leave half a character behind: a position between the two units of a
 * surrogate pair, or inserted text with a lone one. Such an op would be void for everybody.
 */
export function splitsCharacter(transaction: Transaction): boolean {
  const { doc } = transaction.startState;
  const inside = (at: number): boolean => {
    if (at <= 0 || at >= doc.length) return false;
    const around = doc.sliceString(at - 1, at + 1);
    return around.length === 2 && (around.codePointAt(0) ?? 0) > 0xffff;
  };
  let split = false;
  transaction.changes.iterChanges((from, to, _fromB, _toB, inserted) => {
    split ||= inside(from) || inside(to) || !inserted.toString().isWellFormed();
  });
  return split;
}
