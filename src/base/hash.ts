/**
 * SHA-256 (FIPS 180-4) in the four shapes that Parley needs: plain, with a domain tag, keyed, and
 * streaming for segments of a chain. The only file that touches @noble/hashes for SHA-256.
 *
 * Nothing here separates one part from the next: parts are simply joined. So the caller's parts must
 * be self-delimiting, or of fixed length, or two different lists could give one digest. Left out:
 * other hash functions, and asynchronous hashing, which costs more per call than it saves.
 */
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as hash256 } from '@noble/hashes/sha2.js';
import { utf8 } from './bytes.ts';
import { assert } from './result.ts';

/** Bytes in every digest, tag hash and MAC. */
export const DIGEST_BYTES = 32;

const tagHashes = new Map<string, Uint8Array>();

/** SHA-256 of the joined parts, 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = hash256.create();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * SHA-256 of a domain tag, 32 bytes: what stands first in everything that is hashed or signed for
 * one purpose. Tags are constants of wire/tags.ts, never input, so the cache needs no bound. The
 * result is shared and must not be written to.
 */
export function tagHash(tag: string): Uint8Array {
  let hash = tagHashes.get(tag);
  if (hash === undefined) {
    hash = sha256(utf8(tag));
    tagHashes.set(tag, hash);
  }
  return hash;
}

/**
 * SHA-256(tagHash(tag) ‖ parts…), 32 bytes. Every tag hash has the same length, so the encoding is
 * injective whenever the joined parts are: digests for different purposes never coincide.
 */
export const digest = (tag: string, ...parts: readonly Uint8Array[]): Uint8Array =>
  sha256(tagHash(tag), ...parts);

/**
 * HMAC-SHA-256 (RFC 2104) of tagHash(tag) ‖ parts… under a secret of 16 to 64 bytes; 32 bytes. HMAC
 * pads a short key with zeros, so all secrets of one purpose must have one length. A plain
 * comparison of the result is fine where the parts hold a fresh nonce of the one who compares.
 */
export function mac(secret: Uint8Array, tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  assert(secret.length >= 16 && secret.length <= 64, 'a MAC secret has 16 to 64 bytes');
  const code = hmac.create(hash256, secret).update(tagHash(tag));
  for (const part of parts) code.update(part);
  return code.digest();
}

type Stream = ReturnType<typeof hash256.create>;

/** What a stream is copied into to be ended in its place: making one anew costs as much as a block. */
const scratch = hash256.create();

/**
 * SHA-256 of bytes that arrive one after another. The digest can be read at any point and the
 * stream goes on, which is how one pass over a segment gives the id of every event in it.
 */
export class Hasher {
  readonly #stream: Stream;

  private constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** A stream that begins with the joined parts. */
  static start(...parts: readonly Uint8Array[]): Hasher {
    const stream = hash256.create();
    for (const part of parts) stream.update(part);
    return new Hasher(stream);
  }

  update(bytes: Uint8Array): this {
    this.#stream.update(bytes);
    return this;
  }

  /** A second stream with the same past; neither sees what the other takes in later. */
  clone(): Hasher {
    return new Hasher(this.#stream.clone());
  }

  /** SHA-256 of everything so far, 32 bytes. The stream may go on. */
  digest(): Uint8Array {
    return this.#stream._cloneInto(scratch).digest();
  }

  /** The same, cheaper: the stream is over. */
  end(): Uint8Array {
    return this.#stream.digest();
  }
}
