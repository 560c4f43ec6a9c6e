/**
 * Random histories, in many orders and batches, against the oracle: one text, one verdict for each
 * op, whatever the order. `PARLEY_FUZZ=N` runs N times as many. A failure names its seed.
 */
import { describe, it } from 'vitest';
import { allOrders, dice, randomHistory, randomOrder } from './histories.ts';
import { play } from './replica.ts';

const TIMES = Number(process.env['PARLEY_FUZZ'] ?? 1);
const TIMEOUT = 30_000 * TIMES;

/** Seeds that failed once: [size, seed]. */
const FAILED: readonly (readonly [size: number, seed: number])[] = [];

function run(size: number, seed: number): void {
  const roll = dice(seed);
  const history = randomHistory(roll, size);
  try {
    if (size <= 6) for (const order of allOrders(history.events)) play(history, order, roll);
    else
      for (let times = 0; times < 3; times++)
        play(history, randomOrder(roll, history.events), roll);
  } catch (error) {
    throw new Error(`history of ${size} events from seed ${seed}`, { cause: error });
  }
}

describe('random histories', () => {
  for (const [size, seed] of FAILED) it(`seed ${seed} of ${size} events`, () => run(size, seed));

  for (const [size, count] of [
    [3, 300],
    [4, 200],
    [5, 100],
    [6, 40],
    [12, 200],
    [30, 60],
    [80, 12],
  ] as const) {
    const orders = size <= 6 ? 'all orders' : 'three orders';
    it(
      `${count} histories of ${size} events, ${orders}, give the oracle's text`,
      { timeout: TIMEOUT },
      () => {
        for (let i = 0; i < count * TIMES; i++) run(size, 1_000_000 * size + i);
      },
    );
  }
});
