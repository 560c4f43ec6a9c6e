/**
 * Random policy graphs, honest acts and attempts alike, against the oracle that recomputes
 * everything: one answer, whatever arrives in whichever order.
 */
import { describe, expect, it } from 'vitest';
import type { EventId } from '../../src/base/ids.ts';
import type { PolicyAct } from '../../src/wire/op.ts';
import { PolicyOracle, type Verdict } from '../oracle/policy.ts';
import { allOrders, oneOrder, seeded, type Needs } from './orders.ts';
import {
  addDevice,
  admit,
  eventId,
  FOUNDER,
  GENESIS,
  invite,
  key,
  PolicyByIds,
  ROOT,
  WORKSPACE,
  type Key,
  type PolicyEvent,
} from './policy-world.ts';

type Random = (n: number) => number;
type Attempt = Omit<PolicyEvent, 'id' | 'globalSeq'> & { readonly verdict: Verdict };

interface World {
  readonly oracle: PolicyOracle;
  readonly events: readonly PolicyEvent[];
  readonly attempts: readonly Attempt[];
  readonly needs: Needs;
}

const PEOPLE: readonly Key[] = [FOUNDER, ...['bo', 'cy', 'di', 'eve'].map(key)];
const INVITES: readonly Key[] = ['invite 1', 'invite 2'].map(key);
const ROLES = ['reader', 'editor', 'admin'] as const;

const pick = <T>(list: readonly T[], random: Random): T => {
  const item = list[random(list.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** One to three known events, none below another; mostly recent ones. */
function parentsFrom(
  events: readonly PolicyEvent[],
  oracle: PolicyOracle,
  random: Random,
): EventId[] {
  const known = [ROOT, ...events.map((event) => event.id)];
  const recent = known.slice(-5);
  const picked = new Set(Array.from({ length: 1 + random(3) }, () => pick(recent, random)));
  return [...picked]
    .filter((id) => ![...picked].some((other) => other !== id && oracle.past([other]).has(id)))
    .sort();
}

function actFrom(events: readonly PolicyEvent[], author: Key, random: Random): PolicyAct {
  const opened = events.filter((event) => event.act.kind === 'invite').slice(-3);
  const die = random(10);
  if (opened.length === 0 || die < 3)
    return invite(pick(INVITES, random), pick(ROLES, random), 1 + random(2));
  const someone = pick(PEOPLE, random);
  if (die < 5) return addDevice(random(4) === 0 ? FOUNDER.id : author.id, someone);
  const on = pick(opened, random);
  const secret = INVITES.find((one) => on.act.kind === 'invite' && one.id === on.act.key);
  const by = random(12) === 0 || !secret ? pick(INVITES, random) : secret;
  return admit(on.id, by, someone, `${someone.id.slice(0, 2)} ${random(3)}`);
}

/** `size` events that the oracle allows, and what it refused on the way. */
function world(seed: number, size: number): World {
  const random = seeded(seed);
  const oracle = new PolicyOracle(WORKSPACE, FOUNDER.id, GENESIS.founderName);
  const events: PolicyEvent[] = [];
  const attempts: Attempt[] = [];
  for (let tries = 0; events.length < size && tries < 20 * size; tries++) {
    const author = random(2) === 0 ? FOUNDER : pick(PEOPLE, random);
    const parents = parentsFrom(events, oracle, random);
    const tried = { parents, device: author.id, act: actFrom(events, author, random) };
    const verdict = oracle.judge(tried);
    if (verdict !== 'ok') {
      attempts.push({ ...tried, verdict });
      continue;
    }
    const id = eventId(1_000 * seed + events.length);
    oracle.add({ id, ...tried });
    events.push({ id, ...tried, globalSeq: oracle.globalSeq(id) });
  }
  const at = new Map(events.map(({ id }, i) => [id, i]));
  const needs = events.map(({ parents }) => parents.flatMap((id) => at.get(id) ?? []));
  return { oracle, events, attempts, needs };
}

/** Everything that policy answers about a world: at its end and at every event. */
function answers(
  { events }: World,
  members: (ids: readonly EventId[]) => unknown,
  memberOf: (ids: readonly EventId[], device: Key) => unknown,
): string {
  const versions = [[ROOT], ...events.map((event) => [event.id])];
  return JSON.stringify(
    versions.map((ids) => [members(ids), PEOPLE.map((device) => memberOf(ids, device) ?? null)]),
  );
}

const expectedOf = (w: World): string =>
  answers(
    w,
    (ids) => w.oracle.members(w.oracle.past(ids)),
    (ids, device) => w.oracle.memberOf(w.oracle.past(ids), device.id),
  );

const answersOf = (w: World, policy: PolicyByIds): string =>
  answers(
    w,
    (ids) => policy.members(ids),
    (ids, device) => policy.memberAt(ids, device.id),
  );

const delivered = (w: World, order: readonly number[]): PolicyByIds => {
  const policy = new PolicyByIds();
  for (const i of order) {
    const event = w.events[i];
    if (event) policy.take(event);
  }
  return policy;
};

const everything = (w: World): readonly EventId[] => w.events.map((event) => event.id);

const doors = (policy: PolicyByIds): EventId[] =>
  policy.policy
    .invites()
    .filter((one) => one.isOpen)
    .map((open) => open.event)
    .sort();

describe('P8 A50 a random policy graph', () => {
  it('gives the oracle’s members, roles, names and devices in every order of delivery', () => {
    let orders = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const w = world(seed, 6);
      const expected = expectedOf(w);
      const all = w.oracle.members(w.oracle.past(everything(w)));
      const open = doors(
        delivered(
          w,
          w.events.map((_, i) => i),
        ),
      );
      for (const order of allOrders(w.needs)) {
        const policy = delivered(w, order);
        const seen = [answersOf(w, policy), policy.members(), doors(policy)];
        expect(seen, `seed ${seed}, order ${order.join()}`).toEqual([expected, all, open]);
        orders += 1;
      }
    }
    expect(orders).toBeGreaterThan(200);
  });

  it('that is larger gives the oracle’s answers in seeded orders', () => {
    for (let seed = 101; seed <= 115; seed++) {
      const w = world(seed, 18);
      const expected = expectedOf(w);
      for (let i = 0; i < 12; i++) {
        const order = oneOrder(w.needs, seeded(seed * 100 + i));
        const policy = delivered(w, order);
        expect(answersOf(w, policy), `seed ${seed}, order ${order.join()}`).toBe(expected);
      }
    }
  });

  it('has one verdict for each act, whatever else has arrived before it', () => {
    const seen = new Map<string, number>();
    for (let seed = 201; seed <= 212; seed++) {
      const w = world(seed, 12);
      const order = oneOrder(w.needs, seeded(seed));
      const policy = new PolicyByIds();
      const have = new Set<EventId>([ROOT]);
      for (const i of order) {
        const event = w.events[i];
        if (!event) continue;
        expect(policy.judge(event.parents, event.device, event.act).ok, `seed ${seed}`).toBe(true);
        policy.take(event);
        have.add(event.id);
      }
      for (const late of w.events)
        if (late.act.kind === 'invite')
          expect(policy.judge(late.parents, late.device, late.act).ok).toBe(true);
      for (const { parents, device, act, verdict } of w.attempts) {
        const judged = policy.judge(parents, device, act);
        expect(judged.ok ? 'ok' : judged.error.code, `seed ${seed}`).toBe(verdict);
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      }
    }
    expect([...seen.keys()].sort()).toEqual(['BadSignature', 'NoUsesLeft', 'NotGranted']);
  });
});
