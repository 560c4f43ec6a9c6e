/**
 * One replica of a random history: events come in, by number, in any order and in batches, and
 * everything that the text says on the way is compared with the oracle.
 */
import { expect } from 'vitest';
import { asLV, type LV } from '../../src/base/ids.ts';
import { type Edits, type Op, unitsOf } from '../../src/crdt/op.ts';
import { Text, type TextCache, type TextChange } from '../../src/crdt/text.ts';
import { type Dice, type History, byName, minimal, randomOrder } from './histories.ts';

/** A cache as it would be stored: it names events, not units. */
interface StoredCache {
  readonly text: string;
  readonly version: readonly number[];
  readonly lengths: readonly { readonly version: readonly number[]; readonly length: number }[];
}

export class Replica {
  private readonly history: History;
  private text = new Text<string>(byName);
  /** Events in the order of their arrival; `ends[i]` is the last unit of `arrived[i]`. */
  private arrived: number[] = [];
  private ends: number[] = [];
  private shown = '';
  private readonly voids = new Map<number, boolean[]>();

  constructor(history: History) {
    this.history = history;
  }

  /** The events that nothing here is built on. */
  get version(): number[] {
    return this.text.heads.map((lv) => this.eventOf(lv));
  }

  add(event: number): void {
    const { parents, ops, author } = this.event(event);
    const below = parents.map((parent) => this.lastUnit(parent));
    const start =
      event % 2 === 0
        ? this.text.add({ parents: below, ops, author })
        : this.text.addEdits({ parents: below, edits: columnsOf(ops), author });
    this.note(event, start);
  }

  /** Adds an event as if it were made here, if it can be: at the heads, with ops that fit. */
  edit(event: number): boolean {
    const { parents, ops, author } = this.event(event);
    const heads = this.version.sort((a, b) => a - b);
    const fits = this.history.oracle.voids[event]?.includes(true) === false;
    if (!fits || heads.join() !== parents.join()) return false;
    this.note(event, this.text.edit(ops, author));
    this.voids.set(
      event,
      ops.map(() => false),
    );
    this.shown = this.text.toString();
    return true;
  }

  advance(): void {
    const before = this.text.graph.next;
    const { changes, voids } = this.text.advance();
    expect(this.text.graph.next).toBe(before);
    this.shown = applyChanges(this.shown, changes);
    for (const event of this.arrived) if (!this.voids.has(event)) this.judge(event, voids);
    this.check();
  }

  /** Text, lengths and every verdict so far agree with the oracle. */
  check(): void {
    const { oracle } = this.history;
    const expected = oracle.textAt(this.arrived);
    expect(this.text.toString()).toBe(expected);
    expect(this.shown).toBe(expected);
    expect(this.text.length).toBe([...expected].length);
    expect(this.text.units).toBe(expected.length);
    for (const [event, voids] of this.voids)
      expect([event, voids]).toEqual([event, oracle.voids[event]]);
    if (this.arrived.length % 4 === 0) this.checkAuthorship();
  }

  /** For each code point, the event that put it in, and as which character. */
  private checkAuthorship(): void {
    const known = this.history.oracle.nodesAt(this.arrived);
    const units = this.arrived.flatMap((event) => charactersOf(this.event(event).ops, event));
    expect(unitsShown(this.text).map((unit) => units[unit])).toEqual(
      known.map(({ event, character }) => `${event} ${character}`),
    );
  }

  /** The text at some earlier version, and where its positions are now. */
  checkVersion(version: readonly number[]): void {
    const { oracle } = this.history;
    const units = version.map((event) => this.lastUnit(event)).sort((a, b) => a - b);
    expect(this.text.textAt(units)).toBe(oracle.textAt(version));
    const then = oracle.nodesAt(version);
    const now = new Map(oracle.nodesAt(this.arrived).map((node, i) => [node, i]));
    const positions = Array.from({ length: then.length + 1 }, (_, i) => i);
    const mapped = this.text.mapForward(positions, units);
    for (const position of positions) {
      const to = mapped[position] as number;
      expect(to).toBeLessThanOrEqual(now.size);
      then.forEach((node, i) => {
        const at = now.get(node);
        if (at !== undefined) expect(at < to).toBe(i < position);
      });
    }
  }

  save(): StoredCache {
    const { text, version, lengths } = this.text.save();
    const events = (lvs: readonly LV[]): number[] => lvs.map((lv) => this.eventOf(lv));
    return {
      text,
      version: events(version),
      lengths: lengths.map((known) => ({ version: events(known.version), length: known.length })),
    };
  }

  /** Starts anew with the same events in another order, and what the cache knows of them. */
  reopen(order: readonly number[], cache: StoredCache | undefined): void {
    this.text = new Text<string>(byName);
    this.arrived = [];
    this.ends = [];
    for (const event of order) this.add(event);
    expect(this.text.adopt(cache === undefined ? undefined : this.translate(cache))).toBe(
      cache !== undefined,
    );
    this.shown = this.text.toString();
    this.check();
  }

