/**
 * What is signed when somebody joins: by the invite's key, and by the device that joins.
 *
 * Both signatures cover the channel's transcript (transport names and nonces of both ends), so an
 * overheard join cannot be replayed or relayed, and the invite's event, hence its role and uses.
 */
import { fromHex, utf8 } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { EventId, MemberId, PublicKey, WorkspaceId } from '../base/ids.ts';
import { framed } from './codec.ts';
import { TAG } from './tags.ts';

/** 32 bytes, signed by the invite's key (proof) and by the joining device (consent). */
export const joinMessage = (
  workspace: WorkspaceId,
  invite: EventId,
  device: PublicKey,
  name: string,
  transcript: Uint8Array,
): Uint8Array =>
  digest(
    TAG.join,
    framed(fromHex(workspace), fromHex(invite), fromHex(device), utf8(name), transcript),
  );

/** 32 bytes, signed by a device that a member adds to its own. */
export const deviceMessage = (
  workspace: WorkspaceId,
  member: MemberId,
  device: PublicKey,
): Uint8Array => digest(TAG.device, fromHex(workspace), fromHex(member), fromHex(device));
