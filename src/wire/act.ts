/**
 * Policy acts: what one policy event does, each with its one encoding.
 *
 * Who may do what, and what an act undoes, is the business of `crdt/policy`; here an act only has a
 * shape and a size. The first byte, which tells acts from edits, is written and read by op.ts.
 */
import type { AgentId, EventId, MemberId, PublicKey, Role, Seconds, Seq } from '../base/ids.ts';
import {
  MAX_INVITE_USES,
  MAX_KEPT,
  MAX_NAME_BYTES,
  MAX_NAMES,
  MAX_PARTS,
  MAX_SECONDS,
  MAX_SEQ,
  MAX_TIMES,
} from '../base/limits.ts';
import type { Reader, Writer } from './codec.ts';
import { OP } from './tags.ts';

/** An admin opens an invite. `key` is the public half of the secret in the link. */
export interface InviteAct {
  readonly kind: 'invite';
  readonly key: PublicKey;
  readonly role: Role;
  /** Whether only an admin may admit on it. */
  readonly approval: boolean;
  readonly uses: number;
  /** Advisory: checked by the admitting replica's clock. 0 = never. */
  readonly expires: Seconds;
}

/** An admin closes an invite, for all admissions on it but those that it knows or names. */
export interface CloseAct {
  readonly kind: 'close';
  readonly invite: EventId;
  /** Admissions, ascending and unique; at most MAX_KEPT. */
  readonly keep: readonly EventId[];
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

/** What whoever takes something away holds of an agent's content: all that ends at or before `seq`. */
export interface Name {
  readonly agent: AgentId;
  /** At least 1. */
  readonly seq: Seq;
}

/** Names that do not fit one event go on in those that follow it: `part` of `parts`, from 1. */
interface Naming {
  readonly part: number;
  readonly parts: number;
  /** Ascending by agent, each agent once; at most MAX_NAMES. */
  readonly names: readonly Name[];
}

/** An admin gives a member another role. Names content only where it takes the right to write. */
export interface RoleAct extends Naming {
  readonly kind: 'role';
  readonly member: MemberId;
  readonly role: Role;
}

/** Whom a removal removes. An agent's certificate is by its device, and by no other. */
export type Target =
  | { readonly kind: 'member'; readonly member: MemberId }
  | { readonly kind: 'device'; readonly device: PublicKey }
  | { readonly kind: 'agent'; readonly device: PublicKey; readonly agent: AgentId };

export interface RemoveAct extends Naming {
  readonly kind: 'remove';
  readonly target: Target;
}

/** How many shares replicas may keep of a member, 1 … MAX_TIMES. */
export interface ShareAct {
  readonly kind: 'share';
  readonly member: MemberId;
  readonly times: number;
}

/** Joins concurrent policy events, so that those who come after need not name them all. */
export interface MergeAct {
  readonly kind: 'merge';
}

export type PolicyAct =
  InviteAct | CloseAct | AdmitAct | DeviceAct | RoleAct | RemoveAct | ShareAct | MergeAct;

const ROLES: readonly Role[] = ['reader', 'editor', 'admin'];
const TARGETS: readonly Target['kind'][] = ['member', 'device', 'agent'];
/** Added to an invite's role where it asks for approval. */
const APPROVAL = 128;

export function writeAct(writer: Writer, act: PolicyAct): void {
  switch (act.kind) {
    case 'invite':
      writer.hex(act.key).u8(ROLES.indexOf(act.role) + (act.approval ? APPROVAL : 0));
      writer.varint(act.uses).varint(act.expires);
      return;
    case 'close':
      writer.hex(act.invite).list(act.keep, (inner, id) => inner.hex(id));
      return;
    case 'admit':
      writer.hex(act.invite).hex(act.device).text(act.name);
      writer.bytes(act.transcript).bytes(act.proof).bytes(act.consent);
      return;
    case 'device':
      writer.hex(act.device).bytes(act.consent);
      return;
    case 'role':
      writer.hex(act.member).u8(ROLES.indexOf(act.role));
      writeNaming(writer, act);
      return;
    case 'remove':
      writer.u8(TARGETS.indexOf(act.target.kind));
      writer.hex(act.target.kind === 'member' ? act.target.member : act.target.device);
      if (act.target.kind === 'agent') writer.hex(act.target.agent);
      writeNaming(writer, act);
      return;
    case 'share':
      writer.hex(act.member).varint(act.times);
      return;
    case 'merge':
      return;
  }
}

/** The act of a first byte; `undefined` if it is none. */
export function readAct(kind: number, reader: Reader): PolicyAct | undefined {
  switch (kind) {
    case OP.invite:
      return readInvite(reader);
    case OP.close:
      return readClose(reader);
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
    case OP.role:
      return readRoleAct(reader);
    case OP.remove:
      return { kind: 'remove', target: readTarget(reader), ...readNaming(reader) };
    case OP.share:
      return readShare(reader);
    case OP.merge:
      return { kind: 'merge' };
    default:
      return undefined;
  }
}

function readInvite(reader: Reader): InviteAct {
  const key = reader.hex(32) as PublicKey;
  const byte = reader.u8();
  const approval = byte >= APPROVAL;
  const role = roleOf(reader, approval ? byte - APPROVAL : byte);
  const uses = reader.varint(MAX_INVITE_USES);
  if (uses === 0) reader.fail('Malformed', 'an invite for nobody');
  const expires = reader.varint(MAX_SECONDS) as Seconds;
  return { kind: 'invite', key, role, approval, uses, expires };
}

function readClose(reader: Reader): CloseAct {
  const invite = reader.hex(32) as EventId;
  const keep = reader.list(MAX_KEPT, (item) => item.hex(32) as EventId);
  checkAscending(reader, keep);
  return { kind: 'close', invite, keep };
}

function readRoleAct(reader: Reader): RoleAct {
  const member = reader.hex(32) as MemberId;
  const role = roleOf(reader, reader.u8());
  const naming = readNaming(reader);
  if (role !== 'reader' && (naming.parts > 1 || naming.names.length > 0))
    reader.fail('NotCanonical', 'names, but nothing is taken');
  return { kind: 'role', member, role, ...naming };
}

function readShare(reader: Reader): ShareAct {
  const member = reader.hex(32) as MemberId;
  const times = reader.varint(MAX_TIMES);
  if (times === 0) reader.fail('Malformed', 'no share at all');
  return { kind: 'share', member, times };
}

function readTarget(reader: Reader): Target {
  const kind = TARGETS[reader.u8()];
  if (kind === undefined) return reader.fail('Malformed', 'unknown target');
  const key = reader.hex(32) as PublicKey;
  if (kind === 'member') return { kind, member: key };
  return kind === 'device'
    ? { kind, device: key }
    : { kind, device: key, agent: reader.hex(32) as AgentId };
}

function writeNaming(writer: Writer, { part, parts, names }: Naming): void {
  writer.varint(part).varint(parts);
  writer.list(names, (inner, { agent, seq }) => inner.hex(agent).varint(seq));
}

function readNaming(reader: Reader): Naming {
  const part = reader.varint(MAX_PARTS);
  const parts = reader.varint(MAX_PARTS);
  if (part === 0 || part > parts) reader.fail('Malformed', 'no such part');
  const names = reader.list(MAX_NAMES, readName);
  checkAscending(
    reader,
    names.map(({ agent }) => agent),
  );
  return { part, parts, names };
}

function readName(reader: Reader): Name {
  const agent = reader.hex(32) as AgentId;
  const seq = reader.varint(MAX_SEQ) as Seq;
  if (seq === 0) reader.fail('NotCanonical', 'a name for nothing');
  return { agent, seq };
}

function roleOf(reader: Reader, byte: number): Role {
  return ROLES[byte] ?? reader.fail('Malformed', 'unknown role');
}

function checkAscending(reader: Reader, ids: readonly string[]): void {
  ids.forEach((id, i) => {
    const before = ids[i - 1];
    if (before !== undefined && before >= id) reader.fail('NotCanonical', 'ids out of order');
  });
}
