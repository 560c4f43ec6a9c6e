/**
 * What two people can read to each other to compare it, as a few numbers: a key, or all of a history.
 * Whoever wanted two that read the same would have to search some 2^44, or for a pair of histories
 * that are both of his making some 2^22: so words say who somebody is, and find a history that
 * somebody hides, but prove none.
 */
import { fromHex } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { MemberId, WorkspaceId } from '../base/ids.ts';
import { TAG } from './tags.ts';

const NUMBERS = 4;
/** 2^11: as many as a list of words has (BIP 39). */
const BASE = 2_048;

/** Four numbers from 0 to 2047. */
export const spokenCode = (workspace: WorkspaceId, member: MemberId): number[] =>
  numbersOf(digest(TAG.spoken, fromHex(workspace), fromHex(member)));

/** The same for what a replica holds. `held`: 64 hex digits, as replicas tell each other. */
export const historyCode = (workspace: WorkspaceId, held: string): number[] =>
  numbersOf(digest(TAG.spokenHistory, fromHex(workspace), fromHex(held)));

const numbersOf = (hash: Uint8Array): number[] =>
  Array.from(
    { length: NUMBERS },
    (_, i) => (((hash[2 * i] as number) << 8) | (hash[2 * i + 1] as number)) % BASE,
  );
