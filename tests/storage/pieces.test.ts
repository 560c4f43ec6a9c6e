/** Pieces in memory and in a SQLite file, which holds them beside the events. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryPieces } from '../../src/storage/pieces.ts';
import { openSqliteStore } from '../../src/storage/sqlite.ts';
import { pieceContract } from '../contract/pieces.ts';
import { workspace } from '../contract/store.ts';

pieceContract('memory', async () => {
  const pieces = new MemoryPieces();
  return { open: async () => pieces, remove: async () => undefined };
});

pieceContract('a SQLite file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-pieces-'));
  const stores = [openSqliteStore(join(folder, 'parley.sqlite'))];
  for (const n of [1, 2]) await stores[0]?.createWorkspace(workspace(n), []);
  return {
    open: async () => {
      const store = openSqliteStore(join(folder, 'parley.sqlite'));
      stores.push(store);
      return store.pieces;
    },
    remove: async () => {
      for (const store of stores) store.close();
      await rm(folder, { recursive: true });
    },
  };
});
