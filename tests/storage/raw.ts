/** The database without the store: what other programs, older builds and damaged disks do to it. */
import { cdp } from 'vitest/browser';

/** Opens `name` directly; `upgrade` runs if it is older than `version`. Ignores versionchange. */
export function rawOpen(
  name: string,
  version?: number,
  upgrade?: (db: IDBDatabase) => void,
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.onupgradeneeded = () => upgrade?.(request.result);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Puts values as they are; `keys` only for tables whose records do not carry their key. */
export async function rawPut(
  name: string,
  table: string,
  values: readonly unknown[],
  keys?: readonly string[],
): Promise<void> {
  const db = await rawOpen(name);
  await new Promise<void>((resolve, reject) => {
    const tx = db.transaction(table, 'readwrite');
    for (const [i, value] of values.entries()) tx.objectStore(table).put(value, keys?.[i]);
    tx.oncomplete = () => resolve();
    tx.onabort = () => reject(tx.error);
  });
  db.close();
}

export async function rawKeys(name: string, table: string): Promise<IDBValidKey[]> {
  const db = await rawOpen(name);
  const keys = await new Promise<IDBValidKey[]>((resolve, reject) => {
    const request = db.transaction(table).objectStore(table).getAllKeys();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  db.close();
  return keys;
}

/** The browser's own levers: its quota, and clearing a site's data. */
export const devtools = (method: string, parameters: object): Promise<unknown> =>
  (cdp() as { send(method: string, parameters: object): Promise<unknown> }).send(
    method,
    parameters,
  );
