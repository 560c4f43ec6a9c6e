/**
 * The cluster in simulation. `PARLEY_SEEDS=5000 vitest run tests/sim` tries that many seeds,
 * `PARLEY_SEED=17` just one.
 */
import { describe, expect, it, vi } from 'vitest';
import type * as Keys from '../../src/base/keys.ts';
import { run } from './run.ts';
import { SEEDS } from './seeds.ts';

vi.mock('../../src/base/keys.ts', async (original) => ({
  ...(await original<typeof Keys>()),
  ...(await import('./engine.ts')),
}));

const one = process.env['PARLEY_SEED'];
const count = Number(process.env['PARLEY_SEEDS'] ?? 200);
const seeds = one === undefined ? Array.from({ length: count }, (_, i) => i + 1) : [Number(one)];

describe('S8 a cluster that loses tabs, channels and time', () => {
  it.each([...SEEDS, ...seeds])(
    'converges and loses nothing that was saved: PARLEY_SEED=%i',
    (seed) => {
      expect(run(seed).tabs.length).toBeGreaterThan(0);
    },
  );
});
