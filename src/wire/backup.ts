/**
 * A backup: everything of one workspace that a member holds, in one file that only the words of a
 * recovery kit open.
 *
 *   mark ‖ version ‖ salt ‖ commitment ‖ parts, each length ‖ sealed bytes
 *
 * The first part is the genesis with what the member calls it all, the others are records as a store
 * keeps them. A part is sealed (in `host/`, since that is asynchronous) under a key of this file alone,
 * with a nonce that says its place and whether it is the last: so none is left out, moved or added. The
 * commitment follows from the same secret as the key: a file opens under one set of words alone, and
 * other words are told from a damaged file.
 */
import { equal, utf8 } from '../base/bytes.ts';
import type { AgentId, Chain, EventId, PieceId, Seconds } from '../base/ids.ts';
import {
  MAX_BACKUP_BYTES,
  MAX_BACKUP_PART,
  MAX_BACKUP_RECORDS,
  MAX_EVIDENCE_BYTES,
  MAX_GENESIS_BYTES,
  MAX_NAME_BYTES,
  MAX_RUN_BYTES,
  MAX_SECONDS,
  MAX_SEQ,
  MAX_TITLE_BYTES,
  PIECE_BYTES,
} from '../base/limits.ts';
import { assert, type Result } from '../base/result.ts';
import { decode, Writer, type Reader } from './codec.ts';
import { FORMAT_VERSION } from './tags.ts';

export const SALT_BYTES = 32;
export const COMMITMENT_BYTES = 32;
/** What AES-GCM adds to what it seals. */
export const SEAL_BYTES = 16;

export interface Backup {
  readonly salt: Uint8Array;
  readonly commitment: Uint8Array;
  /** Sealed; at least one. Views. */
  readonly parts: readonly Uint8Array[];
}

export interface Manifest {
  /** Canonical genesis. */
  readonly genesis: Uint8Array;
  readonly title: string;
  /** The member's own. */
  readonly name: string;
  /** When the backup was made, by the word of whoever made it. */
  readonly at: Seconds;
}

/** A run, a packed bundle, or evidence: as a store keeps it (storage/store.ts). */
export interface BackupRecord {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly from: number;
  readonly to: number;
  readonly branch?: EventId;
  readonly packed?: true;
  readonly evidence?: true;
  readonly bytes: Uint8Array;
}

/** A piece of an image; whoever reads it asks its hash whether it is the one that is named. */
export interface BackupPiece {
  readonly name: PieceId;
  readonly bytes: Uint8Array;
}

/** What is sealed together, but for the first part: records, or pieces. */
export interface BackupPart {
  readonly records: readonly BackupRecord[];
  readonly pieces: readonly BackupPiece[];
}

const MARK = utf8('parley-backup\n');
const MAX_RECORD_HEAD = 128;
/** A part ends with the record that fills it. */
const MAX_SEALED = MAX_BACKUP_PART + MAX_EVIDENCE_BYTES + MAX_RECORD_HEAD + SEAL_BYTES;

/** All of a file before its parts; sealed along with each of them. */
export const encodeHead = ({ salt, commitment }: Omit<Backup, 'parts'>): Uint8Array =>
  new Writer().bytes(MARK).u8(FORMAT_VERSION).bytes(salt).bytes(commitment).finish();

/** What stands before a sealed part in the file. */
export const encodeLength = (sealed: Uint8Array): Uint8Array =>
  new Writer().varint(sealed.length).finish();

export const decodeBackup = (bytes: Uint8Array): Result<Backup> =>
  decode(bytes, MAX_BACKUP_BYTES, (reader): Backup => {
    if (!equal(reader.bytes(MARK.length), MARK)) reader.fail('Malformed', 'no backup');
    if (reader.u8() !== FORMAT_VERSION) reader.fail('UnsupportedVersion', 'backup');
    const salt = reader.bytes(SALT_BYTES).slice();
    const commitment = reader.bytes(COMMITMENT_BYTES).slice();
    const parts: Uint8Array[] = [];
    do {
      const part = reader.blob(MAX_SEALED);
      if (part.length <= SEAL_BYTES) reader.fail('Malformed', 'an empty part');
      parts.push(part);
    } while (reader.remaining > 0);
    return { salt, commitment, parts };
  });

