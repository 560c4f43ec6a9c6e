/**
 * `npm run bench:shapes [-- shape…]`: what histories cost that nobody types, from 10³ to 10⁶ events.
 *
 * Each shape is a history that somebody hostile, or a long time offline, could make. It is printed
 * in microseconds an event, taken in as it says: at once, or one by one. What stays level from left
 * to right is linear. Smallest sizes are taken in twice, at once and one by one, and must give one
 * text; all must have the length that the shape foretells.
 *
 * A shape that wants an agent for every event or two ends where shares do: a replica keeps no more
 * agents than AGENTS_MAX of everybody whom one member let in (SPEC S12, S15). Its last size is that.
 *
 * PARLEY_SIZES: sizes with commas between. A shape that took over SLOW_MS grows no further; one that is shown
 * event by event is ended after LONG_MS, and its last size is how far it came.
 * All shapes together write bench/results/shapes.json.
 */
import type { LV } from '../src/base/ids.ts';
import { CHAIN_COST, MAX_CIRCLE, MAX_DELETE, MAX_SHARE } from '../src/base/limits.ts';
import { Text, type Op, type TextEvent } from '../src/crdt/text.ts';
import { about } from './processes.ts';
import { writeResults } from './report/results.ts';
import { shapeLine, shapesHead, type ShapeRow, type ShapesResults } from './report/shapes.ts';

const SIZES = (process.env['PARLEY_SIZES'] ?? '1000,10000,100000,1000000').split(',').map(Number);
const SLOW_MS = 20_000;
const LONG_MS = 60_000;
const AGENTS_MAX = (MAX_CIRCLE * MAX_SHARE) / CHAIN_COST;
/** At this size, both ways of taking a history in are compared. */
const COMPARED = 1_000;

type Event = TextEvent<string>;

interface Shape {
  readonly name: string;
  /** Whether each event is shown before the next comes. */
  readonly live: boolean;
  events(count: number): Iterable<Event>;
  /** Code points of the text at the end, where that is plain. */
  length?(count: number): number;
}

const at = (...lvs: number[]): LV[] => lvs as LV[];
const put = (position: number, text = 'x'): Op => ({ kind: 'insert', position, text });
const cut = (position: number, count = 1): Op => ({ kind: 'delete', position, count });
const event = (author: string, parents: readonly LV[], ...ops: Op[]): Event => ({
  author,
  parents,
  ops,
});
const all = (count: number): number => count;
const last = (unit: number): LV[] => (unit < 0 ? [] : at(unit));
const agent = (number: number): string => `agent ${String(number).padStart(8, '0')}`;

