/**
 * What was typed into a remembered text, brought onto the text that the history really makes.
 *
 * The two are the same unless the device stopped before it could remember its last words; so the
 * difference is taken as one change, and of what was typed nothing is lost: an insert inside the part
 * that is different now comes to stand before it, and one where something was forgotten after that, as
 * words that go on from it do. Positions are UTF-16 units.
 */
import type { TextChange } from '../crdt/op.ts';

/** The one change that makes `to` of `from`; `undefined` where they are equal. */
export function difference(from: string, to: string): TextChange | undefined {
  if (from === to) return undefined;
  const most = Math.min(from.length, to.length);
  let start = 0;
  while (start < most && from.charCodeAt(start) === to.charCodeAt(start)) start += 1;
  if (start > 0 && isHigh(from.charCodeAt(start - 1))) start -= 1;
  let end = 0;
  while (end < most - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  if (end > 0 && isLow(from.charCodeAt(from.length - end))) end -= 1;
  return {
    position: start,
    deleted: from.length - end - start,
    inserted: to.slice(start, to.length - end),
  };
}

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;

/** `edits`, each in coordinates after those before it, as edits of the text that `moved` makes. */
export function rebased(edits: readonly TextChange[], moved: TextChange): TextChange[] {
  const list: TextChange[] = [];
  // The part that differs, in the text that is edited; its other content stands there instead.
  let from = moved.position;
  let to = from + moved.deleted;
  let content = moved.inserted.length;
  for (const { position, deleted, inserted } of edits) {
    const end = position + deleted;
    const after = Math.max(0, end - Math.max(position, to));
    if (after > 0)
      list.push({
        position: from + content + Math.max(position, to) - to,
        deleted: after,
        inserted: '',
      });
    const before = Math.max(0, Math.min(end, from) - position);
    if (before > 0) list.push({ position, deleted: before, inserted: '' });
    const inside = deleted - after - before;
    from -= before;
    to -= before + inside;
    if (inserted === '') continue;
    if (position >= to) {
      list.push({ position: from + content + position - to, deleted: 0, inserted });
    } else if (position <= from) {
      list.push({ position, deleted: 0, inserted });
      from += inserted.length;
      to += inserted.length;
    } else {
      list.push({ position: from, deleted: 0, inserted });
      content += inserted.length;
      to += inserted.length;
    }
  }
  return list;
}
