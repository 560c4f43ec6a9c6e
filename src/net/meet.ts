/**
 * What a tab and a relay say to each other: who else is in this topic?
 *
 * A topic is a hash of a secret, so the relay can introduce those who know the same one without
 * learning what it is about. One message names one topic and at most one peer; a list is several
 * messages. Framing and heartbeats are those of frames.ts. Both ends use this file.
 */
import { concat, fromHex, fromUtf8, toHex, utf8 } from '../base/bytes.ts';
import { MAX_PEER_NAME_BYTES } from '../base/limits.ts';
import { ok, refuse, type Result } from '../base/result.ts';
import type { Manner } from './transport.ts';

export const MEET_PROTOCOL = '/parley/meet/1';

const TOPIC_BYTES = 32;
/**
 * `meet`, `wait`, `seek`: joins the topic, in that manner. `here` names one whom the receiver is to
 * dial, `came` one who dials the receiver: so of two exactly one dials. `full`: the relay will not
 * keep this tab in the topic; it names nobody.
 */
const KINDS = ['meet', 'wait', 'seek', 'leave', 'here', 'came', 'gone', 'full'] as const;

/** The text form of a peer id, base58. */
const PEER = /^[1-9A-HJ-NP-Za-km-z]{32,}$/;

export type MeetMessage =
  | { readonly kind: Manner | 'leave' | 'full'; readonly topic: string }
  | { readonly kind: 'here' | 'came' | 'gone'; readonly topic: string; readonly peer: string };

/** 32 bytes as lower-case hex. */
export const isTopic = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);

/** Kind byte, 32 bytes of topic, and for those that name a peer its id's text up to the end. */
export function encodeMeet(message: MeetMessage): Uint8Array {
  const head = concat(Uint8Array.of(KINDS.indexOf(message.kind)), fromHex(message.topic));
  return 'peer' in message ? concat(head, utf8(message.peer)) : head;
}

/** Inverse of `encodeMeet`; refuses whatever that would not have written. */
export function decodeMeet(bytes: Uint8Array): Result<MeetMessage> {
  const kind = KINDS[bytes[0] ?? -1];
  if (kind === undefined || bytes.length < 1 + TOPIC_BYTES) return refuse('Malformed', 'meet');
  const topic = toHex(bytes.subarray(1, 1 + TOPIC_BYTES));
  const rest = bytes.subarray(1 + TOPIC_BYTES);
  if (kind === 'here' || kind === 'came' || kind === 'gone') {
    if (rest.length > MAX_PEER_NAME_BYTES) return refuse('TooLarge', 'peer');
    const peer = fromUtf8(rest);
    if (peer === undefined || !PEER.test(peer)) return refuse('Malformed', 'peer');
    return ok({ kind, topic, peer });
  }
  return rest.length === 0 ? ok({ kind, topic }) : refuse('Malformed', 'bytes after the topic');
}
