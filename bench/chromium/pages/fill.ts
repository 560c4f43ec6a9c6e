/** Run in Parley's origin before the application is: puts a workspace into its database. */
import { openIdbStore } from '../../../src/storage/idb.ts';
import { fillStore } from '../../parley/store.ts';
import { fromJson, type Packed } from '../packed.ts';

declare global {
  interface Window {
    fill: (packed: Packed) => Promise<void>;
  }
}

globalThis.window.fill = async (packed) => {
  const store = await openIdbStore();
  await fillStore(store, fromJson(packed));
  store.close();
};
