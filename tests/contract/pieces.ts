/** What every store of pieces must do, run against each implementation. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PieceId } from '../../src/base/ids.ts';
import { PIECE_BYTES } from '../../src/base/limits.ts';
import type { PieceStore } from '../../src/storage/pieces.ts';
import { refused, workspaceId } from './store.ts';

/** One empty disk, which holds workspaces 1 and 2; what is opened on it again has what was put. */
export interface PieceDisk {
  open(): Promise<PieceStore>;
  remove(): Promise<unknown>;
}

const [A, B] = [workspaceId(1), workspaceId(2)];
const name = (n: number): PieceId => n.toString(16).padStart(64, '0') as PieceId;
const piece = (n: number, length = 4) => ({
  name: name(n),
  bytes: new Uint8Array(length).fill(n),
});

export function pieceContract(what: string, fresh: () => Promise<PieceDisk>): void {
  describe(`I6 ${what} keeps pieces:`, () => {
    let disk: PieceDisk;
    let store: PieceStore;
    beforeEach(async () => {
      disk = await fresh();
      store = await disk.open();
    });
    afterEach(async () => {
      store.close();
      await disk.remove();
    });

    it('what was put is there, in every store on the disk', async () => {
      await store.put(A, [piece(1), piece(2, PIECE_BYTES)], 'strict');
      const other = await disk.open();
      expect(await other.has(A, [name(1), name(2), name(3)])).toEqual(new Set([name(1), name(2)]));
      expect(await other.piece(A, name(2))).toEqual(piece(2, PIECE_BYTES).bytes);
      expect(await other.piece(A, name(3))).toBe(undefined);
      other.close();
    });

    it('workspaces share nothing, and one is removed alone', async () => {
      await store.put(A, [piece(1)], 'relaxed');
      await store.put(B, [piece(2)], 'relaxed');
      expect(await store.has(A, [name(2)])).toEqual(new Set());
      await store.remove(A);
      expect(await store.piece(A, name(1))).toBe(undefined);
      expect(await store.piece(B, name(2))).toEqual(piece(2).bytes);
    });

    it('the newest under a name stays', async () => {
      await store.put(A, [piece(1)], 'strict');
      await store.put(A, [{ name: name(1), bytes: Uint8Array.of(9) }], 'strict');
      expect(await store.piece(A, name(1))).toEqual(Uint8Array.of(9));
    });

    it('one that is too long, or empty, is refused with all that came with it', async () => {
      for (const length of [0, PIECE_BYTES + 1])
        await refused(store.put(A, [piece(1), piece(2, length)], 'strict'), 'Corrupt');
      expect(await store.has(A, [name(1)])).toEqual(new Set());
    });

    it('what is read or was given shares no buffer with what is kept', async () => {
      const given = piece(1);
      await store.put(A, [given], 'strict');
      given.bytes.fill(7);
      (await store.piece(A, name(1)))?.fill(8);
      expect(await store.piece(A, name(1))).toEqual(piece(1).bytes);
    });
  });
}
