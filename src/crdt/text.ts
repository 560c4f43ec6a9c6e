/**
 * A collaborative text: what everybody typed, and the one text that it amounts to.
 *
 * Ops are kept as they happened, over an event graph; the text is a rope. Edits at the heads go
 * straight into both; concurrent ones are replayed by eg-walker (see walker.ts) since the last cut
 * below them. The text is a function of the set of events alone, whatever order or batches they
 * came in, and so is the verdict that an op is *void*: that it lies outside the text its author
 * saw. Void ops keep their place in the graph and have no effect.
 *
 * Who may edit, what an event is and how any of it is written down is decided elsewhere; events of
 * peers come in decoded and checked: well-formed text, positive counts, known minimal parents.
 */
import type { LV } from '../base/ids.ts';
import { assert } from '../base/result.ts';
import { Authorship, type Piece } from './authorship.ts';
import { Graph, sameVersion, type Span } from './graph.ts';
import { compareLayouts } from './layout.ts';
import {
  type Edits,
  type Op,
  type TextChange,
  assertEdits,
  assertWellFormed,
  countCodePoints,
  unitsOf,
} from './op.ts';
import { OpLog } from './oplog.ts';
import { type History, Replay } from './replay.ts';
import { Rope } from './rope.ts';
import { ChangeSink, FillSink, RopeSink } from './sinks.ts';
import { Voids } from './voids.ts';
import type { Order } from './walker.ts';

export type { Edits, Op, TextChange } from './op.ts';
export { Voids } from './voids.ts';

/** The ops of one event. `parents` are known LVs, none an ancestor of another. */
export interface TextEvent<Author> {
  readonly parents: readonly LV[];
  readonly ops: readonly Op[];
  /** Equal for consecutive events, it costs no memory. */
  readonly author: Author;
}

/** Consecutive events of one author as columns; each but the first has the one before as its parent. */
export interface TextStretch<Author> {
  readonly parents: readonly LV[];
  readonly edits: Edits;
  readonly author: Author;
}

export interface Advanced {
  /** What happened to the visible text, in UTF-16 units, to be applied in order. */
  readonly changes: readonly TextChange[];
  /** Units of the new events without effect, because their op did not fit its text. */
  readonly voids: readonly Span[];
}

/** What spares a replay at the next start. LVs name units of this process: translate them. */
export interface TextCache {
  readonly text: string;
  readonly version: readonly LV[];
  /** Lengths in code points at some critical versions. */
  readonly lengths: readonly { readonly version: readonly LV[]; readonly length: number }[];
}

/** What a text consists of. Nobody else changes any of it. */
export interface Reading<Author> {
  readonly replay: Replay<Author>;
  readonly graph: Graph;
  /** All units of the graph as they are shown. */
  readonly rope: Rope;
  /** What is void by now. */
  readonly newest: () => Voids;
}

/** Who wrote what, of the text that the first `end` units make. */
interface Read {
  readonly authorship: Authorship;
  readonly end: number;
}

/** Units after which a local edit notes the text's length once more. */
const LEARN = 1_024;

export class Text<Author> {
  readonly graph = new Graph();
  private readonly log = new OpLog<Author>();
  private readonly replay: Replay<Author>;
  private rope = new Rope();
  /** Units that the rope shows: all below it. */
  private shown = 0;
  /** Where a local edit last noted the text's length. */
  private noted = 0;
  private voids = new Voids();
  private read: Read | undefined;

  /** `order` ranks concurrent inserts at one place by their authors; no two of them may tie. */
  constructor(order: Order<Author>) {
    this.replay = new Replay(this.graph, this.log, order);
  }

  /** Code points. */
  get length(): number {
    return this.rope.length;
  }

  /** UTF-16 units. */
  get units(): number {
    return this.rope.units;
  }

  /** The version of everything known. The text shows it once it has advanced. */
  get heads(): readonly LV[] {
    return this.graph.heads;
  }

  /** Units that replays went back or forth by: what merging cost so far beside the ops themselves. */
  get moved(): number {
    return this.replay.effort.moved;
  }

  /** Whether anything is void, or was known to be to some author. */
  get hasVoids(): boolean {
    return this.voids.floor < Infinity;
  }

  toString(): string {
    return this.rope.toString();
  }

  /** Code points [from, to), clipped to the text. */
  slice(from: number, to: number): string {
    return this.rope.slice(Math.max(0, from), Math.min(to, this.length));
  }

  /** UTF-16 units before a position in code points, clipped to the text. */
  toUnits(position: number): number {
    return this.rope.toUnits(Math.min(Math.max(0, position), this.length));
  }

  /** Code points before a position in units; `undefined` outside the text or within a pair. */
  toCodePoints(unit: number): number | undefined {
    return this.rope.toCodePoints(unit);
  }

