/**
 * The cluster in simulation. `PARLEY_SEEDS=5000 vitest run tests/sim` tries that many seeds,
 * `PARLEY_SEED=17` just one.
 */
import { describe, expect, it } from 'vitest';
import { run } from './run.ts';
import { seedsOf } from './seeds.ts';

describe('S8 a cluster that loses tabs, channels and time', () => {
  it.each(seedsOf('cluster', 50))(
    'converges and loses nothing that was saved: cluster PARLEY_SEED=%i',
    (seed) => {
      expect(run(seed).tabs.length).toBeGreaterThan(0);
    },
  );
});
