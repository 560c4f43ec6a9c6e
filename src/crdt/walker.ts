/**
 * Replays concurrent ops: the core of eg-walker (Gentle & Kleppmann, EuroSys 2025, arXiv
 * 2409.14252), by runs.
 *
 * An op's position counts in the text that its author saw. The walker keeps every character that
 * it has met in a `Sequence` with two states. To apply an op it first moves the *prepare* state to
 * the op's parents, by taking out (retreat) and putting back (advance) what the two versions do not
 * share; there it finds the place, and then tells where that place is in the *effect* state.
 *
 * A walker begins at a cut, on nothing but the length of the text there, and with that length it
 * judges whether an op fits the text that its author saw. An op that does not changes neither
 * state, and its units have no entry in the index. Events that are void for another reason
 * (voids.ts) have no effect; in a prepare state they are left out if its author knew of them.
 *
 * There are a few prepare states, the sequence's views. Authors who write at the same time and
 * take each other's text in are replayed each in a view that only moves forward. Where concurrent
 * inserts at one place stand is decided in fugue.ts.
 */
import { asLV, type LV } from '../base/ids.ts';
import { MAX_POSITION } from '../base/limits.ts';
import { Fugue, type StandsBefore } from './fugue.ts';
import { type Graph, sameVersion, type Span, SpanList, subtract } from './graph.ts';
import type { LaidOut } from './layout.ts';
import type { Sink } from './op.ts';
import { type OpLog, Run } from './oplog.ts';
import { Schedule } from './schedule.ts';
import { DELETED, INSERTED, NONE, ROOT, Sequence, VIEWS } from './sequence.ts';
import { Views } from './views.ts';
import { countUpTo, type Voids } from './voids.ts';

/**
 * Which of two concurrent inserts at one place stands first: negative for the one by `a`. `x` and
 * `y` are units of the two events, for where authors alone would tie (two branches of one agent).
 * Must be the same total order on every replica, and never 0.
 */
export type Order<Author> = (a: Author, b: Author, x: LV, y: LV) => number;

/** What replays cost beside the ops themselves. */
export interface Effort {
  /** Units that views went back or forth by. */
  moved: number;
}

/** Longer inserts become several items, so that cutting one costs little. Units. */
const MAX_ITEM = 1_024;
/** Units and items of a walker that is kept. */
const SMALL = 4_096;

export class Walker<Author> {
  /** The cut where this replay began. */
  cut = 0;
  private readonly graph: Graph;
  private readonly log: OpLog<Author>;
  private readonly order: Order<Author>;
  private readonly voids: Voids;
  private readonly effort: Effort;
  /** Whether what is applied is void now. */
  private isVoid = false;
  /** What its author knew to be void. */
  private known: readonly Span[] = [];
  private readonly sequence = new Sequence();
  private readonly fugue = new Fugue();
  private readonly run = new Run();
  private readonly retreats = new SpanList();
  private readonly advances = new SpanList();
  private readonly views = new Views(VIEWS);
  private readonly schedule = new Schedule();
  /** By LV above the cut: item + 1 of an inserted unit, -1 - n of a delete, 0 if void or not met. */
  private index = new Int32Array(256);
  /** First piece of the n-th delete; its last is before the next delete's first. */
  private readonly deletes: number[] = [];
  /** What deletes have hit: `pieceLength` units from id `pieceId` on. */
  private readonly pieceId: number[] = [];
  private readonly pieceLength: number[] = [];

  constructor(
    graph: Graph,
    log: OpLog<Author>,
    order: Order<Author>,
    voids: Voids,
    effort: Effort,
  ) {
    this.graph = graph;
    this.log = log;
    this.order = order;
    this.voids = voids;
    this.effort = effort;
  }

  /** Begins anew at a cut where the text has `length` code points. */
  begin(cut: number, length: number): void {
    this.cut = cut;
    this.views.begin(this.graph.headsAtCut(cut));
    const item = this.sequence.reset(length);
    this.fugue.clear();
    this.fugue.begin(ROOT);
    if (item !== ROOT) this.fugue.follow(item, ROOT);
    this.index.fill(0);
    this.deletes.length = 0;
    this.pieceId.length = 0;
    this.pieceLength.length = 0;
  }

  /** Whether so little was replayed that this walker is better used again than made anew. */
  get isSmall(): boolean {
    return this.index.length <= SMALL && this.sequence.capacity <= SMALL;
  }

