/** The durable store in a real Chromium: the contract. */
import { deleteDB } from 'idb';
import { openIdbStore } from '../../src/storage/idb.ts';
import { storeContract } from '../contract/store.ts';

let databases = 0;

storeContract('IndexedDB', async () => {
  const name = `contract-${databases++}`;
  return { open: () => openIdbStore(name), remove: () => deleteDB(name) };
});
