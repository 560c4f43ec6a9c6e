/**
 * Notes about backups in an IndexedDB database of their own, opened when there is a recovery kit. Files
 * are kept as the handles that the browser gave for them.
 */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { WorkspaceId } from '../base/ids.ts';
import { asStoreError } from './database.ts';
import { checkedNote, MemoryNotes, readNote, type BackupNote, type BackupNotes } from './files.ts';
import { StoreError } from './store.ts';

interface Schema extends DBSchema {
  notes: { key: string; value: BackupNote };
}

const VERSION = 1;

class IdbNotes implements BackupNotes {
  readonly #db: IDBPDatabase<Schema>;

  constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
    db.addEventListener('versionchange', () => db.close());
  }

  /** A handle that cannot be read any more is as good as none. */
  note(id: WorkspaceId): Promise<BackupNote | undefined> {
    return attempt('use', async () => readNote(await this.#db.get('notes', id))).catch(
      (error: StoreError) => {
        if (error.code === 'Corrupt') return undefined;
        throw error;
      },
    );
  }

  async put(id: WorkspaceId, note: BackupNote): Promise<void> {
    const checked = checkedNote(note);
    await attempt('use', () => this.#db.put('notes', checked, id));
  }

  remove(id: WorkspaceId): Promise<void> {
    return attempt('use', () => this.#db.delete('notes', id));
  }

  close(): void {
    this.#db.close();
  }
}

async function attempt<T>(when: 'open' | 'use', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error, when);
  }
}

/** Opens the profile's notes. Rejects with a StoreError: `Unavailable`, `Newer`, `Quota` or `Failed`. */
export function openIdbNotes(name = 'parley-backups'): Promise<BackupNotes> {
  return attempt('open', async () => {
    if (globalThis.indexedDB === undefined)
      throw new StoreError('Unavailable', 'this browser offers no database');
    const db = await openDB<Schema>(name, VERSION, {
      upgrade: (made) => void made.createObjectStore('notes'),
    });
    return new IdbNotes(db);
  });
}

let notes: Promise<BackupNotes> | null = null;

/** The same each time. Where they cannot be had, ones that are forgotten: then a file is chosen again. */
export const openNotes = (): Promise<BackupNotes> =>
  (notes ??= openIdbNotes().catch(() => new MemoryNotes()));