  /** Code points of the text with everything replayed so far. */
  get length(): number {
    return this.sequence.effectLength;
  }

  /** Everything replayed and the text at the cut, in document order. */
  layout(): LaidOut[] {
    const layout: LaidOut[] = [];
    this.sequence.describe(layout);
    return layout;
  }

  /**
   * Replays units of ascending `spans`, all above the cut, none replayed before, whose parents
   * have been replayed or are among them. What they do to the text goes to `sink`.
   */
  walk(spans: readonly Span[], sink: Sink): void {
    this.reserve((spans.at(-1)?.end ?? this.cut) - this.cut);
    const { schedule } = this;
    schedule.plan(this.graph, spans);
    for (let i = 0; i < schedule.size; i++) {
      const entry = schedule.order[i] as number;
      const start = schedule.starts[entry] as number;
      const end = schedule.ends[entry] as number;
      const parents = schedule.parents[entry] as readonly LV[];
      if (end <= this.voids.floor) this.applyEntry(start, end, parents, [], sink);
      else this.applyParts(start, end, parents, sink);
    }
  }

  /** Applies an entry in parts within which nobody learns of a void, and no void begins or ends. */
  private applyParts(start: number, end: number, parents: readonly LV[], sink: Sink): void {
    let below = parents;
    for (let from = start; from < end;) {
      const known = this.voids.knownAt(from);
      const isVoid = this.voids.isVoid(from);
      const to = Math.min(end, known.until, isVoid.until);
      this.isVoid = isVoid.value;
      this.applyEntry(from, to, below, known.value, sink);
      below = [asLV(to - 1)];
      from = to;
    }
    this.isVoid = false;
  }

  private reserve(units: number): void {
    if (units <= this.index.length) return;
    const larger = new Int32Array(Math.max(units, 2 * this.index.length));
    larger.set(this.index);
    this.index = larger;
  }

  /** Makes a view one of `version` without what is `known`, and that the prepare state. */
  private moveTo(version: readonly number[], known: readonly Span[]): void {
    const { graph, sequence, views, retreats, advances } = this;
    const nearest = views.nearest(version);
    const from = views.versionOf(nearest);
    const left = views.knownOf(nearest);
    if (sameVersion(from, version)) sequence.view = nearest;
    else {
      graph.compare(from, version, retreats, advances);
      this.goTo(nearest, version);
      for (let i = 0; i < retreats.size; i++) {
        this.shiftBut(retreats.startOf(i), retreats.endOf(i), left, -1);
      }
      for (let i = advances.size - 1; i >= 0; i--) {
        this.shiftBut(advances.startOf(i), advances.endOf(i), known, 1);
      }
    }
    if (left === known) return;
    const isInBoth = ({ end }: Span): boolean =>
      graph.contains(from, end - 1) && graph.contains(version, end - 1);
    for (const event of subtract(known, left)) {
      if (isInBoth(event)) this.shift(event.start, event.end, -1);
    }
    for (const event of subtract(left, known)) {
      if (isInBoth(event)) this.shift(event.start, event.end, 1);
    }
  }

  /** Means the nearest view, or a copy of it, by what goes to a version: `retreats` and `advances`. */
  private goTo(nearest: number, version: readonly number[]): void {
    const { sequence, views } = this;
    const units = this.retreats.units + this.advances.units;
    this.effort.moved += units;
    const view = views.move(nearest, units, version, sequence.size, sequence.capacity);
    if (view !== nearest) sequence.copyView(nearest, view);
    sequence.view = view;
  }

  /** Shifts units [start, end) but for those of some events. */
  private shiftBut(start: number, end: number, but: readonly Span[], by: number): void {
    let lv = start;
    for (let i = countUpTo(but, start, ({ end: last }) => last); lv < end; i++) {
      const event = but[i];
      this.shift(lv, Math.max(lv, Math.min(end, event?.start ?? end)), by);
      lv = event?.end ?? end;
    }
  }

  /** Advances (1) or retreats (-1) units [start, end). The order within them does not matter. */
  private shift(start: number, end: number, by: number): void {
    const { index, cut } = this;
    for (let lv = start; lv < end;) {
      const found = index[lv - cut] as number;
      if (found > 0) lv += this.shiftItem(found - 1, lv, end - lv, by * INSERTED);
      else if (found === 0) lv++;
      else {
        let next = lv + 1;
        while (next < end && index[next - cut] === found - (next - lv)) next++;
        this.shiftDeletes(-1 - found, -1 - found + next - lv, by);
        lv = next;
      }
    }
  }

