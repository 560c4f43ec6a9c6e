/** Members who let in whom nobody invited, and everybody at once. */
import { describe, expect, it } from 'vitest';
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
import { Accomplice, LATE, Outcast } from './outcast.ts';
import { Replayer } from './replayer.ts';
import { Sealer } from './sealer.ts';
import { Siege, write } from './siege.ts';
import { Stutterer } from './stutterer.ts';
import { SummaryLiar } from './summary-liar.ts';
import { Swapper } from './swapper.ts';
import { Withholder } from './withholder.ts';
import { Wrecker } from './wrecker.ts';

describe('A27 A54 P3 P4 P5 nobody comes in on what another said at the door', () => {
  it.each(seedsOf('knocker', 1))('knocker PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Knocker, Knocker] }).run().end();
    const expected = ['BadSignature', 'NotGranted', 'NoUsesLeft'];
    expect(siege.codes().filter((code) => !expected.includes(code))).toEqual([]);
    expect(siege.codes()).toContain('BadSignature');
    const observer = keyOf(deviceSeed(OBSERVER));
    for (const { replica } of siege.honest)
      expect(replica.history.policy.members().map(({ id }) => id)).not.toContain(observer);
  });
});

describe('A07 A11 P16 P17 S9 who was removed and goes on, helped by a member, is never seen', () => {
  it.each(seedsOf('outcast', 1))('outcast PARLEY_SEED=%i', (seed) => {
    let steps = 0;
    const siege = new Siege(seed, {
      cast: [Outcast, Accomplice],
      steps: 24,
      act: (own) => {
        write(own);
        steps += 1;
        const [outcast] = own.actors as Outcast[];
        if (steps !== 10 || !outcast) return;
        own.remove(outcast);
        outcast.removed = true;
      },
    });
    siege.run().end();
    expect(siege.codes().filter((code) => code !== 'NotGranted')).toEqual([]);
    for (const { editors, replica } of siege.honest) {
      const text = [...editors.values()].join();
      expect(text).not.toContain(LATE);
      const members = replica.history.policy.members().map(({ id }) => id);
      expect(members).not.toContain(siege.actors[0]?.device.key);
    }
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
