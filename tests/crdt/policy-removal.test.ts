/** Who may remove whom, and what it undoes, case by case. Random worlds: policy-orders.test.ts. */
import { describe, expect, it } from 'vitest';
import type { EventId } from '../../src/base/ids.ts';
import {
  ADA,
  BO,
  codeOf,
  CY,
  DI,
  EVE,
  inEveryOrder,
  LINK,
  namesOf,
  OTHER_LINK,
  team,
} from './policy-team.ts';
import {
  addDevice,
  admit,
  agentOf,
  give,
  invite,
  key,
  PolicyByIds,
  removeAgent,
  removeDevice,
  removeMember,
  ROOT,
} from './policy-world.ts';

const LAPTOP = key('laptop');
const PHONE = key('phone');
const ranking = (w: PolicyByIds, ids?: readonly EventId[]): string[] =>
  w.policy.people(ids && w.version(ids)).map(({ name }) => name);

describe('P10 rank', () => {
  it('goes by nearness to the founder, then by global seq', () => {
    const { w, bo, di } = team();
    const opened = w.act([bo], BO, invite(OTHER_LINK, 'admin', 2));
    w.act([opened], BO, admit(opened, OTHER_LINK, EVE, 'Eve'));
    expect(inEveryOrder(w, (policy) => ranking(policy))).toEqual([
      ['Ada', 'Bo', 'Cy', 'Di', 'Eve'],
    ]);
    expect(ranking(w, [di])).toEqual(['Ada', 'Bo', 'Cy', 'Di']);
  });

  it('goes by the more junior of admitter and inviter', () => {
    const { w, di } = team();
    const byDi = w.act([di], DI, invite(OTHER_LINK, 'admin'));
    const byCy = w.act([byDi], CY, invite(key('third link'), 'admin'));
    const eve = w.act([byCy], ADA, admit(byDi, OTHER_LINK, EVE, 'Eve'));
    w.act([eve], BO, admit(byCy, key('third link'), key('fay'), 'Fay'));
    expect(ranking(w)).toEqual(['Ada', 'Bo', 'Cy', 'Di', 'Fay', 'Eve']);
  });

  it('at one global seq goes by event id', () => {
    const w = new PolicyByIds();
    const opened = w.act([ROOT], ADA, invite(LINK, 'admin', 9));
    const joined = [BO, CY, DI].map((one, i) => ({
      name: `${i}`,
      id: w.act([opened], ADA, admit(opened, LINK, one, `${i}`)),
    }));
    const expected = joined.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ name }) => name);
    expect(inEveryOrder(w, (policy) => ranking(policy))).toEqual([['Ada', ...expected]]);
  });
});

describe('P13 removing a member', () => {
  it('is for admins, and of juniors', () => {
    const { w, di } = team();
    const rank = [ADA, BO, CY, DI];
    rank.forEach((by, i) =>
      rank.forEach((whom, k) => {
        const leaves = i === k;
        const code = codeOf(w, [di], by, removeMember(whom));
        expect(code, `${i} removes ${k}`).toBe(i < k || leaves ? 'ok' : 'NotGranted');
      }),
    );
    expect(codeOf(w, [di], ADA, removeMember(EVE))).toBe('NotGranted');
    expect(codeOf(w, [di], EVE, removeMember(DI))).toBe('NotGranted');
    const demoted = w.act([di], ADA, give(BO, 'editor'));
    expect(codeOf(w, [demoted], BO, removeMember(DI))).toBe('NotGranted');
    const mayRemove = (by: typeof BO): boolean =>
      w.policy.mayRemove(
        w.version([demoted]),
        { device: by.id, agent: agentOf(by.id) },
        { kind: 'member', member: DI.id },
      );
    expect([ADA, BO, CY].map(mayRemove)).toEqual([true, false, true]);
  });

  it('ends what it may do from there on, and is not done twice', () => {
    const { w, opened, di } = team();
    const removed = w.act([di], BO, removeMember(DI));
    expect(w.names()).toEqual(['Ada admin', 'Bo admin', 'Cy admin']);
    expect(w.memberAt([di], DI.id)?.name).toBe('Di');
    expect(w.memberAt([removed], DI.id)).toBeUndefined();
    expect(codeOf(w, [removed], DI, invite(OTHER_LINK, 'reader'))).toBe('NotGranted');
    expect(codeOf(w, [removed], DI, admit(opened, LINK, EVE))).toBe('NotGranted');
    expect(codeOf(w, [removed], ADA, removeMember(DI))).toBe('NotGranted');
  });

  it('A09 P21 of two, three and four admins by each other at once, leaves the senior ones', () => {
    const people = [ADA, BO, CY, DI];
    for (const [first, last] of [
      [0, 1],
      [1, 3],
      [0, 3],
    ] as const) {
      const { w, di } = team();
      for (let i = first; i <= last; i++)
        for (let k = first; k <= last; k++) {
          const [by, whom] = [people[i], people[k]];
          if (by && whom && i !== k && codeOf(w, [di], by, removeMember(whom)) === 'ok')
            w.act([di], by, removeMember(whom));
        }
      const all = ['Ada', 'Bo', 'Cy', 'Di'];
      expect(namesOf(w)).toEqual([all.filter((_, i) => i <= first || i > last)]);
    }
  });

  it('A09 P21 in a ring is undone where its author is removed first', () => {
    const { w, di } = team();
    w.act([di], BO, removeMember(CY));
    w.act([di], CY, removeMember(DI));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Di']]);
    w.act([di], ADA, removeMember(BO));
    expect(namesOf(w)).toEqual([['Ada', 'Cy']]);
  });

  it('A09 A52 P21 by two who each know the other as a junior leaves the senior', () => {
    const { w, opened, di } = team();
    const byDi = w.act([di], DI, invite(OTHER_LINK, 'admin', 2));
    const high = w.act([opened], ADA, admit(opened, LINK, EVE, 'Eve'));
    const low = w.act([byDi], DI, admit(byDi, OTHER_LINK, EVE, 'Eve'));
    expect(codeOf(w, [low, high], CY, removeMember(EVE))).toBe('NotGranted');
    w.act([low], CY, removeMember(EVE));
    w.act([high, di].sort(), EVE, removeMember(CY));
    expect(namesOf(w).map((names) => names.toSorted())).toEqual([['Ada', 'Bo', 'Di', 'Eve']]);
  });
});

