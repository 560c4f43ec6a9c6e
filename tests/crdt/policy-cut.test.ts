/** What a removal, a change of role or a closing undoes of policy, case by case. */
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
  namesOf,
  OTHER_LINK,
  team,
} from './policy-team.ts';
import {
  addDevice,
  admit,
  agentOf,
  close,
  give,
  invite,
  key,
  removeMember,
} from './policy-world.ts';

const LAPTOP = key('laptop');

describe('P16 the cut of policy', () => {
  it('A08 keeps what the removed admin did before, and voids what it did beside it', () => {
    const { w, opened, di } = team();
    const before = w.act([di], DI, admit(opened, LINK, EVE, 'Eve'));
    w.act([before], ADA, removeMember(DI));
    const beside = w.act([before], DI, admit(opened, LINK, key('fay'), 'Fay'));
    const fays = w.act([beside], key('fay'), admit(opened, LINK, key('gil'), 'Gil'));
    expect(w.names([fays])).toContain('Gil admin');
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Eve']]);
  });

  it('A08 P19 of whoever admitted somebody leaves what that one did, inside, and voids it, outside', () => {
    for (const inside of [true, false]) {
      const { w, opened, di } = team();
      const eve = w.act([di], DI, admit(opened, LINK, EVE, 'Eve'));
      w.act([inside ? eve : di], BO, removeMember(DI));
      w.act([eve], EVE, admit(opened, LINK, key('fay'), 'Fay'));
      expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', ...(inside ? ['Eve', 'Fay'] : [])]]);
    }
  });

  it('P19 comes back when the removal falls, whose author was removed itself', () => {
    const { w, opened, di } = team();
    w.act([di], DI, admit(opened, LINK, EVE, 'Eve'));
    w.act([di], CY, removeMember(DI));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy']]);
    w.act([di], BO, removeMember(CY));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Di', 'Eve']]);
  });

  it('of several removals is what all of them keep', () => {
    const { w, opened, di } = team();
    const eve = w.act([di], DI, admit(opened, LINK, EVE, 'Eve'));
    w.act([eve], ADA, removeMember(DI));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Eve']]);
    w.act([di], BO, removeMember(DI));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy']]);
  });
});

describe('P12 a change of role', () => {
  it('is for admins, of juniors, and never of oneself', () => {
    const { w, di } = team();
    const rank = [ADA, BO, CY, DI];
    rank.forEach((by, i) =>
      rank.forEach((whom, k) =>
        expect(codeOf(w, [di], by, give(whom, 'editor'))).toBe(i < k ? 'ok' : 'NotGranted'),
      ),
    );
    expect(codeOf(w, [di], ADA, give(EVE, 'editor'))).toBe('NotGranted');
    const demoted = w.act([di], ADA, give(BO, 'editor'));
    expect(w.names([demoted])).toEqual(['Ada admin', 'Bo editor', 'Cy admin', 'Di admin']);
    expect(codeOf(w, [demoted], BO, give(DI, 'reader'))).toBe('NotGranted');
    const by = { device: CY.id, agent: agentOf(CY.id) };
    expect(w.policy.mayChangeRole(w.version([demoted]), by, DI.id)).toBe(true);
    expect(w.policy.mayChangeRole(w.version([demoted]), by, BO.id)).toBe(false);
  });

  it('is superseded by a later one; of several at once the least counts', () => {
    const { w, di } = team();
    const reader = w.act([di], ADA, give(DI, 'reader'));
    w.act([reader], BO, give(DI, 'admin'));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di']]);
    w.act([di], CY, give(DI, 'editor'));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di editor']]);
    w.act([reader], ADA, give(DI, 'reader'));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di reader']]);
  });

  it('A12 P16 voids what the demoted admin did beside it as an admin, and nothing else', () => {
    const { w, opened, di } = team();
    const before = w.act([di], DI, invite(OTHER_LINK, 'admin', 9));
    w.act([before], ADA, give(DI, 'editor'));
    const beside = w.act([before], DI, invite(key('third link'), 'admin', 9));
    w.act([beside], DI, admit(beside, key('third link'), EVE, 'Eve'));
    w.act([beside], DI, admit(before, OTHER_LINK, key('fay'), 'Fay'));
    w.act([beside], DI, admit(opened, LINK, key('gil'), 'Gil'));
    w.act([beside], DI, addDevice(DI.id, LAPTOP));
    const answers = namesOf(w);
    expect(answers).toHaveLength(1);
    expect(answers[0]?.toSorted()).toEqual(['Ada', 'Bo', 'Cy', 'Di editor', 'Fay', 'Gil']);
    expect(w.policy.memberAt(w.policy.graph.heads, LAPTOP.id)?.name).toBe('Di');
  });

  it('P16 is no cut for what has it in its past: whoever was promoted again may do it again', () => {
    const { w, di } = team();
    const demoted = w.act([di], ADA, give(DI, 'reader'));
    const beside = w.act([di], DI, invite(OTHER_LINK, 'reader'));
    const promoted = w.act([demoted], ADA, give(DI, 'admin'));
    const after = w.act([promoted], DI, invite(key('third link'), 'reader'));
    const [effective] = inEveryOrder(w, (policy) => policy.effective([beside, after]));
    expect(effective).toContain(after);
    expect(effective).not.toContain(beside);
  });

  it('P19 that falls takes with it what its target did by it', () => {
    const { w, opened, di } = team();
    const demoted = w.act([di], ADA, give(DI, 'reader'));
    const promoted = w.act([demoted], CY, give(DI, 'admin'));
    const opening = w.act([promoted], DI, invite(OTHER_LINK, 'admin'));
    w.act([opening], ADA, admit(opening, OTHER_LINK, EVE, 'Eve'));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di', 'Eve']]);
    w.act([demoted], BO, removeMember(CY));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Di reader']]);
    expect(opened).toBeDefined();
  });
});

