/** The layout of a backup: one encoding, bounded, whatever bytes come. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentId, EventId, PieceId, Seconds } from '../../src/base/ids.ts';
import { MAX_BACKUP_PART, MAX_BACKUP_RECORDS, MAX_RUN_BYTES } from '../../src/base/limits.ts';
import {
  decodeBackup,
  decodeManifest,
  decodePart,
  encodeHead,
  encodeLength,
  encodeManifest,
  encodePieces,
  encodeRecords,
  nonceOf,
  partEnd,
  type BackupPart,
  type BackupRecord,
} from '../../src/wire/backup.ts';
import { concat } from '../../src/base/bytes.ts';
import { kitDevice, kitSeed } from '../../src/wire/kit.ts';
import type { WorkspaceId } from '../../src/base/ids.ts';
import { hexOf, bytesOf } from './arbitrary.ts';

const bytes32 = bytesOf(32);
const recordOf = fc
  .record({
    agent: hexOf<AgentId>(32),
    chain: fc.constantFrom('policy' as const, 'content' as const),
    from: fc.nat({ max: 1_000 }),
    more: fc.integer({ min: 1, max: 1_000 }),
    branch: fc.option(hexOf<EventId>(32), { nil: undefined }),
    kind: fc.constantFrom('plain', 'packed', 'evidence'),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
  })
  .map(({ agent, chain, from, more, branch, kind, bytes }): BackupRecord => ({
    agent,
    chain,
    from,
    to: from + more,
    ...(branch !== undefined && { branch }),
    ...(kind === 'packed' && { packed: true }),
    ...(kind === 'evidence' && { evidence: true }),
    bytes,
  }));
const pieceOf = fc.record({
  name: hexOf<PieceId>(32),
  bytes: fc.uint8Array({ minLength: 1, maxLength: 60 }),
});
const encodedPart = ({ records, pieces }: BackupPart): Uint8Array =>
  records.length > 0 ? encodeRecords(records) : encodePieces(pieces);
const fileOf = (salt: Uint8Array, commitment: Uint8Array, parts: readonly Uint8Array[]) =>
  concat(encodeHead({ salt, commitment }), ...parts.flatMap((part) => [encodeLength(part), part]));

describe('a backup', () => {
  it('B2 W2 has one encoding, which is read as it was written', () => {
    const partOf = fc.uint8Array({ minLength: 17, maxLength: 60 });
    const parts = fc.array(partOf, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(bytes32, bytes32, parts, (salt, commitment, sealed) => {
        const read = decodeBackup(fileOf(salt, commitment, sealed));
        expect(read.ok && read.value).toEqual({ salt, commitment, parts: sealed });
      }),
    );
    fc.assert(
      fc.property(fc.array(recordOf, { minLength: 1, maxLength: 9 }), (records) => {
        const read = decodePart(encodeRecords(records));
        expect(read.ok && read.value).toEqual({ records, pieces: [] });
      }),
    );
    fc.assert(
      fc.property(fc.array(pieceOf, { minLength: 1, maxLength: 9 }), (pieces) => {
        const read = decodePart(encodePieces(pieces));
        expect(read.ok && read.value).toEqual({ records: [], pieces });
      }),
    );
    const manifest = {
      genesis: Uint8Array.of(1, 2),
      title: 'Garden',
      name: 'Ada',
      at: 7 as Seconds,
    };
    const read = decodeManifest(encodeManifest(manifest));
    expect(read.ok && read.value).toEqual(manifest);
  });

  it('B2 W3 A49 is never read from other bytes in a second form, and no bytes throw', () => {
    const records = fc.array(recordOf, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(records, fc.nat(), fc.nat({ max: 255 }), (some, at, value) => {
        const bytes = encodeRecords(some);
        bytes[at % bytes.length] = value;
        const read = decodePart(bytes);
        if (read.ok) expect(encodedPart(read.value)).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(pieceOf, fc.nat(), fc.nat({ max: 255 }), (piece, at, value) => {
        const bytes = encodePieces([piece]);
        bytes[at % bytes.length] = value;
        const read = decodePart(bytes);
        if (read.ok) expect(encodedPart(read.value)).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        for (const read of [decodeBackup, decodeManifest, decodePart]) read(bytes);
      }),
    );
  });

  it('B2 A57 that is cut off anywhere, of another version, or not one, is refused', () => {
    const file = fileOf(new Uint8Array(32), new Uint8Array(32), [new Uint8Array(17)]);
    for (let end = 0; end < file.length; end++)
      expect(decodeBackup(file.subarray(0, end)).ok).toBe(false);
    const newer = file.slice();
    newer[14] = 2;
    expect(decodeBackup(newer)).toMatchObject({ error: { code: 'UnsupportedVersion' } });
    newer[0] = 0;
    expect(decodeBackup(newer)).toMatchObject({ error: { code: 'Malformed' } });
    expect(decodeBackup(concat(file, Uint8Array.of(16), new Uint8Array(16))).ok).toBe(false);
  });

  it('B2 has parts that are read again, however full', () => {
    const record = (length: number): BackupRecord => ({
      agent: 'a'.repeat(64) as AgentId,
      chain: 'content',
      from: 0,
      to: 1,
      branch: 'b'.repeat(64) as EventId,
      bytes: new Uint8Array(length),
    });
    const large = Array.from({ length: 20 }, () => record(MAX_RUN_BYTES));
    const end = partEnd(large, 0);
    expect(end * MAX_RUN_BYTES).toBeGreaterThanOrEqual(MAX_BACKUP_PART - MAX_RUN_BYTES);
    const sealed = encodeRecords(large.slice(0, end));
    expect(decodePart(sealed).ok).toBe(true);
    const salt = new Uint8Array(32);
    expect(decodeBackup(fileOf(salt, salt, [concat(sealed, new Uint8Array(16))])).ok).toBe(true);
    const small = Array.from({ length: MAX_BACKUP_RECORDS + 5 }, () => record(1));
    const few = small.slice(0, partEnd(small, 0));
    expect(few.length).toBeLessThanOrEqual(MAX_BACKUP_RECORDS);
    expect(decodePart(encodeRecords(few)).ok).toBe(true);
    expect(partEnd(small, small.length)).toBe(small.length);
  });

  it('B2 seals no two parts alike, nor the last one like another', () => {
    const nonces = [0, 1, 2, 4_294_967_295].flatMap((part) => [
      nonceOf(part, false).join(),
      nonceOf(part, true).join(),
    ]);
    expect(new Set(nonces).size).toBe(8);
  });
});

describe('a recovery kit', () => {
  it('B1 has another key in each workspace, and the same each time', () => {
    const secret = new Uint8Array(16).fill(7);
    const [one, other] = ['1', '2'].map((digit) => digit.repeat(64) as WorkspaceId);
    const seed = kitSeed(secret, one as WorkspaceId);
    expect(kitSeed(secret.slice(), one as WorkspaceId)).toEqual(seed);
    expect(kitDevice(seed)).not.toBe(kitDevice(kitSeed(secret, other as WorkspaceId)));
  });
});
