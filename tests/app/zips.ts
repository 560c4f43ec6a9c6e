/** Zips for tests: made by another writer than Parley's, and then written over where it hurts. */
import { zipSync, type Zippable } from 'fflate';
import { utf8 } from '../../src/base/bytes.ts';
import { planOf, type ArchiveRefusal, type Plan } from '../../src/app/archive/plan.ts';
import type { ArchiveSession } from '../../src/host/session.ts';

export const blobOf = (bytes: Uint8Array): Blob => new Blob([bytes as Uint8Array<ArrayBuffer>]);

export function zipped(files: Readonly<Record<string, string | Uint8Array>>, level: 0 | 6 = 6) {
  const all: Zippable = {};
  for (const [path, content] of Object.entries(files))
    all[path] = typeof content === 'string' ? utf8(content) : content;
  return zipSync(all, { level });
}

/** Where the list begins, and where each of its entries does. */
export function entriesIn(zip: Uint8Array): number[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.length - 22;
  const entries: number[] = [];
  let at = view.getUint32(end + 16, true);
  for (let n = view.getUint16(end + 10, true); n > 0; n--) {
    entries.push(at);
    at += 46 + [28, 30, 32].reduce((sum, field) => sum + view.getUint16(at + field, true), 0);
  }
  return entries;
}

/** A copy that says another number somewhere in the entry of its nth file. */
export function claiming(zip: Uint8Array, n: number, field: number, value: number): Uint8Array {
  const copy = zip.slice();
  const at = entriesIn(zip)[n] ?? 0;
  new DataView(copy.buffer).setUint32(at + field, value, true);
  return copy;
}
export const FIELD = { checksum: 16, packed: 20, size: 24, at: 42 } as const;

const noImages: ArchiveSession['nameOf'] = () => null;

export const planned = (
  zip: Uint8Array | Blob,
  nameOf: ArchiveSession['nameOf'] = noImages,
): Promise<Plan | ArchiveRefusal> =>
  planOf(zip instanceof Blob ? zip : blobOf(zip), {
    nameOf,
    said: (name) => `${name}:`,
    columnNamed: (n) => `Column ${n}`,
    told: () => {},
  });
