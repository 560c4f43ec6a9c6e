/** Members who keep to every rule of form, and mean harm. */
import { describe, expect, it } from 'vitest';
import { asSeconds } from '../../src/base/ids.ts';
import { setTitle, workspaceTitle } from '../../src/crdt/workspace-map.ts';
import { TakingBack, writtenBy } from '../../src/replica/taking-back.ts';
import { Voiding } from '../../src/replica/voiding.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { stateOf } from '../sim/state.ts';
import { seedsOf } from '../sim/seeds.ts';
import { Backdater } from './backdater.ts';
import { ClockLiar, Punctual } from './clock-liar.ts';
import { SiblingGrinder, ValueGrinder } from './grinders.ts';
import { Siege, write } from './siege.ts';
import { Wrecker } from './wrecker.ts';

/** What the three honest persons type, a letter a step, each at the end of what is theirs. */
const WORDS = ['ABCDEFGHIJKL', '0123456789+-', 'αβγδεζηθικλμ'] as const;

/** Everybody adds a letter to an own word, all words begun at the same place. */
function type({ honest }: Siege): void {
  for (const tab of honest) {
    const [document] = tab.editors.keys();
    const word = WORDS[tab.device.person];
    if (document === undefined || word === undefined) continue;
    const text = tab.editors.get(document) ?? '';
    let typed = word.length;
    while (typed > 0 && !text.includes(word.slice(0, typed))) typed -= 1;
    const inserted = word[typed] ?? '';
    const position = typed === 0 ? 0 : text.indexOf(word.slice(0, typed)) + typed;
    if (inserted !== '') tab.edit(document, [{ position, deleted: 0, inserted }]);
  }
}

describe('A17 E15 whatever time is said, the same is shown', () => {
  it.each(seedsOf('clock-liar', 1))('clock-liar PARLEY_SEED=%i', (seed) => {
    const act = ({ actors }: Siege): void => {
      for (const actor of actors) (actor as ClockLiar).write();
    };
    const [lied, told] = [ClockLiar, Punctual].map((Cast) => {
      const siege = new Siege(seed, { cast: [Cast], steps: 12, act }).run().end();
      expect(siege.codes()).toEqual([]);
      return siege.honest[0] && stateOf(siege.honest[0].replica);
    });
    expect(lied).toMatch(/[time]{12}/);
    expect(lied).toBe(told);
  });
});

describe('A11 E8 T3 who goes on from an old version is merged, and who goes back from a newer one is refused', () => {
  it.each(seedsOf('backdater', 1))('backdater PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Backdater, Backdater] }).run().end();
    expect(siege.codes()).toEqual(['PolicyRollback']);
  });
});

describe('A43 T2 T5 deleting everything, and far beyond it, ends the same everywhere', () => {
  it.each(seedsOf('wrecker', 1))('wrecker PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Wrecker, Wrecker] });
    siege.run().end();
    expect(siege.codes()).toEqual([]);
    for (const { editors } of siege.honest)
      for (const text of editors.values()) expect(text).not.toContain('far away');
  });
});

describe('A43 T11 T12 whoever deletes everything again and again is taken back in one action', () => {
  it.each(seedsOf('wrecker', 1))('wrecker PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [Wrecker], honest: 3, act: type }).run();
    const [wrecker] = siege.actors as Wrecker[];
    wrecker?.wreck();
    siege.world.clock.pass(1_000);
    wrecker?.leave();
    siege.world.clock.pass(5_000);
    const founder = siege.honest.find(({ device }) => device.person === 0);
    if (!founder || !wrecker) throw new Error('nobody is there');
    const { history } = founder.replica;
    const what = writtenBy(history, wrecker.device.key, asSeconds(0));
    const plan = new TakingBack(history, what);
    while (!plan.step(64));
    // The text as it is where all of that is void.
    const voiding = new Voiding(history.policy, ({ chain }) =>
      what.has(chain.agent) ? 0 : Infinity,
    );
    const log = [...history.documents()].find(({ text }) => text);
    for (const piece of log?.pieces() ?? []) voiding.add(piece);
    const expected = log?.text?.preview(voiding.voids);
    const [found] = plan.texts;
    expect({ hidden: found?.hidden ?? 0, shown: found?.shown ?? 0 }).toEqual(expected);
    expect(expected?.shown).toBeGreaterThan(0);
    expect(founder.do((own) => own.takeBack(plan, siege.world.clock.now)).ok).toBe(true);
    siege.end();
    for (const { replica, editors } of siege.honest) {
      expect([...editors.values()].join()).not.toContain('W');
      const again = new TakingBack(replica.history, what);
      expect([again.step(Infinity), again.texts]).toEqual([true, []]);
    }
  });
});

describe('A44 M1 the greatest value wins among equals alone, and whoever writes next wins over it', () => {
  it.each(seedsOf('value-grinder', 1))('value-grinder PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [ValueGrinder], act: write });
    siege.run();
    for (const actor of siege.actors) actor.leave();
    siege.world.clock.pass(5_000);
    const [first] = siege.honest;
    // A page that has written nothing yet: only what is below makes its height.
    const tab = first && siege.world.load(first.device);
    siege.world.clock.pass(5_000);
    const ops = [setTitle(WORKSPACE_MAP, 'ours')];
    tab?.do((own) => own.set(WORKSPACE_MAP, ops, siege.world.clock.now));
    siege.end();
    for (const { replica } of siege.honest) {
      const { registers } = replica.history.map();
      expect(registers && workspaceTitle(registers)).toBe('ours');
    }
  });
});

describe('A45 T4 whoever comes first or last among siblings, nobody’s words are taken apart', () => {
  it.each(seedsOf('sibling-grinder', 1))('sibling-grinder PARLEY_SEED=%i', (seed) => {
    const siege = new Siege(seed, { cast: [SiblingGrinder, SiblingGrinder], honest: 3, act: type });
    siege.run().end();
    for (const { editors } of siege.honest) {
      const text = [...editors.values()].join();
      for (const word of WORDS) expect(text).toContain(word);
    }
  });
});
