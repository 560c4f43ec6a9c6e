/**
 * Long histories without an oracle: replicas that type, paste, delete and meet at random end with one
 * text, and each can still tell every text that any of them has shown.
 */
import { describe, expect, it } from 'vitest';
import { asLV, type LV } from '../../src/base/ids.ts';
import { type Op, unitsOf } from '../../src/crdt/op.ts';
import { Text } from '../../src/crdt/text.ts';
import { type Dice, byName, dice } from './histories.ts';
import { applyChanges } from './replica.ts';

interface Event {
  readonly parents: readonly number[];
  readonly ops: readonly Op[];
  readonly author: string;
}

class Replica {
  readonly text = new Text<string>(byName);
  /** What an editor shows that was given the changes. */
  shown = '';
  private readonly events: Event[];
  private readonly lasts = new Map<number, LV>();
  private readonly numbers = new Map<LV, number>();

  constructor(events: Event[]) {
    this.events = events;
  }

  get version(): number[] {
    return this.text.heads.map((lv) => this.numbers.get(lv) as number);
  }

  units(version: readonly number[]): LV[] {
    const units = version.map((number): LV => this.lasts.get(number) as LV);
    return units.sort((a, b) => a - b);
  }

  edit(ops: readonly Op[], author: string): void {
    const event = { parents: this.version, ops, author };
    this.note(this.events.push(event) - 1, event, this.text.edit(ops, author));
  }

  /** Takes in what the other has, at most `batch` events at a time. */
  pull(other: Replica, batch: number): void {
    let added = 0;
    this.shown = this.text.toString();
    for (const number of other.lasts.keys()) {
      if (this.lasts.has(number)) continue;
      const event = this.events[number] as Event;
      this.note(number, event, this.text.add({ ...event, parents: this.units(event.parents) }));
      if (++added % batch === 0) this.advance();
    }
    this.advance();
  }

  private advance(): void {
    const { changes, voids } = this.text.advance();
    expect(voids).toEqual([]);
    this.shown = applyChanges(this.shown, changes);
  }

  private note(number: number, { ops }: Event, start: LV): void {
    const last = asLV(start + ops.reduce((sum, op) => sum + unitsOf(op), 0) - 1);
    this.lasts.set(number, last);
    this.numbers.set(last, number);
  }
}

/** Types a stretch somewhere, now and then with a paste or a larger delete. */
function work(replica: Replica, author: string, roll: Dice): void {
  let at = roll(replica.text.length + 1);
  for (let left = 1 + roll(40); left > 0; left--) {
    const { length } = replica.text;
    const dies = roll(40);
    if (dies === 0) {
      replica.edit(
        [{ kind: 'insert', position: at, text: `${author}🏔`.repeat(1 + roll(600)) }],
        author,
      );
    } else if (dies === 1 && length > 0) {
      const position = roll(length);
      const count = 1 + roll(Math.min(1_500, length - position));
      replica.edit([{ kind: 'delete', position, count }], author);
      at = position;
    } else if (dies < 10 && at > 0)
      replica.edit([{ kind: 'delete', position: --at, count: 1 }], author);
    else replica.edit([{ kind: 'insert', position: at++, text: author }], author);
  }
}

describe('replicas', () => {
  for (const [seed, rounds, meet] of [
    [1, 80, 2],
    [2, 80, 10],
    [3, 100, 40],
  ] as const) {
    it(`T3 that work and meet about every ${meet} rounds end with one text (seed ${seed})`, () => {
      const roll = dice(seed);
      const events: Event[] = [];
      const replicas = ['a', 'b', 'c'].map(() => new Replica(events));
      const pick = (): Replica => replicas[roll(3)] as Replica;
      const past: { version: number[]; text: string }[] = [];
      for (let round = 0; round < rounds; round++) {
        const one = pick();
        work(one, 'abc'[replicas.indexOf(one)] ?? '', roll);
        if (roll(meet) === 0) one.pull(pick(), 1 + roll(30));
        if (round % 20 === 0) past.push({ version: one.version, text: one.text.toString() });
      }
      for (const one of replicas) for (const other of replicas) one.pull(other, 1_000);
      const [first] = replicas;
      for (const one of replicas) {
        expect(one.text.toString() === first?.shown).toBe(true);
        expect(one.shown === first?.shown).toBe(true);
        for (const { version, text } of past) {
          expect(one.text.textAt(one.units(version)) === text).toBe(true);
        }
      }
    });
  }
});
