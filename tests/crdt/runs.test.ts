/**
 * What is typed or deleted on and on is kept as one run. Histories made of little else, with ends
 * that lie outside the text and branches from within runs, still give the oracle's text and verdicts.
 */
import { describe, it } from 'vitest';
import { type OracleEvent, type OracleOp, TextOracle } from '../oracle/text.ts';
import { type Dice, type History, byName, dice, minimal, randomOrder } from './histories.ts';
import { play } from './replica.ts';

/** Agents that hold down a key: typing, deleting or backspacing, now and then past the end. */
function heldKeys(roll: Dice, size: number): History {
  const oracle = new TextOracle(byName);
  const events: OracleEvent[] = [];
  const agents = 1 + roll(3);
  const last: (number | undefined)[] = [];
  while (events.length < size) {
    const agent = roll(agents);
    const wanted: number[] = [];
    if (last[agent] !== undefined) wanted.push(last[agent]);
    if (events.length > 0 && roll(4) === 0) wanted.push(roll(events.length));
    const parents = minimal(oracle, wanted);
    const length = oracle.nodesAt(parents).length;
    const author = `${'bca'[agent]}${String(events.length).padStart(4, '0')}`;
    const event = { parents, ops: held(roll, length), author };
    last[agent] = oracle.add(event);
    events.push(event);
  }
  return { events, oracle };
}

function held(roll: Dice, length: number): OracleOp[] {
  const times = 1 + roll(5);
  const from = roll(length + 3);
  const each = Array.from({ length: times }, (_, i) => i);
  const key = roll(5);
  if (key < 2)
    return each.map((i) => ({ kind: 'insert', position: from + i, text: ['x', '🙂'][key] ?? '' }));
  const back = Math.max(from, times);
  if (key === 2) return each.map((i) => ({ kind: 'delete', position: back - i, count: 1 }));
  if (key === 3) return each.map(() => ({ kind: 'delete', position: from, count: 1 }));
  return each.map((i) => ({ kind: 'delete', position: from, count: i === 1 ? 2 : 1 }));
}

describe('keys held down', () => {
  for (const [size, count] of [
    [5, 300],
    [12, 200],
    [40, 20],
  ] as const) {
    it(`${count} histories of ${size} events give the oracle's text and verdicts`, () => {
      for (let i = 0; i < count; i++) {
        const seed = 7_000_000 * size + i;
        const roll = dice(seed);
        const history = heldKeys(roll, size);
        try {
          for (let times = 0; times < 2; times++)
            play(history, randomOrder(roll, history.events), roll);
        } catch (error) {
          throw new Error(`history of ${size} events from seed ${seed}`, { cause: error });
        }
      }
    });
  }
});