  /** Shifts what deletes [from, to) have hit, pieces that touch at once. */
  private shiftDeletes(from: number, to: number, by: number): void {
    const { pieceId, pieceLength } = this;
    const end = this.deletes[to] ?? pieceId.length;
    for (let piece = this.deletes[from] as number; piece < end;) {
      let id = pieceId[piece] as number;
      let left = pieceLength[piece] as number;
      for (piece++; piece < end; piece++) {
        const other = pieceId[piece] as number;
        const length = pieceLength[piece] as number;
        if (other + length === id) id = other;
        else if (other !== id + left) break;
        left += length;
      }
      while (left > 0) {
        const moved = this.shiftItem(this.itemOf(id), id, left, by * DELETED);
        id += moved;
        left -= moved;
      }
    }
  }

  /** Shifts up to `limit` units of an item from `id` on. Returns how many. */
  private shiftItem(item: number, id: number, limit: number, by: number): number {
    const { sequence } = this;
    const part = this.isolate(item, id - sequence.idOf(item), limit);
    sequence.shift(part, by);
    return sequence.lengthOf(part);
  }

  /** Cuts an item so that a part of at most `limit` units from `offset` on is one. Returns that. */
  private isolate(item: number, offset: number, limit: number): number {
    const part = offset > 0 ? this.cutItem(item, offset) : item;
    if (limit < this.sequence.lengthOf(part)) this.cutItem(part, limit);
    return part;
  }

  private cutItem(item: number, offset: number): number {
    const rest = this.sequence.split(item, offset);
    this.fugue.cut(item, rest);
    this.indexItem(rest);
    return rest;
  }

  private indexItem(item: number): void {
    const from = this.sequence.idOf(item) - this.cut;
    if (this.sequence.idOf(item) < NONE) return;
    this.index.fill(item + 1, from, from + this.sequence.lengthOf(item));
  }

  private itemOf(id: number): number {
    if (id < NONE) return this.sequence.atBase(id);
    return (this.index[id - this.cut] as number) - 1;
  }

  private applyEntry(
    start: number,
    end: number,
    parents: readonly LV[],
    known: readonly Span[],
    sink: Sink,
  ): void {
    const { log, run, sequence } = this;
    const there = this.views.at(parents, known);
    this.known = known;
    log.seek(run, start);
    let lv = start;
    if (there >= 0) sequence.view = there;
    else if (end <= this.voids.floor && this.goesOn(start, end, parents)) {
      this.applyTyped(run, parents[0] as LV, sink);
      lv = run.end;
      if (lv === end) return;
      this.moveTo([lv - 1], known);
    } else this.moveTo(parents, known);
    for (; lv < end; lv = run.end) {
      log.read(run, lv, end, sequence.visibleLength);
      if (!run.fits) sink.voided(run.start, run.end);
      else if (run.deleted > 0) this.applyDelete(run, sink);
      else this.applyInsert(run, sink);
    }
    this.views.set(sequence.view, end - 1, known);
  }

  /**
   * Reads the first run of an entry, and tells whether it is text typed on behind its only parent,
   * which itself was put in above the cut. Nothing that its author saw was put behind that.
   */
  private goesOn(start: number, end: number, parents: readonly LV[]): boolean {
    const parent = parents[0] as LV;
    if (parents.length !== 1 || parent < this.cut) return false;
    const position = this.log.positionOfInsert(parent);
    if (position < 0 || (this.index[parent - this.cut] as number) <= 0) return false;
    this.log.read(this.run, start, end, MAX_POSITION);
    return this.run.deleted === 0 && this.run.position === position + 1;
  }

  /** Applies text typed on behind `parent`, in no view: its place follows from its parent. */
  private applyTyped(run: Run, parent: LV, sink: Sink): void {
    const item = (this.index[parent - this.cut] as number) - 1;
    const offset = parent - this.sequence.idOf(item) + 1;
    if (offset < this.sequence.lengthOf(item)) this.cutItem(item, offset);
    this.put(run, item, NONE, parent, false, sink);
  }

