/** The bounded cache against a list that is searched and cut. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Recent } from '../../src/base/recent.ts';

it('keeps exactly the keys used last, up to its limit', () => {
  const uses = fc.array(fc.nat({ max: 12 }), { maxLength: 80 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), uses, (limit, keys) => {
      const recent = new Recent<number, number | null>(limit);
      let model: number[] = [];
      for (const key of keys) {
        let made = false;
        const value = recent.get(key, () => {
          made = true;
          return key % 3 === 0 ? null : key;
        });
        expect(value).toBe(key % 3 === 0 ? null : key);
        expect(made).toBe(!model.includes(key));
        model = [...model.filter((other) => other !== key), key].slice(-limit);
      }
    }),
  );
});
