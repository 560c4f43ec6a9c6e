/**
 * What a disk, a browser and other tabs may do to the durable store, in a real Chromium. Quota and
 * a forced close are the browser's own; only unreadable values and refusing browsers are played.
 */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LADDER } from '../../src/storage/database.ts';
import { openIdbStore } from '../../src/storage/idb.ts';
import type { CorruptRecord, Store, StoreError } from '../../src/storage/store.ts';
import {
  agentId,
  allRuns,
  documentId,
  eventId,
  refused,
  run,
  seedKey,
  workspace,
  workspaceId,
} from '../contract/store.ts';
import { devtools, rawKeys, rawOpen, rawPut } from './raw.ts';

const A = workspaceId(1);
const B = workspaceId(2);
let names = 0;
let name = '';
let store: Store;

beforeEach(async () => {
  name = `faults-${names++}`;
  store = await openIdbStore(name);
  await store.createWorkspace(workspace(1), []);
});

afterEach(() => {
  vi.restoreAllMocks();
  store.close();
});

/** Makes the n-th `put` from now on throw, as a browser does whose disk fails under it. */
function failPut(n: number, error: Error): void {
  const put = IDBObjectStore.prototype.put;
  let calls = 0;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    ...args: Parameters<IDBObjectStore['put']>
  ) {
    if (++calls === n) throw error;
    return put.apply(this, args);
  });
}

/**
 * A request that fails as the browser reports a value that it cannot read. Where writing is allowed
 * it is a real one that collides with the record at `key`, so that the error runs its whole course.
 */
function failing(table: IDBObjectStore, key: unknown, error: string): IDBRequest {
  if (table.transaction.mode === 'readwrite') return table.add({ key });
  const request = { error: new DOMException('', error) } as unknown as IDBRequest;
  queueMicrotask(() => request.onerror?.(new Event('error')));
  return request;
}

/** Makes every value whose key names `bad` unreadable, alone and together with others. */
function makeUnreadable(bad: string, error = 'NotReadableError'): void {
  const { get, getAll } = IDBObjectStore.prototype;
  const hit = (key: unknown): boolean => JSON.stringify(key).includes(bad);
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (
    this: IDBObjectStore,
    key: IDBValidKey | IDBKeyRange,
  ) {
    return hit(key) ? failing(this, key, error) : get.call(this, key);
  });
  vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(function (
    this: IDBObjectStore,
    range,
    count,
  ) {
    const { lower, upper } = range as IDBKeyRange;
    if (hit(lower) || hit(upper)) return failing(this, lower, error);
    return getAll.call(this, range, count);
  });
}

function corruptOf(of: Store): CorruptRecord[] {
  const found: CorruptRecord[] = [];
  of.onCorrupt = (record) => found.push(record);
  return found;
}

describe('durability', () => {
  it('own events and new workspaces are strict, the rest relaxed; done means complete', async () => {
    const transaction = IDBDatabase.prototype.transaction;
    const writes: { durability: string; complete: boolean }[] = [];
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
      this: IDBDatabase,
      ...args: Parameters<IDBDatabase['transaction']>
    ) {
      const tx = transaction.apply(this, args);
      if (tx.mode === 'readwrite') {
        const write = { durability: tx.durability, complete: false };
        tx.addEventListener('complete', () => (write.complete = true));
        writes.push(write);
      }
      return tx;
    });
    const durable = async (writing: Promise<void>, durability: string): Promise<void> => {
      await writing;
      expect(writes.splice(0)).toEqual([{ durability, complete: true }]);
    };
    await durable(store.append(A, [run('content', 1, 0, 1)], 'strict'), 'strict');
    await durable(store.append(A, [run('content', 2, 0, 1)], 'relaxed'), 'relaxed');
    await durable(store.createWorkspace(workspace(2), [run('policy', 1, 0, 1)]), 'strict');
    await durable(store.updateWorkspace(A, { title: 'x' }), 'relaxed');
    const cache = { document: documentId(1), bytes: Uint8Array.of(1) };
    await durable(store.putCache(A, cache), 'relaxed');
    await durable(store.putSetting('theme', 'dark'), 'relaxed');
    await durable(store.removeWorkspace(A), 'strict');
  });

  it('a batch that fails in the middle leaves nothing, and the store goes on', async () => {
    const batch = [1, 2, 3, 4].map((agent) => run('content', agent, 0, 1));
    for (const n of [1, 2, 4]) {
      failPut(n, new DOMException('disk', 'UnknownError'));
      await refused(store.append(A, batch, 'strict'), 'Failed');
      vi.restoreAllMocks();
      expect(await allRuns(store, A)).toEqual([]);
    }
    failPut(2, new DOMException('disk', 'UnknownError'));
    await refused(store.createWorkspace(workspace(2), batch), 'Failed');
    vi.restoreAllMocks();
    expect(await store.workspaces()).toEqual([workspace(1)]);
    expect(await allRuns(store, B)).toEqual([]);
    await store.append(A, batch, 'strict');
    expect(await allRuns(store, A)).toEqual(batch);
  });

  it('a longer run that fails to replace a shorter one leaves the shorter', async () => {
    await store.append(A, [run('content', 1, 0, 1)], 'strict');
    failPut(2, new DOMException('full', 'QuotaExceededError'));
    const batch = [run('content', 1, 0, 5), run('content', 2, 0, 1)];
    await refused(store.append(A, batch, 'strict'), 'Quota');
    vi.restoreAllMocks();
    expect(await allRuns(store, A)).toEqual([run('content', 1, 0, 1)]);
  });
});

