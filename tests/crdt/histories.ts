/** Random histories of a text, and the orders in which they can arrive. All from seeds. */
import { type OracleEvent, type OracleOp, TextOracle } from '../oracle/text.ts';

/** Numbers from 0 to below `limit`. mulberry32. */
export type Dice = (limit: number) => number;

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

export const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export interface History {
  readonly events: readonly OracleEvent[];
  readonly oracle: TextOracle;
}

const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyz \n', 'ä', '語', '🙂', '𝒳', '🏔'];

/**
 * Up to `size` events of one to four agents. An agent's events follow one another, except now and
 * then (a forged second branch). Some ops lie outside the text that their author saw.
 */
export function randomHistory(roll: Dice, size: number): History {
  const oracle = new TextOracle(byName);
  const events: OracleEvent[] = [];
  const agents = 1 + roll(4);
  const last: (number | undefined)[] = [];
  const isolation = roll(4);
  while (events.length < size) {
    const agent = roll(agents);
    const wanted: number[] = [];
    if (last[agent] !== undefined && roll(12) > 0) wanted.push(last[agent]);
    if (events.length > 0 && roll(4) >= isolation)
      wanted.push(events.length - 1 - roll(Math.min(3, events.length)));
    if (events.length > 0 && roll(5) === 0) wanted.push(roll(events.length));
    const parents = minimal(oracle, wanted);
    const ops = randomOps(roll, oracle.nodesAt(parents).length);
    const author = `${'dbca'[agent]}${String(events.length).padStart(4, '0')}`;
    const event = { parents, ops, author };
    last[agent] = oracle.add(event);
    events.push(event);
  }
  return { events, oracle };
}

export function randomOps(roll: Dice, visible: number): OracleOp[] {
  const ops: OracleOp[] = [];
  let length = visible;
  const count = 1 + roll(3);
  while (ops.length < count) {
    const beyond = roll(12) === 0 ? 1 + roll(3) : 0;
    if (roll(5) < 3 || (length === 0 && beyond === 0)) {
      const text = Array.from({ length: 1 + roll(4) }, () => CHARACTERS[roll(CHARACTERS.length)]);
      const position = beyond > 0 ? length + beyond : roll(length + 1);
      ops.push({ kind: 'insert', position, text: text.join('') });
      if (beyond === 0) length += text.length;
    } else {
      const gone = 1 + roll(Math.min(4, length));
      const position = beyond > 0 ? Math.max(0, length - gone + beyond) : roll(length - gone + 1);
      const fits = position + gone <= length;
      ops.push({ kind: 'delete', position, count: gone });
      if (fits) length -= gone;
    }
  }
  return ops;
}

export function minimal(oracle: TextOracle, version: readonly number[]): number[] {
  const unique = [...new Set(version)];
  const isBelow = (event: number): boolean =>
    unique.some((other) => other !== event && oracle.pastOf([other]).has(event));
  return unique.filter((event) => !isBelow(event)).sort((a, b) => a - b);
}

/** A random order of some events, by default all, in which each comes after its parents. */
export function randomOrder(
  roll: Dice,
  events: readonly OracleEvent[],
  some: readonly number[] = [...events.keys()],
): number[] {
  const order: number[] = [];
  const done = new Set<number>();
  const wanted = new Set(some);
  while (order.length < some.length) {
    const ready = readyAfter(events, done).filter((event) => wanted.has(event));
    const event = ready[roll(3) === 0 ? ready.length - 1 : roll(ready.length)] as number;
    order.push(event);
    done.add(event);
  }
  return order;
}

/** Every order in which each event comes after its parents. */
export function* allOrders(
  events: readonly OracleEvent[],
  order: readonly number[] = [],
): Generator<readonly number[]> {
  if (order.length === events.length) yield order;
  else
    for (const event of readyAfter(events, new Set(order))) {
      yield* allOrders(events, [...order, event]);
    }
}

function readyAfter(events: readonly OracleEvent[], done: Set<number>): number[] {
  return [...events.keys()].filter(
    (event) => !done.has(event) && events[event]?.parents.every((parent) => done.has(parent)),
  );
}
