/** Random histories in which events become void and stop being so, and authors learn of it at different times. */
import type { LV } from '../../src/base/ids.ts';
import type { Span } from '../../src/crdt/graph.ts';
import { Voids } from '../../src/crdt/text.ts';
import { type OracleEvent, TextOracle } from '../oracle/text.ts';
import { byName, type Dice, type History, minimal, randomOps } from './histories.ts';

export interface VoidHistory extends History {
  /** What was void at each time. Authors know what was void at theirs. */
  readonly times: readonly (readonly number[])[];
}

/** Events of agents who learn of voids at different times, never less than from what they build on. */
export function randomVoids(roll: Dice, size: number): VoidHistory {
  const oracle = new TextOracle(byName);
  const events: OracleEvent[] = [];
  const times: number[][] = [[]];
  const timeOf: number[] = [];
  const agents = 1 + roll(4);
  const last: (number | undefined)[] = [];
  while (events.length < size) {
    if (events.length > 0 && roll(4) === 0) {
      const flipped = roll(events.length);
      const now = times.at(-1) as number[];
      const other = now.includes(flipped)
        ? now.filter((event) => event !== flipped)
        : [...now, flipped];
      times.push(other.sort((a, b) => a - b));
    }
    const agent = roll(agents);
    const wanted: number[] = [];
    if (last[agent] !== undefined) wanted.push(last[agent]);
    if (events.length > 0 && roll(2) === 0)
      wanted.push(events.length - 1 - roll(Math.min(3, events.length)));
    const parents = minimal(oracle, wanted);
    const past = [...oracle.pastOf(parents)];
    const earliest = Math.max(0, ...past.map((event) => timeOf[event] as number));
    const time = earliest + roll(times.length - earliest);
    const known = times[time] as number[];
    const ops = randomOps(roll, oracle.nodesAt(parents, known).length);
    const author = `${'dbca'[agent]}${String(events.length).padStart(4, '0')}`;
    const event = { parents, known, ops, author };
    timeOf.push(time);
    last[agent] = oracle.add(event);
    events.push(event);
  }
  return { events, oracle, times };
}

export function voidsOf(
  now: readonly Span[],
  known: readonly { from: LV; events: Span[] }[] = [],
): Voids {
  const voids = new Voids();
  for (const event of now) voids.add(event);
  for (const { from, events } of known) voids.addKnown(from, events);
  return voids;
}