  /**
   * Appends a local event at the heads, or at `parents`, and applies it. Its ops must fit. Returns its
   * first unit. What is not below `parents`, if that is less than everything, must be void.
   */
  edit(ops: readonly Op[], author: Author, parents?: readonly LV[]): LV {
    this.assertShown();
    const { graph } = this;
    const before = this.rope.length;
    assertFits(ops, before);
    const start = graph.next;
    if (parents && !sameVersion(parents, graph.heads)) {
      const units = this.apply(ops, author, parents.length === 1 && parents[0] === start - 1);
      this.follows(parents, graph.add(parents, units));
      this.shown = graph.next;
      return start;
    }
    const merges = !graph.isMerged;
    graph.append(this.apply(ops, author, !merges && start > 0));
    this.shown = graph.next;
    if (merges || start - this.noted >= LEARN) {
      this.replay.learn(start, before);
      this.noted = start;
    }
    return start;
  }

  /** Writes local ops into the rope and the log; `sequential` is said of the first. Returns their units. */
  private apply(ops: readonly Op[], author: Author, sequential: boolean): number {
    const { rope, log } = this;
    let units = 0;
    for (const op of ops) {
      const length = unitsOf(op);
      if (op.kind === 'insert') rope.insert(op.position, op.text, length);
      else rope.remove(op.position, op.count);
      log.append(op, length, author, sequential || units > 0);
      units += length;
    }
    return units;
  }

  /**
   * Takes in an event whose parents are known, without applying it: `advance` does, for any number
   * of events at once. Returns its first unit.
   */
  add({ parents, ops, author }: TextEvent<Author>): LV {
    assert(ops.length > 0, 'an event has at least one op');
    const { graph, log } = this;
    let units = 0;
    for (const op of ops) {
      assertWellFormed(op);
      units += unitsOf(op);
    }
    const start = graph.add(parents, units);
    let sequential = this.follows(parents, start);
    for (const op of ops) {
      log.append(op, ops.length === 1 ? units : unitsOf(op), author, sequential);
      sequential = true;
    }
    return start;
  }

  /** As `add`, for a stretch of events. Without an object for each op. */
  addEdits({ parents, edits, author }: TextStretch<Author>): LV {
    const start = this.graph.add(parents, assertEdits(edits));
    this.log.appendEdits(edits, author, this.follows(parents, start));
    return start;
  }

  /** Whether what was just added goes on from the unit before. If not, cuts may be gone. */
  private follows(parents: readonly LV[], start: LV): boolean {
    const sequential = parents.length === 1 && parents[0] === start - 1;
    if (!sequential) this.replay.dropLengths();
    return sequential;
  }

  /** Brings the text up to date with every event added, in one replay. */
  advance(): Advanced {
    const sink = this.rope.units > 0 ? new ChangeSink(this.rope) : new FillSink(this.rope);
    this.replay.forward(this.shown, this.graph.next, this.rope.length, sink);
    this.shown = this.graph.next;
    return { changes: sink.changes, voids: sink.voids };
  }

  /**
   * Says which events are void, instead of what was said before, and what authors knew of that. Of
   * units that are shown the latter must stay as it was. What is added to `voids` later, about units
   * that are not shown yet, need not be said. Returns how the visible text changes, and touches
   * nothing else of it: no author's positions depend on it.
   */
  setVoids(voids: Voids): readonly TextChange[] {
    const { replay, shown } = this;
    const before = this.voids;
    this.voids = voids;
    this.read = undefined;
    const isSame = before.isSameBelow(shown, voids);
    const old = isSame ? [] : replay.layout(shown, voids.floor);
    replay.setVoids(voids);
    if (isSame) return [];
    const text = new Rope();
    replay.run({ cut: 0, zone: [] }, replay.prefix(shown), new RopeSink(text));
    const sink = new ChangeSink(this.rope);
    compareLayouts(old, replay.layout(shown, before.floor), (position, units, isShown) => {
      if (isShown) sink.insert(position, text.slice(position, position + units));
      else sink.remove(position, units);
    });
    return sink.changes;
  }

  /** How many code points `setVoids` would hide, and how many show again. */
  preview(voids: Voids): { readonly hidden: number; readonly shown: number } {
    const { replay, voids: before } = this;
    const counts = { hidden: 0, shown: 0 };
    if (before.isSameBelow(this.shown, voids)) return counts;
    const old = replay.layout(this.shown, voids.floor);
    replay.setVoids(voids);
    compareLayouts(old, replay.layout(this.shown, before.floor), (_, units, isShown) => {
      counts[isShown ? 'shown' : 'hidden'] += units;
    });
    replay.setVoids(before);
    return counts;
  }

  /** For what reads the history in a way of its own, and is loaded when somebody asks for it. */
  reading(): Reading<Author> {
    this.assertShown();
    const { replay, graph, rope } = this;
    return { replay, graph, rope, newest: () => this.voids };
  }

