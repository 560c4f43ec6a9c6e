/** Pieces in memory and in a SQLite file, which holds them beside the events. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { WorkspaceId } from '../../src/base/ids.ts';
import { piecesOpener } from '../../src/storage/pieces-idb.ts';
import { MemoryPieces } from '../../src/storage/pieces.ts';
import { openSqliteStore } from '../../src/storage/sqlite.ts';
import { StoreError } from '../../src/storage/store.ts';
import { pieceIdOf } from '../../src/wire/piece.ts';
import { pieceContract } from '../contract/pieces.ts';
import { workspace } from '../contract/store.ts';

pieceContract('memory', async () => {
  const pieces = new MemoryPieces();
  return { open: async () => pieces, remove: async () => undefined };
});

it('I6 without a database for pieces others’ are here for now, one’s own are refused, and it is tried again', async () => {
  const bytes = Uint8Array.of(1, 2, 3);
  const [id, name] = ['garden' as WorkspaceId, pieceIdOf(bytes)];
  const database = new MemoryPieces();
  const why = new StoreError('Blocked', 'for now');
  let opened = 0;
  const open = piecesOpener(async () => {
    opened += 1;
    if (opened === 1) throw why;
    return database;
  });
  const loose = await open();
  await expect(loose.put(id, [{ name, bytes }], 'strict')).rejects.toBe(why);
  expect(await loose.piece(id, name)).toBeUndefined();
  await loose.put(id, [{ name, bytes }], 'relaxed');
  expect(await loose.piece(id, name)).toEqual(bytes);
  expect([await open(), await open(), opened]).toEqual([database, database, 2]);
});

it('I6 a window that has no database at all refuses one’s own pieces', async () => {
  const bytes = Uint8Array.of(1);
  const pieces = await piecesOpener()();
  const put = pieces.put('garden' as WorkspaceId, [{ name: pieceIdOf(bytes), bytes }], 'strict');
  await expect(put).rejects.toMatchObject({ code: 'Unavailable' });
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
