/**
 * What every store must do, run against each implementation.
 *
 * `fresh` gives one empty disk a test, and opens as many stores on it as the test asks for: two of
 * them are two tabs of one profile. What only a real database can do is tested beside it.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgentId, Chain, DocumentId, EventId, WorkspaceId } from '../../src/base/ids.ts';
import {
  MAX_BATCH_BYTES,
  MAX_BATCH_RUNS,
  MAX_EVIDENCE_BYTES,
  MAX_RUN_BYTES,
} from '../../src/base/limits.ts';
import type {
  DeviceKey,
  RunRecord,
  Store,
  StoreErrorCode,
  WorkspaceRecord,
} from '../../src/storage/store.ts';
import { StoreError } from '../../src/storage/store.ts';
import { concat } from '../../src/base/bytes.ts';
import { seal, sealingKey, unseal } from '../../src/host/sealing.ts';
import { decodeBackup } from '../../src/wire/backup.ts';

export interface Disk {
  open(): Promise<Store>;
  remove(): Promise<void>;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

export const workspaceId = (n: number): WorkspaceId => hex(n, 64) as WorkspaceId;
export const agentId = (n: number): AgentId => hex(n, 64) as AgentId;
export const eventId = (n: number): EventId => hex(n, 64) as EventId;
export const documentId = (n: number): DocumentId => hex(n, 32) as DocumentId;

export const seedKey: DeviceKey = {
  kind: 'seed',
  publicKey: new Uint8Array(32).fill(1),
  seed: new Uint8Array(32).fill(2),
};

export const workspace = (n: number, device: DeviceKey = seedKey): WorkspaceRecord => ({
  id: workspaceId(n),
  genesis: Uint8Array.of(7, n),
  title: `Workspace ${n}`,
  name: 'Ada',
  device,
  openedAt: 1_700_000_000 + n,
});

/** A run of `agent` from `from` to `to`, with `length` bytes that tell it apart. */
export const run = (
  chain: Chain,
  agent: number,
  from: number,
  to: number,
  length = 4,
): RunRecord => ({
  agent: agentId(agent),
  chain,
  from,
  to,
  bytes: new Uint8Array(length).fill((agent * 31 + from * 7 + to) % 251),
});

export async function allRuns(store: Store, id: WorkspaceId): Promise<RunRecord[]> {
  const all: RunRecord[] = [];
  for await (const batch of store.runs(id)) all.push(...batch);
  return all;
}

export async function refused(promise: Promise<unknown>, code: StoreErrorCode): Promise<void> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(StoreError);
  expect((error as StoreError).code).toBe(code);
}

