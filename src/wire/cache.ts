/**
 * A document's text at a version, as the store keeps it so that opening replays nothing.
 *
 * Only ever read back on the device that wrote it. A checksum finds bits that rotted; whoever can
 * write this device's database can show it any text, and nothing here claims otherwise. The layout
 * may change at any time: an unknown one is dropped and the history replayed.
 */
import { equal } from '../base/bytes.ts';
import { sha256 } from '../base/hash.ts';
import type { EventId } from '../base/ids.ts';
import { MAX_CACHE_BYTES, MAX_POSITION } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer, type Reader } from './codec.ts';

const LAYOUT = 2;
const MAX_HEADS = 65_536;
const MAX_LENGTHS = 64;

export interface CachedText {
  readonly text: string;
  readonly version: readonly EventId[];
  /** Something was void: then the text is that of its version only while just the same is. */
  readonly voids: boolean;
  /** Lengths in code points at some critical versions. */
  readonly lengths: readonly { readonly version: readonly EventId[]; readonly length: number }[];
}

export function encodeCache(cache: CachedText): Uint8Array {
  const content = new Writer().u8(LAYOUT).u8(cache.voids ? 1 : 0);
  writeVersion(content, cache.version);
  content.list(cache.lengths, (writer, { version, length }) => {
    writeVersion(writer, version);
    writer.varint(length);
  });
  const bytes = content.text(cache.text).finish();
  return new Writer().bytes(sha256(bytes)).bytes(bytes).finish();
}

/** What of an encoding its checksum is of: SHA-256, which then stands before it. */
export const summed = (bytes: Uint8Array): Uint8Array => bytes.subarray(32);

/** @param sum SHA-256 of what is `summed`, for whoever can have it made quicker. */
export const decodeCache = (
  bytes: Uint8Array,
  sum: Uint8Array = sha256(summed(bytes)),
): Result<CachedText> =>
  decode(bytes, MAX_CACHE_BYTES, (reader) => {
    if (!equal(reader.bytes(32), sum)) reader.fail('Malformed', 'checksum');
    if (reader.u8() !== LAYOUT) reader.fail('UnsupportedVersion', 'cache');
    const voids = reader.u8();
    if (voids > 1) reader.fail('Malformed', 'voids');
    const version = readVersion(reader);
    const lengths = reader.list(MAX_LENGTHS, (inner) => ({
      version: readVersion(inner),
      length: inner.varint(MAX_POSITION),
    }));
    return { voids: voids === 1, version, lengths, text: reader.text(MAX_CACHE_BYTES) };
  });

function writeVersion(writer: Writer, version: readonly EventId[]): void {
  writer.list(version, (inner, id) => inner.hex(id));
}

const readVersion = (reader: Reader): EventId[] =>
  reader.list(MAX_HEADS, (inner) => inner.hex(32) as EventId);