describe('P13 leaving', () => {
  it('is done by the device that joined, whatever its role', () => {
    const { w, di } = team();
    const demoted = w.act([di], ADA, give(DI, 'reader'));
    const added = w.act([demoted], DI, addDevice(DI.id, LAPTOP));
    expect(codeOf(w, [added], LAPTOP, removeMember(DI))).toBe('NotGranted');
    const left = w.act([added], DI, removeMember(DI));
    expect(w.names()).toEqual(['Ada admin', 'Bo admin', 'Cy admin']);
    expect(w.memberAt([left], LAPTOP.id)).toBeUndefined();
  });

  it('P16 voids what one did elsewhere meanwhile, but for leaving there too', () => {
    const { w, opened, di } = team();
    const added = w.act([di], DI, addDevice(DI.id, LAPTOP));
    const [one, two] = [
      w.act([added], DI, removeMember(DI)),
      w.act([added], DI, removeMember(DI), agentOf(DI.id, 1)),
    ];
    const eve = w.act([added], LAPTOP, admit(opened, LINK, EVE, 'Eve'));
    expect(w.names([eve])).toContain('Eve admin');
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy']]);
    const effective = inEveryOrder(w, (policy) => policy.effective([one, two, eve]));
    expect(effective).toHaveLength(1);
    expect(effective[0]).toEqual(expect.arrayContaining([one, two]));
    expect(effective[0]).not.toContain(eve);
  });
});

