/** Histories that nobody types: one text, however they come, and at a cost that grows with them alone. */
import { describe, expect, it } from 'vitest';
import { asLV, type LV } from '../../src/base/ids.ts';
import { Text, type Op, type TextEvent } from '../../src/crdt/text.ts';
import { byName, dice } from './histories.ts';

type Event = TextEvent<string>;

const insert = (position: number): Op => ({ kind: 'insert', position, text: 'x' });
const remove = (position: number): Op => ({ kind: 'delete', position, count: 1 });
const agent = (number: number): string => `agent ${String(number).padStart(6, '0')}`;

/** Branches off one event that grow in turns, with ops all over their own texts, a few of them void. */
function branches(count: number, many: number, deletes = true): Event[] {
  const roll = dice(many);
  const lengths = Array.from({ length: many }, () => 1);
  const events: Event[] = [{ parents: [], ops: [insert(0)], author: 'm' }];
  for (let i = 1; i < count; i++) {
    const length = lengths[i % many] as number;
    const isDelete = deletes && length > 1 && roll(4) === 0;
    const isVoid = deletes && roll(50) === 0;
    const position = isVoid ? length + 1 : roll(isDelete ? length : length + 1);
    const op = isDelete ? remove(position) : insert(position);
    if (!isVoid) lengths[i % many] = length + (isDelete ? -1 : 1);
    events.push({ parents: [asLV(Math.max(0, i - many))], ops: [op], author: agent(i % many) });
  }
  return events;
}

/** A history, then as many events on parents of it taken at random, each by another agent. */
function ancient(count: number): Event[] {
  const roll = dice(count);
  const half = count >> 1;
  return Array.from({ length: count }, (_, i): Event => {
    const on = i < half ? i - 1 : roll(half);
    const parents = on < 0 ? [] : [asLV(on)];
    return { parents, ops: [insert(roll(on + 2))], author: i < half ? 'a' : agent(i) };
  });
}

/** Two branches, then merges of any two of their events, each by another agent. */
function merges(count: number): Event[] {
  const roll = dice(count);
  const half = count >> 1;
  const events = branches(half, 2);
  for (let i = half; i < count; i++) {
    const one = 1 + 2 * roll((half >> 1) - 1);
    const other = 2 + 2 * roll((half >> 1) - 1);
    const parents = [one, other].sort((a, b) => a - b) as LV[];
    events.push({ parents, ops: [insert(roll(4)), remove(roll(3))], author: agent(i) });
  }
  return events;
}

/** Takes events in, so many at a time. */
function take(events: readonly Event[], batch: number): Text<string> {
  const text = new Text<string>(byName);
  events.forEach((event, i) => {
    text.add(event);
    if (i % batch === batch - 1) text.advance();
  });
  text.advance();
  return text;
}

describe('versions far apart', () => {
  const shapes: Record<string, readonly Event[]> = {
    'three branches in turns': branches(4_000, 3),
    'forty branches in turns': branches(4_000, 40),
    'more branches than there are views': branches(12_000, 400),
    'ancient parents at random': ancient(4_000),
    'merges of two branches at random': merges(3_000),
  };
  it.each(Object.entries(shapes))(
    'T3 %s: one by one, in batches and at once, one text',
    (_, events) => {
      const text = take(events, events.length).toString();
      expect(take(events, 1).toString() === text).toBe(true);
      expect(take(events, 100).toString() === text).toBe(true);
    },
  );

  it('T7 branches that grow in turns cost no more, each event, the longer they are', () => {
    for (const many of [3, 30, 200]) {
      for (const count of [5_000, 20_000]) {
        const text = take(branches(count, many, false), 1);
        expect(text.length).toBe(count);
        expect(text.moved).toBeLessThan(many * 5_000);
      }
    }
  });

  it('T7 an event on top of any ancient one costs what lies between it and a version at hand', () => {
    for (const count of [2_000, 8_000, 32_000]) {
      const { moved } = take(ancient(count), 1);
      expect(moved).toBeLessThan(40 * count);
    }
  });
});
