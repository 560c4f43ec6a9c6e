import fc from 'fast-check';
import { expect, it } from 'vitest';

import { shared } from '../../src/host/view.ts';

const plain = fc.jsonValue({ maxDepth: 3 });

it('what did not change is the same object, what did is new, and nothing is lost', () => {
  fc.assert(
    fc.property(plain, plain, plain, (a, b, c) => {
      const before = { a, list: [b, { c }] };
      expect(shared(before, structuredClone(before))).toBe(before);
      const next = structuredClone({ a: { a }, list: [b, { c }], more: c });
      const after = shared<unknown>(before, structuredClone(next)) as typeof next;
      expect(after).toEqual(next);
      expect(after).not.toBe(before);
      expect(after.list).toBe(before.list);
    }),
  );
});
