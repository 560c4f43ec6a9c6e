/**
 * An image as the history knows it: how long it is, and the hashes of its pieces, as the value of a
 * register whose row follows from that. The pieces themselves are in no history; whoever has one can be
 * asked for it, and nobody can pass off another. What kind of image it is says the image alone.
 */
import { digest } from '../base/hash.ts';
import type { PieceId } from '../base/ids.ts';
import { MAX_IMAGE_BYTES, MAX_VALUE_BYTES, PIECE_BYTES } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';
import { imageRow, type RowId } from './document.ts';
import { TAG } from './tags.ts';

export interface Manifest {
  /** Bytes of the image, at least one. */
  readonly length: number;
  /** Of PIECE_BYTES each, but for the last, which is what is left. */
  readonly pieces: readonly PieceId[];
}

export function encodeManifest({ length, pieces }: Manifest): Uint8Array {
  const writer = new Writer().varint(length);
  for (const piece of pieces) writer.hex(piece);
  return writer.finish();
}

export const decodeManifest = (value: Uint8Array): Result<Manifest> =>
  decode(value, MAX_VALUE_BYTES, (reader) => {
    const length = reader.varint(MAX_IMAGE_BYTES);
    if (length === 0) reader.fail('Malformed', 'an image of nothing');
    const count = Math.ceil(length / PIECE_BYTES);
    const pieces = Array.from({ length: count }, () => reader.hex(32) as PieceId);
    return { length, pieces };
  });

/** The row that a manifest, as it is encoded, belongs into. */
export const rowOf = (manifest: Uint8Array): RowId => imageRow(digest(TAG.image, manifest));
