/**
 * Seals and opens the parts of a backup by the platform's own cryptography: HKDF-SHA-256, AES-256-GCM.
 *
 * The key that stays in the browser for the next backup cannot be exported, and opens no more than
 * this browser has anyway. Layouts are in wire/backup.ts.
 */
import { equal, utf8 } from '../base/bytes.ts';
import {
  COMMITMENT_BYTES,
  encodeHead,
  encodeLength,
  nonceOf,
  SALT_BYTES,
  type Backup,
} from '../wire/backup.ts';
import { TAG } from '../wire/tags.ts';

/** What seals backups, of a secret that follows from the words of a kit (wire/kit.ts). */
export const sealingKey = (secret: Uint8Array): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', owned(secret), 'HKDF', false, ['deriveBits']);

/**
 * A file: its head, then each part with its length. The last of them is sealed as the last; of those
 * that are still being read two are in memory as they are.
 */
export async function seal(
  key: CryptoKey,
  parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<Uint8Array[]> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const { file, commitment } = await derive(key, salt);
  const head = encodeHead({ salt, commitment });
  const pieces = [head];
  const add = async (part: Uint8Array, isLast: boolean): Promise<void> => {
    const how = parameters(head, (pieces.length - 1) / 2, isLast);
    const sealed = new Uint8Array(await crypto.subtle.encrypt(how, file, owned(part)));
    pieces.push(encodeLength(sealed), sealed);
  };
  let waiting: Uint8Array | null = null;
  for await (const part of parts) {
    if (waiting) await add(waiting, false);
    waiting = part;
  }
  if (waiting) await add(waiting, true);
  return pieces;
}

/** The parts, as they were sealed; or why not: these are other words, or the file is damaged. */
export async function unseal(
  key: CryptoKey,
  backup: Backup,
): Promise<Uint8Array[] | 'WrongWords' | 'Damaged'> {
  const { file, commitment } = await derive(key, backup.salt);
  if (!equal(commitment, backup.commitment)) return 'WrongWords';
  const head = encodeHead(backup);
  const parts: Uint8Array[] = [];
  try {
    for (const [i, sealed] of backup.parts.entries()) {
      const how = parameters(head, i, i === backup.parts.length - 1);
      parts.push(new Uint8Array(await crypto.subtle.decrypt(how, file, owned(sealed))));
    }
  } catch {
    return 'Damaged';
  }
  return parts;
}

async function derive(key: CryptoKey, salt: Uint8Array) {
  const bits = async (tag: string, length: number): Promise<Uint8Array<ArrayBuffer>> => {
    const how = { name: 'HKDF', hash: 'SHA-256', salt: owned(salt), info: owned(utf8(tag)) };
    return new Uint8Array(await crypto.subtle.deriveBits(how, key, 8 * length));
  };
  const raw = await bits(TAG.backupKey, 32);
  const file = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { file, commitment: await bits(TAG.backupCommitment, COMMITMENT_BYTES) };
}

const parameters = (head: Uint8Array, part: number, isLast: boolean) => ({
  name: 'AES-GCM',
  iv: owned(nonceOf(part, isLast)),
  additionalData: owned(head),
});

/** The platform takes no bytes that may be shared with a worker; none of ours is. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => bytes as Uint8Array<ArrayBuffer>;
