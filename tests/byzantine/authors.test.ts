/** Members who write in the name of others, or twice in their own. */
import { describe, expect, it } from 'vitest';
import type { RefusalCode } from '../../src/base/result.ts';
import type { Tab } from '../sim/tab.ts';
import { Equivocator, SplitViewer } from './equivocator.ts';
import { Flooder, FLOOD } from './flooder.ts';
import { Hydra, Launderer } from './hydra.ts';
import { FORGED, Impostor } from './impostor.ts';
import { Replayer } from './replayer.ts';
import { Sealer } from './sealer.ts';
import { Stranger } from './stranger.ts';
import { SWAPPED, Swapper } from './swapper.ts';
import { seedsOf } from '../sim/seeds.ts';
import { Siege, write } from './siege.ts';

/** All texts of a tab. */
const textsOf = ({ replica }: Tab): string =>
  [...replica.history.documents()].map(({ text }) => text?.toString() ?? '').join('\n');

/** Agents that a tab knows to have signed two histories. */
const forkedAt = ({ replica }: Tab): string[] => replica.history.forks().map(({ agent }) => agent);

const everywhere = ({ honest }: Siege): string => honest.map(textsOf).join('\n');

describe('A06 E4 what another signed than the author it names is refused', () => {
  it.each(seedsOf('impostor', 1))('impostor PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Impostor, Impostor] }).run().end();
    expect(siege.codes()).toEqual(['BadSignature'] satisfies RefusalCode[]);
    expect(everywhere(siege)).not.toContain(FORGED);
  });
});

describe('A05 A51 E4 a body swapped under an honest id is refused, the honest one still taken in', () => {
  it.each(seedsOf('swapper', 1))('swapper PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Swapper, Swapper], line: false }).run().end();
    expect(siege.codes().filter((code) => code !== 'BadSignature')).toEqual([]);
    expect(everywhere(siege)).not.toContain(SWAPPED);
  });
});

describe('A26 A42 W5 what is replayed elsewhere is refused, and as it was changes nothing', () => {
  it.each(seedsOf('replayer', 1))('replayer PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Replayer] });
    siege.run(() => {
      for (const { replica } of siege.honest)
        for (const { id } of replica.history.documents()) {
          const peers = replica.carets(id).map(({ peer }) => peer);
          expect(new Set(peers).size).toBe(peers.length);
        }
    });
    siege.end();
    const expected = ['BadCertificate', 'BadSignature', 'Malformed', 'WrongChain', 'WrongOps'];
    expect(siege.codes().filter((code) => !expected.includes(code))).toEqual([]);
    expect(everywhere(siege)).not.toContain('elsewhere');
  });
});

describe('A24 S7 wrong signatures cost their sender the channel, and no more checks than one frame', () => {
  it.each(seedsOf('flooder', 1))('flooder PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Flooder], steps: 12 }).run().end();
    expect(siege.codes()).toEqual(['BadSignature']);
    // Two checks a run, its own and its new chain's certificate; and then the channel is closed.
    const frames = siege.drops.length;
    const known = siege.honest.flatMap(({ replica }) =>
      [...replica.history.chains()].flatMap(({ certificate: { agent, device } }) => [
        agent,
        device,
      ]),
    );
    const honest = new Set<string>(known);
    const checks = siege.honest.flatMap(({ checkedKeys }) =>
      checkedKeys.filter((key) => !honest.has(key)),
    );
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.length).toBeLessThanOrEqual(frames * 2 * FLOOD);
  });
});

describe('A55 A31 E5 whoever is shown which signatures of a history, all end with the same', () => {
  it.each(seedsOf('sealer', 1))('sealer PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Sealer] }).run().end();
    expect(siege.codes().filter((code) => code !== 'BadSignature')).toEqual([]);
    expect(siege.told).toEqual([]);
  });
});

describe('A40 P2 S4 who knows the topic and is no member writes, invites and reads nothing', () => {
  it.each(seedsOf('stranger', 1))('stranger PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Stranger], role: null }).run().end();
    expect(siege.codes()).toEqual(['NotGranted']);
    for (const actor of siege.actors) expect(textsOf(actor).trim()).toBe('');
  });
});

describe('A01 V2 two histories of one agent, one after the other: all know, and are equal', () => {
  it.each(seedsOf('equivocator', 1))('equivocator PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Equivocator], act: write });
    siege.run(() => {
      const { clock, network } = siege.world;
      const [actor] = siege.actors as Equivocator[];
      for (const tab of siege.honest) if (actor) network.connect(actor, tab, 5);
      actor?.turn();
      clock.pass(20_000);
      for (const tab of siege.honest) expect(forkedAt(tab)).toContain(actor?.agent);
      for (const { device } of siege.honest)
        expect(siege.told.map(({ tab }) => tab.device)).toContain(device);
      siege.agree();
    });
    siege.end();
    expect(siege.codes()).toEqual([]);
  });
});

describe('A02 V2 V4 two histories of one agent, one to each half: all know, and are equal', () => {
  it.each(seedsOf('split-viewer', 1))('split-viewer PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [SplitViewer], honest: 4 }).run();
    const [actor] = siege.actors as SplitViewer[];
    for (const tab of siege.honest) expect(forkedAt(tab)).toContain(actor?.agent);
    siege.end();
    expect(siege.codes()).toEqual([]);
  });
});

describe('A03 V4 as many histories as it likes, others to everybody: little is kept, all are equal', () => {
  it.each(seedsOf('hydra', 1))('hydra PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Hydra], act: write, steps: 12 });
    siege.run(() => {
      const [actor] = siege.actors as Hydra[];
      for (const { replica, device } of siege.honest) {
        const agent = actor?.agent;
        const stored = device.disk.runs().filter((run) => run.agent === agent);
        expect(stored.length).toBeLessThan(20);
        const logs = agent ? replica.history.histories(agent, 'content') : [];
        expect(logs.filter((log) => replica.history.heldOf(log) > log.base).length).toBeLessThan(6);
      }
    });
    siege.end();
    expect(siege.codes()).toEqual([]);
  });
});

describe('A04 V3 a second agent builds on many histories: that is its own writing, and all are equal', () => {
  it.each(seedsOf('launderer', 1))('launderer PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Launderer], act: write, steps: 14 }).run().end();
    expect(siege.codes()).toEqual([]);
  });
});
