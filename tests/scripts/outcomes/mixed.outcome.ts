/** Two tests pass, one fails, two are skipped; one set-up fails, which skips its only test. */
import { beforeAll, describe, expect, it } from 'vitest';

it('passes', () => expect(1).toBe(1));
it('passes too', () => expect(2).toBe(2));
it('fails', () => expect(1).toBe(2));
it.skip('is skipped', () => expect(1).toBe(2));
it('is skipped while it runs', ({ skip }) => skip());

describe('with a set-up that fails', () => {
  beforeAll(() => {
    throw new Error('no set-up');
  });
  it('never runs', () => expect(1).toBe(1));
});
