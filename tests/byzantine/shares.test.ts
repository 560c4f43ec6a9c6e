/** Members who write more than others can keep. */
import { describe, expect, it, vi } from 'vitest';
import type * as Keys from '../../src/base/keys.ts';
import { CHAIN_COST } from '../../src/base/limits.ts';
import { seedsOf } from '../sim/seeds.ts';
import type { Cast } from './actor.ts';
import { Siege, write } from './siege.ts';
import { Dragger, Spammer } from './spammer.ts';

vi.mock('../../src/base/keys.ts', async (original) => ({
  ...(await original<typeof Keys>()),
  ...(await import('../sim/engine.ts')),
}));

/** Small, but more than honest people write in a story. */
const SHARE = 120_000;
const RUN = 2_000 + CHAIN_COST;

/** The story, after which all honest ones have everything that honest ones wrote, and are silent. */
function besieged(seed: number, cast: readonly Cast[], steps: number): Siege {
  const shares = { content: SHARE, policy: SHARE };
  const plan = { cast, honest: 3, shares, steps, agrees: false, act: write };
  const siege = new Siege(seed, plan);
  siege.run(() => {
    const { clock, network } = siege.world;
    for (const a of siege.honest) for (const b of siege.honest) network.connect(a, b);
    clock.pass(120_000);
  });
  for (const actor of siege.actors) actor.leave();
  siege.world.clock.pass(240_000);
  for (const tab of siege.honest) {
    tab.checkEditors();
    for (const { agent, history } of siege.honest.map(({ replica }) => replica)) {
      const end = history.chain(agent, 'content')?.lastId;
      expect(tab.replica.history.chain(agent, 'content')?.lastId).toBe(end);
    }
    expect(tab.replica.unsent).toBe(0);
  }
  if (!cast.includes(Dragger)) siege.world.silent(60_000);
  else {
    // What waits somewhere is asked for again, once a minute.
    const { clock, network } = siege.world;
    const before = network.messages;
    clock.pass(300_000);
    const pairs = siege.honest.length ** 2;
    expect(network.messages - before).toBeLessThanOrEqual(5 * 4 * pairs);
  }
  // Of a dragger, when one of the chains that it builds on lies below another.
  expect(siege.codes().filter((code) => code !== 'NotMinimal')).toEqual([]);
  return siege;
}

/** No replica keeps more of a flooder than a share, and another for each who builds on it. */
function bounded(siege: Siege): void {
  const others = siege.honest.length + siege.actors.length - 1;
  for (const { replica } of siege.honest)
    for (const { device } of siege.actors) {
      const used = replica.history.shares.used(device.key);
      expect(used).toBeLessThan((1 + others) * (SHARE + RUN));
    }
}

describe('A23 S12 S13 a flood of valid events keeps nothing of anybody else from anybody', () => {
  it.each(seedsOf('spammer', 1))('spammer PARLEY_SEED=%i', (seed) => {
    const siege = besieged(seed, [Spammer], 16);
    const [actor] = siege.actors as Spammer[];
    expect(actor?.spent).toBeGreaterThan(2 * SHARE);
    for (const { replica } of siege.honest)
      if (actor) expect(replica.history.shares.used(actor.device.key)).toBeGreaterThan(0);
    bounded(siege);
  });
});

describe('A25 S12 as many accounts as there are honest ones, each to its share', () => {
  it.each(seedsOf('sybils', 1))('sybils PARLEY_SEED=%i', (seed) => {
    bounded(besieged(seed, [Spammer, Spammer, Spammer, Spammer], 5));
  });
});

describe('A53 S14 whoever builds on many chains over their share brings in a share of each', () => {
  it.each(seedsOf('dragger', 1))('dragger PARLEY_SEED=%i', (seed) => {
    bounded(besieged(seed, [Spammer, Spammer, Dragger], 10));
  });
});
