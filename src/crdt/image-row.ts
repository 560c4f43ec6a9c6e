/**
 * The rows of images in the workspace's map (workspace-map.ts says which writes fit): made, and read.
 * Apart from it, since only a workspace with images needs this.
 */
import { isImageRow, type RowId } from '../wire/document.ts';
import { decodeManifest, rowOf, type Manifest } from '../wire/image.ts';
import type { SetOp } from '../wire/op.ts';
import type { Registers } from './registers.ts';
import { MANIFEST } from './workspace-map.ts';

export const setImage = (manifest: Uint8Array): SetOp => ({
  kind: 'set',
  row: rowOf(manifest),
  field: MANIFEST,
  value: manifest,
});

/** `undefined`: nobody made it known, as far as this history says. */
export function manifestIn(registers: Registers, row: RowId): Manifest | undefined {
  const value = isImageRow(row) ? registers.get(row, MANIFEST) : undefined;
  const manifest = value && decodeManifest(value);
  return manifest?.ok ? manifest.value : undefined;
}