describe('D6 runs that give way to one', () => {
  const many = [1, 2, 3].map((i) => run('content', 1, 2 * i, 2 * i + 2));
  const whole = { ...run('content', 1, 2, 8, 40), branch: eventId(1), packed: true as const };

  beforeEach(() => store.append(A, many, 'strict'));

  /** After a replace that was refused everything is there, in this tab and in the next. */
  async function expectUntouched(code: StoreError['code']): Promise<void> {
    await refused(store.replace(A, whole, many), code);
    vi.restoreAllMocks();
    expect(await allRuns(store, A)).toEqual(many);
    const other = await openIdbStore(name);
    expect(await allRuns(other, A)).toEqual(many);
    await other.replace(A, whole, many);
    expect(await allRuns(store, A)).toEqual([whole]);
    other.close();
  }

  it('stay where the one cannot be written', async () => {
    failPut(1, new DOMException('disk', 'UnknownError'));
    await expectUntouched('Failed');
  });

  it('stay where the disk is full', async () => {
    failPut(1, new DOMException('full', 'QuotaExceededError'));
    await expectUntouched('Quota');
  });

  it.each([1, 2, 3, 4])('stay where removal %i fails', async (n) => {
    const remove = IDBObjectStore.prototype.delete;
    let calls = 0;
    vi.spyOn(IDBObjectStore.prototype, 'delete').mockImplementation(function (
      this: IDBObjectStore,
      key,
    ) {
      if (++calls === n) throw new DOMException('disk', 'UnknownError');
      return remove.call(this, key);
    });
    await expectUntouched('Failed');
  });

  it('stay where the transaction is cut off when all was asked for', async () => {
    vi.spyOn(IDBTransaction.prototype, 'commit').mockImplementation(function (
      this: IDBTransaction,
    ) {
      this.abort();
    });
    await expectUntouched('Closed');
  });

  it('stay where one request fails after others went well', async () => {
    const put = IDBObjectStore.prototype.put;
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      ...args: Parameters<IDBObjectStore['put']>
    ) {
      const request = put.apply(this, args);
      // A second record with a key that is there: the browser's own error, when it is done.
      if (this.name === 'runs') this.add(args[0]);
      return request;
    });
    // Chromium says only that it aborted.
    await expectUntouched('Closed');
  });

  it('all or none have, when another tab takes the database for an upgrade', async () => {
    const told = new Promise<StoreError>((resolve) => {
      store.onClosed = resolve;
    });
    const replacing = store.replace(A, whole, many).then(
      () => [whole],
      () => many,
    );
    const ladder = [...LADDER, async () => undefined];
    const newer = await openIdbStore(name, { ladder });
    expect((await told).code).toBe('Closed');
    expect(await allRuns(newer, A)).toEqual(await replacing);
    await refused(store.replace(A, whole, many), 'Closed');
    await newer.replace(A, whole, many);
    expect(await allRuns(newer, A)).toEqual([whole]);
    newer.close();
  });
});

