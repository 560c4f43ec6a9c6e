/** The store in memory, and what a Node process without IndexedDB is told. */
import { expect, it } from 'vitest';
import { openIdbStore } from '../../src/storage/idb.ts';
import { memoryDisk, memoryStore } from '../../src/storage/memory.ts';
import { refused, storeContract, workspace } from '../contract/store.ts';

storeContract('memory', async () => {
  const disk = memoryDisk();
  return { open: async () => memoryStore(disk), remove: async () => undefined };
});

it('two memory stores share nothing unless they share a disk', async () => {
  const store = memoryStore();
  await store.createWorkspace(workspace(1), []);
  expect(await memoryStore().workspaces()).toEqual([]);
});

it('memory is never promised to be kept', async () => {
  expect(await memoryStore().persist()).toBe(false);
});

it('a runtime without IndexedDB is Unavailable', async () => {
  await refused(openIdbStore(), 'Unavailable');
});
