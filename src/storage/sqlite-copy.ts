/**
 * Whole copies of a SQLite file: made while it is in use, and put back where there is none.
 *
 * A copy is written beside its place, opened and looked at, brought to the disk, and only then gets its
 * name: under that name there is never half a copy, whatever happens meanwhile.
 */
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { storeErrorOf, syncFolder, versionOf } from './sqlite-file.ts';
import { StoreError } from './store.ts';

/** What a copy is called until it is whole. */
export const UNFINISHED = '.part';
/** Pages of 4 KB between two of which others have their turn. */
const PAGES = 256;

/**
 * Copies a database as it is now to `path`, where nothing is yet; others may write meanwhile. Rejects with StoreError.
 *
 * By a connection of its own that goes on reading one state: of the writer's own, a part that is copied in the
 * middle of a write is refused.
 */
export async function writeCopy(source: string, path: string): Promise<void> {
  const part = path + UNFINISHED;
  let db: DatabaseSync | undefined;
  try {
    refuseWhereSomethingIs(path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(part, { force: true });
    closeSync(openSync(part, 'wx', 0o600));
    db = new DatabaseSync(source, { readOnly: true });
    db.exec('BEGIN');
    versionOf(db); // The state begins with the first thing that is read.
    await backup(db, part, { rate: PAGES });
    finishCopy(part, path);
  } catch (error) {
    removeCopy(part);
    throw storeErrorOf(error);
  } finally {
    db?.close();
  }
}

/** Puts a copy back as `path`, where no database is. Throws StoreError. */
export function putBack(copy: string, path: string): void {
  const part = path + UNFINISHED;
  try {
    refuseWhereSomethingIs(path);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    rmSync(part, { force: true });
    copyFileSync(copy, part, constants.COPYFILE_EXCL);
    chmodSync(part, 0o600);
    finishCopy(part, path);
  } catch (error) {
    removeCopy(part);
    throw storeErrorOf(error);
  }
}

/** A log that is left of another database would be taken for the copy's own, and end it. */
function refuseWhereSomethingIs(path: string): void {
  for (const file of [path, `${path}-wal`, `${path}-journal`])
    if (existsSync(file)) throw new StoreError('Exists', `${file} is already there`);
}

/** Gives a database its name, once it can be opened and is on the disk. Throws StoreError or the system's error. */
export function finishCopy(part: string, path: string): void {
  const db = new DatabaseSync(part);
  try {
    if (versionOf(db) === 0) throw new StoreError('Corrupt', 'there is nothing in this database');
    db.prepare('SELECT count(*) FROM workspaces').get();
  } finally {
    db.close();
  }
  const file = openSync(part, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(part, path);
  syncFolder(path);
}

/** A copy that was opened and not closed has files beside it. */
export function removeCopy(part: string): void {
  if (!existsSync(part)) return;
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(part + end, { force: true });
}
