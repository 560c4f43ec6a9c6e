/**
 * What docs/decisions/0013-removal.md promises, looked for in small random worlds of admins who act
 * against each other. The oracle answers, which knows no order of evaluation; policy-orders.test.ts
 * says that the policy answers alike.
 */
import { describe, expect, it } from 'vitest';
import type { EventId } from '../../src/base/ids.ts';
import { seeded } from './orders.ts';
import { PEOPLE, tryAct, world, type World } from './policy-random.ts';
import type { PolicyEvent } from './policy-world.ts';

/** Each with the events of a world before one that nothing of it is built on, and that one. */
function* steps(
  from: number,
  to: number,
): Generator<{
  readonly seed: number;
  readonly w: World;
  readonly before: readonly EventId[];
  readonly event: PolicyEvent;
}> {
  for (let seed = from; seed < to; seed++) {
    const w = world(seed, 4 + (seed % 4), 2 + (seed % 2), 6);
    for (const event of w.events) {
      const isLast = !w.events.some(({ parents }) => parents.includes(event.id));
      const before = w.events.map(({ id }) => id).filter((id) => id !== event.id);
      if (isLast) yield { seed, w, before, event };
    }
  }
}

const effective = (w: World, ids: readonly EventId[]): ReadonlySet<string> =>
  new Set(w.oracle.effective(w.oracle.past(ids)));

describe('in any world of admins', () => {
  it('P21 one more act changes nothing that is senior to it', () => {
    let changes = 0;
    for (const { seed, w, before, event } of steps(1_000, 1_070)) {
      const [then, now] = [effective(w, before), effective(w, [...before, event.id])];
      const rank = w.oracle.rankOf(event.id);
      for (const id of before) {
        if (then.has(id) === now.has(id)) continue;
        changes += 1;
        const other = w.oracle.rankOf(id);
        expect(w.oracle.compareStandings(rank, other), `seed ${seed}`).toBeLessThanOrEqual(0);
      }
    }
    expect(changes).toBeGreaterThan(30);
  });

  it('P19 what is void comes back only where what takes away has lost its effect', () => {
    let back = 0;
    for (const { seed, w, before, event } of steps(1_150, 1_230)) {
      const [then, now] = [effective(w, before), effective(w, [...before, event.id])];
      const changed = w.events.filter(({ id }) => id !== event.id && then.has(id) !== now.has(id));
      const takes = ({ act }: PolicyEvent): boolean =>
        act.kind === 'remove' || act.kind === 'role' || act.kind === 'close';
      if (changed.length > 0) expect(takes(event) && now.has(event.id), `seed ${seed}`).toBe(true);
      const lost = changed.filter((one) => takes(one) && then.has(one.id));
      for (const { id } of changed.filter((one) => now.has(one.id))) {
        back += 1;
        const senior = lost.some(
          (cut) => w.oracle.compareStandings(w.oracle.rankOf(cut.id), w.oracle.rankOf(id)) <= 0,
        );
        expect(senior, `seed ${seed}`).toBe(true);
      }
    }
    expect(back).toBeGreaterThan(2);
  });

  it('P16 an act loses nothing that it has in its past, and has effect where no more is known', () => {
    for (let seed = 1_300; seed < 1_350; seed++) {
      const w = world(seed, 7, 2 + (seed % 3), 6);
      for (const { id, parents } of w.events)
        expect([...effective(w, [id])].sort(), `seed ${seed}`).toEqual(
          [...effective(w, parents), id].sort(),
        );
    }
  });

  it('A07 P16 whoever was removed changes nothing by acting beside the removal, however early', () => {
    let tried = 0;
    for (const { seed, w, before, event } of steps(1_400, 1_480)) {
      const { act } = event;
      if (act.kind !== 'remove' || act.target.kind !== 'member') continue;
      const { member } = act.target;
      const all = [...before, event.id];
      const now = effective(w, all);
      const isGone = !w.oracle.members(w.oracle.past(all)).some(({ id }) => id === member);
      if (!now.has(event.id) || !isGone || event.device === member) continue;
      const random = seeded(seed);
      for (let i = 0; i < 30; i++) {
        const late = tryAct(
          w,
          PEOPLE.find(({ id }) => id === member),
          before,
          random,
        );
        if (!late) continue;
        tried += 1;
        const added = w.extended(late);
        expect(
          added.effective(added.past([...all, late.id])).filter((id) => id !== late.id),
          `seed ${seed}`,
        ).toEqual([...now].sort());
        expect(added.members(added.past([...all, late.id]))).toEqual(
          w.oracle.members(w.oracle.past(all)),
        );
      }
    }
    expect(tried).toBeGreaterThan(50);
  });
});
