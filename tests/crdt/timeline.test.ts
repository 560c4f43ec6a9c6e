/**
 * A text at every moment of its history, in any order of it, against the oracle: what it was, how two
 * moments differ and by whom, what a version was that is no moment, and what to write to have it back.
 */
import { describe, expect, it } from 'vitest';
import { asLV, type LV } from '../../src/base/ids.ts';
import type { Piece } from '../../src/crdt/authorship.ts';
import { differenceOf } from '../../src/crdt/differing.ts';
import type { Span } from '../../src/crdt/graph.ts';
import { unitsOf } from '../../src/crdt/op.ts';
import { changesTo } from '../../src/crdt/rewrite.ts';
import { Text } from '../../src/crdt/text.ts';
import { Timeline } from '../../src/crdt/timeline.ts';
import type { OracleEvent, OracleNode } from '../oracle/text.ts';
import { byName, type Dice, dice, minimal, randomOrder } from './histories.ts';
import { applyChanges } from './replica.ts';
import { opsOf, readTrace } from './traces.ts';
import { randomVoids, type VoidHistory, voidsOf } from './void-histories.ts';

const TIMES = Number(process.env['PARLEY_FUZZ'] ?? 1);

const unitsIn = (pieces: readonly Piece[]): LV[] =>
  pieces.flatMap(({ unit, codePoints }) =>
    Array.from({ length: codePoints }, (_, i) => asLV(unit + i)),
  );

/** A text of a history of which the last events come in once its timeline has been read. */
class Told {
  readonly text = new Text<string>(byName);
  readonly timeline: Timeline<string>;
  /** Events in the order of their moments. */
  readonly order: readonly number[];
  readonly now: readonly number[];
  readonly history: VoidHistory;
  readonly spans = new Map<number, Span>();

