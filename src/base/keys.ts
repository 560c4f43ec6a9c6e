/**
 * Ed25519 (RFC 8032 §5.1) and the one predicate that decides whether a signature counts.
 *
 * Libraries disagree on crafted signatures, so a member could make one that half of a workspace
 * accepts. `verify` leaves no room: every replica, with every engine, gives its verdict. Rules, in
 * the order in which they are tried, cheapest first:
 *
 *   V1  the public key has 32 bytes, the signature R ‖ S has 64, the message M is bytes
 *   V2  S < L (RFC 8032 §5.1.7 step 1)
 *   V3  R is not the encoding of the neutral element
 *   V4  the public key A is admissible: decodes by RFC 8032 §5.1.3 (y < p, no sign bit at x = 0),
 *       is not of small order, and lies in the subgroup of prime order
 *   V5  encode([S]B − [k]A) = R, byte for byte, with k = SHA-512(R ‖ A ‖ M) mod L
 *
 * Deviations from RFC 8032 §5.1.7, each towards refusal: the equation is the one without cofactor,
 * which the RFC calls sufficient; V3 and the subgroup part of V4 are added. R is never decoded: an
 * R that is not canonical, or carries torsion, cannot equal a canonical encoding in V5. With V4 the
 * left side of V5 is of prime order or neutral, so V3 refuses every R of small order, as WebCrypto
 * asks. docs/decisions/0001-one-signature-predicate.md has the reasons.
 *
 * Left out: Ed25519ctx, Ed25519ph, batch verification (its verdict differs from the single one),
 * and randomness: seeds come from the host.
 */
import { getPublicKey, hashes, Point, utils } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { concat, equal, fromHex, toHex } from './bytes.ts';
import { MAX_CACHED_KEYS } from './limits.ts';
import { Recent } from './recent.ts';
import { assert } from './result.ts';

export const SEED_BYTES = 32;
export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** L, the order of the prime subgroup (RFC 8032 §5.1). */
const ORDER = Point.CURVE().n;
const NEUTRAL = Point.ZERO.toBytes();

hashes.sha512 = sha512;

/** The curve, for the key agreement of the transport (net/stand-ins.ts). */
export { Point };

/** The 32-byte public key of a 32-byte seed (RFC 8032 §5.1.5). Always admissible. */
export function publicKeyOf(seed: Uint8Array): Uint8Array {
  assert(seed.length === SEED_BYTES, 'a seed has 32 bytes');
  return getPublicKey(seed);
}

/**
 * The 64-byte signature of a message under a 32-byte seed (RFC 8032 §5.1.6), deterministic. What
 * follows from the seed alone, half of the work, is done once for each seed object: never change
 * its bytes.
 */
export function sign(seed: Uint8Array, message: Uint8Array): Uint8Array {
  assert(seed.length === SEED_BYTES, 'a seed has 32 bytes');
  const { prefix, scalar, pointBytes } = expand(seed);
  const r = littleEndian(sha512(concat(prefix, message))) % ORDER;
  const commitment = Point.BASE.multiply(r).toBytes();
  const k = littleEndian(sha512(concat(commitment, pointBytes, message))) % ORDER;
  return concat(commitment, toLittleEndian((r + k * scalar) % ORDER));
}

type Expanded = ReturnType<typeof utils.getExtendedPublicKey>;
const expansions = new WeakMap<Uint8Array, Expanded>();

function expand(seed: Uint8Array): Expanded {
  const known = expansions.get(seed);
  if (known) return known;
  const expanded = utils.getExtendedPublicKey(seed);
  expansions.set(seed, expanded);
  return expanded;
}

/**
 * The predicate, V1 to V5. False for anything else, whatever its type or length; never throws.
 * Takes one to three milliseconds; the first use of a public key costs as much again (V4).
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!mayVerify(publicKey, message, signature)) return false;
  const key = admissiblePoint(publicKey);
  if (key === null) return false;
  const commitment = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  const k = littleEndian(sha512(concat(commitment, publicKey, message))) % ORDER;
  const expected = Point.BASE.multiplyUnsafe(s).subtract(key.multiplyUnsafe(k));
  return equal(expected.toBytes(), commitment);
}

/**
 * V1 to V4: all but the equation. An engine whose equation is V5's gives the predicate when it is
 * asked only about what passes here (host/signatures.ts). Never throws.
 */
export const mayVerify = (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean =>
  isBytes(publicKey, PUBLIC_KEY_BYTES) &&
  isBytes(signature, SIGNATURE_BYTES) &&
  isBytes(message) &&
  isBelowOrder(signature.subarray(32)) &&
  !equal(signature.subarray(0, 32), NEUTRAL) &&
  admissiblePoint(publicKey) !== null;

/** V4, for keys that are about to be admitted. False for any other type or length; never throws. */
export const isAdmissibleKey = (publicKey: Uint8Array): boolean =>
  isBytes(publicKey, PUBLIC_KEY_BYTES) && admissiblePoint(publicKey) !== null;

/** Verdicts on the keys used last, by hex; `null` for a key that is refused. */
const points = new Recent<string, Point | null>(MAX_CACHED_KEYS);

const admissiblePoint = (publicKey: Uint8Array): Point | null =>
  points.get(toHex(publicKey), () => decodeAdmissible(publicKey));

function decodeAdmissible(publicKey: Uint8Array): Point | null {
  try {
    const point = Point.fromBytes(publicKey);
    return !point.isSmallOrder() && point.isTorsionFree() ? point : null;
  } catch {
    return null;
  }
}

const isBytes = (value: unknown, length?: number): boolean =>
  value instanceof Uint8Array && (length === undefined || value.length === length);

/** V2: of 32 bytes. Nearly all that are below it are so by their highest four bits. */
const isBelowOrder = (scalar: Uint8Array): boolean =>
  (scalar[31] as number) < 0x10 || littleEndian(scalar) < ORDER;

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}

/** 32 bytes. */
const toLittleEndian = (value: bigint): Uint8Array =>
  fromHex(value.toString(16).padStart(64, '0')).reverse();