  /**
   * Instead of the first `advance`, after all events of the store have been added: shows the cached
   * text, and on top of it whatever the cache lacks. A cache that names unknown units is dropped
   * (false), and everything is replayed. That a text belongs to its version cannot be seen here:
   * the caller keeps caches from being damaged. Where something is void, no cache is used.
   */
  adopt(cache?: TextCache): boolean {
    const usable = cache !== undefined && !this.hasVoids && this.isUsable(cache);
    this.rope = new Rope();
    let from: History = { cut: 0, zone: [] };
    if (usable) {
      this.rope.insert(0, cache.text);
      for (const { version, length } of cache.lengths) {
        const cut = (version.at(-1) ?? -1) + 1;
        if (this.graph.isCritical(version)) this.replay.learn(cut, length);
      }
      from = this.replay.historyOf(cache.version);
      if (from.zone.length === 0) this.replay.learn(from.cut, this.rope.length);
    }
    this.replay.run(from, this.replay.prefix(this.graph.next), new RopeSink(this.rope));
    this.shown = this.graph.next;
    return usable;
  }

  /**
   * The text to reopen with, and its lengths after concurrent parts of the history, sparser with
   * their distance from the heads. Every version in it consists of last units of events.
   */
  save(): TextCache {
    this.assertShown();
    const { graph, replay } = this;
    const lengths: { version: readonly LV[]; length: number }[] = [];
    for (let back = 1, last = Infinity; back < graph.next; back *= 2) {
      const cut = graph.stretchStart(graph.lastCut(graph.next - back));
      const known = replay.lengthBefore(cut);
      if (known.cut !== cut || cut === 0 || cut >= last) continue;
      lengths.push({ version: graph.headsAtCut(cut), length: known.length });
      last = cut;
    }
    return { text: this.toString(), version: this.heads, lengths };
  }

  /** The text at an earlier version, by replay of all below it. */
  textAt(version: readonly LV[]): string {
    const rope = new Rope();
    const root: History = { cut: 0, zone: [] };
    this.replay.run(root, this.replay.historyOf(version), new RopeSink(rope));
    return rope.toString();
  }

  /**
   * Which unit put in each code point of the text, once all of history has been read for that; a call
   * reads at most `units` of it, and is `undefined` while there is more. What was read is kept.
   */
  authorship(units = Infinity): Authorship | undefined {
    this.assertShown();
    const { replay, shown } = this;
    const { authorship, end } = this.read ?? { authorship: new Authorship(), end: 0 };
    const next = Math.min(shown, end + units);
    replay.run(replay.prefix(end), replay.prefix(next), authorship);
    this.read = { authorship, end: next };
    return next === shown ? authorship : undefined;
  }

  /** What units put in, which were in the text once. */
  textOf(pieces: readonly Piece[]): string {
    return pieces.reduce(
      (text, { unit, codePoints }) => text + this.log.textIn(unit, unit + codePoints),
      '',
    );
  }

  /**
   * Where positions in the text at `version` are now; code points, both. A position stays before
   * what was inserted right there.
   */
  mapForward(positions: readonly number[], version: readonly LV[]): number[] {
    this.assertShown();
    const mapped = [...positions];
    const move = (to: (position: number) => number): void => {
      for (let i = 0; i < mapped.length; i++) mapped[i] = to(mapped[i] as number);
    };
    this.replay.run(this.replay.historyOf(version), this.replay.prefix(this.graph.next), {
      insert: (at, text) => {
        const length = countCodePoints(text);
        move((position) => (position > at ? position + length : position));
      },
      remove: (at, count) => {
        move((position) => (position > at ? Math.max(at, position - count) : position));
      },
      voided: () => {},
    });
    return mapped.map((position) => Math.min(Math.max(0, position), this.length));
  }

  /**
   * Units that `mapForward` goes over at most, told without a look at any. `version`: ascending, and may
   * name ancestors of others.
   */
  unitsSince(version: readonly LV[]): number {
    const { graph, replay } = this;
    const { cut } = replay.prefix(graph.lastCutWithin(version));
    return graph.next - Math.min(replay.lengthBefore(cut).cut, version[0] ?? 0);
  }

  private assertShown(): void {
    assert(this.shown === this.graph.next, 'advance() comes first');
  }

  private isUsable({ text, version, lengths }: TextCache): boolean {
    const isLength = (value: number): boolean => Number.isInteger(value) && value >= 0;
    const isKnown = (lvs: readonly LV[]): boolean =>
      lvs.every((lv, i) => isLength(lv) && lv < this.graph.next && lv > (lvs[i - 1] ?? -1));
    return (
      text.isWellFormed() &&
      isKnown(version) &&
      lengths.every((known) => isKnown(known.version) && isLength(known.length))
    );
  }
}

/** Throws Fault unless ops apply one after the other to a text of `length` code points. */
function assertFits(ops: readonly Op[], length: number): void {
  assert(ops.length > 0, 'an event has at least one op');
  let rest = length;
  for (const op of ops) {
    assertWellFormed(op);
    if (op.kind === 'insert') {
      assert(op.position <= rest, 'a local op lies outside the text');
      rest += countCodePoints(op.text);
    } else {
      rest -= op.count;
      assert(op.position <= rest, 'a local op lies outside the text');
    }
  }
}
