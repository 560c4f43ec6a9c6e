/**
 * The event: the signed unit of history. Its body leaves out whatever its predecessor implies.
 *
 * This is a shape and its one encoding; bodies are self-delimiting. What is implied, and whether an
 * event may stand where it stands, needs its ancestors and is judged in `replica/`. Ids and
 * signatures are in segment.ts.
 */
import type { Chain, DocumentId, EventId } from '../base/ids.ts';
import { MAX_CONTINUES, MAX_EVENT_OPS, MAX_PARENTS, MAX_SECONDS } from '../base/limits.ts';
import { readCertificate, writeCertificate, type Certificate } from './certificate.ts';
import { unzigzag, Writer, zigzag, type Reader } from './codec.ts';
import { documentType, readDocumentId } from './document.ts';
import { isPolicyAct, joined, readOp, writeOp, type Op } from './op.ts';

export interface EventBody {
  /** A seal closes its segment and its signature is kept for ever. */
  readonly seal: boolean;
  /** Exactly on the first event of a chain. */
  readonly first?: {
    readonly certificate: Certificate;
    /** Earlier chain ends of the same device and kind, sorted; ancestors of this event. */
    readonly continues: readonly EventId[];
  };
  /** Content chains: where it differs from the predecessor's document, and on the first event. */
  readonly document?: DocumentId;
  /** Sorted and minimal. Left out when it is just the predecessor, in the same document. */
  readonly parents?: readonly EventId[];
  /** Content chains: sorted and minimal. Left out when they are the predecessor's. */
  readonly policyHeads?: readonly EventId[];
  /** Seconds since the predecessor's time, or since 1970 on the first event. Advisory. */
  readonly elapsed: number;
  /** At least one. */
  readonly ops: readonly Op[];
}

/** Bits of a body's first byte. */
export const FLAG = {
  seal: 1,
  first: 2,
  document: 4,
  parents: 8,
  policyHeads: 16,
  elapsed: 32,
} as const;
const ALL_FLAGS = 63;
/** Those by which an event names ancestors, or a document, of its own. */
export const NAMES = FLAG.first | FLAG.document | FLAG.parents | FLAG.policyHeads;

export function flagsOf(body: EventBody): number {
  let flags = 0;
  if (body.seal) flags |= FLAG.seal;
  if (body.first) flags |= FLAG.first;
  if (body.document !== undefined) flags |= FLAG.document;
  if (body.parents) flags |= FLAG.parents;
  if (body.policyHeads) flags |= FLAG.policyHeads;
  if (body.elapsed !== 0) flags |= FLAG.elapsed;
  return flags;
}

export function encodeBody(body: EventBody): Uint8Array {
  const writer = new Writer().u8(flagsOf(body));
  if (body.first) {
    writeCertificate(writer, body.first.certificate);
    writeIds(writer, body.first.continues);
  }
  if (body.document !== undefined) writer.hex(body.document);
  if (body.parents) writeIds(writer, body.parents);
  if (body.policyHeads) writeIds(writer, body.policyHeads);
  if (body.elapsed !== 0) writer.varint(zigzag(body.elapsed));
  return writer.list(body.ops, writeOp).finish();
}

/** One body from a reader, in the only encoding that it has. `chain` decides what it may hold. */
export function readBody(reader: Reader, chain: Chain): EventBody {
  const flags = reader.u8();
  if (flags > ALL_FLAGS) reader.fail('UnsupportedVersion', 'unknown flags');
  const has = (flag: number): boolean => (flags & flag) !== 0;
  if (chain === 'policy' && (has(FLAG.document) || has(FLAG.policyHeads)))
    reader.fail('WrongChain', 'a policy event names a document or policy heads');
  const names = readNames(reader, flags);
  const elapsed = has(FLAG.elapsed) ? unzigzag(reader.varint(2 * MAX_SECONDS)) : 0;
  if (has(FLAG.elapsed) && elapsed === 0) reader.fail('NotCanonical', 'no time elapsed');
  const ops = reader.list(MAX_EVENT_OPS, readOp);
  checkOps(reader, chain, ops);
  return { seal: has(FLAG.seal), ...names, elapsed, ops };
}

/** What an event of these flags names of its own: the part of its body between flags and time. */
export function readNames(
  reader: Reader,
  flags: number,
): Pick<EventBody, 'first' | 'document' | 'parents' | 'policyHeads'> {
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const first = has(FLAG.first)
    ? { certificate: readCertificate(reader), continues: readIds(reader, MAX_CONTINUES) }
    : undefined;
  const document = has(FLAG.document) ? readDocumentId(reader) : undefined;
  const parents = has(FLAG.parents) ? readIds(reader, MAX_PARENTS) : undefined;
  const policyHeads = has(FLAG.policyHeads) ? readIds(reader, MAX_PARENTS) : undefined;
  return {
    ...(first && { first }),
    ...(document !== undefined && { document }),
    ...(parents && { parents }),
    ...(policyHeads && { policyHeads }),
  };
}

/** Policy events hold one act; content events one family of ops, joined where they can be. */
function checkOps(reader: Reader, chain: Chain, ops: readonly Op[]): void {
  if (ops.length === 0) reader.fail('Malformed', 'an event without ops');
  if (chain === 'policy' && ops.length !== 1) reader.fail('WrongOps', 'one act an event');
  ops.forEach((op, i) => {
    if (isPolicyAct(op) !== (chain === 'policy')) reader.fail('WrongOps', `${op.kind} on ${chain}`);
    const before = ops[i - 1];
    if (before && joined(before, op)) reader.fail('NotCanonical', 'two ops that are one');
  });
}

/** Whether ops of this kind belong into a document of that type. */
export function fits(op: Op, document: DocumentId): boolean {
  const type = documentType(document);
  if (op.kind === 'insert' || op.kind === 'delete') return type === 'text';
  return op.kind === 'set' && (type === 'map' || type === 'table');
}

/** At most `max` ids, ascending by hex, which is the order of their bytes, and unique. */
export function readIds(reader: Reader, max: number): EventId[] {
  const ids = reader.list(max, (item) => item.hex(32) as EventId);
  ids.forEach((id, i) => {
    const before = ids[i - 1];
    if (before !== undefined && before >= id) reader.fail('NotCanonical', 'ids out of order');
  });
  return ids;
}

export function writeIds(writer: Writer, ids: readonly EventId[]): void {
  writer.list(ids, (inner, id) => inner.hex(id));
}
