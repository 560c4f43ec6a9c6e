/** Who says how many shares are kept of whom, case by case. Random worlds: policy-orders.test.ts. */
import { describe, expect, it } from 'vitest';
import { ADA, BO, codeOf, CY, DI, EVE, inEveryOrder, LINK, OTHER_LINK } from './policy-team.ts';
import { admit, give, invite, PolicyByIds, raise, removeMember, ROOT } from './policy-world.ts';

/** Ada invites Bo and Cy, both admins; Di, an admin too, comes through Bo, and Eve through Di. */
function circles() {
  const w = new PolicyByIds();
  const opened = w.act([ROOT], ADA, invite(LINK, 'admin', 2));
  const bo = w.act([opened], ADA, admit(opened, LINK, BO, 'Bo'));
  const cy = w.act([bo], BO, admit(opened, LINK, CY, 'Cy'));
  const byBo = w.act([cy], BO, invite(OTHER_LINK, 'admin', 9));
  const di = w.act([byBo], CY, admit(byBo, OTHER_LINK, DI, 'Di'));
  const byDi = w.act([di], DI, invite(OTHER_LINK, 'editor', 9));
  const head = w.act([byDi], ADA, admit(byDi, OTHER_LINK, EVE, 'Eve'));
  return { w, head };
}
const times = (w: PolicyByIds, { id }: typeof ADA): number => w.policy.timesOf(id);

describe('P23 how many shares are kept of a member', () => {
  it('is said by the founder of anybody, and by admins of juniors of their own circle', () => {
    const { w, head } = circles();
    const may = [ADA, BO, CY, DI, EVE].map((by) =>
      [ADA, BO, CY, DI, EVE].map((whom) => codeOf(w, [head], by, raise(whom, 2)) === 'ok'),
    );
    expect(may).toEqual([
      [true, true, true, true, true],
      [false, false, false, true, true],
      [false, false, false, false, false],
      [false, false, false, false, true],
      [false, false, false, false, false],
    ]);
    const gone = w.act([head], ADA, removeMember(EVE));
    expect(codeOf(w, [gone], ADA, raise(EVE, 2))).toBe('NotGranted');
    const lower = w.act([head], ADA, give(BO, 'editor'));
    expect(codeOf(w, [lower], BO, raise(DI, 2))).toBe('NotGranted');
  });

  it('is one until somebody says another; the newest counts, and of several at once the least', () => {
    const { w, head } = circles();
    expect(times(w, DI)).toBe(1);
    const much = w.act([head], ADA, raise(DI, 8));
    const less = w.act([much], BO, raise(DI, 4));
    expect(times(w, DI)).toBe(4);
    w.act([much], ADA, raise(DI, 6));
    expect(inEveryOrder(w, (policy) => [policy.policy.timesOf(DI.id)])).toEqual([[4]]);
    w.act([less], ADA, raise(DI, 1));
    expect(inEveryOrder(w, (policy) => [policy.policy.timesOf(DI.id)])).toEqual([[1]]);
    expect(times(w, EVE)).toBe(1);
  });

  it('P19 A12 is not what somebody said who could not, as is known now', () => {
    const { w, head } = circles();
    w.act([head], BO, raise(DI, 8));
    expect(times(w, DI)).toBe(8);
    expect(w.policy.raisedBy(DI.id)?.by).toBe(BO.id);
    w.act([head], ADA, give(BO, 'editor'));
    expect(inEveryOrder(w, (policy) => [policy.policy.timesOf(DI.id)])).toEqual([[1]]);
    expect(w.policy.raisedBy(DI.id)).toBeUndefined();
  });
});