  private applyDelete(run: Run, sink: Sink): void {
    const { sequence } = this;
    const single = run.deleted === run.end - run.start;
    if (!single) this.beginDelete(run.start);
    let lv = run.start;
    for (let left = run.deleted; left > 0;) {
      const item = sequence.at(run.backward ? run.position + left - 1 : run.position);
      const { offset } = sequence;
      const part = run.backward
        ? this.isolate(item, Math.max(0, offset + 1 - left), Math.min(left, offset + 1))
        : this.isolate(item, offset, left);
      const length = sequence.lengthOf(part);
      const id = sequence.idOf(part);
      if (single) {
        for (let i = 0; i < length; i++) {
          this.beginDelete(lv++);
          this.addPiece(run.backward ? id + length - 1 - i : id + i, 1);
        }
      } else this.addPiece(id, length);
      sequence.shift(part, DELETED);
      if (!this.isVoid && sequence.erase(part)) sink.remove(sequence.effectBefore(part), length);
      left -= length;
    }
  }

  private beginDelete(lv: number): void {
    this.index[lv - this.cut] = -1 - this.deletes.length;
    this.deletes.push(this.pieceId.length);
  }

  private addPiece(id: number, length: number): void {
    this.pieceId.push(id);
    this.pieceLength.push(length);
  }

  private applyInsert(run: Run, sink: Sink): void {
    const { sequence } = this;
    let previous = ROOT;
    let left = NONE;
    if (run.position > 0) {
      previous = sequence.at(run.position - 1);
      const { offset } = sequence;
      left = sequence.idOf(previous) + offset;
      if (offset + 1 < sequence.lengthOf(previous)) this.cutItem(previous, offset + 1);
    }
    this.put(run, previous, this.rightOf(previous, left), left, true, sink);
  }

  /**
   * Puts text in after the unit `left`, the last of item `previous`, and as a left child of `right`
   * if that is not NONE. `seen`: in the view.
   */
  private put(
    run: Run,
    previous: number,
    right: number,
    left: number,
    seen: boolean,
    sink: Sink,
  ): void {
    const { sequence, fugue } = this;
    const { start, end } = run;
    while (this.views.isOver(sequence.capacity)) this.dropView();
    const isTypedOn = right === NONE && left === start - 1 && !this.isVoid;
    if (isTypedOn && this.extend(previous, run, seen)) {
      const at = sequence.effectBefore(previous) + sequence.lengthOf(previous) - (end - start);
      this.log.tell(sink, at, run);
      return;
    }
    const first = sequence.nextItem;
    const standsBefore = this.before(start);
    let place =
      right === NONE
        ? fugue.putRight(first, previous, standsBefore)
        : fugue.putLeft(first, right, standsBefore);
    let before = left;
    for (let id = start; id < end; id += MAX_ITEM) {
      if (id > start) fugue.follow(sequence.nextItem, place);
      const length = Math.min(MAX_ITEM, end - id);
      place = sequence.insert(place, id, length, before, seen, this.isVoid);
      this.indexItem(place);
      before = id + MAX_ITEM - 1;
    }
    if (!this.isVoid) this.log.tell(sink, sequence.effectBefore(first), run);
  }

  private dropView(): void {
    const oldest = this.views.oldestBut(this.sequence.view);
    this.views.drop(oldest);
    this.sequence.dropView(oldest);
  }

  /** Makes the item that ends just before a run longer by it, if it can be. */
  private extend(item: number, { start, end }: Run, seen: boolean): boolean {
    const { sequence } = this;
    const fits =
      item !== ROOT &&
      sequence.lengthOf(item) + end - start <= MAX_ITEM &&
      sequence.isFresh(item, seen) &&
      this.fugue.isBare(item);
    if (!fits) return false;
    sequence.extend(item, end - start, seen);
    this.index.fill(item + 1, start - this.cut, end - this.cut);
    return true;
  }

  /**
   * The item that follows in the author's text, deleted ones included, if it hangs on `left`, the
   * last unit of `previous`. Only what its author left out can stand between the two.
   */
  private rightOf(previous: number, left: number): number {
    const { sequence } = this;
    const item = sequence.nextSeen(previous);
    if (item === NONE || sequence.leftOf(item) === left) return item;
    if (this.known.length === 0) return NONE;
    const last = this.fugue.lastUnder(previous);
    return item === last || sequence.isBefore(item, last) ? item : NONE;
  }

  /** Whether a new unit stands before siblings, by its author and theirs. */
  private before(unit: number): StandsBefore {
    const { log, sequence } = this;
    let author: Author | undefined;
    return (sibling) => {
      const other = sequence.idOf(sibling);
      author ??= log.authorOf(unit);
      return this.order(author, log.authorOf(other), asLV(unit), asLV(other)) < 0;
    };
  }
}