describe('P15 closing an invite', () => {
  it('is for admins, of their own or a junior’s', () => {
    const { w, opened, di } = team();
    const byCy = w.act([di], CY, invite(OTHER_LINK, 'editor', 9));
    for (const [by, code] of [
      [ADA, 'ok'],
      [BO, 'ok'],
      [CY, 'ok'],
      [DI, 'NotGranted'],
      [EVE, 'NotGranted'],
    ] as const)
      expect(codeOf(w, [byCy], by, close(byCy))).toBe(code);
    expect(codeOf(w, [byCy], BO, close(opened))).toBe('NotGranted');
    expect(codeOf(w, [byCy], ADA, close(di))).toBe('NotGranted');
    expect(codeOf(w, [di], ADA, close(byCy))).toBe('NotGranted');
  });

  it('keeps the admissions that it knows or names, and drops the others', () => {
    const { w, opened, di } = team();
    const before = w.act([di], DI, admit(opened, LINK, EVE, 'Eve'));
    const named = w.act([di], DI, admit(opened, LINK, key('fay'), 'Fay'), agentOf(DI.id, 1));
    const dropped = w.act([di], CY, admit(opened, LINK, key('gil'), 'Gil'));
    const states = (): string[] => w.policy.invites().map(({ state }) => state);
    expect(states()).toEqual(['open']);
    const closed = w.act([before], ADA, close(opened, [named]));
    expect(namesOf(w).map((names) => names.toSorted())).toEqual([
      ['Ada', 'Bo', 'Cy', 'Di', 'Eve', 'Fay'],
    ]);
    expect(states()).toEqual(['closed']);
    expect(w.policy.invites()[0]).toMatchObject({ by: ADA.id, isOpen: false });
    expect(w.policy.invites()[0]?.admissions).not.toContain(dropped);
    expect(codeOf(w, [closed], ADA, admit(opened, LINK, key('hal')))).toBe('NotGranted');
    expect(codeOf(w, [before], ADA, admit(opened, LINK, key('hal')))).toBe('ok');
  });

  it('by another device of whoever opened it drops what the first one let in meanwhile', () => {
    const { w, di } = team();
    const laptop = w.act([di], DI, addDevice(DI.id, LAPTOP));
    const byDi = w.act([laptop], DI, invite(OTHER_LINK, 'editor', 9));
    w.act([byDi], DI, admit(byDi, OTHER_LINK, EVE, 'Eve'));
    w.act([byDi], LAPTOP, close(byDi));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di']]);
  });

  it('that one opened under a standing senior to the one that one has now is for others', () => {
    const { w, di } = team();
    const byBo = w.act([di], BO, invite(OTHER_LINK, 'editor', 9));
    const byCy = w.act([byBo], CY, invite(key('third link'), 'admin', 9));
    const removed = w.act([byCy], ADA, removeMember(BO));
    const again = w.act([removed], CY, admit(byCy, key('third link'), BO, 'Bo'));
    expect(codeOf(w, [again], BO, close(byBo))).toBe('NotGranted');
    expect(codeOf(w, [again], CY, close(byBo))).toBe('NotGranted');
    expect(codeOf(w, [again], ADA, close(byBo))).toBe('ok');
  });

  it('P21 by whoever opened it drops a senior’s admission on it too', () => {
    const { w, di } = team();
    const byDi = w.act([di], DI, invite(OTHER_LINK, 'editor', 9));
    w.act([byDi], ADA, admit(byDi, OTHER_LINK, EVE, 'Eve'));
    w.act([byDi], DI, close(byDi));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di']]);
  });
});

