/**
 * What follows from the secret of a recovery kit: the key of one more device, and what opens backups.
 *
 * The secret is 128 random bits, shown as words and kept on paper; nothing of it is stored here. Both
 * follow from it alone, so there is nothing sealed that could be lost, and neither tells the other.
 */
import { fromHex, toHex } from '../base/bytes.ts';
import { mac } from '../base/hash.ts';
import type { PublicKey, WorkspaceId } from '../base/ids.ts';
import { publicKeyOf } from '../base/keys.ts';
import { TAG } from './tags.ts';

/** Seed of the kit's device key in a workspace, 32 bytes. */
export const kitSeed = (secret: Uint8Array, workspace: WorkspaceId): Uint8Array =>
  mac(secret, TAG.kit, fromHex(workspace));

export const kitDevice = (seed: Uint8Array): PublicKey => toHex(publicKeyOf(seed)) as PublicKey;

/** From which the keys of backups are derived, each with its own salt; 32 bytes. */
export const backupSecret = (secret: Uint8Array): Uint8Array => mac(secret, TAG.backup);
