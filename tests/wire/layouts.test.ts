/** What holds of every decoder alike; refusals.test.ts has the rules of each. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal } from '../../src/base/bytes.ts';
import { damaged, LAYOUTS, unwrap } from './arbitrary.ts';

const RUNS = { numRuns: 100 };
const MANY = { numRuns: 1_000 };
/** Lengths at which one encoding is cut off, spread over all of it. */
const MOST_CUTS = 150;

describe.each(LAYOUTS)('$name', ({ values, encode, decode, limit }) => {
  const encodings = values.map(encode);

  const hasOneForm = (bytes: Uint8Array): boolean => {
    const read = decode(bytes);
    return read.ok ? equal(encode(read.value), bytes) : read.error.outcome === 'refused';
  };

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(unwrap(decode(encode(value)))).toEqual(value);
      }),
      RUNS,
    );
  });

  it('W2 A21 has one encoding: whatever is accepted encodes to the same bytes', () => {
    fc.assert(fc.property(damaged(encodings), hasOneForm), MANY);
  });

  it('W3 A49 is never read from random bytes in a second form, and reading never throws', () => {
    const random = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(fc.nat({ max: 3 }), { maxLength: 300 }).map((list) => Uint8Array.from(list)),
    );
    fc.assert(fc.property(random, hasOneForm), MANY);
  });

  it('is refused when it is cut off anywhere', () => {
    fc.assert(
      fc.property(encodings, (bytes) => {
        const step = Math.ceil(bytes.length / MOST_CUTS);
        for (let length = bytes.length - 1; length >= 0; length -= step)
          if (decode(bytes.slice(0, length)).ok) return false;
        return true;
      }),
      { numRuns: 20 },
    );
  });

  it('is refused with anything after it', () => {
    fc.assert(
      fc.property(encodings, fc.uint8Array({ minLength: 1, maxLength: 3 }), (bytes, more) => {
        return !decode(concat(bytes, more)).ok;
      }),
      RUNS,
    );
  });

  it('A20 is refused by its length alone beyond its limit', () => {
    const [valid] = fc.sample(encodings, 1);
    for (const fill of [0, 1, 127, 128, 255]) {
      const long = new Uint8Array(limit + 1).fill(fill);
      long.set((valid ?? long).subarray(0, long.length));
      expect(decode(long)).toMatchObject({ ok: false, error: { code: 'TooLarge' } });
    }
  });

  it('A20 has one form or is refused when it is empty, or all of one byte, however long', () => {
    for (const length of [0, 1, 2, 40, 4_097, limit, 1_000_000])
      for (const fill of [0, 1, 127, 128, 255])
        expect(hasOneForm(new Uint8Array(length).fill(fill))).toBe(true);
  });

  it('shares no memory with the bytes that it was read from', () => {
    fc.assert(
      fc.property(encodings, (bytes) => {
        const input = bytes.slice();
        const value = unwrap(decode(input));
        input.fill(0x55);
        expect(encode(value)).toEqual(bytes);
      }),
      { numRuns: 50 },
    );
  });
});
