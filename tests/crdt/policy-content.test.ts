/** What a removal or a change of role leaves of content, case by case. */
import { describe, expect, it } from 'vitest';
import {
  ADA,
  BO,
  codeOf,
  CY,
  DI,
  EVE,
  inEveryOrder,
  LINK,
  OTHER_LINK,
  team,
} from './policy-team.ts';
import {
  addDevice,
  admit,
  agentOf,
  give,
  holding,
  invite,
  key,
  removeMember,
} from './policy-world.ts';

const LAPTOP = key('laptop');
const PHONE = key('phone');

describe('P17 the cut of content', () => {
  const names = holding({ [DI.id]: 7, [LAPTOP.id]: 3 });

  it('A07 A11 keeps what it names of those who pinned less, and voids the rest', () => {
    const { w, di } = team();
    const added = w.act([di], DI, addDevice(DI.id, LAPTOP));
    const later = w.act([added], DI, addDevice(DI.id, PHONE));
    const removed = w.act([added], BO, removeMember(DI, names));
    expect(w.limit(DI.id, [di])).toBe(7);
    expect(w.limit(DI.id, [later])).toBe(7);
    expect(w.limit(LAPTOP.id, [added])).toBe(3);
    expect(w.limit(PHONE.id, [later])).toBe(0);
    expect(w.limit(LAPTOP.id, [di])).toBe(0);
    expect(w.limit(DI.id, [removed])).toBe(0);
    expect(w.limit(CY.id, [di])).toBe(Infinity);
    expect(inEveryOrder(w, (policy) => policy.limit(DI.id, [di]))).toEqual([7]);
  });

  it('P20 is known to those alone who pinned it', () => {
    const { w, di } = team();
    const elsewhere = w.act([di], CY, invite(OTHER_LINK, 'reader'));
    const removed = w.act([di], BO, removeMember(DI, names));
    expect(w.limit(DI.id, [di], [di])).toBe(Infinity);
    expect(w.limit(DI.id, [di], [elsewhere])).toBe(Infinity);
    expect(w.limit(DI.id, [elsewhere], [removed])).toBe(7);
    expect(w.limit(DI.id, [di], [removed, elsewhere])).toBe(7);
    const byAda = w.act([removed], ADA, removeMember(BO));
    expect(w.limit(DI.id, [di], [byAda])).toBe(7);
    w.act([di], ADA, removeMember(BO));
    expect(w.limit(DI.id, [di], [removed])).toBe(7);
    expect(w.limit(DI.id, [di])).toBe(Infinity);
  });

  it('P19 voids what pinned the removal while it had no effect, whatever is named', () => {
    const { w, di } = team();
    const removed = w.act([di], CY, removeMember(DI, names));
    const undone = w.act([di], BO, removeMember(CY));
    const pinned = [removed, undone];
    expect(w.limit(DI.id, pinned)).toBe(Infinity);
    w.act([di], ADA, removeMember(BO));
    expect(w.limit(DI.id, pinned)).toBe(0);
    expect(w.limit(DI.id, [di])).toBe(7);
  });

  it('intersects those of several removals', () => {
    const { w, di } = team();
    w.act([di], ADA, removeMember(DI, holding({ [DI.id]: 9, [LAPTOP.id]: 2 })));
    w.act([di], BO, removeMember(DI, names));
    expect(w.limit(DI.id, [di])).toBe(7);
  });

  it('of a change of role ends writing, but not when it takes no right to write', () => {
    const { w, di } = team();
    const editor = w.act([di], BO, give(DI, 'editor'));
    expect(w.limit(DI.id, [di])).toBe(Infinity);
    const reader = w.act([editor], BO, give(DI, 'reader', names));
    expect(w.limit(DI.id, [di])).toBe(7);
    expect(w.limit(DI.id, [editor])).toBe(7);
    expect(w.limit(DI.id, [reader])).toBe(0);
    const again = w.act([reader], BO, give(DI, 'editor'));
    expect(w.limit(DI.id, [again])).toBe(Infinity);
    expect(w.limit(DI.id, [di])).toBe(7);
  });

  it('P22 does not reach what was written after coming back', () => {
    const { w, opened, di } = team();
    const removed = w.act([di], BO, removeMember(DI, names));
    const again = w.act([removed], CY, admit(opened, LINK, DI, 'Di'));
    expect(w.limit(DI.id, [again])).toBe(Infinity);
    expect(w.limit(DI.id, [di])).toBe(7);
  });

  it('P20 A08 voids all that was written by whoever was let in outside a cut', () => {
    const { w, opened, di } = team();
    const eve = w.act([di], DI, admit(opened, LINK, EVE, 'Eve'));
    expect(w.limit(EVE.id, [eve])).toBe(Infinity);
    w.act([di], BO, removeMember(DI, holding({ [EVE.id]: 5 })));
    expect(w.limit(EVE.id, [eve])).toBe(0);
  });
});

