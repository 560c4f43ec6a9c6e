/**
 * A SQLite file that is damaged in itself (a page that rotted, a sector that is gone) gives way to a new
 * one with all of it that can still be read.
 *
 * SQLite reads around damage but cannot write where it is, so a replica on such a file would serve what
 * is left and never take in again what it lost. That is what peers send again afterwards. The damaged
 * file stays beside the new one, under another name, for whoever wants to look at it.
 */
import { existsSync, linkSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { finishCopy, removeCopy, UNFINISHED } from './sqlite-copy.ts';
import { storeErrorOf } from './sqlite-file.ts';
import { openSqliteStore, type SqliteStore } from './sqlite.ts';
import type { CorruptRecord } from './store.ts';

export interface Repair {
  /** Where the damaged file is now. */
  readonly kept: string;
  /** What of it could not be read, as far as it is known. */
  readonly lost: readonly CorruptRecord[];
}

/**
 * Makes a damaged file whole; `null` if it was, or if there is none. Reads all of it. Nobody else may
 * use it meanwhile. Rejects with StoreError: `Corrupt` where not even what it holds can be listed.
 */
export async function repairFile(path: string): Promise<Repair | null> {
  if (!existsSync(path) || isWhole(path)) return null;
  const part = path + UNFINISHED;
  removeCopy(part);
  const lost: CorruptRecord[] = [];
  const from = openSqliteStore(path);
  from.onCorrupt = (record) => lost.push(record);
  const to = openSqliteStore(part);
  try {
    await pour(from, to);
    for (const name of settingsIn(path)) {
      const value = await from.setting(name).catch(() => undefined);
      if (value !== undefined) await to.putSetting(name, value);
    }
  } catch (error) {
    to.close();
    removeCopy(part);
    throw storeErrorOf(error);
  } finally {
    from.close();
    to.close();
  }
  const kept = freeName(`${path}.damaged`);
  // First a second name for each, so that nothing is lost in between.
  linkSync(path, kept);
  if (existsSync(`${path}-wal`)) linkSync(`${path}-wal`, `${kept}-wal`);
  for (const end of ['-wal', '-shm']) rmSync(path + end, { force: true });
  finishCopy(part, path);
  return { kept, lost };
}

function isWhole(path: string): boolean {
  const db = new DatabaseSync(path);
  try {
    return Object.values(db.prepare('PRAGMA quick_check(1)').get() ?? {})[0] === 'ok';
  } catch (error) {
    if (storeErrorOf(error).code === 'Corrupt') return false;
    throw storeErrorOf(error);
  } finally {
    db.close();
  }
}

async function pour(from: SqliteStore, to: SqliteStore): Promise<void> {
  for (const record of await from.workspaces()) {
    await to.createWorkspace(record, []);
    for await (const batch of from.runs(record.id)) await to.append(record.id, batch, 'strict');
    for (const cache of await from.caches(record.id)) await to.putCache(record.id, cache);
    for (const name of await from.pieces.names(record.id).catch(() => [])) {
      const bytes = await from.pieces.piece(record.id, name).catch(() => undefined);
      if (bytes) await to.pieces.put(record.id, [{ name, bytes }], 'strict');
    }
  }
}

function settingsIn(path: string): string[] {
  const db = new DatabaseSync(path);
  try {
    return db
      .prepare('SELECT name FROM settings')
      .all()
      .map(({ name }) => String(name));
  } finally {
    db.close();
  }
}

function freeName(path: string): string {
  let name = path;
  for (let n = 2; existsSync(name); n++) name = `${path}-${n}`;
  return name;
}
