/**
 * A link that makes another browser a device of the member who made it, and what that browser signs at
 * its door.
 *
 * Like an invite's, everything is in the part after `#`. Unlike an invite it stands in no history: its
 * secret is known to the page that made it and to whoever has the link, and its door is where that page
 * waits. What it shows (names) is there to be read before anybody is asked, and proves nothing.
 */
import { fromBase64Url, fromHex, toBase64Url } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { MemberId, PublicKey, WorkspaceId } from '../base/ids.ts';
import {
  MAX_LINK_CHARS,
  MAX_LINK_RELAYS,
  MAX_NAME_BYTES,
  MAX_RELAY_BYTES,
  MAX_SHOWN_TITLE_BYTES,
} from '../base/limits.ts';
import { refuse, type Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';
import { FORMAT_VERSION, TAG } from './tags.ts';

/** A first byte above this is damage, not a version that is still to come. */
const LAST_VERSION = 15;

export interface DeviceLink {
  readonly workspace: WorkspaceId;
  /** Whose device it makes. */
  readonly member: MemberId;
  /** 32 random bytes. */
  readonly secret: Uint8Array;
  /** Multiaddrs of relays where the page that waits can be met, at most MAX_LINK_RELAYS. */
  readonly relays: readonly string[];
  /** The member's. */
  readonly name: string;
  /** The workspace's, or how it begins. */
  readonly title: string;
}

/** The payload of a link: base64url, about 230 characters with one relay. */
export const encodeDeviceLink = (link: DeviceLink): string =>
  toBase64Url(
    new Writer()
      .u8(FORMAT_VERSION)
      .hex(link.workspace)
      .hex(link.member)
      .bytes(link.secret)
      .list(link.relays, (writer, relay) => writer.text(relay))
      .text(link.name)
      .text(link.title)
      .finish(),
  );

export function decodeDeviceLink(payload: string): Result<DeviceLink> {
  if (payload.length > MAX_LINK_CHARS) return refuse('TooLarge', 'link');
  const bytes = fromBase64Url(payload);
  if (!bytes) return refuse('Malformed', 'not base64url');
  return decode(bytes, MAX_LINK_CHARS, (reader): DeviceLink => {
    const version = reader.u8();
    if (version === 0 || version > LAST_VERSION) reader.fail('Malformed', 'link');
    if (version !== FORMAT_VERSION) reader.fail('UnsupportedVersion', 'link');
    return {
      workspace: reader.hex(32) as WorkspaceId,
      member: reader.hex(32) as MemberId,
      secret: reader.bytes(32).slice(),
      relays: reader.list(MAX_LINK_RELAYS, (inner) => inner.text(MAX_RELAY_BYTES)),
      name: reader.text(MAX_NAME_BYTES),
      title: reader.text(MAX_SHOWN_TITLE_BYTES),
    };
  });
}

/** Secret of the door topic of a device link, 32 bytes. */
export const deviceDoor = (secret: Uint8Array): Uint8Array => digest(TAG.deviceDoor, secret);

/** 32 bytes, signed by the device that knocks there, on the channel of that transcript. */
export const attachMessage = (
  workspace: WorkspaceId,
  member: MemberId,
  device: PublicKey,
  transcript: Uint8Array,
): Uint8Array =>
  digest(TAG.attach, fromHex(workspace), fromHex(member), fromHex(device), transcript);
