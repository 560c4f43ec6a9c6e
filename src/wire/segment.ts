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
import { concat, fromHex, toHex } from '../base/bytes.ts';
import { digest, Hasher, sha256, tagHash } from '../base/hash.ts';
import type { AgentId, Chain, EventId, Seq } from '../base/ids.ts';
import { MAX_SEGMENT_BYTES, MAX_SEGMENT_EVENTS } from '../base/limits.ts';
import { Writer } from './codec.ts';
import type { EventBody } from './event.ts';
import { TAG } from './tags.ts';

const ROOT = new Uint8Array(32);

export const chainByte = (chain: Chain): number => (chain === 'content' ? 0 : 1);

/** Where a chain's hash stands: everything needed to give its next event an id. */
export class ChainHash {
  readonly #prefix: Uint8Array;
  #stream: Hasher;
  #last: Uint8Array;
  #events: number;
  #bytes: number;
  #closed: boolean;

  private constructor(prefix: Uint8Array, from?: ChainHash) {
    this.#prefix = prefix;
    this.#stream = from ? from.#stream.clone() : Hasher.start(prefix, ROOT);
    this.#last = from ? from.#last : ROOT;
    this.#events = from ? from.#events : 0;
    this.#bytes = from ? from.#bytes : 0;
    this.#closed = from ? from.#closed : false;
  }

  static start(agent: AgentId, chain: Chain): ChainHash {
    const who = sha256(fromHex(agent), Uint8Array.of(chainByte(chain)));
    return new ChainHash(concat(tagHash(TAG.event), who));
  }

  /** A second one with the same past, to try events out on. */
  clone(): ChainHash {
    return new ChainHash(this.#prefix, this);
  }

  /** Takes in the chain's next event and returns its id. `encoded` is the canonical body. */
  push(body: Pick<EventBody, 'seal' | 'document'>, encoded: Uint8Array): EventId {
    if (this.#closed || (body.document !== undefined && this.#events > 0)) {
      this.#stream = Hasher.start(this.#prefix, this.#last);
      this.#events = 0;
      this.#bytes = 0;
    }
    this.#stream.update(encoded);
    this.#last = this.#stream.digest();
    this.#events += 1;
    this.#bytes += encoded.length;
    this.#closed =
      body.seal || this.#events === MAX_SEGMENT_EVENTS || this.#bytes >= MAX_SEGMENT_BYTES;
    return toHex(this.#last) as EventId;
  }
}

/** What an agent signs: the id of its chain's event that ends at `to`. 32 bytes. */
export const chainMessage = (agent: AgentId, chain: Chain, to: Seq, id: EventId): Uint8Array =>
  digest(TAG.chain, new Writer().hex(agent).u8(chainByte(chain)).varint(to).hex(id).finish());
