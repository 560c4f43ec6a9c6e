/**
 * Random policy graphs, honest acts and attempts alike, against the oracle that recomputes
 * everything: one answer, whatever arrives in whichever order.
 */
import { describe, expect, it } from 'vitest';
import type { EventId, PublicKey } from '../../src/base/ids.ts';
import { allOrders, oneOrder, seeded } from './orders.ts';
import { agentOf, PolicyByIds, ROOT, type Key } from './policy-world.ts';
import { DEVICES, PEOPLE, pick, world, type World } from './policy-random.ts';

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

const inOrder = (w: World): PolicyByIds =>
  delivered(
    w,
    w.events.map((_, i) => i),
  );

const everything = (w: World): readonly EventId[] => w.events.map((event) => event.id);

const doors = (policy: PolicyByIds): EventId[] =>
  policy.policy
    .invites()
    .filter((one) => one.isOpen)
    .map((open) => open.event)
    .sort();

/** What is known of everything: who ranks where, who speaks for whom, which acts have effect. */
const known = (w: World): unknown => {
  const past = w.oracle.past(everything(w));
  return {
    members: w.oracle.members(past),
    ranking: w.oracle.ranking(past),
    speaks: DEVICES.map(({ id }) => w.oracle.memberOf(past, id)),
    effective: w.oracle.effective(past),
    times: PEOPLE.map(({ id }) => w.oracle.times(past, id)),
  };
};

const knownTo = (w: World, policy: PolicyByIds): unknown => {
  const ids = everything(w);
  return {
    members: policy.members(),
    ranking: policy.policy.people().map(({ id }) => id),
    speaks: DEVICES.map(({ id }) => policy.memberAt(ids, id)),
    effective: policy.effective(ids),
    times: PEOPLE.map(({ id }) => policy.policy.timesOf(id)),
  };
};

describe('P8 A50 a random policy graph', () => {
  it('gives the oracle’s members, roles, names and devices in every order of delivery', () => {
    let orders = 0;
    for (let seed = 1; seed <= 25; seed++) {
      const w = world(seed, 6);
      const expected = expectedOf(w);
      const all = w.oracle.members(w.oracle.past(everything(w)));
      const open = doors(inOrder(w));
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
    for (let seed = 201; seed <= 230; seed++) {
      const w = world(seed, 12, seed % 4, seed % 2 === 0 ? 5 : 0);
      const order = oneOrder(w.needs, seeded(seed));
      const policy = new PolicyByIds();
      const have = new Set<EventId>([ROOT]);
      for (const i of order) {
        const event = w.events[i];
        if (!event) continue;
        const { parents, device, act, agent } = event;
        expect(policy.judge(parents, device, act, agent).ok, `seed ${seed}`).toBe(true);
        policy.take(event);
        have.add(event.id);
      }
      for (const late of w.events)
        if (late.act.kind === 'invite' || late.act.kind === 'remove')
          expect(policy.judge(late.parents, late.device, late.act, late.agent).ok).toBe(true);
      for (const { parents, agent, device, act, verdict } of w.attempts) {
        const judged = policy.judge(parents, device, act, agent);
        expect(judged.ok ? 'ok' : judged.error.code, `seed ${seed}`).toBe(verdict);
        seen.set(verdict, (seen.get(verdict) ?? 0) + 1);
      }
    }
    expect([...seen.keys()].sort()).toEqual(['BadSignature', 'NoUsesLeft', 'NotGranted']);
  });
});

describe('P8 A09 A50 a random policy graph of admins who remove each other', () => {
  it('gives the oracle’s answers in every order of delivery', () => {
    let orders = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const w = world(seed, 5, 1 + (seed % 3), 6);
      const expected = known(w);
      for (const order of allOrders(w.needs)) {
        expect(knownTo(w, delivered(w, order)), `seed ${seed}, order ${order.join()}`).toEqual(
          expected,
        );
        orders += 1;
      }
    }
    expect(orders).toBeGreaterThan(500);
  });

  it('P23 P19 and who say how many shares are kept of whom, gives the oracle’s in every order', () => {
    const seen = new Set<number>();
    let refused = 0;
    for (let seed = 1_501; seed <= 1_560; seed++) {
      const w = world(seed, 5, 1 + (seed % 3), 5, 5);
      const expected = known(w);
      for (const order of allOrders(w.needs))
        expect(knownTo(w, delivered(w, order)), `seed ${seed}, order ${order.join()}`).toEqual(
          expected,
        );
      const policy = inOrder(w);
      for (const { id } of PEOPLE) seen.add(policy.policy.timesOf(id));
      for (const { parents, agent, device, act, verdict } of w.attempts) {
        const judged = policy.judge(parents, device, act, agent);
        expect(judged.ok ? 'ok' : judged.error.code, `seed ${seed}`).toBe(verdict);
        if (act.kind === 'share') refused += 1;
      }
    }
    expect([...seen].sort()).toEqual([1, 2, 3, 4]);
    expect(refused).toBeGreaterThan(50);
  });

  it('that is larger gives the oracle’s answers at every event, in seeded orders', () => {
    for (let seed = 301; seed <= 330; seed++) {
      const w = world(seed, 16, 1 + (seed % 4), 5);
      const expected = [expectedOf(w), known(w)];
      for (let i = 0; i < 4; i++) {
        const order = oneOrder(w.needs, seeded(seed * 100 + i));
        const policy = delivered(w, order);
        const seen = [answersOf(w, policy), knownTo(w, policy)];
        expect(seen, `seed ${seed}, order ${order.join()}`).toEqual(expected);
      }
    }
  });

  it('P20 A07 leaves the content that the oracle leaves, now and to whoever pinned anything', () => {
    const seen = { all: 0, some: 0, none: 0 };
    for (let seed = 401; seed <= 440; seed++) {
      const w = world(seed, 10, 1 + (seed % 4), 5);
      const policy = inOrder(w);
      const random = seeded(seed);
      for (let i = 0; i < 60; i++) {
        const device = pick(DEVICES, random).id as PublicKey;
        const agent = agentOf(device, random(5) === 0 ? 1 : 0);
        const pinned = [pick(everything(w), random)];
        const others = [pick(everything(w), random)];
        const at = random(2) === 0 ? everything(w) : [...pinned, ...others];
        const past = w.oracle.past(at);
        const limit = policy.policy.limit(
          agent,
          device,
          policy.version(pinned),
          policy.policy.graph.minimal(policy.version(random(2) === 0 ? at : [...at, ...pinned])),
        );
        for (let end = 1; end <= 11; end++)
          expect(
            w.oracle.hasContent(past, { agent, device, pinned, end }),
            `seed ${seed}, query ${i}, end ${end}, limit ${limit}`,
          ).toBe(end <= limit);
        seen[limit === Infinity ? 'all' : limit === 0 ? 'none' : 'some'] += 1;
      }
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });
});
