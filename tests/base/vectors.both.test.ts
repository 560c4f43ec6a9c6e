/**
 * Published signatures on the edge, each with the rule of base/keys.ts that decides it. The
 * predicate, the WebCrypto engine and the noble engine must all give that verdict, in every runtime.
 */
import { describe, expect, it } from 'vitest';
import { fromHex, utf8 } from '../../src/base/bytes.ts';
import { isAdmissibleKey, mayVerify, verify } from '../../src/base/keys.ts';
import { createSignatureEngine, type SignatureCheck } from '../../src/host/signatures.ts';
import cctv from '../vectors/ed25519/cctv.json';
import rfc8032 from '../vectors/ed25519/rfc8032.json';
import speccheck from '../vectors/ed25519/speccheck.json';

type Decision = 'accepted' | 'V2' | 'V3' | 'V4' | 'V5';

interface Vector extends SignatureCheck {
  readonly name: string;
  readonly decision: Decision;
}

const engines = [
  await createSignatureEngine(),
  await createSignatureEngine(() => Promise.reject(new Error('no such engine'))),
];

/** From what the flags mean (the set's README), not from what our code does. */
function decideByFlags(flags: readonly string[]): Decision {
  const has = (flag: string): boolean => flags.includes(flag);
  if (has('low_order_A') || has('non_canonical_A') || has('low_order_component_A')) return 'V4';
  const neutral = has('low_order_R') && !has('low_order_component_R');
  if (neutral && !has('non_canonical_R')) return 'V3';
  if (has('non_canonical_R') || has('low_order_component_R')) return 'V5';
  return 'accepted';
}

/** By the condition table of the set's README. */
const SPECCHECK: readonly Decision[] = [
  'V4', // A and R of small order
  'V4', // A of small order
  'V4', // A of mixed order, R of small order
  'V4', // A and R of mixed order; holds with and without cofactor
  'V4', // A and R of mixed order; holds with cofactor only
  'V4', // A of mixed order; fails only where 8k is reduced
  'V2', // S > L
  'V2', // S far above L
  'V4', // A of mixed order, R not canonical
  'V4', // the same, k over R as it stands
  'V4', // A not canonical
  'V4', // the same, k over A as it stands
];

const sets: Record<string, readonly Vector[]> = {
  'RFC 8032 §7.1': rfc8032.map((vector) => ({
    name: vector.name,
    decision: 'accepted',
    publicKey: fromHex(vector.publicKey),
    message: fromHex(vector.message),
    signature: fromHex(vector.signature),
  })),
  'C2SP/CCTV': cctv.map((vector) => ({
    name: `number ${vector.number}`,
    decision: decideByFlags(vector.flags ?? []),
    publicKey: fromHex(vector.key),
    message: utf8(vector.msg),
    signature: fromHex(vector.sig),
  })),
  'ed25519-speccheck': speccheck.map((vector, index) => ({
    name: `case ${index}`,
    decision: SPECCHECK[index] ?? 'accepted',
    publicKey: fromHex(vector.pub_key),
    message: fromHex(vector.message),
    signature: fromHex(vector.signature),
  })),
};

describe.each(Object.entries(sets))('K1 A29 A30 A32 %s', (_, vectors) => {
  it('gets the verdict that follows from the rules', () => {
    for (const { name, decision, publicKey, message, signature } of vectors) {
      const verdict = verify(publicKey, message, signature);
      expect(verdict, name).toBe(decision === 'accepted');
    }
  });

  it('is decided by the rule that is named', () => {
    for (const { name, decision, publicKey, message, signature } of vectors) {
      expect(isAdmissibleKey(publicKey), name).toBe(decision !== 'V4');
      const passesGuard = decision === 'accepted' || decision === 'V5';
      expect(mayVerify(publicKey, message, signature), name).toBe(passesGuard);
    }
  });

  it.each(engines)('gets the same verdicts from $name', async (engine) => {
    const verdicts = await engine.verify(vectors);
    const refused = vectors.map(({ name, decision }, i) => [name, decision, verdicts[i]]);
    expect(refused).toEqual(
      vectors.map(({ name, decision }) => [name, decision, decision === 'accepted']),
    );
  });
});

it('the sets are whole and reach every rule', () => {
  expect(Object.values(sets).map((vectors) => vectors.length)).toEqual([5, 914, 12]);
  const reached = new Set(Object.values(sets).flatMap((set) => set.map((v) => v.decision)));
  expect([...reached].sort()).toEqual(['V2', 'V3', 'V4', 'V5', 'accepted']);
});

it('both engines are really there', () => {
  expect(engines.map((engine) => engine.name)).toEqual(['webcrypto', 'noble']);
});
