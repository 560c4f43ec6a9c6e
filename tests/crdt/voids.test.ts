/**
 * Void events against the oracle. What authors knew to be void decides what their positions mean;
 * what is void now decides what is shown, whenever that was learnt and whatever was lifted again.
 */
import { describe, expect, it } from 'vitest';
import { asLV, type LV } from '../../src/base/ids.ts';
import { Comparison } from '../../src/crdt/comparison.ts';
import type { Span } from '../../src/crdt/graph.ts';
import { unitsOf } from '../../src/crdt/op.ts';
import { Text, Voids } from '../../src/crdt/text.ts';
import type { OracleEvent } from '../oracle/text.ts';
import { byName, dice, randomOrder } from './histories.ts';
import { applyChanges, charactersOf, unitsShown } from './replica.ts';
import { randomVoids, type VoidHistory, voidsOf } from './void-histories.ts';

const TIMES = Number(process.env['PARLEY_FUZZ'] ?? 1);

/** A text that events come into, and what is told to it. */
class Told {
  readonly text = new Text<string>(byName);
  shown = '';
  private readonly history: VoidHistory;
  private readonly spans = new Map<number, Span>();
  private readonly known: { from: LV; events: Span[] }[] = [];
  private readonly arrived: number[] = [];
  private readonly voided: Span[] = [];
  private now: readonly number[] = [];
  private voids = new Voids();
  /** Units that are shown. */
  private end = 0;

  constructor(history: VoidHistory) {
    this.history = history;
    this.text.setVoids(this.voids);
  }

  add(index: number): void {
    const { parents, known = [], ops, author } = this.history.events[index] as OracleEvent;
    const below = parents.map((parent) => asLV((this.spans.get(parent) as Span).end - 1));
    const from = this.text.add({ parents: below, ops, author });
    const units = ops.reduce((sum, op) => sum + unitsOf(op), 0);
    this.spans.set(index, { start: from, end: from + units });
    const events = this.spansOf(known);
    this.known.push({ from, events });
    this.arrived.push(index);
  }

  /** What is void becomes known; then everything is shown. */
  show(now: readonly number[]): void {
    this.now = now;
    const voids = voidsOf(this.spansOf(now), this.known);
    if (voids.isSameBelow(this.end, this.voids)) this.grow(this.spansOf(now));
    else this.shown = applyChanges(this.shown, this.text.setVoids((this.voids = voids)));
    this.end = this.text.graph.next;
    const { changes, voids: voided } = this.text.advance();
    this.shown = applyChanges(this.shown, changes);
    this.voided.push(...voided);
    this.check();
  }

  /** Text without some events, as changes that could be written, read bit by bit. */
  without(taken: readonly number[], step: number): string {
    const comparison = new Comparison(this.text.reading(), [], this.spansOf(taken));
    let found = comparison.step(step);
    while (!found) found = comparison.step(step);
    const count = (of: (change: { deleted: number; inserted: string }) => number): number =>
      found.changes.reduce((sum, change) => sum + of(change), 0);
    expect(
      found.changes.every(({ position }, i) => position > (found.changes[i - 1]?.position ?? -1)),
    ).toBe(true);
    expect(count(({ deleted }) => deleted)).toBeGreaterThanOrEqual(found.hidden);
    expect(count(({ inserted }) => inserted.length)).toBeGreaterThanOrEqual(found.shown);
    return applyChanges(this.shown, found.changes);
  }

  /** Nothing that is shown changes: what is new is only added to what was told. */
  private grow(now: readonly Span[]): void {
    for (const event of now) if (event.start >= this.end) this.voids.add(event);
    for (const { from, events } of this.known)
      if (from >= this.end) this.voids.addKnown(from, events);
  }

  private check(): void {
    const { oracle } = this.history;
    const expected = oracle.textAt(this.arrived, this.now);
    expect(this.text.toString()).toBe(expected);
    expect(this.shown).toBe(expected);
    const heads = this.text.heads;
    expect(this.text.textAt(heads)).toBe(expected);
    if (this.arrived.length % 3 === 0) this.checkAuthorship();
    for (const index of this.arrived) {
      let at = (this.spans.get(index) as Span).start;
      const { ops } = this.history.events[index] as OracleEvent;
      const verdicts = ops.map((op) => {
        const unit = at;
        at += unitsOf(op);
        return this.voided.some(({ start, end }) => start <= unit && unit < end);
      });
      expect([index, verdicts]).toEqual([index, oracle.voids[index]]);
    }
  }

