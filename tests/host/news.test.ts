/** What somebody is told who is no member any more, or whose device is none's. */
import { describe, expect, it } from 'vitest';
import { newsOf, removalOf } from '../../src/host/news.ts';
import type { MemberView } from '../../src/host/session.ts';
import { ADA, BO, CY, DI, EVE, LINK, team } from '../crdt/policy-team.ts';
import { addDevice, admit, key, raise, removeDevice, removeMember } from '../crdt/policy-world.ts';

const LAPTOP = key('laptop');

describe('news of shares', () => {
  it('S12 it is said once whose share of storage is used up, to that one in other words', () => {
    const { policy } = team().w;
    const views = policy
      .members()
      .map(({ id, name, role }) => ({ id, name, role, me: id === BO.id }));
    const members = views as unknown as readonly MemberView[];
    const full = members.map((member) => ({ ...member, full: member.name !== 'Ada' }));
    const news = newsOf(members, full, policy).map(({ code, facts }) => [code, facts['name']]);
    expect(news).toContainEqual(['full', 'Cy']);
    expect(news).toContainEqual(['youFull', 'Bo']);
    expect(news.some(([, name]) => name === 'Ada')).toBe(false);
    expect(newsOf(full, full, policy)).toEqual([]);
  });
});

describe('news of room', () => {
  it('P23 it is said who gave whom more, and how much that is, and nothing of less', () => {
    const { w, di } = team();
    const before = w.policy.members().map((member) => ({ ...member, most: 100 }));
    const raised = w.act([di], ADA, raise(BO, 2));
    const views = (of: readonly object[]) => of as unknown as readonly MemberView[];
    const after = before.map((one) => ({ ...one, most: one.name === 'Bo' ? 200 : 100 }));
    expect(newsOf(views(before), views(after), w.policy)).toEqual([
      {
        code: 'room',
        facts: { name: 'Bo', by: w.policy.nameOf(ADA.id), most: '200' },
        details: { member: BO.id, event: raised },
      },
    ]);
    expect(newsOf(views(after), views(before), w.policy)).toEqual([]);
  });
});

describe('S9 of a removal', () => {
  it('nothing is said to members, nor to whom the history does not know yet', () => {
    const { w } = team();
    for (const { id } of [ADA, DI, EVE]) expect(removalOf(w.policy, id, null)).toBeNull();
  });

  it('P13 it is said who removed a member, and that one left of oneself', () => {
    const { w, di } = team();
    const removed = w.act([di], BO, removeMember(DI));
    w.act([removed], CY, removeMember(CY));
    expect(removalOf(w.policy, DI.id, null)).toEqual({ what: 'member', by: 'Bo', known: true });
    expect(removalOf(w.policy, CY.id, null)).toEqual({ what: 'left', by: null, known: true });
  });

  it('P16 it is not said by whom, where an admission alone lost its effect', () => {
    const { w, opened, di } = team();
    w.act([di], DI, admit(opened, LINK, EVE, 'Eve'));
    w.act([di], ADA, removeMember(DI));
    expect(removalOf(w.policy, EVE.id, null)).toEqual({ what: 'member', by: null, known: true });
  });

  it('P14 a device is told that it was removed, and not the member', () => {
    const { w, di } = team();
    const added = w.act([di], DI, addDevice(DI.id, LAPTOP));
    w.act([added], DI, removeDevice(LAPTOP));
    expect(removalOf(w.policy, LAPTOP.id, null)).toEqual({ what: 'device', by: null, known: true });
    expect(removalOf(w.policy, DI.id, null)).toBeNull();
  });

  it('a word of another member is a claim, and one of an own device is about this device', () => {
    const { w, di } = team();
    w.act([di], DI, addDevice(DI.id, LAPTOP));
    const claim = (who: string, says: typeof ADA) => removalOf(w.policy, key(who).id, says.id);
    expect(claim('laptop', ADA)).toEqual({ what: 'member', by: 'Ada', known: false });
    expect(claim('laptop', DI)).toEqual({ what: 'device', by: 'Di', known: false });
    expect(claim('laptop', EVE)).toBeNull();
  });
});
