/**
 * Pieces of images in an IndexedDB database of their own, opened when the first image is seen: so no
 * tab of an older version has to let go of the events for it.
 *
 * Every write is one transaction, and its `complete` event is the receipt, as in idb.ts.
 */
import { openDB, unwrap } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import type { PieceId, WorkspaceId } from '../base/ids.ts';
import { asStoreError } from './database.ts';
import {
  checkedPiece,
  MemoryPieces,
  readPiece,
  type NamedPiece,
  type PieceStore,
} from './pieces.ts';
import { StoreError } from './store.ts';

interface Schema extends DBSchema {
  pieces: { key: [string, string]; value: Uint8Array };
}

const VERSION = 1;

class IdbPieces implements PieceStore {
  readonly #db: IDBPDatabase<Schema>;

  constructor(db: IDBPDatabase<Schema>) {
    this.#db = db;
    db.addEventListener('versionchange', () => db.close());
  }

  has(id: WorkspaceId, names: readonly PieceId[]): Promise<ReadonlySet<PieceId>> {
    return attempt('use', async () => {
      const { store } = this.#db.transaction('pieces');
      const found = await Promise.all(names.map((name) => store.getKey([id, name])));
      return new Set(names.filter((_, i) => found[i] !== undefined));
    });
  }

  piece(id: WorkspaceId, name: PieceId): Promise<Uint8Array | undefined> {
    return attempt('use', async () => readPiece(await this.#db.get('pieces', [id, name]))).catch(
      (error: StoreError) => {
        if (error.code === 'Corrupt') return undefined;
        throw error;
      },
    );
  }

  async put(
    id: WorkspaceId,
    pieces: readonly NamedPiece[],
    durability: 'strict' | 'relaxed',
  ): Promise<void> {
    const copies = pieces.map(({ name, bytes }) => [name, checkedPiece(bytes)] as const);
    await this.#write(durability, (store) => {
      for (const [name, bytes] of copies) store.put(bytes, [id, name]);
    });
  }

  async remove(id: WorkspaceId): Promise<void> {
    await this.#write('strict', (store) => store.delete(IDBKeyRange.bound([id], [id, []])));
  }

  close(): void {
    this.#db.close();
  }

  #write(durability: 'strict' | 'relaxed', work: (store: IDBObjectStore) => void): Promise<void> {
    return attempt('use', async () => {
      const tx = this.#db.transaction('pieces', 'readwrite', { durability });
      work(unwrap(tx.store));
      await tx.done;
    });
  }
}

async function attempt<T>(when: 'open' | 'use', work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asStoreError(error, when);
  }
}

/** Opens the profile's pieces. Rejects with a StoreError: `Unavailable`, `Newer`, `Quota` or `Failed`. */
export function openIdbPieces(name = 'parley-images'): Promise<PieceStore> {
  return attempt('open', async () => {
    if (globalThis.indexedDB === undefined)
      throw new StoreError('Unavailable', 'this browser offers no database');
    const db = await openDB<Schema>(name, VERSION, {
      upgrade: (made) => void made.createObjectStore('pieces'),
    });
    return new IdbPieces(db);
  });
}

/** For as long as there is no database: others can send again what this forgets, but not one's own. */
class LoosePieces extends MemoryPieces {
  readonly #why: StoreError;

  constructor(why: StoreError) {
    super();
    this.#why = why;
  }

  override async put(
    id: WorkspaceId,
    pieces: readonly NamedPiece[],
    durability?: 'strict' | 'relaxed',
  ): Promise<void> {
    if (durability !== 'relaxed') throw this.#why;
    await super.put(id, pieces);
  }
}

/** Opens pieces once, as `openIdbPieces`. Where that cannot be, gives loose ones, and tries again the next time. */
export function piecesOpener(
  open: () => Promise<PieceStore> = openIdbPieces,
): () => Promise<PieceStore> {
  let opened: Promise<PieceStore> | null = null;
  return () => {
    opened ??= open();
    return opened.catch((error: StoreError) => {
      opened = null;
      return new LoosePieces(error);
    });
  };
}
