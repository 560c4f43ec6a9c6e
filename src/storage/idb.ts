/**
 * The durable store: one IndexedDB database for all workspaces of a browser profile.
 *
 * Every write is one transaction, and its `complete` event is the receipt; inside a transaction
 * nothing but its own requests is awaited, or the browser would commit it half done. Every read
 * takes record by record, so that one that is damaged costs itself alone. Decided in
 * docs/decisions/0003-storage-layout.md.
 */
import { unwrap } from 'idb';
import type { IDBPTransaction } from 'idb';
import type { DocumentId, WorkspaceId } from '../base/ids.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_RUNS } from '../base/limits.ts';
import { abort, asStoreError, openDatabase } from './database.ts';
import type { Database, OpenOptions, RunKey, Schema } from './database.ts';
import {
  chainOrder,
  checked,
  longestRuns,
  readCache,
  readRun,
  readSetting,
  readWorkspace,
} from './records.ts';
import type { DocumentCache, RunName, RunRecord, Store, Table, WorkspaceRecord } from './store.ts';
import { StoreError } from './store.ts';

type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<Schema, Table[], Mode>;
type Writing = Transaction<'readwrite'>;

/** Where events lie: a transaction waits for others only on tables that it names. */
const EVENTS: Table[] = ['workspaces', 'runs'];
/** Runs asked for at once before it is known that they are small. */
const READ_AHEAD = 16;
/** What is told of a damaged record's key: a hostile one may be long. */
const MAX_KEY_CHARS = 256;

/** All keys that begin with `prefix`, or only those after `after`: an array sorts above all text. */
const below = (prefix: readonly (string | number)[], after?: IDBValidKey): IDBKeyRange =>
  IDBKeyRange.bound(after ?? prefix, [...prefix, []], after !== undefined);

const keyOf = (id: WorkspaceId, run: RunName): RunKey => [
  id,
  chainOrder(run),
  run.agent,
  run.from,
  run.branch ?? '',
  run.to,
];

/** Where runs lie that replace each other as they grow. */
const placeOf = (id: WorkspaceId, run: RunRecord): string => keyOf(id, run).slice(0, -1).join();

/** The run that `value` holds, if it is sound and lies where it belongs. */
function runAt(id: WorkspaceId, key: IDBValidKey, value: unknown): RunRecord | undefined {
  const run = readRun(value);
  return run && indexedDB.cmp(key, keyOf(id, run)) === 0 ? run : undefined;
}

/** The cache that `value` holds, if it is sound and lies where it belongs. */
function cacheAt(id: WorkspaceId, key: IDBValidKey, value: unknown): DocumentCache | undefined {
  const cache = readCache(value);
  return cache && indexedDB.cmp(key, [id, cache.document]) === 0 ? cache : undefined;
}

/** What a request answers, or `otherwise` if the value is unreadable: no reason to abort. */
function answer<T>(request: IDBRequest<T>, otherwise: () => T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      if (request.error?.name === 'AbortError') {
        reject(request.error);
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      resolve(otherwise());
    };
  });
}

/** The value at `key`; `undefined` if there is none or if it is unreadable. */
const valueAt = (
  tx: Transaction<IDBTransactionMode>,
  table: Table,
  key: IDBValidKey,
): Promise<unknown> => answer<unknown>(unwrap(tx.objectStore(table)).get(key), () => undefined);

/** The values at `keys`, which are consecutive: all in one request, or one by one if that fails. */
async function valuesAt(
  tx: Transaction<'readonly'>,
  table: Table,
  keys: readonly IDBValidKey[],
): Promise<unknown[]> {
  if (keys.length === 0) return [];
  const range = IDBKeyRange.bound(keys[0], keys.at(-1));
  return answer<unknown[]>(unwrap(tx.objectStore(table)).getAll(range), () =>
    Promise.all(keys.map((key) => valueAt(tx, table, key))),
  );
}

/** Puts a run unless a longer one is readable under its key, and drops the shorter ones. */
async function putRun(tx: Writing, id: WorkspaceId, run: RunRecord): Promise<void> {
  const runs = tx.objectStore('runs');
  const raw = unwrap(runs);
  const key = keyOf(id, run);
  const shorter: RunKey[] = [];
  for (const held of await runs.getAllKeys(below(key.slice(0, -1) as string[]))) {
    if (held[5] < run.to) shorter.push(held);
    else if (runAt(id, held, await valueAt(tx, 'runs', held)) !== undefined) return;
  }
  raw.put({ ...run, key });
  for (const held of shorter) raw.delete(held);
}

class IdbStore implements Store {
  onClosed: Store['onClosed'] = null;
  onCorrupt: Store['onCorrupt'] = null;
  readonly #db: Database;
  /** How far own runs reached when they were written last: nobody else writes in their places. */
  readonly #own = new Map<string, number>();

