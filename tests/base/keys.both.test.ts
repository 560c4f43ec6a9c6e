/** What `verify` accepts and refuses, as properties; vectors.both.test.ts has the published cases. */
import { sign as nobleSign } from '@noble/ed25519';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../src/base/bytes.ts';
import { isAdmissibleKey, mayVerify, publicKeyOf, sign, verify } from '../../src/base/keys.ts';
import rfc8032 from '../vectors/ed25519/rfc8032.json';

const RUNS = { numRuns: 40 };
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });
const messages = fc.uint8Array({ maxLength: 200 });

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const out = Uint8Array.from(bytes);
  const index = Math.floor(bit / 8) % out.length;
  out[index] = (out[index] ?? 0) ^ (1 << (bit % 8));
  return out;
}

describe('signing', () => {
  it.each(rfc8032)('gives the key and the signature of RFC 8032 $name', (vector) => {
    const seed = fromHex(vector.seed);
    const message = fromHex(vector.message);
    expect(publicKeyOf(seed)).toEqual(fromHex(vector.publicKey));
    expect(sign(seed, message)).toEqual(fromHex(vector.signature));
    expect(verify(publicKeyOf(seed), message, sign(seed, message))).toBe(true);
  });

  it('is what verification accepts, for every seed and message', () => {
    fc.assert(
      fc.property(seeds, messages, (seed, message) => {
        const publicKey = publicKeyOf(seed);
        expect(isAdmissibleKey(publicKey)).toBe(true);
        expect(verify(publicKey, message, sign(seed, message))).toBe(true);
      }),
      RUNS,
    );
  });

  it('is what the library signs, at the first use of a seed and at every later one', () => {
    fc.assert(
      fc.property(seeds, messages, messages, (seed, first, second) => {
        for (const message of [first, second, first])
          expect(sign(seed, message)).toEqual(nobleSign(message, seed));
      }),
      RUNS,
    );
  });

  it('is not attempted with a seed of the wrong length', () => {
    expect(() => sign(new Uint8Array(31), new Uint8Array(1))).toThrow('32 bytes');
    expect(() => publicKeyOf(new Uint8Array(64))).toThrow('32 bytes');
  });
});

describe('one changed bit', () => {
  it('of the signature, the message or the key makes verification fail', () => {
    const cases = fc.tuple(seeds, fc.uint8Array({ minLength: 1, maxLength: 80 }), fc.nat());
    fc.assert(
      fc.property(cases, ([seed, message, bit]) => {
        const publicKey = publicKeyOf(seed);
        const signature = sign(seed, message);
        expect(verify(publicKey, message, flip(signature, bit))).toBe(false);
        expect(verify(publicKey, flip(message, bit), signature)).toBe(false);
        expect(verify(flip(publicKey, bit), message, signature)).toBe(false);
      }),
      RUNS,
    );
  });
});

describe('hostile input', () => {
  const seed = new Uint8Array(32).fill(1);
  const good = {
    publicKey: publicKeyOf(seed),
    message: new Uint8Array([1, 2, 3]),
    signature: sign(seed, new Uint8Array([1, 2, 3])),
  };
  const junk = fc.oneof(fc.anything(), fc.uint8Array({ maxLength: 130 }), fc.string());

  it('of any type or length is refused, never an exception', () => {
    fc.assert(
      fc.property(junk, junk, junk, (a, b, c) => {
        const [publicKey, message, signature] = [a, b, c] as [Uint8Array, Uint8Array, Uint8Array];
        expect(verify(publicKey, message, signature)).toBe(false);
        expect(verify(publicKey, good.message, good.signature)).toBe(false);
        expect(verify(good.publicKey, message, good.signature)).toBe(false);
        expect(verify(good.publicKey, good.message, signature)).toBe(false);
        expect(mayVerify(publicKey, good.message, good.signature)).toBe(false);
        expect(isAdmissibleKey(a as Uint8Array)).toBe(false);
      }),
      RUNS,
    );
  });

  it.each([0, 31, 33, 64])('a key of %i bytes is refused', (length) => {
    const key = new Uint8Array(length);
    key.set(good.publicKey.subarray(0, length));
    expect(isAdmissibleKey(key)).toBe(false);
    expect(verify(key, good.message, good.signature)).toBe(false);
  });

  it.each([0, 63, 65, 128])('a signature of %i bytes is refused', (length) => {
    const signature = new Uint8Array(length);
    signature.set(good.signature.subarray(0, length));
    expect(verify(good.publicKey, good.message, signature)).toBe(false);
  });

  it('does not change what is said about a good key afterwards', () => {
    for (let i = 0; i < 50; i++) isAdmissibleKey(new Uint8Array(32).fill(i));
    expect(verify(good.publicKey, good.message, good.signature)).toBe(true);
  });
});
