/**
 * Runs before every test file in the browser. Files share one origin, so what the file before left
 * in its storage is cleared: a test never passes or fails by its neighbour's data.
 */
for (const { name } of await indexedDB.databases()) {
  if (name === undefined) continue;
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error ?? new Error(`cannot delete ${name}`));
    request.onblocked = () => reject(new Error(`${name} is still open`));
  });
}
for (const name of await caches.keys()) await caches.delete(name);
localStorage.clear();
sessionStorage.clear();

export {};