describe('damaged records', () => {
  const key = (agent: number, from: number): unknown[] => [
    A,
    1,
    agentId(agent),
    from,
    '',
    from + 1,
  ];

  it('malformed runs are skipped and named; the sound ones all come', async () => {
    const sound = [1, 3, 5].map((agent) => run('content', agent, 0, 1));
    await store.append(A, sound, 'strict');
    const stored = { ...run('content', 2, 0, 1), key: key(2, 0) };
    await rawPut(name, 'runs', [
      stored,
      { ...stored, bytes: 'text', key: key(2, 1) },
      { ...stored, bytes: new ArrayBuffer(4), key: key(2, 2) },
      { ...stored, agent: 5, key: key(4, 0) },
      { ...stored, to: 2 ** 53, key: key(4, 1) },
      { ...stored, chain: 'x', key: [A, 9] },
      { key: [A, 'x'.repeat(10_000)] },
    ]);
    const corrupt = corruptOf(store);
    expect(await allRuns(store, A)).toEqual(
      [...sound, run('content', 2, 0, 1)].sort((a, b) => (a.agent < b.agent ? -1 : 1)),
    );
    expect(corrupt).toHaveLength(6);
    expect(corrupt.every(({ table }) => table === 'runs')).toBe(true);
    expect(corrupt[0]?.key).toBe(JSON.stringify(key(2, 1)));
    expect(corrupt.every((record) => record.key.length <= 256)).toBe(true);
  });

  it('whatever else is found in the tables, reading neither fails nor loses a sound run', async () => {
    const value = fc.dictionary(
      fc.constantFrom('agent', 'chain', 'from', 'to', 'branch', 'bytes', 'document', 'id'),
      fc.oneof(fc.anything({ withDate: true, withMap: true, withTypedArray: true })),
    );
    let round = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(value, { maxLength: 20 }), async (values) => {
        const record = workspace(100 + ++round);
        await store.createWorkspace(record, [run('policy', 1, 0, 1), run('content', 9, 0, 1)]);
        const under = (i: number): unknown[] => [record.id, 1, agentId(5), i];
        await rawPut(
          name,
          'runs',
          values.map((each, i) => ({ ...each, key: under(i) })),
        );
        const corrupt = corruptOf(store);
        const runs = await allRuns(store, record.id);
        expect(runs.length + corrupt.length).toBe(values.length + 2);
        expect(runs).toContainEqual(run('policy', 1, 0, 1));
        expect(runs).toContainEqual(run('content', 9, 0, 1));
      }),
      { numRuns: 40 },
    );
  });

  it('an unreadable run costs itself alone, and is written anew when it comes again', async () => {
    const runs = [1, 2, 3, 4].map((agent) => run('content', agent, 0, 2));
    await store.append(A, runs, 'strict');
    makeUnreadable(agentId(4));
    const corrupt = corruptOf(store);
    expect(await allRuns(store, A)).toEqual(runs.slice(0, 3));
    expect(corrupt).toHaveLength(1);
    const again = { ...run('content', 4, 0, 1), bytes: Uint8Array.of(1) };
    await store.append(A, [again], 'strict');
    vi.restoreAllMocks();
    expect(await allRuns(store, A)).toEqual([...runs.slice(0, 3), again, runs[3]]);
  });

  it('a run or cache under a key that is not its own is damage, and stands in for nothing', async () => {
    const [mine, other] = [run('content', 1, 0, 2), run('content', 2, 0, 9)];
    await rawPut(name, 'runs', [
      { ...other, key: [A, 1, agentId(1), 0, '', 2] },
      { ...other, key: [A, 1, agentId(1), 0, '', 9] },
      { ...mine, key: [A, 1, agentId(1), 0, ''] },
    ]);
    await rawPut(name, 'caches', [
      { key: [A, documentId(1)], document: documentId(2), bytes: Uint8Array.of(1) },
    ]);
    expect(await allRuns(store, A)).toEqual([]);
    await store.append(A, [mine], 'strict');
    expect(await allRuns(store, A)).toEqual([mine]);
    expect(await store.cache(A, documentId(1))).toBeUndefined();
    expect(await store.caches(A)).toEqual([]);
  });

  it('a read that the browser cuts off is Closed, and slanders no record', async () => {
    await store.append(A, [run('content', 4, 0, 1)], 'strict');
    makeUnreadable(agentId(4), 'AbortError');
    const corrupt = corruptOf(store);
    await refused(allRuns(store, A), 'Closed');
    expect(corrupt).toEqual([]);
  });

  it('a damaged workspace is skipped in the list, Corrupt by itself, and never overwritten', async () => {
    await rawPut(name, 'workspaces', [
      { ...workspace(2), device: { ...seedKey, seed: new Uint8Array(31) } },
      {
        ...workspace(3),
        device: { kind: 'webcrypto', publicKey: new Uint8Array(32), privateKey: {} },
      },
      { ...workspace(4), genesis: new Uint8Array(2_049) },
      { ...workspace(5), title: 5 },
      { id: 'x' },
    ]);
    const corrupt = corruptOf(store);
    expect(await store.workspaces()).toEqual([workspace(1)]);
    expect(corrupt).toHaveLength(5);
    await refused(store.workspace(B), 'Corrupt');
    await refused(store.updateWorkspace(B, { title: 'x' }), 'Corrupt');
    await refused(store.createWorkspace(workspace(2), []), 'Exists');
    await store.removeWorkspace(B);
    expect(await store.workspace(B)).toBeUndefined();
  });

  it('a damaged cache or setting is as good as none, and can be replaced', async () => {
    const cache = { document: documentId(1), bytes: Uint8Array.of(1) };
    await store.putCache(A, { ...cache, document: documentId(2) });
    await rawPut(name, 'caches', [{ key: [A, documentId(1)], document: documentId(1) }]);
    await rawPut(name, 'settings', [{ not: 'text' }], ['theme']);
    const corrupt = corruptOf(store);
    expect(await store.cache(A, documentId(1))).toBeUndefined();
    expect(await store.caches(A)).toHaveLength(1);
    expect(await store.setting('theme')).toBeUndefined();
    expect(corrupt.map(({ table }) => table)).toEqual(['caches', 'caches', 'settings']);
    await store.putCache(A, cache);
    await store.putSetting('theme', 'dark');
    expect(await store.cache(A, documentId(1))).toEqual(cache);
    expect(await store.setting('theme')).toBe('dark');
  });

  it('removal takes damaged records too', async () => {
    await rawPut(name, 'runs', [
      { key: [A] },
      { key: [A, 'x'] },
      { key: [A, []] },
      { key: [B, 1] },
    ]);
    await rawPut(name, 'caches', [{ key: [A, 5] }]);
    await store.removeWorkspace(A);
    expect(await rawKeys(name, 'runs')).toEqual([[B, 1]]);
    expect(await rawKeys(name, 'caches')).toEqual([]);
  });
});

