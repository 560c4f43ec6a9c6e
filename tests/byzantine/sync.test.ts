/** Members who hold back, and who lie about what they hold. */
import { describe, expect, it } from 'vitest';
import { asPeerId } from '../../src/base/ids.ts';
import { ANSWER_RATE, WASTED_RATE } from '../../src/base/limits.ts';
import { seedsOf } from '../sim/seeds.ts';
import { Amplifier } from './amplifier.ts';
import { Returner, WRONG } from './returner.ts';
import { Siege, write } from './siege.ts';
import { SummaryLiar } from './summary-liar.ts';
import { Withholder } from './withholder.ts';

describe('A13 A37 E12 S8 one honest path is enough, whoever withholds whatever', () => {
  it.each(seedsOf('withholder', 1))('withholder PARLEY_SEED=%i', (seed) => {
    const cast = [Withholder, Withholder, Withholder];
    const siege = new Siege(seed, { cast, line: true }).run().end();
    expect(siege.codes()).toEqual([]);
    for (const { replica } of siege.honest) expect(replica.waiting.events).toBe(0);
  });
});

describe('A33 A34 S3 claims of everything, of nothing and of long ago keep nothing from anybody', () => {
  it.each(seedsOf('summary-liar', 1))('summary-liar PARLEY_SEED=%i', (seed) => {
    const cast = [SummaryLiar, SummaryLiar];
    const siege = new Siege(seed, { cast, line: true }).run().end();
    expect(siege.codes()).toEqual([]);
  });
});

describe('A47 S4 whoever asks again and again is answered four times a second at most', () => {
  it.each(seedsOf('amplifier', 1))('amplifier PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Amplifier], honest: 3, act: write });
    siege.run(() => {
      const { clock, network } = siege.world;
      const [actor] = siege.actors;
      if (!actor) return;
      for (const tab of siege.honest) network.connect(actor, tab, 5);
      clock.pass(60_000);
      const before = siege.honest.map(({ name }) => network.flow(name, actor.name).messages);
      for (let second = 0; second < 5; second++) {
        (actor as Amplifier).insist(50);
        clock.pass(1_000);
      }
      siege.honest.forEach(({ name, replica }, i) => {
        expect(replica.peers().some(({ id }) => id === asPeerId(actor.name))).toBe(true);
        const said = network.flow(name, actor.name).messages - (before[i] ?? 0);
        expect(said).toBeLessThanOrEqual(25);
      });
    });
    siege.end();
  });
});

describe('A24 A47 S10 whoever comes back on ever new channels has one budget', () => {
  it.each(seedsOf('returner', 1))('returner PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Returner], honest: 2, act: write, steps: 6 });
    siege.run(() => {
      const { clock } = siege.world;
      const actor = siege.actors[0] as Returner;
      const [tab] = siege.honest;
      if (!tab) return;
      const again = (times: number, act: () => void): number => {
        const before = clock.now;
        for (let n = 0; n < times; n++) {
          actor.comeBack(tab, act);
          clock.pass(450);
        }
        return (clock.now - before) / 1000;
      };
      clock.pass(60_000);
      actor.served.clear();
      const asking = again(160, () => actor.ask(tab));
      // Beside what it asks for, it is told of policy that is new.
      const answers = ANSWER_RATE.burst + 1 + asking * ANSWER_RATE.perSecond;
      expect(actor.served.get(asPeerId(tab.name))).toBeLessThanOrEqual(answers + 2);
      const checks = tab.checkedKeys.length;
      const flooding = again(20, () => actor.flood(tab));
      // A frame's checks may take until the next but one comes, and are paid when they are done.
      const wasted = WASTED_RATE.burst + flooding * WASTED_RATE.perSecond + 2 * WRONG;
      expect(tab.checkedKeys.length - checks).toBeLessThanOrEqual(2 * wasted);
      expect(tab.checkedKeys.length - checks).toBeGreaterThan(2 * WRONG);
    });
    siege.end();
    expect(siege.codes()).toEqual(['BadSignature']);
  });
});
