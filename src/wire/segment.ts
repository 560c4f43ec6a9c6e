/**
 * Event ids: a streaming hash over a chain's segments, and what a signature on one says.
 *
 *   id_k = SHA-256( prefix ‖ last id of the segment before ‖ body_i ‖ … ‖ body_k )
 *   prefix = SHA-256(domain tag) ‖ SHA-256(agent ‖ chain)          exactly one hash block
 *
 * where i is the first event of k's segment. Bodies are self-delimiting, so each id is plain
 * SHA-256 of an injective encoding, and a whole chain is verified in one pass. A segment closes
 * after MAX_SEGMENT_EVENTS events, MAX_SEGMENT_BYTES bytes or a seal, and before another document.
 */
import { fromHex, toHex } from '../base/bytes.ts';
import { digest, Hasher, sha256, tagHash } from '../base/hash.ts';
import type { AgentId, Chain, EventId, Seq } from '../base/ids.ts';
import { MAX_SEGMENT_BYTES, MAX_SEGMENT_EVENTS } from '../base/limits.ts';
import { Writer } from './codec.ts';
import { FLAG, type EventBody } from './event.ts';
import type { Stretch } from './stretch.ts';
import { TAG } from './tags.ts';

const ROOT = new Uint8Array(32);

export const chainByte = (chain: Chain): number => (chain === 'content' ? 0 : 1);

/** Where a segment begins: its first event's index in the chain, and the last id before it. */
export interface Segment {
  readonly at: number;
  readonly before: Uint8Array;
}

/** Where a chain's hash stands: everything needed to give its next event an id. */
export class ChainHash {
  /** A stream that has taken in the prefix, and never more. */
  readonly #prefix: Hasher;
  #stream: Hasher;
  #segment: Segment = { at: 0, before: ROOT };
  /** Events taken in, and bytes since the segment began. */
  #length = 0;
  #bytes = 0;
  #closed = false;
  /** Segments that began here, not in what this was cloned from. */
  readonly begun: Segment[] = [];

  private constructor(prefix: Hasher, stream: Hasher) {
    this.#prefix = prefix;
    this.#stream = stream;
  }

  static start(agent: AgentId, chain: Chain): ChainHash {
    const who = sha256(fromHex(agent), Uint8Array.of(chainByte(chain)));
    const prefix = Hasher.start(tagHash(TAG.event), who);
    const hash = new ChainHash(prefix, prefix.clone().update(ROOT));
    hash.begun.push(hash.#segment);
    return hash;
  }

  /** A second one with the same past, to try events out on. */
  clone(): ChainHash {
    const copy = new ChainHash(this.#prefix, this.#stream.clone());
    copy.#segment = this.#segment;
    copy.#length = this.#length;
    copy.#bytes = this.#bytes;
    copy.#closed = this.#closed;
    return copy;
  }

  /** The same chain where a segment of it began. */
  rewind(segment: Segment): ChainHash {
    const hash = new ChainHash(this.#prefix, this.#prefix.clone().update(segment.before));
    hash.#segment = segment;
    hash.#length = segment.at;
    return hash;
  }

  /** Takes in the chain's next event and returns its id. `encoded` is the canonical body. */
  push(body: Pick<EventBody, 'seal' | 'document'>, encoded: Uint8Array): EventId {
    if (this.#isOver(body.document !== undefined)) this.#begin();
    this.#stream.update(encoded);
    this.#note(body.seal, encoded.length);
    return this.id();
  }

  /** As `push`, from the encoding alone, and without making the id. */
  step(encoded: Uint8Array): void {
    const flags = encoded[0] as number;
    if (this.#isOver((flags & FLAG.document) !== 0)) this.#begin();
    this.#stream.update(encoded);
    this.#note((flags & FLAG.seal) !== 0, encoded.length);
  }

  /**
   * Takes in the chain's next events, and gives an id to none: whole segments are hashed at once.
   * What may close one early, a seal or another document, is looked for only where there is one.
   */
  take(events: Stretch): void {
    const { bytes, length, seal, named } = events;
    if (length === 0) return;
    const plain = named < 0 && (seal < 0 || seal === length - 1);
    for (let i = 0; i < length;) {
      if (this.#isOver((events.flags(i) & FLAG.document) !== 0)) this.#begin();
      const next = plain ? this.#reach(events, i) : i + 1;
      const start = events.startOf(i);
      const end = events.startOf(next);
      this.#stream.update(bytes.subarray(start, end));
      this.#note(next === length && seal === length - 1, end - start, next - i);
      if (!plain) this.#closed ||= events.isSeal(i);
      i = next;
    }
  }

  /** Of events from `from` on, where the one after the last that the segment has room for is. */
  #reach(events: Stretch, from: number): number {
    const most = this.#segment.at + MAX_SEGMENT_EVENTS - this.#length;
    const full = events.startOf(from) + MAX_SEGMENT_BYTES - this.#bytes;
    let low = from;
    let high = Math.min(events.length, from + most) - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((events.ends[middle] as number) < full) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  }

  /** Id of the last event taken in. */
  id(): EventId {
    return toHex(this.#stream.digest()) as EventId;
  }

  /** Whether the next event begins a new segment. */
  #isOver(namesDocument: boolean): boolean {
    return this.#closed || (namesDocument && this.#length > this.#segment.at);
  }

  #begin(): void {
    this.#segment = { at: this.#length, before: this.#stream.end() };
    this.#stream = this.#prefix.clone().update(this.#segment.before);
    this.#bytes = 0;
    this.begun.push(this.#segment);
  }

  #note(seal: boolean, bytes: number, events = 1): void {
    this.#length += events;
    this.#bytes += bytes;
    const full = this.#length - this.#segment.at === MAX_SEGMENT_EVENTS;
    this.#closed = seal || full || this.#bytes >= MAX_SEGMENT_BYTES;
  }
}

/** What an agent signs: the id of its chain's event that ends at `to`. 32 bytes. */
export const chainMessage = (agent: AgentId, chain: Chain, to: Seq, id: EventId): Uint8Array =>
  digest(TAG.chain, new Writer().hex(agent).u8(chainByte(chain)).varint(to).hex(id).finish());