  known(): readonly number[] {
    return this.arrived;
  }

  private translate({ text, version, lengths }: StoredCache): TextCache {
    const units = (events: readonly number[]): LV[] =>
      events.map((event) => this.lastUnit(event)).sort((a, b) => a - b);
    return {
      text,
      version: units(version),
      lengths: lengths.map((known) => ({ version: units(known.version), length: known.length })),
    };
  }

  private note(event: number, start: LV): void {
    const units = this.event(event).ops.reduce((sum, op) => sum + unitsOf(op), 0);
    this.arrived.push(event);
    this.ends.push(start + units - 1);
  }

  /** Notes which ops of an event are void. A void op is void in all its units. */
  private judge(event: number, voids: readonly { start: number; end: number }[]): void {
    let at =
      this.lastUnit(event) + 1 - this.event(event).ops.reduce((sum, op) => sum + unitsOf(op), 0);
    const isVoid = (unit: number): boolean =>
      voids.some(({ start, end }) => start <= unit && unit < end);
    const verdicts = this.event(event).ops.map((op: Op) => {
      const units = Array.from({ length: unitsOf(op) }, (_, i) => isVoid(at + i));
      at += units.length;
      expect(new Set(units).size).toBe(1);
      return units[0] === true;
    });
    this.voids.set(event, verdicts);
  }

  private event(event: number): History['events'][number] {
    const found = this.history.events[event];
    if (found === undefined) throw new Error(`no event ${event}`);
    return found;
  }

  private lastUnit(event: number): LV {
    return asLV(this.ends[this.arrived.indexOf(event)] as number);
  }

  private eventOf(lv: LV): number {
    return this.arrived[this.ends.indexOf(lv)] as number;
  }
}

/** By unit of an event, what was put in; '' by a delete. */
export function charactersOf(ops: readonly Op[], event: number): string[] {
  return ops.flatMap((op) =>
    op.kind === 'insert' ? [...op.text].map((character) => `${event} ${character}`) : [''],
  );
}

/** What put in each code point of a text, read bit by bit. */
export function unitsShown(text: Text<string>): number[] {
  const units = 1 + (text.length % 40);
  let read = text.authorship(units);
  while (read === undefined) read = text.authorship(units);
  expect(read.length).toBe(text.length);
  return [...read.between(0, read.length)].flatMap(({ unit, codePoints }) =>
    Array.from({ length: codePoints }, (_, i) => unit + i),
  );
}

/** Ops as columns, inserts that follow one another joined. */
export function columnsOf(ops: readonly Op[]): Edits {
  const positions: number[] = [];
  const counts: number[] = [];
  const textEnds: number[] = [];
  let text = '';
  let next = -1;
  for (const op of ops) {
    const joins = op.kind === 'insert' && op.position === next;
    if (op.kind === 'insert') text += op.text;
    next = op.kind === 'insert' ? op.position + unitsOf(op) : -1;
    if (joins) textEnds.pop();
    else {
      positions.push(op.position);
      counts.push(op.kind === 'insert' ? 0 : op.count);
    }
    textEnds.push(text.length);
  }
  const column = (values: number[]): Int32Array => Int32Array.from(values);
  return {
    positions: column(positions),
    counts: column(counts),
    textEnds: column(textEnds),
    text,
  };
}

export function applyChanges(text: string, changes: readonly TextChange[]): string {
  let out = text;
  for (const { position, deleted, inserted } of changes) {
    expect(position + deleted).toBeLessThanOrEqual(out.length);
    out = out.slice(0, position) + inserted + out.slice(position + deleted);
  }
  return out;
}

/** Lets a history arrive in one order, with random batches, local edits, restarts and questions. */
export function play(history: History, order: readonly number[], roll: Dice): void {
  const replica = new Replica(history);
  const eager = 1 + roll(6);
  let cache: StoredCache | undefined;
  let pending = false;
  for (const event of order) {
    if (!pending && roll(2) === 0 && replica.edit(event)) continue;
    replica.add(event);
    pending = roll(eager) > 0;
    if (pending) continue;
    replica.advance();
    if (roll(6) === 0) cache = replica.save();
    if (roll(8) === 0) replica.checkVersion(sample(roll, history, replica.known()));
    if (roll(8) === 0) {
      const known = randomOrder(roll, history.events, replica.known());
      replica.reopen(known, roll(4) === 0 ? undefined : cache);
    }
  }
  replica.advance();
  replica.checkVersion(sample(roll, history, replica.known()));
  cache ??= replica.save();
  replica.reopen(randomOrder(roll, history.events), cache);
}

/** Up to three known events; half of the time one may lie below another, or be named twice. */
function sample(roll: Dice, { oracle }: History, known: readonly number[]): number[] {
  const events = Array.from({ length: roll(4) }, () => known[roll(known.length)] as number);
  return roll(2) === 0 ? events : minimal(oracle, events);
}