/** Numbers from 0 to below `limit`, the same every time. */
function dice(): (limit: number) => number {
  let state = 1;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function* typed(count: number, authors = 1): Generator<Event> {
  for (let i = 0; i < count; i++) yield event(agent(i % authors), last(i - 1), put(i));
}

/** Half of the events as a history of scattered ops, then events on parents that `parent` picks. */
function* stale(count: number, parent: (i: number, half: number) => number): Generator<Event> {
  const half = count >> 1;
  const roll = dice();
  for (let i = 0; i < half; i++) yield event('a', last(i - 1), put(roll(i + 1)));
  for (let i = 0; i < count - half; i++) {
    const lv = parent(i, half);
    yield event(agent(i), at(lv), put(lv < half ? roll(lv + 1) : 0));
  }
}

/** Branches off the first event that grow in turns, each with ops scattered over its own text. */
function* scattered(count: number, branches: number): Generator<Event> {
  const roll = dice();
  yield event('m', [], put(0, 'm'));
  for (let i = 1; i < count; i++) {
    const own = Math.floor((i - 1) / branches) + 1;
    yield event(agent(i % branches), at(Math.max(0, i - branches)), put(roll(own + 1)));
  }
}

/** Two long branches, then merges of any two of their events, by ever other agents. */
function* merges(count: number): Generator<Event> {
  const half = count >> 1;
  const each = half >> 1;
  const roll = dice();
  yield* scattered(2 * each, 2);
  for (let i = 2 * each; i < count; i++) {
    const parents = at(1 + 2 * roll(each - 2), 2 + 2 * roll(each - 2)).sort((a, b) => a - b);
    yield event(agent(i), parents, put(0));
  }
}

const SHAPES: readonly Shape[] = [
  { name: 'one character an event', live: true, events: typed, length: all },
  { name: 'authors take turns', live: false, events: (count) => typed(count, 2), length: all },
  {
    name: 'siblings at one place',
    live: false,
    *events(count) {
      yield event('a', [], put(0, 'ab'));
      for (let i = 2; i < count; i++) yield event(agent((i * 7_919) % count), at(1), put(1));
    },
    length: all,
  },
  {
    name: 'siblings at one place, live',
    live: true,
    *events(count) {
      yield event('a', [], put(0, 'ab'));
      for (let i = 2; i < count; i++) yield event(agent((i * 7_919) % count), at(1), put(1));
    },
    length: all,
  },
  {
    name: 'a branch off every character',
    live: false,
    *events(count) {
      const half = count >> 1;
      yield* typed(half);
      for (let i = half; i < count; i++) yield event('z', at(i - half), put(i - half + 1));
    },
    length: all,
  },
  {
    name: 'backwards at one place',
    live: true,
    *events(count) {
      yield event('m', [], put(0, 'ab'));
      for (let i = 2; i < count; i++)
        yield event(i % 2 === 0 ? 'a' : 'z', at(i < 4 ? 1 : i - 2), put(1));
    },
    length: all,
  },
  {
    name: 'ancient parents, further and further back, live',
    live: true,
    events: (count) => stale(count, (i, half) => half - 1 - (i % half)),
    length: all,
  },
  {
    name: 'an ancient branch grows beside the newest, live',
    live: true,
    events: (count) => stale(count, (i, half) => (i === 0 ? 0 : i === 1 ? half - 1 : half + i - 2)),
    length: all,
  },
  {
    name: 'ancient parents at random, live',
    live: true,
    events(count) {
      const roll = dice();
      return stale(count, (_, half) => roll(half));
    },
    length: all,
  },
  {
    name: 'merges that cross',
    live: false,
    *events(count) {
      for (let i = 0; i < count; i += 2) {
        const parents = i === 0 ? [] : at(i - 2, i - 1);
        yield event('a', parents, put(i >> 1));
        yield event('b', parents, put(i));
      }
    },
    length: (count) => count,
  },
  {
    name: 'a thousand branches',
    live: false,
    *events(count) {
      yield event('m', [], put(0, 'm'));
      const branches = Math.min(1_000, count / 10);
      const each = Math.floor((count - 1) / branches);
      for (let branch = 0; branch < branches; branch++)
        for (let i = 0; i < each; i++)
          yield event(agent(branch), at(i === 0 ? 0 : branch * each + i), put((i * 7) % (i + 1)));
    },
  },
  {
    name: 'ten branches in turns, live',
    live: true,
    *events(count) {
      yield event('m', [], put(0, 'm'));
      for (let i = 1; i < count; i++)
        yield event(agent(i % 10), at(Math.max(0, i - 10)), put(Math.floor((i - 1) / 10) + 1));
    },
    length: all,
  },
  ...[3, 30, 300].map((branches) => ({
    name: `${branches} branches in turns, scattered, live`,
    live: true,
    events: (count: number) => scattered(count, branches),
    length: all,
  })),
  { name: 'merges of two branches at random, live', live: true, events: merges, length: all },
  {
    name: 'both delete everything, from both ends',
    live: false,
    *events(count) {
      const third = Math.floor(count / 3);
      yield event('m', [], put(0, 'x'.repeat(third)));
      for (let i = 0; i < third; i++) yield event('a', at(third - 1 + i), cut(0));
      for (let i = 0; i < third; i++)
        yield event('b', at(i === 0 ? third - 1 : 2 * third + i - 1), cut(third - 1 - i));
    },
    length: () => 0,
  },
  {
    name: 'all delete the same text',
    live: false,
    *events(count) {
      yield event('m', [], put(0, 'x'.repeat(1_000)));
      for (let i = 1; i < count; i++) yield event(agent(i), at(999), cut(0, MAX_DELETE));
    },
    length: () => 1_000 - MAX_DELETE,
  },
  {
    name: 'all delete one scattered text',
    live: false,
    *events(count) {
      const half = count >> 1;
      const roll = dice();
      for (let i = 0; i < half; i++) yield event('m', last(i - 1), put(roll(i + 1)));
      const hit = Math.min(half, MAX_DELETE);
      for (let i = half; i < count; i++)
        yield event(agent(i), at(half - 1), cut(roll(half - hit + 1), hit));
    },
  },
  {
    name: 'a large paste, and edits within it',
    live: false,
    *events(count) {
      yield event('m', [], put(0, 'x'.repeat(count)));
      const roll = dice();
      for (let i = 0; i < count; i++)
        yield event('ab'[i % 2] as string, at(i < 2 ? count - 1 : count + i - 2), put(roll(count)));
    },
    length: (count) => 2 * count,
  },
];

const byName = (a: string, b: string, x: LV, y: LV): number => (a < b ? -1 : a > b ? 1 : x - y);

interface Taken {
  readonly text: Text<string>;
  /** Events taken in: all, unless that would have taken over LONG_MS. */
  readonly count: number;
  /** Milliseconds. */
  readonly took: number;
}

function take(events: readonly Event[], live: boolean): Taken {
  const text = new Text<string>(byName);
  const began = performance.now();
  let count = 0;
  for (const one of events) {
    text.add(one);
    if (live) text.advance();
    count++;
    if (count % 1_000 === 0 && performance.now() - began > LONG_MS) break;
  }
  text.advance();
  return { text, count, took: performance.now() - began };
}

function check(shape: Shape, count: number, events: readonly Event[]): Taken {
  const taken = take(events, shape.live);
  const { text } = taken;
  if (taken.count < events.length) return taken;
  if (shape.length && text.length !== shape.length(count))
    throw new Error(`${shape.name}: ${text.length} characters`);
  if (count <= COMPARED && take(events, !shape.live).text.toString() !== text.toString())
    throw new Error(`${shape.name}: one text at once, another one by one`);
  return taken;
}

function measure(shape: Shape): ShapeRow {
  const cells: { size: number; micros: number }[] = [];
  for (const size of SIZES) {
    let count = size;
    let events = [...shape.events(count)];
    const agents = new Set(events.map(({ author }) => author)).size;
    if (agents > AGENTS_MAX) {
      count = Math.floor((size * AGENTS_MAX) / agents);
      events = [...shape.events(count)];
    }
    const taken = check(shape, count, events);
    const isWhole = taken.count === events.length;
    if (!isWhole) count = taken.count;
    cells.push({ size: count, micros: (taken.took * 1_000) / count });
    if (taken.took > SLOW_MS || count < size) break;
  }
  return { name: shape.name, cells };
}

const wanted = process.argv.slice(2);
const rows: ShapeRow[] = [];
console.log(shapesHead(SIZES));
for (const shape of SHAPES) {
  if (wanted.length > 0 && !wanted.some((word) => shape.name.includes(word))) continue;
  const row = measure(shape);
  rows.push(row);
  console.log(shapeLine(row, SIZES));
}
if (wanted.length === 0) {
  const results: ShapesResults = { about: about(1), sizes: SIZES, rows };
  writeResults('shapes', results);
}