describe('P3 an invite that asks for approval', () => {
  it('lets only admins admit, and a demotion beside it undoes that', () => {
    const { w, di } = team();
    const opened = w.act([di], ADA, invite(OTHER_LINK, 'editor', 9, true));
    const demoted = w.act([opened], ADA, give(DI, 'editor'));
    expect(codeOf(w, [opened], DI, admit(opened, OTHER_LINK, EVE))).toBe('ok');
    expect(codeOf(w, [demoted], DI, admit(opened, OTHER_LINK, EVE))).toBe('NotGranted');
    expect(codeOf(w, [demoted], CY, admit(opened, OTHER_LINK, EVE))).toBe('ok');
    w.act([opened], DI, admit(opened, OTHER_LINK, EVE, 'Eve'));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di editor']]);
  });

  it('P4 has no use spent by an admission that fell', () => {
    const { w, di } = team();
    const opened = w.act([di], ADA, invite(OTHER_LINK, 'editor'));
    const removed = w.act([opened], BO, removeMember(DI));
    const fell = w.act([opened], DI, admit(opened, OTHER_LINK, EVE, 'Eve'));
    expect(codeOf(w, [fell], ADA, admit(opened, OTHER_LINK, key('fay')))).toBe('NoUsesLeft');
    expect(codeOf(w, [fell, removed], ADA, admit(opened, OTHER_LINK, key('fay')))).toBe('ok');
    expect(w.policy.invites().map(({ state }) => state)).toContain('open');
  });
});

describe('P22 coming back', () => {
  it('A10 with the removal in its past begins anew, without it does not', () => {
    const { w, opened, di } = team();
    const editors = w.act([di], ADA, invite(OTHER_LINK, 'editor', 9));
    const removed = w.act([editors], ADA, removeMember(DI));
    const beside = w.act([editors], DI, invite(key('third link'), 'admin'));
    const again = w.act([removed], BO, admit(editors, OTHER_LINK, DI, 'Di'));
    expect(w.names([again])).toContain('Di editor');
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di editor']]);
    expect(w.effective([beside, again])).not.toContain(beside);
    w.act([editors], CY, removeMember(DI));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy']]);
    expect(opened).toBeDefined();
  });

  it('A10 by somebody who removed and let in again, beside a senior’s removal, does not last', () => {
    const { w, opened, di } = team();
    const byCy = w.act([di], CY, removeMember(DI));
    w.act([byCy], CY, admit(opened, LINK, DI, 'Di'));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di']]);
    w.act([di], BO, removeMember(DI));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy']]);
  });

  it('A52 P13 a removal binds every standing of a key, also those its author did not know', () => {
    const { w, opened, di } = team();
    const one = w.act([di], ADA, admit(opened, LINK, EVE, 'Eve'));
    w.act([di], CY, admit(opened, LINK, EVE, 'Eve'));
    w.act([one], BO, removeMember(EVE));
    expect(namesOf(w)).toEqual([['Ada', 'Bo', 'Cy', 'Di']]);
  });

  it('A52 P10 two standings of one key: the senior one counts, and falls to seniors alone', () => {
    const { w, opened, di } = team();
    const byDi = w.act([di], DI, invite(OTHER_LINK, 'reader', 2));
    const low = w.act([byDi], DI, admit(byDi, OTHER_LINK, EVE, 'Low'));
    w.act([opened], ADA, admit(opened, LINK, EVE, 'High'));
    const names = (): string[][] => namesOf(w).map((each) => each.toSorted());
    expect(names()).toEqual([['Ada', 'Bo', 'Cy', 'Di', 'High']]);
    w.act([low], DI, removeMember(EVE));
    expect(names()).toEqual([['Ada', 'Bo', 'Cy', 'Di', 'High']]);
    w.act([low], ADA, removeMember(EVE));
    expect(names()).toEqual([['Ada', 'Bo', 'Cy', 'Di']]);
  });
});
