/** The cached text of a document: dropped unless it is exactly what was written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, toHex } from '../../src/base/bytes.ts';
import { sha256 } from '../../src/base/hash.ts';
import type { EventId } from '../../src/base/ids.ts';
import { decodeCache, encodeCache, type CachedText } from '../../src/wire/cache.ts';
import { bytesOf, codeOf, damaged, textOf, unwrap } from './arbitrary.ts';

const ids = fc.array(
  bytesOf(32).map((bytes) => toHex(bytes) as EventId),
  { maxLength: 4 },
);
const caches: fc.Arbitrary<CachedText> = fc.record({
  text: textOf(160),
  version: ids,
  voids: fc.boolean(),
  lengths: fc
    .array(fc.record({ version: ids, length: fc.nat() }), { maxLength: 3 })
    .map((list) =>
      list.map(({ version, length }) => ({ version, length: length % 1_000_000_000 })),
    ),
});
const RUNS = { numRuns: 300 };

describe('a cached text', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(caches, (cache) => {
        expect(unwrap(decodeCache(encodeCache(cache)))).toEqual(cache);
      }),
      RUNS,
    );
  });

  it('A48 that is damaged or cut off anywhere is refused', () => {
    fc.assert(
      fc.property(damaged(caches.map(encodeCache)), (bytes) => {
        const read = decodeCache(bytes);
        return !read.ok || toHex(encodeCache(read.value)) === toHex(bytes);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(caches, fc.nat(), (cache, at) => {
        const bytes = encodeCache(cache);
        return !decodeCache(bytes.slice(0, at % bytes.length)).ok;
      }),
      RUNS,
    );
  });

  it('A49 with a good checksum over anything else is refused, or has one form', () => {
    fc.assert(
      fc.property(damaged(caches.map((cache) => encodeCache(cache).slice(32))), (content) => {
        const bytes = concat(sha256(content), content);
        const read = decodeCache(bytes);
        return !read.ok || toHex(encodeCache(read.value)) === toHex(bytes);
      }),
      { numRuns: 1_000 },
    );
    const later = Uint8Array.of(3, 0, 0, 0);
    expect(codeOf(decodeCache(concat(sha256(later), later)))).toBe('UnsupportedVersion');
    expect(codeOf(decodeCache(new Uint8Array(0)))).toBe('Malformed');
  });
});
