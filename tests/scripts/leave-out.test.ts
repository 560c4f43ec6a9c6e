/**
 * That libp2p without the parts that are left out takes the keys that Parley has, and no others.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as whole from '@libp2p/crypto/keys';
import { isPrivateIp } from '@libp2p/utils';
import { x25519 } from '@noble/curves/ed25519.js';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { leaveOut } from '../../scripts/leave-out.ts';
import type * as entry from './leave-out-entry.ts';

const root = join(import.meta.dirname, '../..');

describe('the libp2p of the built page', () => {
  let directory: string;
  let bundled: typeof entry;

  beforeAll(async () => {
    directory = await mkdtemp(join(root, 'node_modules/.leave-out-'));
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [leaveOut(root, 'libp2p')],
      build: {
        outDir: directory,
        minify: false,
        rolldownOptions: {
          input: join(import.meta.dirname, 'leave-out-entry.ts'),
          preserveEntrySignatures: 'strict',
          output: { entryFileNames: 'entry.js' },
        },
      },
    });
    bundled = (await import(join(directory, 'entry.js'))) as typeof bundled;
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('takes Ed25519 keys, its own and those of others', async () => {
    const message = Uint8Array.of(1, 2, 3);
    const mine = await bundled.generateKeyPair('Ed25519');
    const theirs = await whole.generateKeyPair('Ed25519');
    const read = bundled.publicKeyFromProtobuf(whole.publicKeyToProtobuf(theirs.publicKey));
    expect(await read.verify(message, await theirs.sign(message))).toBe(true);
    const known = whole.publicKeyFromProtobuf(bundled.publicKeyToProtobuf(mine.publicKey));
    expect(await known.verify(message, await mine.sign(message))).toBe(true);
  });

  it.each(['secp256k1', 'RSA', 'ECDSA'] as const)('refuses a key of type %s', async (type) => {
    const { publicKey } = await whole.generateKeyPair(type as 'secp256k1');
    const bytes = whole.publicKeyToProtobuf(publicKey);
    expect(() => bundled.publicKeyFromProtobuf(bytes)).toThrow('Parley uses Ed25519 keys');
  });

  it('agrees on secrets with an X25519 that has all its tables', () => {
    const [mine, theirs] = [bundled.x25519.keygen(), x25519.keygen()];
    expect(mine.publicKey).toEqual(x25519.getPublicKey(mine.secretKey));
    expect(bundled.x25519.getSharedSecret(mine.secretKey, theirs.publicKey)).toEqual(
      x25519.getSharedSecret(theirs.secretKey, mine.publicKey),
    );
  });

  it.each(['10.1.2.3', '172.16.0.1', '192.168.1.1', '127.0.0.1', '8.8.8.8', '172.32.0.1', '::1'])(
    'knows as well whether %s is a private address',
    (ip) => expect(bundled.isPrivateIp(ip)).toBe(isPrivateIp(ip)),
  );

  it.each(['libp2p', 'svelte'] as const)(
    'cannot be built where a part of %s that is left out is nowhere',
    async (of) => {
      const input = join(root, 'src/base/result.ts');
      const building = build({
        configFile: false,
        logLevel: 'silent',
        plugins: [leaveOut(root, of)],
        build: { write: false, rolldownOptions: { input } },
      });
      await expect(building).rejects.toThrow('nothing to leave out');
    },
  );
});
