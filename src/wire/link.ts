/**
 * An invite link: everything is in the part after `#`, which browsers never send to a server.
 *
 * It holds the workspace's id, the invite key's secret, the event that opened the invite (a pin:
 * whoever serves an older or another history is found out) and relays. The door topic follows from
 * the invite's public key, which only members and holders of the link know.
 */
import { fromBase64Url, fromHex, toBase64Url } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { EventId, PublicKey, WorkspaceId } from '../base/ids.ts';
import { MAX_LINK_CHARS, MAX_LINK_RELAYS, MAX_RELAY_BYTES } from '../base/limits.ts';
import { refuse, type Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';
import { FORMAT_VERSION, TAG } from './tags.ts';

/** A first byte above this is damage, not a version that is still to come. */
const LAST_VERSION = 15;

export interface Invite {
  readonly workspace: WorkspaceId;
  /** 32 bytes: the invite key's Ed25519 seed. */
  readonly seed: Uint8Array;
  /** The event that opened it. */
  readonly event: EventId;
  /** Multiaddrs of relays where members can be met, at most MAX_LINK_RELAYS. */
  readonly relays: readonly string[];
}

/** The payload of a link: base64url, about 220 characters with one relay. */
export const encodeInvite = (invite: Invite): string =>
  toBase64Url(
    new Writer()
      .u8(FORMAT_VERSION)
      .hex(invite.workspace)
      .bytes(invite.seed)
      .hex(invite.event)
      .list(invite.relays, (writer, relay) => writer.text(relay))
      .finish(),
  );

export function decodeInvite(payload: string): Result<Invite> {
  if (payload.length > MAX_LINK_CHARS) return refuse('TooLarge', 'link');
  const bytes = fromBase64Url(payload);
  if (!bytes) return refuse('Malformed', 'not base64url');
  return decode(bytes, MAX_LINK_CHARS, (reader): Invite => {
    const version = reader.u8();
    if (version === 0 || version > LAST_VERSION) reader.fail('Malformed', 'link');
    if (version !== FORMAT_VERSION) reader.fail('UnsupportedVersion', 'link');
    return {
      workspace: reader.hex(32) as WorkspaceId,
      seed: reader.bytes(32).slice(),
      event: reader.hex(32) as EventId,
      relays: reader.list(MAX_LINK_RELAYS, (inner) => inner.text(MAX_RELAY_BYTES)),
    };
  });
}

/** Secret of the door topic of an invite, 32 bytes. */
export const doorSecret = (key: PublicKey): Uint8Array => digest(TAG.door, fromHex(key));

/** Public name of a topic, as the relay sees it: 32 bytes, a hash of its secret. */
export const topicOf = (secret: Uint8Array): Uint8Array => digest(TAG.topic, secret);