describe('P18 a removal in parts', () => {
  const part = (of: number, parts: number, seq: number) => ({
    ...removeMember(DI, holding({ [seq % 2 ? LAPTOP.id : DI.id]: seq })),
    part: of,
    parts,
  });

  it('names what its parts name together', () => {
    const { w, di } = team();
    const added = w.act([di], DI, addDevice(DI.id, LAPTOP));
    const one = w.act([added], BO, part(1, 3, 4));
    expect([w.limit(DI.id, [added]), w.limit(LAPTOP.id, [added])]).toEqual([4, 0]);
    const two = w.act([one], BO, part(2, 3, 5));
    expect([w.limit(DI.id, [added]), w.limit(LAPTOP.id, [added])]).toEqual([4, 5]);
    w.act([two], BO, part(3, 3, 6));
    expect([w.limit(DI.id, [added]), w.limit(LAPTOP.id, [added])]).toEqual([6, 5]);
  });

  it('is the same act by the same agent, part by part, with nothing between', () => {
    const { w, di } = team();
    const one = w.act([di], BO, part(1, 3, 4));
    const beside = w.act([di], CY, invite(OTHER_LINK, 'reader'));
    expect(codeOf(w, [one], BO, part(2, 3, 5))).toBe('ok');
    expect(codeOf(w, [one], BO, part(3, 3, 5))).toBe('NotGranted');
    expect(codeOf(w, [one], BO, part(2, 4, 5))).toBe('NotGranted');
    expect(codeOf(w, [one, beside], BO, part(2, 3, 5))).toBe('NotGranted');
    expect(codeOf(w, [di], BO, part(2, 3, 5))).toBe('NotGranted');
    expect(codeOf(w, [one], ADA, part(2, 3, 5))).toBe('NotGranted');
    expect(w.judge([one], BO.id, part(2, 3, 5), agentOf(BO.id, 1)).ok).toBe(false);
    const other = { ...removeMember(CY), part: 2, parts: 3 };
    expect(codeOf(w, [one], BO, other)).toBe('NotGranted');
    expect(codeOf(w, [one], BO, { ...give(DI, 'reader'), part: 2, parts: 3 })).toBe('NotGranted');
  });

  it('lets whoever leaves say all that it wrote, though it is no member any more', () => {
    const { w, di } = team();
    const added = w.act([di], DI, addDevice(DI.id, LAPTOP));
    const one = w.act([added], DI, part(1, 2, 8));
    expect(w.memberAt([one], DI.id)).toBeUndefined();
    w.act([one], DI, part(2, 2, 9));
    expect([w.limit(DI.id, [added]), w.limit(LAPTOP.id, [added])]).toEqual([8, 9]);
  });

  it('names no more than the parts in the cut of its author’s removal', () => {
    const { w, di } = team();
    const added = w.act([di], DI, addDevice(DI.id, LAPTOP));
    const one = w.act([added], CY, part(1, 2, 4));
    w.act([one], CY, part(2, 2, 5));
    w.act([one], BO, removeMember(CY));
    expect(
      inEveryOrder(w, (policy) => [policy.limit(DI.id, [added]), policy.limit(LAPTOP.id, [added])]),
    ).toEqual([[4, 0]]);
  });
});
