/** Members who let in whom nobody invited, and everybody at once. */
import { describe, expect, it, vi } from 'vitest';
import type * as Keys from '../../src/base/keys.ts';
import { deviceSeed, keyOf } from '../sim/people.ts';
import { seedsOf } from '../sim/seeds.ts';
import { Amplifier } from './amplifier.ts';
import { Backdater } from './backdater.ts';
import { Bomber } from './bomber.ts';
import { Flooder } from './flooder.ts';
import { Garbage } from './garbage.ts';
import { SiblingGrinder, ValueGrinder } from './grinders.ts';
import { Impostor } from './impostor.ts';
import { Jumper } from './jumper.ts';
import { Knocker, OBSERVER } from './knocker.ts';
import { OddStrings } from './odd-strings.ts';
import { Replayer } from './replayer.ts';
import { Sealer } from './sealer.ts';
import { Siege } from './siege.ts';
import { Stutterer } from './stutterer.ts';
import { SummaryLiar } from './summary-liar.ts';
import { Swapper } from './swapper.ts';
import { Withholder } from './withholder.ts';
import { Wrecker } from './wrecker.ts';

vi.mock('../../src/base/keys.ts', async (original) => ({
  ...(await original<typeof Keys>()),
  ...(await import('../sim/engine.ts')),
}));

describe('A27 A54 P3 P4 P5 nobody comes in on what another said at the door', () => {
  it.each(seedsOf('knocker', 2))('knocker PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Knocker, Knocker] }).run().end();
    const expected = ['BadSignature', 'NotGranted', 'NoUsesLeft'];
    expect(siege.codes().filter((code) => !expected.includes(code))).toEqual([]);
    expect(siege.codes()).toContain('BadSignature');
    const observer = keyOf(deviceSeed(OBSERVER));
    for (const { replica } of siege.honest)
      expect(replica.history.policy.members().map(({ id }) => id)).not.toContain(observer);
  });
});

const EVERYBODY = [
  Amplifier,
  Backdater,
  Bomber,
  Flooder,
  Garbage,
  Impostor,
  Jumper,
  Knocker,
  OddStrings,
  Replayer,
  Sealer,
  SiblingGrinder,
  Stutterer,
  SummaryLiar,
  Swapper,
  ValueGrinder,
  Withholder,
  Wrecker,
] as const;

describe('A50 S8 eight honest among seven who misbehave, each in another way, lose nothing and agree', () => {
  it.each(seedsOf('everybody', 1))('everybody PARLEY_SEED=%i', (seed) => {
    const cast = Array.from({ length: 7 }, (_, i) => {
      const at = (seed * 7 + i) % EVERYBODY.length;
      return EVERYBODY[at] ?? Amplifier;
    });
    const siege = new Siege(seed, { cast, honest: 8, steps: 8 }).run().end();
    expect(siege.honest.length).toBeGreaterThan(7);
  });
});
