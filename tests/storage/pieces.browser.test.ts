/** Pieces in IndexedDB, in a real Chromium. */
import { deleteDB } from 'idb';
import { openIdbPieces } from '../../src/storage/pieces-idb.ts';
import { pieceContract } from '../contract/pieces.ts';

let databases = 0;

pieceContract('IndexedDB', async () => {
  const name = `pieces-${databases++}`;
  return { open: () => openIdbPieces(name), remove: () => deleteDB(name) };
});
