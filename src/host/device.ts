/**
 * The device's key: made once per workspace and browser profile, it signs certificates only.
 *
 * Where WebCrypto has Ed25519 the private key is not extractable: a script in the page can use it
 * but not carry it away, and IndexedDB keeps the CryptoKey as it is. Elsewhere (old browsers, pages
 * without HTTPS) it is a 32-byte seed. Left out: agent keys, which are seeds in memory and sign
 * through base/keys.ts, and recovery kits.
 */
import { publicKeyOf, SEED_BYTES, sign, verify } from '../base/keys.ts';
import type { DeviceKey } from '../storage/store.ts';

/** What a new key signs once, to show that the predicate accepts what it signs. */
const PROBE = new Uint8Array(32);

/** A new random key; not extractable unless the platform's own keys are missing or unfit. */
export async function createDeviceKey(): Promise<DeviceKey> {
  return (await createPlatformKey()) ?? createSeedKey();
}

/**
 * The 64-byte signature of a message under the device's key. The predicate of base/keys.ts accepts
 * it. Some platforms sign with added randomness, so two calls may differ. Rejects with the
 * platform's error if it refuses to sign.
 */
export async function signWith(key: DeviceKey, message: Uint8Array): Promise<Uint8Array> {
  if (key.kind === 'seed') return sign(key.seed, message);
  return new Uint8Array(
    await crypto.subtle.sign('Ed25519', key.privateKey, Uint8Array.from(message)),
  );
}

async function createPlatformKey(): Promise<DeviceKey | undefined> {
  try {
    const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
    const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
    const key: DeviceKey = { kind: 'webcrypto', publicKey, privateKey: pair.privateKey };
    return verify(publicKey, PROBE, await signWith(key, PROBE)) ? key : undefined;
  } catch {
    return undefined;
  }
}

function createSeedKey(): DeviceKey {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
  return { kind: 'seed', publicKey: publicKeyOf(seed), seed };
}
