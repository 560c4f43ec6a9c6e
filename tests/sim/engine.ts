/**
 * Ed25519 by Node's own library in place of the slow portable one, in every test of what replicas do
 * with signatures (vite.config.ts). RFC 8032 signatures are
 * deterministic, so these are the same bytes; verdicts differ from base/keys.ts on crafted
 * signatures only, which honest agents never make (tests/base has those). And packing, at once.
 */
import {
  createPrivateKey,
  createPublicKey,
  sign as signWith,
  verify as verifyWith,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { concat, toHex } from '../../src/base/bytes.ts';
import { MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import { decodePacked, encodePacked } from '../../src/wire/packed.ts';

export * from '../../src/base/keys.ts';

const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

const MOST = 20_000;
const secrets = new Map<string, KeyObject>();
const publics = new Map<string, KeyObject>();

function cached(keys: Map<string, KeyObject>, bytes: Uint8Array, make: () => KeyObject): KeyObject {
  const name = toHex(bytes);
  let key = keys.get(name);
  if (!key) keep(keys, name, (key = make()));
  return key;
}

/** Thousands of clusters ask, one after another, each about its own. */
function keep<T>(known: Map<string, T>, name: string, value: T): void {
  if (known.size === MOST) known.clear();
  known.set(name, value);
}

const secretOf = (seed: Uint8Array): KeyObject =>
  cached(secrets, seed, () =>
    createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' }),
  );

function once<T>(make: (...parts: readonly Uint8Array[]) => T): (...parts: Uint8Array[]) => T {
  const known = new Map<string, T>();
  return (...parts) => {
    const name = parts.map((part) => Buffer.from(part).toString('latin1')).join('/');
    let value = known.get(name);
    if (value === undefined) keep(known, name, (value = make(...parts)));
    return value;
  };
}

export const publicKeyOf: (seed: Uint8Array) => Uint8Array = once(
  (seed) =>
    new Uint8Array(
      createPublicKey(secretOf(seed as Uint8Array))
        .export({ format: 'der', type: 'spki' })
        .subarray(SPKI.length),
    ),
);

export const sign = (seed: Uint8Array, message: Uint8Array): Uint8Array =>
  new Uint8Array(signWith(null, message, secretOf(seed)));

/** Several replicas ask about the same signatures. */
export const verify: (
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean = once((publicKey, message, signature) => {
  const bytes = publicKey as Uint8Array;
  const key = cached(publics, bytes, () =>
    createPublicKey({ key: Buffer.concat([SPKI, bytes]), format: 'der', type: 'spki' }),
  );
  return verifyWith(null, message as Uint8Array, key, signature as Uint8Array);
});

export function pack(message: Uint8Array, loose: number): Uint8Array {
  const end = message.length - loose;
  const deflated = deflateRawSync(message.subarray(0, end));
  return encodePacked({ loose: message.subarray(end), deflated: new Uint8Array(deflated) });
}

export function unpack(frame: Uint8Array): Uint8Array | null {
  const packed = decodePacked(frame);
  if (!packed.ok) return null;
  const { loose, deflated } = packed.value;
  try {
    return concat(inflateRawSync(deflated, { maxOutputLength: MAX_FRAME_BYTES }), loose);
  } catch {
    return null;
  }
}