  constructor(db: Database) {
    this.#db = db;
    // A tab that wants to upgrade or delete goes first; what is under way here still completes.
    db.addEventListener('versionchange', () => {
      db.close();
      this.#lost('another tab upgraded or deleted the database');
    });
    db.addEventListener('close', () => this.#lost('the browser took the database away'));
  }

  workspaces(): Promise<WorkspaceRecord[]> {
    return this.#readAll('workspaces', undefined, (_key, value) => readWorkspace(value));
  }

  workspace(id: WorkspaceId): Promise<WorkspaceRecord | undefined> {
    return this.#readOne('workspaces', id, readWorkspace);
  }

  async createWorkspace(record: WorkspaceRecord, runs: readonly RunRecord[]): Promise<void> {
    const workspace = checked(readWorkspace, record);
    const longest = [...longestRuns(runs).values()];
    await this.#write('strict', EVENTS, async (tx) => {
      const workspaces = tx.objectStore('workspaces');
      if ((await workspaces.getKey(workspace.id)) !== undefined) {
        throw new StoreError('Exists', 'this workspace is already on this device');
      }
      unwrap(workspaces).add(workspace);
      await Promise.all(longest.map((run) => putRun(tx, workspace.id, run)));
    });
  }

  async updateWorkspace(
    id: WorkspaceId,
    change: Parameters<Store['updateWorkspace']>[1],
  ): Promise<void> {
    const changed = { ...change };
    await this.#write('relaxed', ['workspaces'], async (tx) => {
      await this.#present(tx, id);
      const record = checked(readWorkspace, await valueAt(tx, 'workspaces', id));
      const next = checked(readWorkspace, { ...record, ...changed, id });
      unwrap(tx.objectStore('workspaces')).put(next);
    });
  }

  async removeWorkspace(id: WorkspaceId): Promise<void> {
    await this.#write('strict', [...EVENTS, 'caches'], async (tx) => {
      unwrap(tx.objectStore('workspaces')).delete(id);
      for (const table of ['runs', 'caches'] as const)
        unwrap(tx.objectStore(table)).delete(below([id]));
    });
  }

  async append(
    id: WorkspaceId,
    runs: readonly RunRecord[],
    durability: 'strict' | 'relaxed',
  ): Promise<void> {
    const longest = [...longestRuns(runs).values()];
    const [run] = longest;
    const before = run && longest.length === 1 ? this.#own.get(placeOf(id, run)) : undefined;
    if (run && before !== undefined && before < run.to) await this.#grow(id, run, before);
    else
      await this.#write(durability, EVENTS, async (tx) => {
        await Promise.all([this.#present(tx, id), ...longest.map((one) => putRun(tx, id, one))]);
      });
    if (durability === 'strict') for (const own of longest) this.#own.set(placeOf(id, own), own.to);
  }

  /**
   * Puts an own run in the place of its shorter self, which we know to be there, in one round trip:
   * somebody else waits to see what was typed. If the workspace had been removed meanwhile, that
   * shows afterwards.
   */
  async #grow(id: WorkspaceId, run: RunRecord, before: number): Promise<void> {
    const present = await this.#write('strict', EVENTS, async (tx) => {
      const table = unwrap(tx.objectStore('runs'));
      table.put({ ...run, key: keyOf(id, run) });
      table.delete(keyOf(id, { ...run, to: before }));
      return unwrap(tx.objectStore('workspaces')).getKey(id);
    });
    if (present.result !== undefined) return;
    await this.#write('relaxed', ['runs'], async (tx) => {
      unwrap(tx.objectStore('runs')).delete(below([id]));
    });
    throw missing();
  }

  async replace(id: WorkspaceId, run: RunRecord, gone: readonly RunName[]): Promise<void> {
    const record = checked(readRun, run);
    await this.#write('strict', EVENTS, async (tx) => {
      await this.#present(tx, id);
      // Itself too: what has its key may be damaged, and must not stay in its place.
      for (const name of [...gone, record]) unwrap(tx.objectStore('runs')).delete(keyOf(id, name));
      await putRun(tx, id, record);
    });
  }

  async *runs(id: WorkspaceId): AsyncIterable<readonly RunRecord[]> {
    let after: IDBValidKey | undefined;
    do {
      const { batch, last } = await this.#runsAfter(id, after);
      after = last;
      if (batch.length > 0) yield batch;
    } while (after !== undefined);
  }

  cache(id: WorkspaceId, document: DocumentId): Promise<DocumentCache | undefined> {
    const key = [id, document];
    return this.#readOne('caches', key, (value) => cacheAt(id, key, value)).catch(noneIfCorrupt);
  }

  caches(id: WorkspaceId): Promise<DocumentCache[]> {
    return this.#readAll('caches', below([id]), (key, value) => cacheAt(id, key, value));
  }

  async putCache(id: WorkspaceId, cache: DocumentCache): Promise<void> {
    const record = checked(readCache, cache);
    await this.#write('relaxed', ['workspaces', 'caches'], async (tx) => {
      await this.#present(tx, id);
      unwrap(tx.objectStore('caches')).put({ ...record, key: [id, record.document] });
    });
  }

  setting(key: string): Promise<string | undefined> {
    return this.#readOne('settings', key, readSetting).catch(noneIfCorrupt);
  }

  async putSetting(key: string, value: string): Promise<void> {
    const text = checked(readSetting, value);
    const name = checked(readSetting, key);
    await this.#write('relaxed', ['settings'], async (tx) => {
      unwrap(tx.objectStore('settings')).put(text, name);
    });
  }

  async persist(): Promise<boolean> {
    try {
      return await navigator.storage.persist();
    } catch {
      // Older browsers and insecure origins have no storage manager: nothing was promised.
      return false;
    }
  }

  close(): void {
    this.#db.close();
  }

  #lost(reason: string): void {
    this.onClosed?.(new StoreError('Closed', reason));
  }

  /** Runs of one batch and the last key looked at, `undefined` when there are no more. */
  #runsAfter(
    id: WorkspaceId,
    after: IDBValidKey | undefined,
  ): Promise<{ batch: RunRecord[]; last: IDBValidKey | undefined }> {
    return this.#read('runs', async (tx) => {
      const keys = await tx.objectStore('runs').getAllKeys(below([id], after), MAX_BATCH_RUNS);
      const batch: RunRecord[] = [];
      let size = 0;
      let last: IDBValidKey | undefined;
      let ahead = READ_AHEAD;
      for (let at = 0; at < keys.length;) {
        const slice = keys.slice(at, at + ahead);
        const values = await valuesAt(tx, 'runs', slice);
        for (const [index, key] of slice.entries()) {
          const run = runAt(id, key, values[index]);
          size += run?.bytes.length ?? 0;
          if (size > MAX_BATCH_BYTES && batch.length > 0) return { batch, last };
          if (run === undefined) this.#skip('runs', key);
          else batch.push(run);
          last = key;
        }
        at += slice.length;
        ahead = size < MAX_BATCH_BYTES / 8 ? 2 * ahead : READ_AHEAD;
      }
      return { batch, last };
    });
  }

  /** `undefined` if there is none; reports a damaged one and rejects with `Corrupt`. */
  #readOne<T>(table: Table, key: IDBValidKey, read: (value: unknown) => T | undefined) {
    return this.#read(table, async (tx): Promise<T | undefined> => {
      const [found] = await tx.objectStore(table).getAllKeys(IDBKeyRange.only(key));
      if (found === undefined) return undefined;
      const record = read(await valueAt(tx, table, key));
      if (record !== undefined) return record;
      this.#skip(table, key);
      throw new StoreError('Corrupt', `a damaged record in ${table}`);
    });
  }

  /** The records of a range (by default all) that are sound; the others are reported. */
  #readAll<T>(
    table: Table,
    range: IDBKeyRange | undefined,
    read: (key: IDBValidKey, value: unknown) => T | undefined,
  ): Promise<T[]> {
    return this.#read(table, async (tx) => {
      const keys = await tx.objectStore(table).getAllKeys(range);
      const values = await valuesAt(tx, table, keys);
      const sound: T[] = [];
      for (const [index, key] of keys.entries()) {
        const record = read(key, values[index]);
        if (record === undefined) this.#skip(table, key);
        else sound.push(record);
      }
      return sound;
    });
  }

  #skip(table: Table, key: IDBValidKey): void {
    this.onCorrupt?.({ table, key: JSON.stringify(key).slice(0, MAX_KEY_CHARS) });
  }

  async #present(tx: Writing, id: WorkspaceId): Promise<void> {
    if ((await tx.objectStore('workspaces').getKey(id)) !== undefined) return;
    throw missing();
  }

  async #read<T>(table: Table, work: (tx: Transaction<'readonly'>) => Promise<T>): Promise<T> {
    try {
      const tx: Transaction<'readonly'> = this.#db.transaction([table], 'readonly');
      tx.done.catch(() => undefined);
      return await work(tx);
    } catch (error) {
      throw asStoreError(error, 'use');
    }
  }

  /**
   * Runs `work` in one transaction and resolves when it is complete; else nothing is written. What
   * `work` reads it awaits. Its writes it only asks for: each answer would come after the next
   * frame, and one that fails aborts the transaction.
   */
  async #write<T>(
    durability: 'strict' | 'relaxed',
    tables: Table[],
    work: (tx: Writing) => Promise<T>,
  ): Promise<T> {
    try {
      const tx = this.#db.transaction(tables, 'readwrite', { durability });
      tx.done.catch(() => undefined);
      let result: T;
      try {
        result = await work(tx);
      } catch (error) {
        abort(tx);
        await tx.done.catch(() => undefined);
        throw tx.error ?? error;
      }
      tx.commit();
      await tx.done;
      return result;
    } catch (error) {
      throw asStoreError(error, 'use');
    }
  }
}

const missing = (): StoreError => new StoreError('Missing', 'this workspace is not on this device');

/** A damaged cache or setting is as good as none. */
function noneIfCorrupt(error: unknown): undefined {
  if (error instanceof StoreError && error.code === 'Corrupt') return undefined;
  throw error;
}

/**
 * Opens the profile's database, creating or upgrading it. Rejects with a StoreError: `Unavailable`,
 * `Blocked`, `Newer`, `Quota` or `Failed`.
 */
export async function openIdbStore(name = 'parley', options: OpenOptions = {}): Promise<Store> {
  return new IdbStore(await openDatabase(name, options));
}