/** 12 bytes, of each part of a file others. */
export function nonceOf(part: number, isLast: boolean): Uint8Array {
  assert(part < 2 ** 32, 'no file has so many parts');
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(8, part);
  nonce[0] = isLast ? 1 : 0;
  return nonce;
}

export const encodeManifest = ({ genesis, title, name, at }: Manifest): Uint8Array =>
  new Writer().blob(genesis).text(title).text(name).varint(at).finish();

export const decodeManifest = (bytes: Uint8Array): Result<Manifest> =>
  decode(bytes, MAX_SEALED, (reader) => ({
    genesis: reader.blob(MAX_GENESIS_BYTES).slice(),
    title: reader.text(MAX_TITLE_BYTES),
    name: reader.text(MAX_NAME_BYTES),
    at: reader.varint(MAX_SECONDS) as Seconds,
  }));

/** Bits of a record's flags. */
const RECORD = { policy: 1, branch: 2, packed: 4, evidence: 8 } as const;
const ALL_FLAGS = 15;

/** Records that go into one part: as many from `start` on as fill it. One past the last. */
export function partEnd(records: readonly BackupRecord[], start: number): number {
  let bytes = 0;
  let end = start;
  while (end < records.length && end - start < MAX_BACKUP_RECORDS && bytes < MAX_BACKUP_PART) {
    bytes += (records[end]?.bytes.length ?? 0) + MAX_RECORD_HEAD;
    end += 1;
  }
  return end;
}

export const encodeRecords = (records: readonly BackupRecord[]): Uint8Array =>
  new Writer().list(records, writeRecord).finish();

/** Behind a list of no records. At least one; together about MAX_BACKUP_PART. */
export const encodePieces = (pieces: readonly BackupPiece[]): Uint8Array =>
  new Writer()
    .varint(0)
    .list(pieces, (writer, { name, bytes }) => writer.hex(name).blob(bytes))
    .finish();

export const decodePart = (bytes: Uint8Array): Result<BackupPart> =>
  decode(bytes, MAX_SEALED, (reader) => {
    const records = reader.list(MAX_BACKUP_RECORDS, readRecord);
    const pieces = records.length > 0 ? [] : reader.list(MAX_BACKUP_RECORDS, readPiece);
    if (records.length + pieces.length === 0) reader.fail('Malformed', 'an empty part');
    return { records, pieces };
  });

function readPiece(reader: Reader): BackupPiece {
  const name = reader.hex(32) as PieceId;
  const bytes = reader.blob(PIECE_BYTES).slice();
  if (bytes.length === 0) reader.fail('Malformed', 'an empty piece');
  return { name, bytes };
}

function writeRecord(writer: Writer, record: BackupRecord): void {
  const { agent, chain, from, to, branch, packed, evidence, bytes } = record;
  const flags =
    (chain === 'policy' ? RECORD.policy : 0) +
    (branch !== undefined ? RECORD.branch : 0) +
    (packed ? RECORD.packed : 0) +
    (evidence ? RECORD.evidence : 0);
  writer.u8(flags).hex(agent).varint(from).varint(to);
  if (branch !== undefined) writer.hex(branch);
  writer.blob(bytes);
}

function readRecord(reader: Reader): BackupRecord {
  const flags = reader.u8();
  if (flags > ALL_FLAGS) reader.fail('UnsupportedVersion', 'record');
  const has = (flag: number): boolean => (flags & flag) !== 0;
  if (has(RECORD.packed) && has(RECORD.evidence)) reader.fail('Malformed', 'packed evidence');
  const agent = reader.hex(32) as AgentId;
  const from = reader.varint(MAX_SEQ);
  const to = reader.varint(MAX_SEQ);
  if (to <= from) reader.fail('Malformed', 'a record of nothing');
  const branch = has(RECORD.branch) && { branch: reader.hex(32) as EventId };
  const bytes = reader.blob(has(RECORD.evidence) ? MAX_EVIDENCE_BYTES : MAX_RUN_BYTES).slice();
  if (bytes.length === 0) reader.fail('Malformed', 'an empty record');
  return {
    agent,
    chain: has(RECORD.policy) ? 'policy' : 'content',
    from,
    to,
    ...branch,
    ...(has(RECORD.packed) && { packed: true }),
    ...(has(RECORD.evidence) && { evidence: true }),
    bytes,
  };
}