/** Policy first, then by agent, seq and branch: what `runs` promises. */
const inOrder = (runs: readonly RunRecord[]): RunRecord[] =>
  runs.toSorted(
    (a, b) =>
      Number(a.chain === 'content') - Number(b.chain === 'content') ||
      compare(a.agent, b.agent) ||
      a.from - b.from ||
      compare(a.branch ?? '', b.branch ?? ''),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const A = workspaceId(1);
const B = workspaceId(2);

export interface Abilities {
  /** Whether a key that cannot be exported can be stored; else it is refused, with nothing written. */
  readonly keepsCryptoKeys: boolean;
}

export function storeContract(
  name: string,
  fresh: () => Promise<Disk>,
  { keepsCryptoKeys }: Abilities = { keepsCryptoKeys: true },
): void {
  describe(`${name} keeps the store contract:`, () => {
    let disk: Disk;
    let store: Store;
    const opened: Store[] = [];

    async function open(): Promise<Store> {
      const another = await disk.open();
      opened.push(another);
      return another;
    }

    beforeEach(async () => {
      disk = await fresh();
      store = await open();
    });

    afterEach(async () => {
      for (const each of opened.splice(0)) each.close();
      await disk.remove();
    });

    describe('workspaces', () => {
      it('an empty store has none', async () => {
        expect(await store.workspaces()).toEqual([]);
        expect(await store.workspace(A)).toBeUndefined();
        expect(await allRuns(store, A)).toEqual([]);
        expect(await store.caches(A)).toEqual([]);
      });

      it('a workspace comes back whole with its first runs, in another store too', async () => {
        const record = { ...workspace(1), place: '{"document":"x"}' };
        await store.createWorkspace(record, [run('content', 1, 0, 1), run('policy', 1, 0, 2)]);
        store.close();
        const later = await open();
        expect(await later.workspace(A)).toEqual(record);
        expect(await later.workspaces()).toEqual([record]);
        expect(await allRuns(later, A)).toEqual([run('policy', 1, 0, 2), run('content', 1, 0, 1)]);
      });

      it('a device key that cannot be exported still signs after it was stored, or is not stored', async () => {
        const pair = await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify']);
        const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
        const key: DeviceKey = {
          kind: 'webcrypto',
          publicKey: raw,
          privateKey: pair.privateKey,
        };
        const creating = store.createWorkspace(workspace(1, key), []);
        if (!keepsCryptoKeys) {
          await refused(creating, 'Unavailable');
          expect(await store.workspaces()).toEqual([]);
          return;
        }
        await creating;
        store.close();
        const device = (await (await open()).workspace(A))?.device;
        if (device?.kind !== 'webcrypto') throw new Error('not the key that was stored');
        expect(device.publicKey).toEqual(raw);
        expect(device.privateKey.extractable).toBe(false);
        const text = Uint8Array.of(1, 2, 3);
        const signature = await crypto.subtle.sign('Ed25519', device.privateKey, text);
        expect(await crypto.subtle.verify('Ed25519', pair.publicKey, signature, text)).toBe(true);
      });

      it('B1 a kit’s key that cannot be exported still seals after it was stored, or is not stored', async () => {
        await store.createWorkspace(workspace(1), []);
        const key = await sealingKey(new Uint8Array(32).fill(5));
        const kit = { device: new Uint8Array(32).fill(4), key, savedAt: 7 };
        const keeping = store.updateWorkspace(A, { kit });
        if (!keepsCryptoKeys) {
          await refused(keeping, 'Unavailable');
          await refused(store.createWorkspace({ ...workspace(2), kit }, []), 'Unavailable');
          expect(await store.workspaces()).toEqual([workspace(1)]);
          return;
        }
        await keeping;
        await store.updateWorkspace(A, { title: 'Other' });
        store.close();
        const kept = (await (await open()).workspace(A))?.kit;
        if (!kept) throw new Error('no kit was kept');
        expect([kept.device, kept.savedAt, kept.key.extractable]).toEqual([kit.device, 7, false]);
        const read = decodeBackup(concat(...(await seal(kept.key, [Uint8Array.of(1, 2)]))));
        if (!read.ok) throw new Error(read.error.code);
        expect(await unseal(key, read.value)).toEqual([Uint8Array.of(1, 2)]);
      });

      it('creating one again is refused and leaves key and runs as they were', async () => {
        await store.createWorkspace(workspace(1), [run('content', 1, 0, 1)]);
        const key = new Uint8Array(32).fill(9);
        const other: DeviceKey = { kind: 'seed', publicKey: key, seed: key };
        const again = store.createWorkspace(workspace(1, other), [run('content', 2, 0, 1)]);
        await refused(again, 'Exists');
        expect(await store.workspace(A)).toEqual(workspace(1));
        expect(await allRuns(store, A)).toEqual([run('content', 1, 0, 1)]);
      });

      it('of two tabs that create the same one at once exactly one succeeds', async () => {
        const other = await open();
        const results = await Promise.allSettled([
          store.createWorkspace(workspace(1), [run('content', 1, 0, 1)]),
          other.createWorkspace(workspace(1), [run('content', 2, 0, 1)]),
        ]);
        expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(await allRuns(store, A)).toHaveLength(1);
      });

      it('an update changes what it names and nothing else', async () => {
        await store.createWorkspace(workspace(1), []);
        await store.createWorkspace(workspace(2), []);
        await store.updateWorkspace(A, { title: 'New', openedAt: 5 });
        await store.updateWorkspace(A, { place: 'here' });
        expect(await store.workspace(A)).toEqual({
          ...workspace(1),
          title: 'New',
          openedAt: 5,
          place: 'here',
        });
        expect(await store.workspace(B)).toEqual(workspace(2));
      });

      it('removal takes everything under the workspace and nothing else', async () => {
        for (const n of [1, 2]) {
          const id = workspaceId(n);
          await store.createWorkspace(workspace(n), [run('policy', n, 0, 1)]);
          await store.append(id, [run('content', n, 0, 3)], 'relaxed');
          await store.putCache(id, { document: documentId(3), bytes: Uint8Array.of(n) });
        }
        await store.putSetting('name', 'Ada');
        await store.removeWorkspace(A);
        expect(await store.workspace(A)).toBeUndefined();
        expect(await allRuns(store, A)).toEqual([]);
        expect(await store.caches(A)).toEqual([]);
        expect(await store.workspaces()).toEqual([workspace(2)]);
        expect(await allRuns(store, B)).toEqual([run('policy', 2, 0, 1), run('content', 2, 0, 3)]);
        expect(await store.caches(B)).toHaveLength(1);
        expect(await store.setting('name')).toBe('Ada');
        await store.removeWorkspace(A);
      });

      it('nothing is written under a workspace that another tab removed', async () => {
        const other = await open();
        await store.createWorkspace(workspace(1), []);
        await other.removeWorkspace(A);
        await refused(store.append(A, [run('content', 1, 0, 1)], 'strict'), 'Missing');
        const cache = { document: documentId(1), bytes: Uint8Array.of(1) };
        await refused(store.putCache(A, cache), 'Missing');
        await refused(store.updateWorkspace(A, { title: 'x' }), 'Missing');
        await store.createWorkspace(workspace(1), []);
        expect(await allRuns(store, A)).toEqual([]);
        expect(await store.caches(A)).toEqual([]);
      });
    });

    describe('runs', () => {
      beforeEach(async () => {
        await store.createWorkspace(workspace(1), []);
      });

      it('policy comes first, each chain in order, whatever the order of writing', async () => {
        const chain = fc.constantFrom<Chain>('policy', 'content');
        const agent = fc.integer({ min: 0, max: 3 });
        const from = fc.constantFrom(0, 1, 2, 9, 10, 99, 100, 255, 256, 65_536, 999_999_990);
        const key = fc.tuple(chain, agent, from, fc.option(fc.integer({ min: 0, max: 3 })));
        const runs = fc.uniqueArray(key, { maxLength: 40, selector: String });
        let n = 10;
        await fc.assert(
          fc.asyncProperty(runs, async (keys) => {
            const record = workspace(++n);
            await store.createWorkspace(record, []);
            const written = keys.map(([ch, ag, fr, branch]) => {
              const plain = run(ch, ag, fr, fr + 2);
              return branch === null ? plain : { ...plain, branch: eventId(branch) };
            });
            const half = written.length >> 1;
            await store.append(record.id, written.slice(half), 'strict');
            await store.append(record.id, written.slice(0, half), 'relaxed');
            expect(await allRuns(store, record.id)).toEqual(inOrder(written));
          }),
          { numRuns: 25 },
        );
      });

      it('of two runs with one key the longer stays, in either order and in one batch', async () => {
        const short = run('content', 1, 5, 6);
        const long = run('content', 1, 5, 9);
        await store.append(A, [short], 'strict');
        await store.append(A, [long], 'strict');
        expect(await allRuns(store, A)).toEqual([long]);
        await store.append(A, [short], 'strict');
        expect(await allRuns(store, A)).toEqual([long]);
        const [first, last] = [run('content', 2, 0, 1), run('content', 2, 0, 4)];
        await store.append(A, [last, first, run('content', 2, 0, 2)], 'strict');
        expect(await allRuns(store, A)).toEqual([long, last]);
      });

      it('writing the same run twice changes nothing', async () => {
        const record = run('policy', 1, 0, 4);
        await store.append(A, [record], 'strict');
        await store.append(A, [{ ...record, bytes: Uint8Array.of(99) }], 'strict');
        expect(await allRuns(store, A)).toEqual([record]);
      });

      it('branches of a forked chain are kept side by side', async () => {
        const left = { ...run('content', 1, 5, 6), branch: eventId(1) };
        const right = { ...run('content', 1, 5, 9), branch: eventId(2) };
        await store.append(A, [left], 'strict');
        await store.append(A, [right], 'strict');
        expect(await allRuns(store, A)).toEqual([left, right]);
      });

      it('V2 evidence is kept beside runs, larger than any of them', async () => {
        const plain = run('content', 1, 5, 6);
        const bytes = new Uint8Array(MAX_EVIDENCE_BYTES).fill(3);
        const evidence = { ...plain, branch: eventId(1), evidence: true as const, bytes };
        await store.append(A, [plain, evidence], 'relaxed');
        expect(await allRuns(store, A)).toEqual([plain, evidence]);
        const large = { ...evidence, bytes: new Uint8Array(MAX_EVIDENCE_BYTES + 1) };
        await refused(store.append(A, [large], 'relaxed'), 'Corrupt');
      });

      it('two tabs that append at once lose nothing', async () => {
        const other = await open();
        const written: RunRecord[] = [];
        const writes: Promise<void>[] = [];
        for (let i = 0; i < 40; i++) {
          for (const [agent, tab] of [store, other].entries()) {
            const own = run('content', agent, 2 * i, 2 * i + 2);
            written.push(own);
            writes.push(tab.append(A, [own], i % 2 === 0 ? 'strict' : 'relaxed'));
          }
        }
        await Promise.all(writes);
        expect(await allRuns(store, A)).toEqual(inOrder(written));
        expect(await allRuns(other, A)).toEqual(inOrder(written));
      });

      it('two tabs that race for one key keep the longest run', async () => {
        const other = await open();
        const writes: Promise<void>[] = [];
        for (const length of [3, 1, 7, 2, 20, 5, 19, 4]) {
          for (const tab of [store, other]) {
            const longer = length + (tab === other ? 1 : 0);
            writes.push(tab.append(A, [run('content', 1, 0, longer)], 'relaxed'));
          }
        }
        await Promise.all(writes);
        expect(await allRuns(store, A)).toEqual([run('content', 1, 0, 21)]);
      });

      it('bytes are copied in and out, and no more than the bytes of a view are kept', async () => {
        const buffer = new Uint8Array(10_000).fill(5);
        const record = { ...run('content', 1, 0, 1), bytes: buffer.subarray(4, 8) };
        const writing = store.append(A, [record], 'strict');
        buffer.fill(6);
        await writing;
        const [first] = await allRuns(store, A);
        expect(first?.bytes).toEqual(new Uint8Array(4).fill(5));
        expect(first?.bytes.buffer.byteLength).toBe(4);
        first?.bytes.fill(9);
        expect((await allRuns(store, A))[0]?.bytes).toEqual(new Uint8Array(4).fill(5));
      });

      it('batches stay within 500 runs and 2 MB', async () => {
        const small = Array.from({ length: 1_203 }, (_, i) => run('content', 1, i, i + 1));
        const large = Array.from({ length: 40 }, (_, i) =>
          run('content', 2, i, i + 1, MAX_RUN_BYTES),
        );
        const last = run('content', 4, 0, 1);
        const written = [...small, ...large, last];
        await store.append(A, written, 'relaxed');
        const back: RunRecord[] = [];
        for await (const batch of store.runs(A)) {
          const size = batch.reduce((sum, { bytes }) => sum + bytes.length, 0);
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(MAX_BATCH_RUNS);
          expect(size <= MAX_BATCH_BYTES).toBe(true);
          back.push(...batch);
        }
        expect(back.length).toBe(written.length);
        expect(back.map((each) => [each.agent, each.from])).toEqual(
          written.map((each) => [each.agent, each.from]),
        );
      });

      it('a reader that stops for a while blocks no writer and sees what is still ahead', async () => {
        const written = Array.from({ length: 600 }, (_, i) => run('content', 1, i, i + 1));
        await store.append(A, written, 'relaxed');
        const seen: RunRecord[] = [];
        for await (const batch of store.runs(A)) {
          seen.push(...batch);
          await store.append(A, [run('policy', 1, 0, 1)], 'strict');
        }
        expect(seen).toEqual(written);
        expect(await allRuns(store, A)).toEqual([run('policy', 1, 0, 1), ...written]);
      });

      it('a batch with one malformed run writes nothing', async () => {
        const good = run('content', 1, 0, 1);
        const bad: RunRecord[] = [
          { ...good, agent: 'x' as AgentId },
          { ...good, agent: agentId(1).toUpperCase().replaceAll('0', 'A') as AgentId },
          { ...good, chain: 'other' as Chain },
          { ...good, from: -1 },
          { ...good, from: 0.5 },
          { ...good, from: Number.NaN },
          { ...good, to: 0 },
          { ...good, to: 1_000_000_001 },
          { ...good, branch: '' as EventId },
          { ...good, packed: false as unknown as true },
          { ...good, evidence: 1 as unknown as true },
          { ...good, bytes: new Uint8Array(0) },
          { ...good, bytes: new Uint8Array(MAX_RUN_BYTES + 1) },
          { ...good, bytes: [1] as unknown as Uint8Array },
        ];
        for (const each of bad) {
          await refused(store.append(A, [good, each], 'strict'), 'Corrupt');
          await refused(store.createWorkspace(workspace(3), [good, each]), 'Corrupt');
        }
        expect(await allRuns(store, A)).toEqual([]);
        expect(await store.workspaces()).toEqual([workspace(1)]);
      });

      it('D6 one run takes the place of many at once; what has grown, or is not there, is no matter', async () => {
        const many = Array.from({ length: 5 }, (_, i) => run('content', 1, 2 * i, 2 * i + 2));
        const others = [run('policy', 1, 0, 3), run('content', 2, 0, 9)];
        const forked = { ...run('content', 1, 2, 4), branch: eventId(3) };
        const grown = run('content', 1, 8, 11);
        await store.append(A, [...many, ...others, forked], 'relaxed');
        await store.append(A, [grown], 'strict');
        const whole = { ...run('content', 1, 0, 10, 40), branch: eventId(1) };
        for (let again = 0; again < 2; again++) {
          await store.replace(A, whole, many);
          expect(await allRuns(store, A)).toEqual(inOrder([whole, ...others, forked, grown]));
        }
        const longer = {
          ...run('content', 1, 0, 11, 60),
          branch: eventId(2),
          packed: true as const,
        };
        const second = await disk.open();
        await second.replace(A, longer, [whole, grown]);
        expect(await allRuns(store, A)).toEqual(inOrder([longer, ...others, forked]));
        second.close();
      });

      it('D6 nothing is removed where nothing can be written', async () => {
        const kept = [run('content', 1, 0, 1), run('content', 1, 1, 2)];
        await store.append(A, kept, 'strict');
        const long = run('content', 1, 0, 2, MAX_RUN_BYTES + 1);
        await refused(store.replace(A, { ...long, branch: eventId(1) }, kept), 'Corrupt');
        expect(await allRuns(store, A)).toEqual(kept);
        const nowhere = workspaceId(99);
        await refused(store.replace(nowhere, run('content', 1, 0, 2), kept), 'Missing');
        expect(await allRuns(store, nowhere)).toEqual([]);
      });

      it('D6 what has the very key of the run that takes the place of others does not stay instead', async () => {
        const many = [run('content', 1, 0, 2), run('content', 1, 2, 4)];
        const whole = { ...run('content', 1, 0, 4, 40), branch: eventId(1), packed: true as const };
        const torn = { ...whole, bytes: whole.bytes.slice(0, 9) };
        await store.append(A, [torn, ...many], 'relaxed');
        await store.replace(A, whole, many);
        expect(await allRuns(store, A)).toEqual([whole]);
      });

      it('D6 a store that closes meanwhile has replaced all or nothing', async () => {
        const many = Array.from({ length: 9 }, (_, i) => run('content', 1, i, i + 1));
        const whole = { ...run('content', 1, 0, 9, 40), branch: eventId(1) };
        await store.append(A, many, 'strict');
        const other = await open();
        const replacing = other.replace(A, whole, many).then(
          () => [whole],
          () => many,
        );
        other.close();
        expect(await allRuns(store, A)).toEqual(await replacing);
      });

      it('an empty append resolves', async () => {
        await store.append(A, [], 'strict');
        expect(await allRuns(store, A)).toEqual([]);
      });
    });

    describe('caches and settings', () => {
      it('a cache is replaced, by workspace and document', async () => {
        await store.createWorkspace(workspace(1), []);
        await store.createWorkspace(workspace(2), []);
        const [d, e] = [documentId(1), documentId(2)];
        await store.putCache(A, { document: d, bytes: Uint8Array.of(1) });
        await store.putCache(A, { document: d, bytes: Uint8Array.of(2) });
        await store.putCache(A, { document: e, bytes: new Uint8Array(0) });
        await store.putCache(B, { document: d, bytes: Uint8Array.of(4) });
        expect(await store.cache(A, d)).toEqual({ document: d, bytes: Uint8Array.of(2) });
        expect(await store.cache(B, e)).toBeUndefined();
        expect(await store.caches(A)).toEqual([
          { document: d, bytes: Uint8Array.of(2) },
          { document: e, bytes: new Uint8Array(0) },
        ]);
      });

      it("a cache's bytes are copied in and out", async () => {
        await store.createWorkspace(workspace(1), []);
        const bytes = Uint8Array.of(1, 2);
        await store.putCache(A, { document: documentId(1), bytes });
        bytes.fill(0);
        (await store.cache(A, documentId(1)))?.bytes.fill(0);
        expect((await store.cache(A, documentId(1)))?.bytes).toEqual(Uint8Array.of(1, 2));
      });

      it('settings belong to the profile', async () => {
        expect(await store.setting('theme')).toBeUndefined();
        await store.putSetting('theme', 'dark');
        await store.putSetting('theme', 'light');
        await store.putSetting('__proto__', '');
        expect(await (await open()).setting('theme')).toBe('light');
        expect(await store.setting('__proto__')).toBe('');
        expect(await store.setting('constructor')).toBeUndefined();
      });
    });

    it('a closed store refuses everything with Closed, and tells nobody', async () => {
      await store.createWorkspace(workspace(1), []);
      let told = 0;
      store.onClosed = () => told++;
      store.close();
      store.close();
      await refused(store.workspaces(), 'Closed');
      await refused(store.workspace(A), 'Closed');
      await refused(store.createWorkspace(workspace(2), []), 'Closed');
      await refused(store.append(A, [run('content', 1, 0, 1)], 'strict'), 'Closed');
      await refused(allRuns(store, A), 'Closed');
      await refused(store.setting('theme'), 'Closed');
      await refused(store.putSetting('theme', 'dark'), 'Closed');
      await refused(store.removeWorkspace(A), 'Closed');
      expect(told).toBe(0);
    });

    it('asking for persistence answers without failing', async () => {
      expect(typeof (await store.persist())).toBe('boolean');
    });
  });
}
