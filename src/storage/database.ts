/**
 * The IndexedDB database: its tables, the ladder of versions, how it is opened, and what the
 * platform's errors mean. What is written into it is the business of idb.ts.
 *
 * A step of the ladder, once released, is never changed: a database of any age climbs from where it
 * stands, in one transaction, or stays as it was.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { DocumentCache, RunRecord, StoreErrorCode, Table, WorkspaceRecord } from './store.ts';
import { StoreError } from './store.ts';

/** Workspace, 0 = policy or 1 = content, agent, from, branch or '', to. */
export type RunKey = [string, 0 | 1, string, number, string, number];

export interface StoredRun extends RunRecord {
  readonly key: RunKey;
}

export interface StoredCache extends DocumentCache {
  readonly key: [string, string];
}

export interface Schema extends DBSchema {
  workspaces: { key: string; value: WorkspaceRecord };
  runs: { key: RunKey; value: StoredRun };
  caches: { key: [string, string]; value: StoredCache };
  settings: { key: string; value: string };
}

export type Database = IDBPDatabase<Schema>;
export type Upgrade = IDBPTransaction<Schema, Table[], 'versionchange'>;

/** Takes the database from one version to the next; may await nothing but its own requests. */
export type Step = (db: Database, upgrade: Upgrade) => Promise<void>;

/** `LADDER[n]` leads from version n to n + 1; the version is the ladder's length. */
export const LADDER: readonly Step[] = [
  async (db) => {
    db.createObjectStore('workspaces', { keyPath: 'id' });
    db.createObjectStore('runs', { keyPath: 'key' });
    db.createObjectStore('caches', { keyPath: 'key' });
    db.createObjectStore('settings');
  },
];

/** How long other tabs get to let go of an older version, in milliseconds. */
const BLOCKED_WAIT = 3_000;
/** How long the database may stay silent: behind another tab's blocked upgrade no event comes. */
const SILENT_WAIT = 15_000;

export interface OpenOptions {
  readonly ladder?: readonly Step[];
  readonly blockedWait?: number;
  readonly silentWait?: number;
}

const CODES: Readonly<Record<string, StoreErrorCode>> = {
  // Never ours: the browser cut a transaction off. What we abort has its own reason.
  AbortError: 'Closed',
  QuotaExceededError: 'Quota',
  SecurityError: 'Unavailable',
  VersionError: 'Newer',
  // Reading: a value whose file is gone, or that no longer deserialises.
  DataError: 'Corrupt',
  NotFoundError: 'Corrupt',
  NotReadableError: 'Corrupt',
  // Writing: a private window that cannot keep a CryptoKey.
  DataCloneError: 'Unavailable',
};

/**
 * What a platform error means. `InvalidStateError` means two things: a window that has no database,
 * while opening one, and a closed connection afterwards.
 */
export function asStoreError(error: unknown, when: 'open' | 'use'): StoreError {
  if (error instanceof StoreError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const invalid = when === 'open' ? 'Unavailable' : 'Closed';
  const code = name === 'InvalidStateError' ? invalid : (CODES[name] ?? 'Failed');
  return new StoreError(code, `${name}: ${message}`, { cause: error });
}

/** Aborts; a failed request or the browser may already have done so. */
export function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch (error) {
    if ((error as Error).name !== 'InvalidStateError') throw error;
  }
}

async function climb(db: Database, upgrade: Upgrade, steps: readonly Step[]): Promise<void> {
  for (const step of steps) await step(db, upgrade);
}

/**
 * Opens the database and climbs the ladder. Rejects with `Unavailable`, `Blocked` (the upgrade
 * happens when the other tabs let go, and a later try succeeds), `Newer`, `Quota`, `Closed` or
 * `Failed`.
 */
export async function openDatabase(
  name: string,
  { ladder = LADDER, blockedWait = BLOCKED_WAIT, silentWait = SILENT_WAIT }: OpenOptions = {},
): Promise<Database> {
  const blocked = Promise.withResolvers<never>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const giveUpIn = (wait: number): void => {
    clearTimeout(timer);
    const error = new StoreError('Blocked', 'other tabs hold the database');
    timer = setTimeout(() => blocked.reject(error), wait);
  };
  let failure: unknown;
  let opening: Promise<Database> | undefined;
  try {
    if (globalThis.indexedDB === undefined) {
      throw new StoreError('Unavailable', 'this browser offers no database');
    }
    opening = openDB<Schema>(name, ladder.length, {
      upgrade(db, from, _to, tx) {
        clearTimeout(timer);
        tx.done.catch(() => undefined);
        climb(db, tx as unknown as Upgrade, ladder.slice(from)).catch((error: unknown) => {
          failure = error;
          abort(tx);
        });
      },
      blocked: () => giveUpIn(blockedWait),
    });
    giveUpIn(silentWait);
    return await Promise.race([opening, blocked.promise]);
  } catch (error) {
    // After `Blocked` the request lives on: let go as soon as it is granted.
    opening?.then((late) => late.close()).catch(() => undefined);
    throw asStoreError(failure ?? error, 'open');
  } finally {
    clearTimeout(timer);
  }
}
