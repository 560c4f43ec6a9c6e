/** Which engines are used, and that the verdicts stay the predicate's when one misbehaves later. */
import { Point, verify as nobleVerify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal, fromHex, toHex } from '../../src/base/bytes.ts';
import { mayVerify, publicKeyOf, sign, verify } from '../../src/base/keys.ts';
import { SIGNATURE_CASES } from '../../src/host/signature-cases.ts';
import {
  createSignatureEngine,
  type Equation,
  type SignatureCheck,
} from '../../src/host/signatures.ts';

const littleEndian = (bytes: Uint8Array): bigint =>
  BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);

/** [S]B − [k]A for a k over the given encoding of R. */
function leftSide({ publicKey, message, signature }: SignatureCheck, hashed: Uint8Array): Point {
  const order = Point.CURVE().n;
  const k = littleEndian(sha512(concat(hashed, publicKey, message))) % order;
  const s = littleEndian(signature.subarray(32));
  return Point.BASE.multiplyUnsafe(s).subtract(Point.fromBytes(publicKey).multiplyUnsafe(k));
}

const honest: Equation = async ({ publicKey, message, signature }) =>
  verify(publicKey, message, signature);

const liars: Record<string, Equation> = {
  'accepts everything': async () => true,
  'refuses everything': async () => false,
  'answers with something else than a boolean': async () => 1 as unknown as boolean,
  'multiplies by the cofactor (ZIP 215)': async (check) =>
    nobleVerify(check.signature, check.message, check.publicKey),
  'multiplies by the cofactor (RFC 8032)': async (check) =>
    nobleVerify(check.signature, check.message, check.publicKey, { zip215: false }),
  'decodes R, which need not be canonical': async (check) => {
    const commitment = check.signature.subarray(0, 32);
    return leftSide(check, commitment).equals(Point.fromBytes(commitment, true));
  },
  'encodes R anew before it hashes': async (check) => {
    const commitment = Point.fromBytes(check.signature.subarray(0, 32), true);
    return leftSide(check, commitment.toBytes()).equals(commitment);
  },
  'ignores the message': async (check) => equal(check.message, new Uint8Array(0)),
  'throws at once': () => {
    throw new Error('unsupported');
  },
  'rejects what is not accepted': async (check) => {
    if (await honest(check)) return true;
    throw new Error('bad signature');
  },
  'has no Ed25519': () => Promise.reject(new DOMException('no', 'NotSupportedError')),
};

const seed = new Uint8Array(32).fill(9);
const message = new Uint8Array([1, 2, 3]);
const good: SignatureCheck = {
  publicKey: publicKeyOf(seed),
  message,
  signature: sign(seed, message),
};
const bad: SignatureCheck = { ...good, message: new Uint8Array([1, 2, 4]) };

describe('the cases asked at start', () => {
  it.each(SIGNATURE_CASES)('$source ($reason) has the verdict of the predicate', (known) => {
    const [key, text, signature] = [known.publicKey, known.message, known.signature].map(fromHex);
    expect(key && text && signature && verify(key, text, signature)).toBe(known.accepted);
  });

  it('leave more than half of the refusals to the engine, or they would test the guard alone', () => {
    const refused = SIGNATURE_CASES.filter((known) => !known.accepted);
    const reaching = refused.filter((known) =>
      mayVerify(fromHex(known.publicKey), fromHex(known.message), fromHex(known.signature)),
    );
    expect(reaching.length).toBeGreaterThan(refused.length / 2);
  });
});

describe('an engine', () => {
  it('is used if it judges every case rightly', async () => {
    expect((await createSignatureEngine(honest)).name).toBe('webcrypto');
  });

  it('may lack what the guard checks before it is asked', async () => {
    const lax: Equation = async (check) => {
      const commitment = check.signature.subarray(0, 32);
      return equal(leftSide(check, commitment).toBytes(), commitment);
    };
    expect((await createSignatureEngine(lax)).name).toBe('webcrypto');
  });

  it.each(Object.entries(liars))('K2 that %s is not used', async (_, equation) => {
    const engine = await createSignatureEngine(equation);
    expect(engine.name).toBe('noble');
    expect(await engine.verify([good, bad, good])).toEqual([true, false, true]);
  });

  it('that begins to throw later is overruled by the predicate', async () => {
    let broken = false;
    const engine = await createSignatureEngine((check) =>
      broken ? Promise.reject(new Error('gone')) : honest(check),
    );
    broken = true;
    expect(engine.name).toBe('webcrypto');
    expect(await engine.verify([good, bad])).toEqual([true, false]);
  });

  it('judges the bytes as they were when it was asked', async () => {
    const engine = await createSignatureEngine();
    const check = { ...bad, message: Uint8Array.from(bad.message) };
    const asked = engine.verify([check]);
    check.message.set(message);
    expect(await asked).toEqual([false]);
  });
});

describe.each([
  ['webcrypto', await createSignatureEngine()],
  ['noble', await createSignatureEngine(() => Promise.reject(new Error('none')))],
] as const)('a batch (%s)', (name, engine) => {
  it('runs on the engine that was asked for', () => {
    expect(engine.name).toBe(name);
  });

  it('gives the predicate’s verdicts in order, honest and damaged mixed', async () => {
    const check = fc.record({
      seed: fc.uint8Array({ minLength: 32, maxLength: 32 }),
      message: fc.uint8Array({ maxLength: 60 }),
      damage: fc.option(fc.nat({ max: 63 }), { freq: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(check, { maxLength: 6 }), async (specs) => {
        const checks = specs.map((spec) => {
          const signature = sign(spec.seed, spec.message);
          if (spec.damage !== null) signature[spec.damage] = (signature[spec.damage] ?? 0) ^ 4;
          return { publicKey: publicKeyOf(spec.seed), message: spec.message, signature };
        });
        expect(await engine.verify(checks)).toEqual(specs.map((spec) => spec.damage === null));
      }),
      { numRuns: 15 },
    );
  });

  it('of nothing has no verdicts', async () => {
    expect(await engine.verify([])).toEqual([]);
  });

  it('with hostile fields is refused field by field, and never rejects', async () => {
    const junk = fc.oneof(fc.anything(), fc.uint8Array({ maxLength: 70 }));
    await fc.assert(
      fc.asyncProperty(junk, async (value) => {
        const bytes = value as Uint8Array;
        const checks = [
          { ...good, publicKey: bytes },
          { ...good, message: bytes },
          { ...good, signature: bytes },
          good,
        ];
        expect(await engine.verify(checks)).toEqual([false, false, false, true]);
      }),
      { numRuns: 25 },
    );
  });
});
