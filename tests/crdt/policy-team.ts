/** A workspace of a few admins for the tests of removal, and every order in which it may arrive. */
import type { EventId } from '../../src/base/ids.ts';
import type { PolicyAct } from '../../src/wire/act.ts';
import { allOrders } from './orders.ts';
import { admit, FOUNDER, invite, key, PolicyByIds, ROOT, type Key } from './policy-world.ts';

export const LINK = key('link');
export const OTHER_LINK = key('other link');
export const [ADA, BO, CY, DI, EVE] = [FOUNDER, key('bo'), key('cy'), key('di'), key('eve')];

export const codeOf = (
  w: PolicyByIds,
  parents: readonly EventId[],
  by: Key,
  act: PolicyAct,
): string => {
  const judged = w.judge(parents, by.id, act);
  return judged.ok ? 'ok' : judged.error.code;
};

/** Ada, the founder, lets in Bo, Cy and Di as admins on one invite, one after the other. */
export function team(): {
  readonly w: PolicyByIds;
  readonly opened: EventId;
  readonly bo: EventId;
  readonly cy: EventId;
  readonly di: EventId;
} {
  const w = new PolicyByIds();
  const opened = w.act([ROOT], ADA, invite(LINK, 'admin', 9));
  const bo = w.act([opened], ADA, admit(opened, LINK, BO, 'Bo'));
  const cy = w.act([bo], ADA, admit(opened, LINK, CY, 'Cy'));
  const di = w.act([cy], ADA, admit(opened, LINK, DI, 'Di'));
  return { w, opened, bo, cy, di };
}

/** What a question is answered in each order of delivery: one answer, if all is well. */
export function inEveryOrder<T>(w: PolicyByIds, question: (policy: PolicyByIds) => T): T[] {
  const at = new Map(w.events.map(({ id }, i) => [id, i]));
  const needs = w.events.map(({ parents }) => parents.flatMap((id) => at.get(id) ?? []));
  const answers = new Map<string, T>();
  for (const order of allOrders(needs)) {
    const policy = new PolicyByIds();
    for (const i of order) policy.take(w.events[i] as PolicyByIds['events'][number]);
    const answer = question(policy);
    answers.set(JSON.stringify(answer), answer);
  }
  return [...answers.values()];
}

/** Names of members, the same in every order; each with a role other than admin. */
export const namesOf = (w: PolicyByIds): string[][] =>
  inEveryOrder(w, (policy) => policy.names().map((name) => name.replace(' admin', '')));
