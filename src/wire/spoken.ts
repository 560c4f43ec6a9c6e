/**
 * A key as a few numbers that two people can read to each other: who claims to be somebody else would
 * have to search some 2^44 keys for one with the same.
 */
import { fromHex } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { MemberId, WorkspaceId } from '../base/ids.ts';
import { TAG } from './tags.ts';

const NUMBERS = 4;
/** 2^11: as many as a list of words has (BIP 39). */
const BASE = 2_048;

/** Four numbers from 0 to 2047. */
export function spokenCode(workspace: WorkspaceId, member: MemberId): number[] {
  const hash = digest(TAG.spoken, fromHex(workspace), fromHex(member));
  return Array.from(
    { length: NUMBERS },
    (_, i) => (((hash[2 * i] as number) << 8) | (hash[2 * i + 1] as number)) % BASE,
  );
}
