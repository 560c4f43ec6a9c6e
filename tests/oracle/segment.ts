/**
 * Event ids as the header of wire/segment.ts says, by plain SHA-256 of a plain concatenation.
 *
 * No streaming, nothing kept from one event to the next but where its segment begins. The limits
 * stand here as numbers, since they are part of the format.
 */
import { createHash } from 'node:crypto';

export interface SegmentEvent {
  readonly seal: boolean;
  /** Whether the body names a document. */
  readonly document: boolean;
  readonly bytes: Uint8Array;
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  createHash('sha256').update(Buffer.concat(parts)).digest();

/** Ids of all events of a chain, in order. `chain` is 0 for content, 1 for policy. */
export function segmentIds(agent: string, chain: 0 | 1, events: readonly SegmentEvent[]): string[] {
  const who = sha256(Buffer.from(agent, 'hex'), Buffer.of(chain));
  const prefix = Buffer.concat([sha256(Buffer.from('parley/event/1')), who]);
  const ids: string[] = [];
  let from = 0;
  events.forEach((event, k) => {
    if (k > from && (event.document || isClosed(events.slice(from, k)))) from = k;
    const last = from === 0 ? Buffer.alloc(32) : Buffer.from(ids[from - 1] ?? '', 'hex');
    const bodies = events.slice(from, k + 1).map(({ bytes }) => bytes);
    ids.push(sha256(prefix, last, ...bodies).toString('hex'));
  });
  return ids;
}

const isClosed = (segment: readonly SegmentEvent[]): boolean =>
  segment.length >= 256 ||
  segment.reduce((bytes, event) => bytes + event.bytes.length, 0) >= 8192 ||
  segment.at(-1)?.seal === true;
