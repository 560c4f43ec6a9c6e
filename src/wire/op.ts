/**
 * Ops: one edit each, as it happened. Three families: text, registers, policy acts (act.ts).
 *
 * An op spends one local seq. Positions and counts of text ops are Unicode code points of the text
 * that the author saw (docs/decisions/0006). What an op means is the business of `crdt/`; here it
 * only has a shape, a size and one encoding.
 */
import { MAX_DELETE, MAX_EVENT_BYTES, MAX_POSITION, MAX_VALUE_BYTES } from '../base/limits.ts';
import { readAct, writeAct, type PolicyAct } from './act.ts';
import type { Reader, Writer } from './codec.ts';
import type { RowId } from './document.ts';
import { OP } from './tags.ts';

/** `text` is well-formed and not empty; it goes in front of the code point at `position`. */
export interface InsertOp {
  readonly kind: 'insert';
  readonly position: number;
  readonly text: string;
}

/** Removes the code points [position, position + count); 1 ≤ count ≤ MAX_DELETE. */
export interface DeleteOp {
  readonly kind: 'delete';
  readonly position: number;
  readonly count: number;
}

/** Writes one register of a map. `field` is a number of the row's schema. */
export interface SetOp {
  readonly kind: 'set';
  readonly row: RowId;
  readonly field: number;
  readonly value: Uint8Array;
}

export type TextOp = InsertOp | DeleteOp;
export type Op = TextOp | SetOp | PolicyAct;

export function writeOp(writer: Writer, op: Op): void {
  writer.u8(OP[op.kind]);
  switch (op.kind) {
    case 'insert':
      writer.varint(op.position).text(op.text);
      return;
    case 'delete':
      writer.varint(op.position).varint(op.count);
      return;
    case 'set':
      writer.hex(op.row).u8(op.field).blob(op.value);
      return;
    default:
      writeAct(writer, op);
  }
}

export function readOp(reader: Reader): Op {
  const kind = reader.u8();
  switch (kind) {
    case OP.insert: {
      const position = reader.varint(MAX_POSITION);
      const text = reader.text(MAX_EVENT_BYTES);
      if (text === '') reader.fail('Malformed', 'empty insert');
      return { kind: 'insert', position, text };
    }
    case OP.delete: {
      const position = reader.varint(MAX_POSITION);
      const count = reader.varint(MAX_DELETE);
      if (count === 0) reader.fail('Malformed', 'empty delete');
      return { kind: 'delete', position, count };
    }
    case OP.set:
      return {
        kind: 'set',
        row: reader.hex(16) as RowId,
        field: reader.u8(),
        value: reader.blob(MAX_VALUE_BYTES).slice(),
      };
    default:
      return readAct(kind, reader) ?? reader.fail('UnsupportedVersion', `op ${kind}`);
  }
}

/** Whether an op belongs on a policy chain. */
export const isPolicyAct = (op: Op): op is PolicyAct =>
  op.kind !== 'insert' && op.kind !== 'delete' && op.kind !== 'set';

/** Units of the event graph that an op spends: one a code point inserted, one for any other op. */
export const unitsOf = (op: Op): number => (op.kind === 'insert' ? codePoints(op.text) : 1);

/** Code points of well-formed text: the units of positions. */
export function codePoints(text: string): number {
  let count = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0xd800 && unit < 0xdc00) {
      count -= 1;
      i += 1;
    }
  }
  return count;
}

/** `b`, done right after `a`, as one op with it; `undefined` when they are two edits. */
export function joined(a: Op, b: Op): TextOp | undefined {
  if (a.kind === 'insert' && b.kind === 'insert')
    return b.position === a.position + codePoints(a.text)
      ? { kind: 'insert', position: a.position, text: a.text + b.text }
      : undefined;
  if (a.kind === 'delete' && b.kind === 'delete') {
    const forwards = b.position === a.position;
    const backwards = b.position + b.count === a.position;
    const count = a.count + b.count;
    return (forwards || backwards) && count <= MAX_DELETE
      ? { kind: 'delete', position: b.position, count }
      : undefined;
  }
  return undefined;
}

/** Appends an op, as one with those before it that it completes. */
export function pushJoined<T extends Op>(ops: (T | TextOp)[], op: T | TextOp): void {
  let last = op;
  for (let before = ops.at(-1); before; before = ops.at(-1)) {
    const both = joined(before, last);
    if (!both) break;
    ops.pop();
    last = both;
  }
  ops.push(last);
}
