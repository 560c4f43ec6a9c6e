/** Device keys sign what the predicate accepts, and stay in the platform where it has Ed25519. */
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { isAdmissibleKey, verify } from '../../src/base/keys.ts';
import { createDeviceKey, signWith } from '../../src/host/device.ts';
import type { DeviceKey } from '../../src/storage/store.ts';

afterEach(() => vi.restoreAllMocks());

/** A platform without Ed25519 cannot be had here for real, so its one refusal is put in place. */
async function keyWithoutPlatform(): Promise<DeviceKey> {
  vi.spyOn(crypto.subtle, 'generateKey').mockRejectedValue(
    new DOMException('unknown algorithm', 'NotSupportedError'),
  );
  const key = await createDeviceKey();
  vi.restoreAllMocks();
  return key;
}

const platformKey = await createDeviceKey();
const seedKey = await keyWithoutPlatform();

it('is the platform’s where it has Ed25519, and a seed elsewhere', () => {
  expect([platformKey.kind, seedKey.kind]).toEqual(['webcrypto', 'seed']);
});

describe.each([
  ['platform', platformKey],
  ['seed', seedKey],
])('a %s key', (_, key) => {
  it('signs every message so that the predicate accepts it', async () => {
    expect(isAdmissibleKey(key.publicKey)).toBe(true);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (message) => {
        const signature = await signWith(key, message);
        expect(signature).toHaveLength(64);
        expect(verify(key.publicKey, message, signature)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  it('survives a structured clone, which is how IndexedDB keeps it', async () => {
    const copy = structuredClone(key);
    const message = new Uint8Array([7]);
    expect(verify(key.publicKey, message, await signWith(copy, message))).toBe(true);
  });

  it('is another one each time', async () => {
    const other = key.kind === 'seed' ? await keyWithoutPlatform() : await createDeviceKey();
    expect(other.kind).toBe(key.kind);
    expect(other.publicKey).not.toEqual(key.publicKey);
  });
});

it('of the platform gives its private part to nobody', async () => {
  if (platformKey.kind !== 'webcrypto') throw new Error('expected a platform key');
  const { privateKey } = platformKey;
  expect(privateKey.extractable).toBe(false);
  expect(privateKey.usages).toEqual(['sign']);
  for (const format of ['pkcs8', 'jwk'] as const) {
    await expect(crypto.subtle.exportKey(format, privateKey)).rejects.toThrow();
  }
});

it('of a platform whose signatures the predicate refuses is not used', async () => {
  vi.spyOn(crypto.subtle, 'sign').mockResolvedValue(new ArrayBuffer(64));
  expect((await createDeviceKey()).kind).toBe('seed');
});
