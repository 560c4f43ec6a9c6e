/**
 * A database file of SQLite: how it is opened and brought up to date, who may use it, what it refuses.
 *
 * Every commit has reached the disk when it returns (write-ahead log, `synchronous = FULL`), so what
 * was confirmed survives a killed process and a lost power line. A step of the ladder, once released, is
 * never changed: a file of any age climbs from where it stands in one transaction, or stays as it was.
 * What lies in the tables is the business of sqlite.ts.
 */
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError, type StoreErrorCode } from './store.ts';

/** `LADDER[n]` leads from version n to n + 1; the version is the ladder's length. */
export const LADDER: readonly string[] = [
  `CREATE TABLE workspaces (
     number INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, genesis BLOB NOT NULL,
     title TEXT NOT NULL, name TEXT NOT NULL, publicKey BLOB NOT NULL, seed BLOB NOT NULL,
     openedAt INTEGER NOT NULL, place TEXT
   ) STRICT;
   CREATE TABLE runs (
     workspace INTEGER NOT NULL, chain INTEGER NOT NULL, agent BLOB NOT NULL, start INTEGER NOT NULL,
     branch BLOB NOT NULL, finish INTEGER NOT NULL, kind INTEGER NOT NULL, bytes BLOB NOT NULL
   ) STRICT;
   CREATE UNIQUE INDEX runsInOrder ON runs (workspace, chain, agent, start, branch, finish);
   CREATE TABLE caches (
     workspace INTEGER NOT NULL, document BLOB NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (workspace, document)
   ) STRICT;
   CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`,
  `CREATE TABLE pieces (
     workspace INTEGER NOT NULL, name BLOB NOT NULL, bytes BLOB NOT NULL,
     PRIMARY KEY (workspace, name)
   ) STRICT;`,
];

/** "Prly", in the file's header: tells it from other programs' databases. */
const APPLICATION_ID = 0x50726c79;
/** How long another connection may take, in milliseconds: none holds a transaction while it waits. */
const BUSY_MS = 5_000;

export interface FileOptions {
  readonly ladder?: readonly string[];
  /** What the file may grow to, in bytes; beyond it writes are refused with `Quota`. */
  readonly maxBytes?: number;
}

/** By the primary code, the lowest byte of SQLite's. */
const CODES: Readonly<Record<number, StoreErrorCode>> = {
  3: 'Unavailable', // SQLITE_PERM
  5: 'Blocked', // SQLITE_BUSY
  6: 'Blocked', // SQLITE_LOCKED
  8: 'Unavailable', // SQLITE_READONLY
  11: 'Corrupt', // SQLITE_CORRUPT
  13: 'Quota', // SQLITE_FULL: the disk, or what it may use of it
  14: 'Unavailable', // SQLITE_CANTOPEN
  23: 'Unavailable', // SQLITE_AUTH
  26: 'Corrupt', // SQLITE_NOTADB
};

const FILE_CODES: Readonly<Record<string, StoreErrorCode>> = {
  ERR_INVALID_STATE: 'Closed', // what Node says of a database that is not open
  ERR_OUT_OF_RANGE: 'Corrupt', // a number that nobody of us wrote
  EACCES: 'Unavailable',
  EROFS: 'Unavailable',
  EEXIST: 'Unavailable', // a file where a folder should be
  ENOENT: 'Unavailable',
  ENOTDIR: 'Unavailable',
  EDQUOT: 'Quota',
  ENOSPC: 'Quota',
};

/** What an error of SQLite, of Node or of the file system means. */
export function storeErrorOf(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { errcode, code, message } = error as { errcode?: number; code?: string; message?: string };
  const meant = errcode === undefined ? FILE_CODES[code ?? ''] : CODES[errcode & 0xff];
  return new StoreError(meant ?? 'Failed', message ?? String(error), { cause: error });
}

/**
 * Opens the file, making it (0600, its folder 0700) if there is none, and climbs the ladder. Throws
 * StoreError: `Newer`, `Corrupt`, `Unavailable`, `Quota`, `Blocked`, or `Failed` for another
 * program's database.
 */
export function openFile(
  path: string,
  { ladder = LADDER, maxBytes }: FileOptions = {},
): DatabaseSync {
  let db: DatabaseSync | undefined;
  try {
    makeFile(path);
    db = new DatabaseSync(path, { timeout: BUSY_MS });
    const version = versionOf(db, ladder);
    db.exec(`PRAGMA trusted_schema = OFF; PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL; PRAGMA fullfsync = ON`);
    if (maxBytes !== undefined)
      db.exec(`PRAGMA max_page_count = ${Math.max(1, Math.floor(maxBytes / pageSize(db)))}`);
    if (version < ladder.length) climb(db, ladder);
    return db;
  } catch (error) {
    db?.close();
    throw storeErrorOf(error);
  }
}

/** The file's version. Throws `Newer`, or `Failed` where it is not ours. Writes nothing. */
export function versionOf(db: DatabaseSync, ladder: readonly string[] = LADDER): number {
  const version = pragma(db, 'user_version');
  const isNew = version === 0 && pragma(db, 'schema_version') === 0;
  if (!isNew && pragma(db, 'application_id') !== APPLICATION_ID)
    throw new StoreError('Failed', 'this is the database of another program');
  if (version > ladder.length)
    throw new StoreError('Newer', 'this database was written by a newer version of Parley');
  return version;
}

/**
 * Makes the file ours alone until the process ends, however it ends, or the lock is closed. `Blocked`
 * if another process has it. The lock is one of SQLite's, on an empty file beside the database.
 */
export function lockFile(path: string): { close(): void } {
  try {
    makeFile(`${path}-lock`);
    const lock = new DatabaseSync(`${path}-lock`, { timeout: 0 });
    try {
      lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      throw error;
    }
    return lock;
  } catch (error) {
    throw storeErrorOf(error);
  }
}

/** Makes what a file's name says in its folder as durable as the file. */
export function syncFolder(path: string): void {
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function makeFile(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  syncFolder(path);
}

/** Two that open one file at once climb one after the other. */
function climb(db: DatabaseSync, ladder: readonly string[]): void {
  db.exec('BEGIN IMMEDIATE');
  for (const step of ladder.slice(versionOf(db, ladder))) db.exec(step);
  db.exec(
    `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${ladder.length}; COMMIT`,
  );
}

const pageSize = (db: DatabaseSync): number => pragma(db, 'page_size');

const pragma = (db: DatabaseSync, name: string): number =>
  Number(Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
