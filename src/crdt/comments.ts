/**
 * Threads of comments in the workspace's map: what each is about, what people said, and whether it is
 * resolved. All of it registers, one for each comment, so that two who answer at once both have.
 *
 * What may be written there is said in workspace-map.ts, which everybody loads; this is for who reads
 * comments. Who wrote one is who signed its event, which is not decided here.
 */
import { fromUtf8, utf8 } from '../base/bytes.ts';
import type { DocumentId } from '../base/ids.ts';
import { MAX_COMMENTS, MAX_THREADS } from '../base/limits.ts';
import { type Anchor, decodeAnchor, encodeAnchor } from '../wire/anchor.ts';
import { isThreadItself, isThreadRow, threadOf, type RowId } from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import type { Registers, Write } from './registers.ts';
import { COMMENT, isAbout, THREAD } from './workspace-map.ts';

const set = (row: RowId, field: number, value: Uint8Array): SetOp => ({
  kind: 'set',
  row,
  field,
  value,
});

export const setAnchor = (thread: RowId, anchor: Anchor): SetOp =>
  set(thread, THREAD.anchor, encodeAnchor(anchor));

export const setResolved = (thread: RowId, resolved: boolean): SetOp =>
  set(thread, THREAD.resolved, Uint8Array.of(resolved ? 1 : 0));

/** '' deletes it. */
export const setComment = (comment: RowId, text: string): SetOp =>
  set(comment, COMMENT, utf8(text));

export interface CommentEntry {
  readonly row: RowId;
  /** '' for one that was deleted. */
  readonly text: string;
  readonly write: Write;
}

export interface ThreadEntry {
  readonly row: RowId;
  readonly anchor: Anchor;
  /** What said so. */
  readonly write: Write;
  /** What resolved it; `undefined` while it is open. */
  readonly resolved: Write | undefined;
  /** As they were written, the newest MAX_COMMENTS. */
  readonly comments: readonly CommentEntry[];
}

/** Threads about a document in which anything is said, the newest MAX_THREADS, as they were begun. */
export function threadEntries(registers: Registers, document: DocumentId): ThreadEntry[] {
  const threads: { readonly row: RowId; readonly write: Write }[] = [];
  const said = new Map<RowId, CommentEntry[]>();
  for (const row of registers.rows()) {
    if (!isThreadRow(row)) continue;
    if (isThreadItself(row)) {
      const write = registers.writeOf(row, THREAD.anchor);
      if (write && isAbout(write, document)) threads.push({ row, write });
      continue;
    }
    const write = registers.writeOf(row, COMMENT);
    if (!write) continue;
    const comment = { row, text: fromUtf8(write.value) ?? '', write };
    const others = said.get(threadOf(row));
    if (others) others.push(comment);
    else said.set(threadOf(row), [comment]);
  }
  return threads
    .filter(({ row }) => said.get(row)?.some(({ text }) => text !== ''))
    .sort(inOrder)
    .slice(-MAX_THREADS)
    .flatMap(({ row, write }) => {
      const anchor = decodeAnchor(write.value);
      const last = registers.writeOf(row, THREAD.resolved);
      const resolved = last?.value[0] === 1 ? last : undefined;
      const comments = (said.get(row) ?? []).sort(inOrder).slice(-MAX_COMMENTS);
      return anchor.ok ? [{ row, anchor: anchor.value, write, resolved, comments }] : [];
    });
}

interface Ordered {
  readonly row: RowId;
  readonly write: Write;
}
const inOrder = (a: Ordered, b: Ordered): number =>
  a.write.globalSeq - b.write.globalSeq || (a.row < b.row ? -1 : 1);
