/**
 * Everything that a page's origin keeps in its browser, as one text to search in: databases, key
 * by key and field by field, storages, caches with their content, cookies. Bytes are written both
 * in hex and as one character each, so that a search for text finds text that was kept as bytes.
 */
import type { Page } from 'playwright';

export async function everythingStored(page: Page): Promise<string> {
  const cookies = JSON.stringify(await page.context().cookies());
  return cookies + (await page.evaluate(dump));
}

/** Sent to the page as text: may use nothing from outside. */
async function dump(): Promise<string> {
  const seen: string[] = [];

  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const write = (value: unknown): void => {
    if (value instanceof ArrayBuffer) return write(new Uint8Array(value));
    if (value instanceof Uint8Array) {
      seen.push(Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join(''));
      seen.push(Array.from(value, (byte) => String.fromCharCode(byte)).join(''));
    } else if (value instanceof CryptoKey) {
      seen.push(value.extractable ? 'an extractable key' : 'a key');
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) {
        seen.push(key);
        write(inner);
      }
    } else seen.push(String(value));
  };

  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    seen.push(name);
    for (const store of database.objectStoreNames) {
      const content = database.transaction(store).objectStore(store);
      write(await done(content.getAllKeys()));
      write(await done(content.getAll()));
    }
    database.close();
  }
  for (const storage of [localStorage, sessionStorage]) write({ ...storage });
  for (const name of await caches.keys()) {
    seen.push(name);
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      seen.push(request.url);
      seen.push((await (await cache.match(request))?.text()) ?? '');
    }
  }
  return seen.join('\n');
}
