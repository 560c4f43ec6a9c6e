/**
 * Images in a backup: those of which this browser has every piece, the newest first, as far as the file
 * may grow; and back, each piece by its hash.
 *
 * A part of an image shows nothing, so none is kept. What is left out is counted, and said.
 */
import type { PieceId, WorkspaceId } from '../base/ids.ts';
import { MAX_BACKUP_BYTES, MAX_BACKUP_PART } from '../base/limits.ts';
import { manifestIn } from '../crdt/image-row.ts';
import { MANIFEST } from '../crdt/workspace-map.ts';
import type { History } from '../replica/history.ts';
import type { PieceStore } from '../storage/pieces.ts';
import { encodePieces, type BackupPiece } from '../wire/backup.ts';
import { isImageRow } from '../wire/document.ts';
import type { Manifest } from '../wire/image.ts';
import { pieceIdOf } from '../wire/piece.ts';
import { Slice } from './slice.ts';

/** What a sealed part has beside its pieces, and each of these beside its bytes. */
const BESIDE = 64;

/** All that the history makes known, the newest first. */
export function imagesOf(history: History): Manifest[] {
  const { registers } = history.map();
  if (!registers) return [];
  const found = [...registers.rows()].flatMap((row) => {
    const write = isImageRow(row) ? registers.writeOf(row, MANIFEST) : undefined;
    const manifest = write && manifestIn(registers, row);
    return manifest ? [{ manifest, at: write.globalSeq }] : [];
  });
  return found.sort((a, b) => b.at - a.at).map(({ manifest }) => manifest);
}

/** How many of their pieces are here: what changes where the history does not. */
export async function piecesHere(
  images: readonly Manifest[],
  store: PieceStore,
  id: WorkspaceId,
): Promise<number> {
  const named = images.flatMap(({ pieces }) => pieces);
  return (await store.has(id, named)).size;
}

export interface ImageParts {
  /** Parts of a backup, to be sealed behind `bytes` of others. */
  parts(): AsyncIterable<Uint8Array>;
  /** Images that are not whole in those parts, once all were read. */
  left(): number;
}

export function imageParts(
  images: readonly Manifest[],
  store: PieceStore,
  id: WorkspaceId,
  bytes: number,
): ImageParts {
  let left = 0;
  async function* parts(): AsyncGenerator<Uint8Array> {
    const slice = new Slice();
    const taken = new Set<PieceId>();
    let room = MAX_BACKUP_BYTES - bytes;
    let part: BackupPiece[] = [];
    let filled = 0;
    for (const image of images) {
      const size = image.length + BESIDE * (image.pieces.length + 1);
      const pieces = size <= room ? await wholeOf(image, store, id, taken) : null;
      if (!pieces) {
        left += 1;
        continue;
      }
      room -= size;
      for (const piece of pieces) {
        taken.add(piece.name);
        part.push(piece);
        filled += piece.bytes.length;
        if (filled < MAX_BACKUP_PART) continue;
        yield encodePieces(part);
        [part, filled] = [[], 0];
      }
      if (slice.isOver) await slice.end();
    }
    if (part.length > 0) yield encodePieces(part);
  }
  return { parts, left: () => left };
}

/** Its pieces, but for those taken already; `null`: it is not all here. */
async function wholeOf(
  { pieces }: Manifest,
  store: PieceStore,
  id: WorkspaceId,
  taken: ReadonlySet<PieceId>,
): Promise<BackupPiece[] | null> {
  const found: BackupPiece[] = [];
  for (const name of new Set(pieces)) {
    if (taken.has(name)) continue;
    const bytes = await store.piece(id, name).catch(() => undefined);
    if (!bytes || pieceIdOf(bytes) !== name) return null;
    found.push({ name, bytes });
  }
  return found;
}

/** Those that the history has asked for, and that are what they are called. */
export function goodPieces(history: History, pieces: readonly BackupPiece[]): BackupPiece[] {
  const named = new Set(imagesOf(history).flatMap((image) => image.pieces));
  return pieces.filter(({ name, bytes }) => named.has(name) && pieceIdOf(bytes) === name);
}
