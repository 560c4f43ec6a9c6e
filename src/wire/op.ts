/**
 * Ops: one edit each, as it happened. Four families: text, registers, policy acts.
 *
 * An op spends one local seq. Positions and counts of text ops are Unicode code points of the text
 * that the author saw (docs/decisions/0006). What an op means is the business of `crdt/`; here it
 * only has a shape, a size and one encoding.
 */
import type { EventId, PublicKey, Role, Seconds } from '../base/ids.ts';
import {
  MAX_DELETE,
  MAX_EVENT_BYTES,
  MAX_INVITE_USES,
  MAX_NAME_BYTES,
  MAX_POSITION,
  MAX_SECONDS,
  MAX_VALUE_BYTES,
} from '../base/limits.ts';
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

/** An admin opens an invite. `key` is the public half of the secret in the link. */
export interface InviteAct {
  readonly kind: 'invite';
  readonly key: PublicKey;
  readonly role: Role;
  readonly uses: number;
  /** Advisory: checked by the admitting replica's clock. 0 = never. */
  readonly expires: Seconds;
}

/** A member lets a device in on an invite. `proof` and `consent` are over wire/join.ts's message. */
export interface AdmitAct {
  readonly kind: 'admit';
  readonly invite: EventId;
  readonly device: PublicKey;
  readonly name: string;
  /** Hash of both transport names and nonces of the channel on which the proof was given. */
  readonly transcript: Uint8Array;
  /** 64 bytes, by the invite's key. */
  readonly proof: Uint8Array;
  /** 64 bytes, by the device that is let in. */
  readonly consent: Uint8Array;
}

/** A member adds one more device of its own. */
export interface DeviceAct {
  readonly kind: 'device';
  readonly device: PublicKey;
  /** 64 bytes, by the new device, over wire/join.ts's message. */
  readonly consent: Uint8Array;
}

/** Joins concurrent policy events, so that those who come after need not name them all. */
export interface MergeAct {
  readonly kind: 'merge';
}

export type TextOp = InsertOp | DeleteOp;
export type PolicyAct = InviteAct | AdmitAct | DeviceAct | MergeAct;
export type Op = TextOp | SetOp | PolicyAct;

const ROLES: readonly Role[] = ['reader', 'editor', 'admin'];

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
    case 'invite':
      writer.hex(op.key).u8(ROLES.indexOf(op.role)).varint(op.uses).varint(op.expires);
      return;
    case 'admit':
      writer.hex(op.invite).hex(op.device).text(op.name);
      writer.bytes(op.transcript).bytes(op.proof).bytes(op.consent);
      return;
    case 'device':
      writer.hex(op.device).bytes(op.consent);
      return;
    case 'merge':
      return;
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
    case OP.invite:
      return readInvite(reader);
    case OP.admit:
      return {
        kind: 'admit',
        invite: reader.hex(32) as EventId,
        device: reader.hex(32) as PublicKey,
        name: reader.text(MAX_NAME_BYTES),
        transcript: reader.bytes(32).slice(),
        proof: reader.bytes(64).slice(),
        consent: reader.bytes(64).slice(),
      };
    case OP.device:
      return {
        kind: 'device',
        device: reader.hex(32) as PublicKey,
        consent: reader.bytes(64).slice(),
      };
    case OP.merge:
      return { kind: 'merge' };
    default:
      return reader.fail('UnsupportedVersion', `op ${kind}`);
  }
}

function readInvite(reader: Reader): InviteAct {
  const key = reader.hex(32) as PublicKey;
  const role = ROLES[reader.u8()];
  if (role === undefined) reader.fail('Malformed', 'unknown role');
  const uses = reader.varint(MAX_INVITE_USES);
  if (uses === 0) reader.fail('Malformed', 'an invite for nobody');
  return { kind: 'invite', key, role, uses, expires: reader.varint(MAX_SECONDS) as Seconds };
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