  constructor(history: VoidHistory, roll: Dice) {
    this.history = history;
    this.now = history.times[roll(history.times.length)] as readonly number[];
    const arriving = randomOrder(roll, history.events);
    const first = arriving.slice(0, 1 + roll(arriving.length));
    const rest = arriving.slice(first.length);
    this.#arrive(first);
    const before = randomOrder(roll, history.events, first);
    this.timeline = new Timeline(
      this.text.reading(),
      before.map((event) => this.#span(event)),
    );
    const step = 1 + roll(9);
    while (!this.timeline.step(step)) expect(this.timeline.isStale).toBe(false);
    this.order = [...before, ...rest];
    if (history.times.length > 1) return;
    // What comes later does not change what is void of what was there, or all is read anew.
    this.#arrive(rest);
    this.timeline.grow(rest.map((event) => this.#span(event)));
  }

  get length(): number {
    return this.timeline.length;
  }

  version(events: readonly number[]): LV[] {
    return events.map((event) => asLV(this.#span(event).end - 1)).sort((a, b) => a - b);
  }

  nodesAt(moment: number): OracleNode[] {
    return this.history.oracle.nodesAt(this.order.slice(0, moment), this.now);
  }

  textAt(moment: number): string {
    return this.nodesAt(moment)
      .map(({ character }) => character)
      .join('');
  }

  #span(event: number): Span {
    return this.spans.get(event) as Span;
  }

  #arrive(order: readonly number[]): void {
    const known: { from: LV; events: Span[] }[] = [];
    for (const index of order) {
      const { parents, known: knew = [], ops, author } = this.history.events[index] as OracleEvent;
      const from = this.text.add({ parents: this.version(parents), ops, author });
      const units = ops.reduce((sum, op) => sum + unitsOf(op), 0);
      this.spans.set(index, { start: from, end: from + units });
      known.push({ from, events: this.#spansOf(knew) });
    }
    if (this.history.times.length > 1) this.text.setVoids(voidsOf(this.#spansOf(this.now), known));
    this.text.advance();
  }

  #spansOf(events: readonly number[]): Span[] {
    const spans = events.flatMap((event) => this.spans.get(event) ?? []);
    return spans.sort((a, b) => a.start - b.start);
  }
}

function checkMoments(told: Told): void {
  const { text, timeline, order, history } = told;
  for (let moment = 0; moment <= timeline.length; moment++) {
    expect(text.textOf(timeline.piecesAt(moment))).toBe(told.textAt(moment));
    const events = minimal(history.oracle, order.slice(0, moment));
    expect(timeline.versionAt(moment)).toEqual(told.version(events));
  }
}

function checkDifference(told: Told, from: number, to: number): void {
  const { text, timeline, order } = told;
  const [before, after] = [timeline.piecesAt(from), timeline.piecesAt(to)];
  const parts = differenceOf(before, after);
  expect(text.textOf(parts.filter(({ kind }) => kind !== 'in'))).toBe(told.textAt(from));
  expect(text.textOf(parts.filter(({ kind }) => kind !== 'out'))).toBe(told.textAt(to));
  const nodes = new Map(unitsIn(before).map((unit, i) => [unit, told.nodesAt(from)[i]]));
  const then = new Set(told.nodesAt(to));
  for (const { kind, ...part } of parts)
    for (const unit of unitsIn([part])) {
      const node = nodes.get(unit);
      expect(kind).toBe(node === undefined ? 'in' : then.has(node) ? 'kept' : 'out');
      if (kind !== 'out') continue;
      const went = timeline.wentAt(unit);
      expect(from < went && went <= to).toBe(true);
      expect(node?.deletedBy.has(order[went - 1] ?? -1)).toBe(true);
    }
}

function checkVersion(told: Told, roll: Dice): void {
  const { text, timeline, order, history } = told;
  const events = minimal(
    history.oracle,
    Array.from({ length: 1 + roll(3) }, () => order[roll(timeline.length)] as number),
  );
  const version = timeline.at(told.version(events));
  const step = 1 + roll(9);
  let pieces = version.step(step);
  while (!pieces) pieces = version.step(step);
  const expected = history.oracle.textAt(events, told.now);
  expect(text.textOf(pieces)).toBe(expected);
  const past = history.oracle.pastOf(events);
  expect(version.moment).toBe(1 + order.findLastIndex((event) => past.has(event)));
  expect(version.isWhole).toBe(past.size === version.moment);
  if (version.isWhole) expect(unitsIn(timeline.piecesAt(version.moment))).toEqual(unitsIn(pieces));
  const changes = changesTo(text, pieces);
  expect(applyChanges(text.toString(), changes)).toBe(expected);
}

function run(size: number, seed: number): void {
  const roll = dice(seed);
  const told = new Told(randomVoids(roll, size), roll);
  try {
    checkMoments(told);
    for (let times = 0; times < 4; times++) {
      const moments = [roll(told.length + 1), roll(told.length + 1)].sort((a, b) => a - b);
      checkDifference(told, moments[0] as number, moments[1] as number);
      checkVersion(told, roll);
    }
  } catch (error) {
    throw new Error(`history of ${size} events from seed ${seed}`, { cause: error });
  }
}

describe('a timeline', () => {
  for (const [size, count] of [
    [4, 250],
    [9, 120],
    [25, 40],
  ] as const)
    it(
      `T13 T15 T16 has at every moment, of ${count} histories of ${size}, the oracle’s text of what came before`,
      { timeout: 30_000 * TIMES },
      () => {
        for (let i = 0; i < count * TIMES; i++) run(size, 7_000_000 * size + i);
      },
    );

  it('T13 is stale once something else is void, or what came while it was read is beside what was', () => {
    const text = new Text<string>(byName);
    const start = text.edit([{ kind: 'insert', position: 0, text: 'ab' }], 'a');
    text.edit([{ kind: 'insert', position: 2, text: 'c' }], 'a');
    const moments = [
      { start, end: 2 },
      { start: 2, end: 3 },
    ];
    const newTimeline = () => new Timeline(text.reading(), moments);
    const [timeline, other] = [newTimeline(), newTimeline()];
    expect([timeline.step(1), other.step(1)]).toEqual([false, false]);
    text.edit([{ kind: 'delete', position: 0, count: 1 }], 'a');
    expect(timeline.isStale).toBe(false);
    expect(timeline.step(9)).toBe(true);
    timeline.grow([{ start: 3, end: 4 }]);
    const texts = [0, 1, 2, 3].map((at) => text.textOf(timeline.piecesAt(at)));
    expect(texts).toEqual(['', 'ab', 'abc', 'bc']);
    text.add({
      parents: [asLV(0)],
      ops: [{ kind: 'insert', position: 1, text: '!' }],
      author: 'b',
    });
    text.advance();
    expect([timeline.isStale, other.isStale]).toEqual([false, true]);
    timeline.grow([{ start: 4, end: 5 }]);
    expect(text.textOf(timeline.piecesAt(4))).toBe(text.toString());
    const version = timeline.at([asLV(2)]);
    expect([version.step(1), version.isLost]).toEqual([undefined, false]);
    text.setVoids(voidsOf([{ start, end: 2 }]));
    expect(timeline.isStale).toBe(true);
  });

  it('T13 of recorded people who write at once ends with their text, and has each before it', () => {
    const trace = readTrace('friendsforever-concurrent');
    const text = new Text<string>(byName);
    const ends: LV[] = [];
    const moments = trace.txns.map(({ parents = [], agent, patches }) => {
      const ops = opsOf(patches);
      const below = parents.map((parent) => ends[parent] as LV);
      const start = text.add({ parents: below, ops, author: `agent ${agent}` });
      ends.push(asLV(text.graph.next - 1));
      return { start, end: text.graph.next };
    });
    text.advance();
    const timeline = new Timeline(text.reading(), moments);
    while (!timeline.step(4_096));
    const at = (moment: number): string => text.textOf(timeline.piecesAt(moment));
    expect(at(timeline.length) === trace.endContent).toBe(true);
    for (const moment of [1, 500, 9_999, 20_000])
      expect(at(moment) === text.textAt(timeline.versionAt(moment))).toBe(true);
  });
});
