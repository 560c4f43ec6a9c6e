/**
 * Where pieces of images lie: bytes by name, under a workspace. The store understands neither; whoever
 * reads a piece checks it by its name.
 *
 * Apart from the events, which are small, all read at every opening, and lost with the first that is
 * missing: pieces are large, read when an image is shown, and each can be fetched again. Errors are
 * StoreError, never anything else.
 */
import type { PieceId, WorkspaceId } from '../base/ids.ts';
import { PIECE_BYTES } from '../base/limits.ts';
import { StoreError } from './store.ts';

export interface NamedPiece {
  readonly name: PieceId;
  readonly bytes: Uint8Array;
}

export interface PieceStore {
  /** Which of these are here. */
  has(id: WorkspaceId, names: readonly PieceId[]): Promise<ReadonlySet<PieceId>>;
  /** `undefined` if it is not here, or cannot be read. */
  piece(id: WorkspaceId, name: PieceId): Promise<Uint8Array | undefined>;
  /** All or nothing; one of the same name gives way. `strict` for what nobody else has. */
  put(
    id: WorkspaceId,
    pieces: readonly NamedPiece[],
    durability: 'strict' | 'relaxed',
  ): Promise<void>;
  /** Everything under a workspace. */
  remove(id: WorkspaceId): Promise<void>;
  close(): void;
}

/** A copy that shares no buffer with `value`, or `undefined` if that is no piece. */
export const readPiece = (value: unknown): Uint8Array | undefined =>
  value instanceof Uint8Array && value.length > 0 && value.length <= PIECE_BYTES
    ? value.slice()
    : undefined;

/** As `readPiece`; throws `Corrupt`, for what would never be read again. */
export function checkedPiece(value: unknown): Uint8Array {
  const bytes = readPiece(value);
  if (!bytes) throw new StoreError('Corrupt', 'a malformed piece was not written');
  return bytes;
}

/** Pieces in memory: for windows without a database, and for tests. */
export class MemoryPieces implements PieceStore {
  readonly #folders = new Map<WorkspaceId, Map<PieceId, Uint8Array>>();

  async has(id: WorkspaceId, names: readonly PieceId[]): Promise<ReadonlySet<PieceId>> {
    const folder = this.#folders.get(id);
    return new Set(names.filter((name) => folder?.has(name)));
  }

  async piece(id: WorkspaceId, name: PieceId): Promise<Uint8Array | undefined> {
    return this.#folders.get(id)?.get(name)?.slice();
  }

  async put(id: WorkspaceId, pieces: readonly NamedPiece[]): Promise<void> {
    const copies = pieces.map(({ name, bytes }) => [name, checkedPiece(bytes)] as const);
    const folder = this.#folders.get(id) ?? new Map<PieceId, Uint8Array>();
    this.#folders.set(id, folder);
    for (const [name, bytes] of copies) folder.set(name, bytes);
  }

  async remove(id: WorkspaceId): Promise<void> {
    this.#folders.delete(id);
  }

  close(): void {}
}