describe('P14 removing a device', () => {
  /** Di with a laptop that it added, and a phone that the laptop added. */
  function devices() {
    const all = team();
    const laptop = all.w.act([all.di], DI, addDevice(DI.id, LAPTOP));
    const phone = all.w.act([laptop], LAPTOP, addDevice(DI.id, PHONE));
    return { ...all, laptop, phone };
  }

  it('is for senior devices of the member and for admins senior to it', () => {
    const { w, phone } = devices();
    const mine = [DI, LAPTOP, PHONE];
    mine.forEach((by, i) =>
      mine.forEach((whom, k) => {
        expect(codeOf(w, [phone], by, removeDevice(whom))).toBe(i < k ? 'ok' : 'NotGranted');
        expect(codeOf(w, [phone], by, removeAgent(whom))).toBe(i < k ? 'ok' : 'NotGranted');
      }),
    );
    for (const by of [ADA, BO, CY]) expect(codeOf(w, [phone], by, removeDevice(DI))).toBe('ok');
    for (const whom of [ADA, BO, CY, EVE])
      expect(codeOf(w, [phone], DI, removeDevice(whom))).toBe('NotGranted');
    const demoted = w.act([phone], ADA, give(CY, 'editor'));
    expect(codeOf(w, [demoted], CY, removeDevice(PHONE))).toBe('NotGranted');
    const reader = w.act([demoted], ADA, give(DI, 'reader'));
    expect(codeOf(w, [reader], LAPTOP, removeDevice(PHONE))).toBe('ok');
  });

  it('A09 P21 by each other, all at once, leaves the one that joined', () => {
    const { w, phone } = devices();
    w.act([phone], LAPTOP, removeDevice(PHONE));
    w.act([phone], DI, removeDevice(LAPTOP));
    const speaking = inEveryOrder(w, (policy) =>
      [DI, LAPTOP, PHONE].map(
        ({ id }) => policy.policy.memberAt(policy.policy.graph.heads, id)?.name,
      ),
    );
    expect(speaking).toEqual([['Di', undefined, 'Di']]);
  });

  it('shows it with who added it, as no longer in force', () => {
    const { w, phone } = devices();
    w.act([phone], DI, removeDevice(LAPTOP));
    const di = w.policy.people().find(({ name }) => name === 'Di');
    expect(di).toMatchObject({ invitedBy: ADA.id, admittedBy: ADA.id, rank: 3, role: 'admin' });
    expect(di?.devices.map(({ device, addedBy, inForce }) => [device, addedBy, inForce])).toEqual([
      [DI.id, null, true],
      [LAPTOP.id, DI.id, false],
      [PHONE.id, LAPTOP.id, true],
    ]);
    expect(w.policy.people()[0]).toMatchObject({ invitedBy: null, admittedBy: null, rank: 0 });
  });

  it('P22 lets it be added again, and then it speaks again', () => {
    const { w, phone } = devices();
    const removed = w.act([phone], DI, removeDevice(PHONE));
    expect(w.memberAt([removed], PHONE.id)).toBeUndefined();
    const again = w.act([removed], LAPTOP, addDevice(DI.id, PHONE));
    expect(w.memberAt([again], PHONE.id)?.name).toBe('Di');
    w.act([phone], ADA, removeDevice(PHONE));
    expect(w.memberAt([again], PHONE.id)?.name).toBe('Di');
    expect(w.policy.memberAt(w.policy.graph.heads, PHONE.id)).toBeUndefined();
  });

  it('or an agent of it, leaves the other agents', () => {
    const { w, phone } = devices();
    const removed = w.act([phone], DI, removeAgent(PHONE));
    const may = (load: number): boolean =>
      w.policy.may(w.version([removed]), PHONE.id, 'admin', agentOf(PHONE.id, load));
    expect([may(0), may(1)]).toEqual([false, true]);
    expect(codeOf(w, [removed], PHONE, invite(OTHER_LINK, 'reader'))).toBe('NotGranted');
    expect(
      w.judge([removed], PHONE.id, invite(OTHER_LINK, 'reader'), agentOf(PHONE.id, 1)).ok,
    ).toBe(true);
    expect(w.limit(PHONE.id, [phone])).toBe(0);
    expect(w.limit(LAPTOP.id, [phone])).toBe(Infinity);
  });

  it('P14 by a member that is no admin binds no other member’s', () => {
    const { w, opened, phone } = devices();
    const tablet = key('tablet');
    const eve = w.act([phone], ADA, admit(opened, LINK, EVE, 'Eve'));
    const mine = w.act([eve], DI, addDevice(DI.id, tablet));
    w.act([eve], EVE, addDevice(EVE.id, tablet));
    w.act([mine], DI, removeDevice(tablet));
    const speaksFor = inEveryOrder(
      w,
      (policy) => policy.policy.memberAt(policy.policy.graph.heads, tablet.id)?.name,
    );
    expect(speaksFor).toEqual(['Eve']);
  });
});

describe('P11 a device under two standings', () => {
  it('acts under the one that it was added by, so that nothing depends on what is decided later', () => {
    const { w, opened, di } = team();
    const byDi = w.act([di], DI, invite(OTHER_LINK, 'admin', 2));
    const low = w.act([byDi], DI, admit(byDi, OTHER_LINK, EVE, 'Eve'));
    const laptop = w.act([low], EVE, addDevice(EVE.id, LAPTOP));
    const high = w.act([di], ADA, admit(opened, LINK, EVE, 'Eve'));
    const both = [laptop, high];
    const fay = w.act(both, ADA, admit(opened, LINK, key('fay'), 'Fay'));
    expect(codeOf(w, [fay], EVE, removeMember(key('fay')))).toBe('ok');
    expect(codeOf(w, [fay], LAPTOP, removeMember(key('fay')))).toBe('NotGranted');
  });
});
