/**
 * Runs before every test file in the browser. Files share one origin, so what the file before left
 * in its storage is cleared: a test never passes or fails by its neighbour's data.
 */
import { deleteDB } from 'idb';

for (const { name } of await indexedDB.databases()) {
  if (name !== undefined) await deleteDB(name);
}
for (const name of await caches.keys()) await caches.delete(name);
localStorage.clear();
sessionStorage.clear();
