/**
 * Pieces of an image: how it is cut, and what names each. Apart from image.ts, which every replica needs;
 * this is needed where there is an image.
 */
import { toHex } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { PieceId } from '../base/ids.ts';
import { PIECE_BYTES } from '../base/limits.ts';
import type { Manifest } from './image.ts';
import { TAG } from './tags.ts';

export const pieceIdOf = (bytes: Uint8Array): PieceId => toHex(digest(TAG.piece, bytes)) as PieceId;

/** Bytes of a piece. */
export const pieceLength = ({ length }: Manifest, piece: number): number =>
  Math.min(PIECE_BYTES, length - piece * PIECE_BYTES);

/** Pieces of an image, in order: views. */
export function cutImage(bytes: Uint8Array): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    pieces.push(bytes.subarray(at, at + PIECE_BYTES));
  return pieces;
}

export const manifestOf = (bytes: Uint8Array): Manifest => ({
  length: bytes.length,
  pieces: cutImage(bytes).map(pieceIdOf),
});
