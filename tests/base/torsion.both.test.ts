/**
 * Signatures that a member makes with its own key and bends by points of small order.
 *
 * Every one holds with the cofactor, and about one in eight holds without it where A carries
 * torsion too. Whoever could make one that some replicas accept would split a workspace.
 */
import { Point } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import { describe, expect, it } from 'vitest';
import { concat, fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import { isAdmissibleKey, verify } from '../../src/base/keys.ts';
import { createSignatureEngine, type SignatureCheck } from '../../src/host/signatures.ts';

const ORDER = Point.CURVE().n;
const SECRET = 0x1234_5678_9abc_def0_1357_9bdfn;
const NONCE = 0xfedc_ba98_7654_3210_0246_8acen;
const MESSAGES = Array.from({ length: 12 }, (_, i) => utf8(`bent ${i}`));

/** All eight points of small order, the neutral one first: multiples of one of order 8. */
const TORSION = ((): readonly Point[] => {
  const generator = Point.fromHex(
    '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  );
  const points = [Point.ZERO];
  for (let i = 1; i < 8; i++) points.push((points[i - 1] ?? Point.ZERO).add(generator));
  return points;
})();

const littleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);

const scalarBytes = (scalar: bigint): Uint8Array =>
  fromHex(scalar.toString(16).padStart(64, '0')).reverse();

function flipSign(bytes: Uint8Array): Uint8Array {
  const out = Uint8Array.from(bytes);
  out[31] = (out[31] ?? 0) ^ 0x80;
  return out;
}

function decodesLaxly(bytes: Uint8Array): boolean {
  try {
    Point.fromBytes(bytes, true);
    return true;
  } catch {
    return false;
  }
}

/** RFC 8032 §5.1.6 with torsion added to A and to R before they are hashed. */
function bend(inKey: Point, inR: Point, message: Uint8Array, nonce = NONCE): SignatureCheck {
  const publicKey = Point.BASE.multiply(SECRET).add(inKey).toBytes();
  const commitment = Point.BASE.multiplyUnsafe(nonce).add(inR).toBytes();
  const k = littleEndian(sha512(concat(commitment, publicKey, message))) % ORDER;
  const signature = concat(commitment, scalarBytes((nonce + k * SECRET) % ORDER));
  return { publicKey, message, signature };
}

/** [S]B = R + [k]A, with the factor on both sides: what libraries without rules V3 and V4 ask. */
function equationHolds({ publicKey, message, signature }: SignatureCheck, factor: bigint): boolean {
  const commitment = signature.subarray(0, 32);
  const k = littleEndian(sha512(concat(commitment, publicKey, message))) % ORDER;
  const left = Point.BASE.multiplyUnsafe(littleEndian(signature.subarray(32)));
  const right = Point.fromBytes(commitment).add(Point.fromBytes(publicKey).multiplyUnsafe(k));
  return left.subtract(right).multiplyUnsafe(factor).is0();
}

const engine = await createSignatureEngine();

describe('A29 torsion added to R and A', () => {
  it('there are eight different points of small order', () => {
    expect(new Set(TORSION.map((point) => point.toHex())).size).toBe(8);
    expect(TORSION.every((point) => point.isSmallOrder())).toBe(true);
  });

  it('gives a signature that counts only where both are the neutral point', async () => {
    for (const [inKey, a] of TORSION.entries()) {
      for (const [inR, r] of TORSION.entries()) {
        const checks = MESSAGES.slice(0, 3).map((message) => bend(a, r, message));
        const expected = checks.map(() => inKey === 0 && inR === 0);
        expect(checks.map((c) => verify(c.publicKey, c.message, c.signature))).toEqual(expected);
        expect(await engine.verify(checks)).toEqual(expected);
      }
    }
  });

  it('always holds with the cofactor, so a library that multiplies by it would accept', () => {
    for (const a of TORSION) {
      for (const r of TORSION) expect(equationHolds(bend(a, r, utf8('bent')), 8n)).toBe(true);
    }
  });

  it('holds without the cofactor for some messages, and is refused for its key all the same', async () => {
    for (const a of TORSION.slice(1)) {
      const bent = MESSAGES.flatMap((message) => TORSION.map((r) => bend(a, r, message)));
      const holding = bent.filter((check) => equationHolds(check, 1n)).slice(0, 3);
      expect(holding.length).toBeGreaterThan(0);
      for (const c of holding) expect(verify(c.publicKey, c.message, c.signature)).toBe(false);
      expect(await engine.verify(holding)).toEqual(holding.map(() => false));
    }
  });
});

describe('K3 A30 keys of small or mixed order', () => {
  it('are not admissible, and the key without torsion is', () => {
    const key = Point.BASE.multiply(SECRET);
    const verdicts = TORSION.map((point) => isAdmissibleKey(key.add(point).toBytes()));
    expect(verdicts).toEqual([true, ...Array.from({ length: 7 }, () => false)]);
    for (const point of TORSION) expect(isAdmissibleKey(point.toBytes())).toBe(false);
  });
});

describe('A30 keys that are not canonical', () => {
  /** y + p for every y that leaves room in 255 bits, with both sign bits. */
  const encodings = Array.from({ length: 19 }, (_, y) => scalarBytes(Point.CURVE().p + BigInt(y)))
    .flatMap((bytes) => [bytes, flipSign(bytes)])
    .filter((bytes) => decodesLaxly(bytes));

  it('are not admissible', () => {
    expect(encodings.length).toBeGreaterThan(0);
    for (const bytes of encodings) expect(isAdmissibleKey(bytes)).toBe(false);
  });

  it('would not be of prime order either, if they were decoded', () => {
    const points = encodings.map((bytes) => Point.fromBytes(bytes, true));
    expect(points.filter((point) => point.isTorsionFree() && !point.is0())).toEqual([]);
  });
});

describe('R of small order', () => {
  it('is refused although the equation holds: platforms disagree about it', async () => {
    const check = bend(Point.ZERO, Point.ZERO, utf8('neutral'), 0n);
    expect(equationHolds(check, 1n)).toBe(true);
    expect(verify(check.publicKey, check.message, check.signature)).toBe(false);
    expect(await engine.verify([check])).toEqual([false]);
  });
});

describe('A31 many signatures of one message', () => {
  it('all count if they are honest: which is why an id never covers a signature', async () => {
    const checks = [1n, 2n, 3n].map((n) => bend(Point.ZERO, Point.ZERO, utf8('m'), NONCE + n));
    expect(new Set(checks.map((check) => toHex(check.signature))).size).toBe(3);
    for (const c of checks) expect(verify(c.publicKey, c.message, c.signature)).toBe(true);
    expect(await engine.verify(checks)).toEqual([true, true, true]);
  });
});
