/**
 * The registers of a map, from the events that wrote them.
 */
import type { EventId } from '../base/ids.ts';
import type { Registers } from '../crdt/registers.ts';
import { isValidWrite } from '../crdt/workspace-map.ts';
import type { SetOp } from '../wire/op.ts';
import type { Piece } from './voiding.ts';

/** Offers what events wrote that end by seq `limit`, but for those left out, by their first seq. */
export function offerAll(
  registers: Registers,
  { chain, from, to }: Piece,
  limit: number,
  isLeftOut: (seq: number) => boolean = () => false,
): void {
  const end = chain.firstBeyond(limit, from, to);
  const ids = chain.idsOf(from, end);
  for (let at = from; at < end; at++) {
    if (isLeftOut(chain.startOf(at))) continue;
    const ops = chain.opsAt(at) as readonly SetOp[];
    const first = chain.globalSeq(at) - ops.length + 1;
    const event = ids[at - from] as EventId;
    ops.forEach(({ row, field, value }, k) => {
      if (isValidWrite(ops[k] as SetOp))
        registers.offer(row, field, { value, globalSeq: first + k, event });
    });
  }
}