  /** For each code point, the event that put it in, and as which character. */
  private checkAuthorship(): void {
    const { oracle } = this.history;
    const units = this.arrived.flatMap((index) =>
      charactersOf((this.history.events[index] as OracleEvent).ops, index),
    );
    expect(unitsShown(this.text).map((unit) => units[unit])).toEqual(
      oracle.nodesAt(this.arrived, this.now).map(({ event, character }) => `${event} ${character}`),
    );
  }

  /** Those that have arrived, ascending by unit. */
  private spansOf(events: readonly number[]): Span[] {
    const spans = events.flatMap((event) => this.spans.get(event) ?? []);
    return spans.sort((a, b) => a.start - b.start);
  }
}

/** What one agent wrote from some time on, taken back by hand, leaves what the oracle leaves without. */
function takeBack(size: number, seed: number): void {
  const roll = dice(seed);
  const history = randomVoids(roll, size);
  const told = new Told(history);
  for (const event of randomOrder(roll, history.events)) told.add(event);
  const now = history.times.at(-1) as readonly number[];
  told.show(now);
  const all = history.events.map((_, event) => event);
  for (const agent of 'abcd') {
    const since = roll(size);
    const taken = all.filter(
      (event) => event >= since && history.events[event]?.author.startsWith(agent),
    );
    const left = history.oracle.textAt(all, [...new Set([...now, ...taken])]);
    expect([seed, told.without(taken, 1 + roll(20))]).toEqual([seed, left]);
  }
}

function run(size: number, seed: number): void {
  const roll = dice(seed);
  const history = randomVoids(roll, size);
  try {
    for (let times = 0; times < 3; times++) {
      const told = new Told(history);
      const eager = 1 + roll(5);
      for (const event of randomOrder(roll, history.events)) {
        told.add(event);
        if (roll(eager) > 0) continue;
        told.show(history.times[roll(history.times.length)] as readonly number[]);
      }
      for (const now of [history.times.at(-1) as readonly number[], []]) told.show(now);
    }
  } catch (error) {
    throw new Error(`history of ${size} events from seed ${seed}`, { cause: error });
  }
}

describe('void events', () => {
  for (const [size, count] of [
    [3, 300],
    [5, 300],
    [10, 150],
    [25, 40],
  ] as const)
    it(
      `known before, learnt later and lifted again, ${count} histories of ${size}, give the oracle's text`,
      { timeout: 30_000 * TIMES },
      () => {
        for (let i = 0; i < count * TIMES; i++) run(size, 3_000_000 * size + i);
      },
    );

  it(
    'T11 A43 taken back by changes, what somebody wrote leaves the oracle’s text without it, in 600 histories',
    { timeout: 30_000 * TIMES },
    () => {
      for (let i = 0; i < 200 * TIMES; i++)
        for (const size of [4, 9, 25]) takeBack(size, 5_000_000 * size + i);
    },
  );

  it('keep the meaning of what was built on them', () => {
    const doc = new Text<string>(byName);
    doc.edit([{ kind: 'insert', position: 0, text: 'ab' }], 'a');
    const start = doc.edit([{ kind: 'insert', position: 1, text: 'spam' }], 'b');
    doc.edit([{ kind: 'insert', position: 3, text: '!' }], 'a');
    expect(doc.toString()).toBe('asp!amb');
    const now = [{ start, end: start + 4 }];
    expect(doc.setVoids(voidsOf(now))).toEqual([
      { position: 1, deleted: 2, inserted: '' },
      { position: 2, deleted: 2, inserted: '' },
    ]);
    expect(doc.toString()).toBe('a!b');
    const knew = { from: doc.graph.next, events: now };
    doc.setVoids(voidsOf(now, [knew]));
    doc.edit([{ kind: 'delete', position: 1, count: 1 }], 'a');
    expect(doc.toString()).toBe('ab');
    expect(doc.setVoids(voidsOf([], [knew]))).toEqual([
      { position: 1, deleted: 0, inserted: 'spam' },
    ]);
    expect(doc.toString()).toBe('aspamb');
  });
});
