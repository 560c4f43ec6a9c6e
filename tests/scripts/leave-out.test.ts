/**
 * That libp2p without the parts that are left out takes the keys that Parley has, and no others, and
 * knows of its peers what the whole one knows.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';

import * as whole from '@libp2p/crypto/keys';
import type { ComponentLogger, Libp2pEvents, PeerData, PeerId, PeerStore } from '@libp2p/interface';
import { peerIdFromPrivateKey } from '@libp2p/peer-id';
import { persistentPeerStore } from '@libp2p/peer-store';
import { isPrivateIp } from '@libp2p/utils';
import { multiaddr } from '@multiformats/multiaddr';
import { x25519 } from '@noble/curves/ed25519.js';
import { MemoryDatastore } from 'datastore-core/memory';
import * as fc from 'fast-check';
import { TypedEventEmitter } from 'main-event';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { leaveOut } from '../../scripts/leave-out.ts';
import { LIBP2P, trim } from '../../scripts/trim.ts';
import type * as entry from './leave-out-entry.ts';

const root = join(import.meta.dirname, '../..');

/** What a store of peers is told, and asked. */
type Told = readonly ['save' | 'patch' | 'merge', number, PeerData] | readonly ['delete', number];

const HOUR_MS = 3_600_000;
const ADDRESSES = ['/ip4/10.0.0.1/tcp/1', '/ip4/10.0.0.2/tcp/2/ws', '/dns4/a.example/tcp/3'];

const address = fc.constantFrom(...ADDRESSES).map((text) => multiaddr(text));
const data: fc.Arbitrary<PeerData> = fc.record(
  {
    multiaddrs: fc.array(address, { maxLength: 3 }),
    addresses: fc.array(fc.record({ multiaddr: address, isCertified: fc.boolean() }), {
      maxLength: 2,
    }),
    protocols: fc.array(fc.constantFrom('/a', '/b', '/c'), { maxLength: 3 }),
    metadata: fc.dictionary(
      fc.constantFrom('x', 'y'),
      fc.option(fc.uint8Array(), { nil: undefined }),
    ),
    tags: fc.dictionary(
      fc.constantFrom('t', 'u'),
      fc.option(fc.record({ value: fc.nat(100), ttl: fc.nat(2 * HOUR_MS) }, { requiredKeys: [] }), {
        nil: undefined,
      }),
    ),
    peerRecordEnvelope: fc.uint8Array({ maxLength: 9 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<PeerData>;
const told: fc.Arbitrary<Told> = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(fc.constantFrom('save', 'patch', 'merge'), fc.nat(2), data) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('delete'), fc.nat(2)) },
);

const silent = (): (() => void) => Object.assign(() => {}, { error: () => {}, trace: () => {} });
const logger = { forComponent: silent } as unknown as ComponentLogger;

/** Everything that can be seen of a store to which `steps` happen, each after so many ms. */
async function seen(
  of: Pick<typeof entry, 'persistentPeerStore' | 'MemoryDatastore'>,
  ids: readonly PeerId[],
  steps: readonly (readonly [number, Told])[],
): Promise<string> {
  const events = new TypedEventEmitter<Libp2pEvents>();
  const lines: unknown[] = [];
  for (const name of ['peer:update', 'self:peer:update'] as const)
    events.addEventListener(name, ({ detail }) => lines.push([name, detail]));
  const [self] = ids as [PeerId];
  const datastore = new of.MemoryDatastore();
  const store: PeerStore = of.persistentPeerStore({ peerId: self, datastore, events, logger });
  const clock = vi.spyOn(Date, 'now').mockReturnValue(1e12);
  for (const [later, step] of steps) {
    clock.mockReturnValue(Date.now() + later);
    const [how, whom, what] = step;
    const id = ids[whom] ?? self;
    await (how === 'delete' ? store.delete(id) : store[how](id, what ?? {})).catch(String);
    lines.push(await store.get(id).catch((error: Error) => error.name), await store.has(id));
    const order = (a: { id: PeerId }, b: { id: PeerId }): 1 | -1 =>
      a.id.toString() < b.id.toString() ? 1 : -1;
    lines.push(
      await store.all({ filters: [({ tags }) => tags.size > 0] }),
      await store.all({ orders: [order] }),
    );
  }
  clock.mockRestore();
  return JSON.stringify(lines, plain);
}

function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (value instanceof Map) return [...value];
  if (value instanceof Uint8Array) return [...value];
  return value;
}

describe('the libp2p of the built page', () => {
  let directory: string;
  let bundled: typeof entry;

  beforeAll(async () => {
    directory = await mkdtemp(join(root, 'node_modules/.leave-out-'));
    await build({
      configFile: false,
      logLevel: 'error',
      plugins: [leaveOut(root, 'libp2p'), trim(LIBP2P)],
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
  }, 60_000);
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

  it('knows of its peers what the whole libp2p knows', async () => {
    const keys = await Promise.all([0, 1, 2].map(() => whole.generateKeyPair('Ed25519')));
    const ids = keys.map((key) => peerIdFromPrivateKey(key));
    const steps = fc.array(fc.tuple(fc.nat(3 * HOUR_MS), told), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(steps, async (happened) => {
        const complete = { persistentPeerStore, MemoryDatastore };
        expect(await seen(bundled, ids, happened)).toBe(await seen(complete, ids, happened));
      }),
      { numRuns: 60 },
    );
  });

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
