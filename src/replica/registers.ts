/**
 * The registers of a map or a table, from the events that wrote them.
 */
import type { DocumentId, EventId } from '../base/ids.ts';
import type { Registers } from '../crdt/registers.ts';
import { isTableWrite } from '../crdt/table.ts';
import { isValidWrite } from '../crdt/workspace-map.ts';
import { documentType } from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import type { Piece } from './voiding.ts';

/** Offers what events of a document wrote that end by seq `limit`, but for those left out, by their first seq. */
export function offerAll(
  registers: Registers,
  document: DocumentId,
  { chain, from, to }: Piece,
  limit: number,
  isLeftOut: (seq: number) => boolean = () => false,
): void {
  const isValid = documentType(document) === 'table' ? isTableWrite : isValidWrite;
  const end = chain.firstBeyond(limit, from, to);
  const ids = chain.idsOf(from, end);
  for (let at = from; at < end; at++) {
    if (isLeftOut(chain.startOf(at))) continue;
    const ops = chain.opsAt(at) as readonly SetOp[];
    const first = chain.globalSeq(at) - ops.length + 1;
    const event = ids[at - from] as EventId;
    ops.forEach(({ row, field, value }, k) => {
      if (isValid(ops[k] as SetOp))
        registers.offer(row, field, { value, globalSeq: first + k, event });
    });
  }
}

/** Bytes of writes in one event: half of what it may hold. */
const EVENT_BYTES = 32_768;
/** What a write takes beside its value. */
const WRITE_BYTES = 24;

/** Writes as the events that hold them, in order. */
export function* parted(ops: readonly SetOp[]): IterableIterator<readonly SetOp[]> {
  for (let from = 0, to = 0; from < ops.length; from = to) {
    for (let bytes = 0; to < ops.length && bytes < EVENT_BYTES; to++)
      bytes += WRITE_BYTES + (ops[to]?.value.length ?? 0);
    yield ops.slice(from, to);
  }
}
