/**
 * Zip files, as blobs: written file by file, and read by the list at their end, one file at a time.
 *
 * What comes in may be written to harm: what it says of itself is looked at before any memory is taken
 * for it, and nothing unfolds beyond what it said. Packing and unpacking is fflate's; its own readers take
 * a whole file at once, or believe each part's own head and not the list (docs/decisions/0029). Left out:
 * files of 4 GB, which need another list, and encrypted ones.
 */
import { Inflate, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { MAX_ARCHIVE_FILES, MAX_ARCHIVE_LIST } from '../../base/limits.ts';
import { Fault } from '../../base/result.ts';
import { Slice } from '../../host/slice.ts';

/** Bytes that are packed before the clock is looked at. */
const PACKED_AT_ONCE = 262_144;
/** As many are unpacked at once: at most a thousand times as many come of them. */
const UNPACKED_AT_ONCE = 16_384;
/** What a list of two bytes can count. */
const MOST_FILES = 65_535;

// ── Writing ────────────────────────────────────────────────────────────────────────────────────

export class ZipWriter {
  readonly #parts: Blob[] = [];
  readonly #zip: Zip;
  readonly #at: Date;
  readonly #slice = new Slice();
  /** How many files there are, and their bytes as they unfold. */
  files = 0;
  bytes = 0;

  /** @param at when all of its files were written, as it says */
  constructor(at: Date) {
    this.#at = at;
    this.#zip = new Zip((error, chunk) => {
      if (error) throw new Fault('Zip', error.message, { cause: error });
      this.#parts.push(new Blob([chunk as Uint8Array<ArrayBuffer>]));
    });
  }

  /** @param packed false for what is packed already */
  async add(path: string, content: Uint8Array, packed = true): Promise<void> {
    if (this.files === MOST_FILES) throw new Fault('Zip', 'too many files');
    this.files += 1;
    this.bytes += content.length;
    const file = packed ? new ZipDeflate(path) : new ZipPassThrough(path);
    file.mtime = this.#at;
    this.#zip.add(file);
    let from = 0;
    do {
      const to = Math.min(from + PACKED_AT_ONCE, content.length);
      file.push(content.slice(from, to), to === content.length);
      from = to;
      if (this.#slice.isOver) await this.#slice.end();
    } while (from < content.length);
  }

  finish(): Blob {
    this.#zip.end();
    return new Blob(this.#parts, { type: 'application/zip' });
  }
}

// ── Reading ────────────────────────────────────────────────────────────────────────────────────

export type ZipRefusal =
  | 'Unreadable' // the browser could not read the file
  | 'NotAZip'
  | 'TooLarge'
  | 'Unsupported' // packed in a way, or encrypted, that is not read here
  | 'Damaged';

/** A file in a zip, by the list. */
export interface ZipEntry {
  readonly path: string;
  /** What it unfolds to, as the list says; no more is made of it. */
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  readonly checksum: number;
  readonly at: number;
}

const END_BYTES = 22;
const MOST_COMMENT = 65_535;
const ENTRY_BYTES = 46;
const HEAD_BYTES = 30;
const SIGNATURE = { end: 0x06054b50, entry: 0x02014b50, head: 0x04034b50 } as const;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** Says in the list that the number stands elsewhere, since it is larger. */
const ELSEWHERE = 0xffffffff;

/** Files of a zip, folders left out. */
export async function listOf(file: Blob): Promise<readonly ZipEntry[] | ZipRefusal> {
  const tail = await viewOf(file, Math.max(0, file.size - END_BYTES - MOST_COMMENT), file.size);
  if (!tail) return 'Unreadable';
  let end = tail.byteLength - END_BYTES;
  while (end >= 0 && tail.getUint32(end, true) !== SIGNATURE.end) end -= 1;
  if (end < 0) return 'NotAZip';
  const count = tail.getUint16(end + 10, true);
  const [bytes, at] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (count > MAX_ARCHIVE_FILES || bytes > MAX_ARCHIVE_LIST) return 'TooLarge';
  if (at + bytes > file.size) return 'Damaged';
  const list = await viewOf(file, at, at + bytes);
  return list ? entriesIn(list, count) : 'Unreadable';
}

function entriesIn(list: DataView, count: number): readonly ZipEntry[] | ZipRefusal {
  const entries: ZipEntry[] = [];
  for (let i = 0, from = 0; i < count; i++) {
    if (from + ENTRY_BYTES > list.byteLength) return 'Damaged';
    if (list.getUint32(from, true) !== SIGNATURE.entry) return 'Damaged';
    const names = list.getUint16(from + 28, true);
    const to = from + ENTRY_BYTES + names;
    const next = to + list.getUint16(from + 30, true) + list.getUint16(from + 32, true);
    if (next > list.byteLength) return 'Damaged';
    const isEncrypted = (list.getUint16(from + 8, true) & ENCRYPTED) !== 0;
    const path = pathOf(new Uint8Array(list.buffer, list.byteOffset + from + ENTRY_BYTES, names));
    const entry = {
      path,
      method: isEncrypted ? -1 : list.getUint16(from + 10, true),
      checksum: list.getUint32(from + 16, true),
      packed: list.getUint32(from + 20, true),
      size: list.getUint32(from + 24, true),
      at: list.getUint32(from + 42, true),
    };
    if ([entry.packed, entry.size, entry.at].includes(ELSEWHERE)) return 'TooLarge';
    if (!path.endsWith('/')) entries.push(entry);
    from = next;
  }
  return entries;
}

/** Nothing is ever written to where a path says; it only names what is in the zip. */
const pathOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll('\\', '/');

/** What a file of a zip unfolds to: just as much as the list says, with the checksum that it says. */
export async function contentOf(
  file: Blob,
  { at, packed, size, method, checksum }: ZipEntry,
  slice: Slice,
): Promise<Uint8Array | ZipRefusal> {
  if (method !== STORED && method !== DEFLATED) return 'Unsupported';
  if (method === STORED && packed !== size) return 'Damaged';
  const head = at + HEAD_BYTES <= file.size ? await viewOf(file, at, at + HEAD_BYTES) : undefined;
  if (head === null) return 'Unreadable';
  if (head?.getUint32(0, true) !== SIGNATURE.head) return 'Damaged';
  const start = at + HEAD_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  if (start + packed > file.size) return 'Damaged';
  const view = await viewOf(file, start, start + packed);
  if (!view) return 'Unreadable';
  const bytes = new Uint8Array(view.buffer);
  const content = method === STORED ? bytes : await inflated(bytes, size, slice);
  return content && crc32(content) === checksum ? content : 'Damaged';
}

/** `null`: it is not what it says, or more than `size`. */
async function inflated(bytes: Uint8Array, size: number, slice: Slice): Promise<Uint8Array | null> {
  const content = new Uint8Array(size);
  let length = 0;
  const inflate = new Inflate((chunk) => {
    if (length + chunk.length <= size) content.set(chunk, length);
    length += chunk.length;
  });
  for (let from = 0; from < bytes.length; from += UNPACKED_AT_ONCE) {
    const to = Math.min(from + UNPACKED_AT_ONCE, bytes.length);
    try {
      inflate.push(bytes.subarray(from, to), to === bytes.length);
    } catch {
      return null;
    }
    if (length > size) return null;
    if (slice.isOver) await slice.end();
  }
  return length === size ? content : null;
}

/** `null`: the browser does not give it, as of a file that was moved meanwhile. */
const viewOf = (file: Blob, from: number, to: number): Promise<DataView | null> =>
  file
    .slice(from, to)
    .arrayBuffer()
    .then(
      (buffer) => (buffer.byteLength === to - from ? new DataView(buffer) : null),
      () => null,
    );

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  return value;
});

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ (CRC[(sum ^ byte) & 255] as number);
  return (sum ^ 0xffffffff) >>> 0;
}
