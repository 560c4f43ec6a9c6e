/** The durable store in a real Chromium: the contract, and step for step the same as memory. */
import fc from 'fast-check';
import { deleteDB } from 'idb';
import { expect, it } from 'vitest';
import type { Chain } from '../../src/base/ids.ts';
import { openIdbStore } from '../../src/storage/idb.ts';
import { memoryDisk, memoryStore } from '../../src/storage/memory.ts';
import type { Store } from '../../src/storage/store.ts';
import {
  allRuns,
  documentId,
  eventId,
  run,
  storeContract,
  workspace,
  workspaceId,
} from '../contract/store.ts';

let databases = 0;

storeContract('IndexedDB', async () => {
  const name = `contract-${databases++}`;
  return { open: () => openIdbStore(name), remove: () => deleteDB(name) };
});

type Call = (store: Store) => Promise<unknown>;

const small = fc.integer({ min: 1, max: 3 });
const runs = fc.array(
  fc
    .tuple(fc.constantFrom<Chain>('policy', 'content'), small, small, small, fc.nat({ max: 2 }))
    .map(([chain, agent, from, length, branch]) => {
      const plain = run(chain, agent, from, from + length);
      return branch === 0 ? plain : { ...plain, branch: eventId(branch) };
    }),
  { maxLength: 6 },
);

const call: fc.Arbitrary<Call> = fc.oneof(
  fc.tuple(small, runs).map(
    ([n, first]): Call =>
      (store) =>
        store.createWorkspace(workspace(n), first),
  ),
  {
    weight: 4,
    arbitrary: fc.tuple(small, runs).map(
      ([n, more]): Call =>
        (store) =>
          store.append(workspaceId(n), more, 'relaxed'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(small, runs, runs).map(
      ([n, put, gone]): Call =>
        (store) =>
          store.replace(workspaceId(n), put[0] ?? run('content', 1, 0, 9), gone),
    ),
  },
  small.map(
    (n): Call =>
      (store) =>
        store.removeWorkspace(workspaceId(n)),
  ),
  fc.tuple(small, fc.string({ maxLength: 5 })).map(
    ([n, title]): Call =>
      (store) =>
        store.updateWorkspace(workspaceId(n), { title }),
  ),
  fc.tuple(small, small).map(
    ([n, d]): Call =>
      (store) =>
        store.putCache(workspaceId(n), { document: documentId(d), bytes: Uint8Array.of(n, d) }),
  ),
);

/** How a call ended: the code of its refusal, or nothing. */
const outcome = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: { code?: unknown }) => error.code ?? error,
  );

async function everything(store: Store): Promise<unknown> {
  const byId = [...(await store.workspaces())].sort((a, b) => (a.id < b.id ? -1 : 1));
  const rest = [1, 2, 3].map(async (n) => {
    const caches = [...(await store.caches(workspaceId(n)))];
    caches.sort((a, b) => (a.document < b.document ? -1 : 1));
    return [await allRuns(store, workspaceId(n)), caches];
  });
  return [byId, await Promise.all(rest)];
}

it('any calls, from two tabs in turn, answer and leave what they do in memory', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(call, fc.boolean()), { maxLength: 25 }), async (calls) => {
      const name = `model-${databases++}`;
      const disk = memoryDisk();
      const durable = [await openIdbStore(name), await openIdbStore(name)] as const;
      const model = [memoryStore(disk), memoryStore(disk)] as const;
      for (const [make, second] of calls) {
        const tab = second ? 1 : 0;
        expect(await outcome(make(durable[tab]))).toEqual(await outcome(make(model[tab])));
      }
      expect(await everything(durable[0])).toEqual(await everything(model[0]));
      for (const each of durable) each.close();
      await deleteDB(name);
    }),
    { numRuns: 60 },
  );
});
