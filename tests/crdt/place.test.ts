import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeBetween } from '../../src/crdt/place.ts';

/** Few digits, so that places share beginnings; both ends of the alphabet among them. */
const places = fc
  .array(fc.constantFrom('0', '1', '9', 'A', 'V', 'y', 'z'), { maxLength: 6 })
  .map((digits) => digits.join('').replace(/0+$/, ''));

describe('a place between two others', () => {
  it('lies strictly between them, and never ends in 0', () => {
    fc.assert(
      fc.property(places, places, (a, b) => {
        if (a === b) return;
        const [before, after] = a < b ? [a, b] : [b, a];
        const place = placeBetween(before, after) ?? '';
        expect(before < place && place < after).toBe(true);
        expect(place).toMatch(/^[0-9A-Za-z]*[1-9A-Za-z]$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('lies after the last one at the end', () => {
    fc.assert(
      fc.property(places, (before) => {
        const place = placeBetween(before, null) ?? '';
        expect(place > before).toBe(true);
        expect(place).toMatch(/^[0-9A-Za-z]*[1-9A-Za-z]$/);
      }),
      { numRuns: 500 },
    );
  });

  it('is none where they are equal or the wrong way round', () => {
    expect(placeBetween('a', 'a')).toBeUndefined();
    expect(placeBetween('b', 'a')).toBeUndefined();
    expect(placeBetween('', '')).toBeUndefined();
  });

  it('stays within 128 digits for thousands of documents at the end, hundreds at the start', () => {
    let [last, first] = ['V', 'V'];
    for (let i = 0; i < 3_000; i++) last = placeBetween(last, null) ?? '';
    for (let i = 0; i < 500; i++) first = placeBetween('', first) ?? '';
    expect(last.length).toBeLessThanOrEqual(128);
    expect(first.length).toBeLessThanOrEqual(128);
  });
});
