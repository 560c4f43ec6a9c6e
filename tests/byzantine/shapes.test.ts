/** Members whose messages are not what messages are. */
import { describe, expect, it } from 'vitest';
import { Bomber } from './bomber.ts';
import { Garbage } from './garbage.ts';
import { Jumper } from './jumper.ts';
import { COMPOSED, DECOMPOSED, OddStrings } from './odd-strings.ts';
import { seedsOf } from '../sim/seeds.ts';
import { Siege } from './siege.ts';
import { Stutterer } from './stutterer.ts';

describe('A14 E6 E12 parents that are nothing wait within bounds, wrong ones are refused, neither is answered', () => {
  it.each(seedsOf('garbage', 1))('garbage PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Garbage, Garbage] });
    siege.run(() => {
      const { clock, network } = siege.world;
      for (const actor of siege.actors as Garbage[])
        for (const tab of siege.honest) network.connect(actor, tab, 5);
      clock.pass(60_000);
      const said = network.messages;
      let spilt = 0;
      for (let again = 0; again < 4; again++) {
        for (const actor of siege.actors as Garbage[]) {
          const before = network.messages;
          actor.spill(20);
          spilt += network.messages - before;
        }
        clock.pass(500);
      }
      siege.bounded();
      expect(network.messages - said - spilt).toBe(0);
    });
    siege.end();
    const expected = ['ForeignParent', 'NotCanonical', 'NotMinimal', 'TooLarge'];
    expect(siege.codes().filter((code) => !expected.includes(code))).toEqual([]);
    expect(siege.codes().length).toBeGreaterThan(0);
  });
});

describe('A15 A16 E2 E11 seqs that jump, and events that name themselves, raise nobody', () => {
  it.each(seedsOf('jumper', 1))('jumper PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Jumper, Jumper] }).run().end();
    const expected = ['BadCertificate', 'NotCanonical', 'TooLarge'];
    expect(siege.codes().filter((code) => !expected.includes(code))).toEqual([]);
    for (const { replica } of siege.honest)
      for (const log of replica.history.chains()) expect(log.end).toBeLessThan(100_000);
  });
});

describe('A20 W3 W7 what is too large, bursts or nests is refused by its sender’s channel alone', () => {
  it.each(seedsOf('bomber', 1))('bomber PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Bomber, Bomber] }).run().end();
    const expected = ['BadSegment', 'Malformed', 'TooLarge'];
    expect(siege.codes().filter((code) => !expected.includes(code))).toEqual([]);
    expect(siege.codes()).toContain('TooLarge');
  });
});

describe('A21 W2 E6 E8 T6 a second way to say a thing is refused', () => {
  it.each(seedsOf('stutterer', 1))('stutterer PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Stutterer, Stutterer] }).run().end();
    expect(siege.codes()).toEqual(['NotCanonical']);
  });
});

describe('A22 W4 M2 texts that are none are refused, and odd names are names', () => {
  it.each(seedsOf('odd-strings', 1))('odd-strings PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [OddStrings, OddStrings] }).run().end();
    expect(siege.codes().filter((code) => code !== 'BadText')).toEqual([]);
    for (const { editors } of siege.honest)
      for (const text of editors.values()) expect(text).not.toContain('\ufffd');
    expect(COMPOSED).not.toBe(DECOMPOSED);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