describe('a connection that ends', () => {
  const closed = (of: Store): Promise<StoreError> =>
    new Promise((resolve) => {
      of.onClosed = resolve;
    });

  it('when another tab deletes the database: told once, writes under way are kept or refused', async () => {
    const told = closed(store);
    const writing = store.append(A, [run('content', 1, 0, 1)], 'strict');
    const deleted = new Promise<void>((resolve) => {
      indexedDB.deleteDatabase(name).onsuccess = () => resolve();
    });
    await writing;
    expect((await told).code).toBe('Closed');
    await deleted;
    await refused(store.append(A, [run('content', 1, 1, 2)], 'strict'), 'Closed');
  });

  it("when the browser clears the site's data", async () => {
    const told = closed(store);
    const cleared = devtools('Storage.clearDataForOrigin', {
      origin: location.origin,
      storageTypes: 'indexeddb',
    });
    expect((await told).code).toBe('Closed');
    await refused(store.workspaces(), 'Closed');
    await cleared;
    // The browser may close one more that was opened meanwhile.
    store = await vi.waitFor(() => openIdbStore(name), 20_000);
    expect(await store.workspaces()).toEqual([]);
  });
});

describe('a browser without a database', () => {
  it('that has none is Unavailable', async () => {
    vi.stubGlobal('indexedDB', undefined);
    await refused(openIdbStore(name), 'Unavailable');
    vi.unstubAllGlobals();
  });

  it.each(['SecurityError', 'InvalidStateError'])(
    'that refuses with %s is Unavailable',
    async (error) => {
      vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
        throw new DOMException('refused', error);
      });
      await refused(openIdbStore(name), 'Unavailable');
    },
  );

  it('that cannot keep a CryptoKey is Unavailable, and keeps nothing', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'add').mockImplementation(() => {
      throw new DOMException('no keys here', 'DataCloneError');
    });
    const creating = store.createWorkspace(workspace(2), [run('content', 1, 0, 1)]);
    await refused(creating, 'Unavailable');
    expect(await rawKeys(name, 'runs')).toEqual([]);
  });
});

describe('persistence', () => {
  it.each([true, false])('what the browser answers is passed on: %s', async (answer) => {
    vi.spyOn(StorageManager.prototype, 'persist').mockResolvedValue(answer);
    expect(await store.persist()).toBe(answer);
  });

  it('a browser that fails to answer has promised nothing', async () => {
    vi.spyOn(StorageManager.prototype, 'persist').mockRejectedValue(new TypeError('no'));
    expect(await store.persist()).toBe(false);
  });
});

it('a view stores its own bytes, not the buffer under them', async () => {
  const bytes = new Uint8Array(1_000_000).subarray(3, 5);
  await store.append(A, [{ ...run('content', 1, 0, 1), bytes }], 'strict');
  const db = await rawOpen(name);
  const [record] = await new Promise<{ bytes: Uint8Array }[]>((resolve) => {
    const request = db.transaction('runs').objectStore('runs').getAll();
    request.onsuccess = () => resolve(request.result as { bytes: Uint8Array }[]);
  });
  db.close();
  expect(record?.bytes.buffer.byteLength).toBe(2);
});
