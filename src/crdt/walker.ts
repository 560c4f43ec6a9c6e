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
 * judges whether an op fits the text that its author saw. An op that does not is void: it changes
 * neither state, and its units have no entry in the index. (An event that is void for another
 * reason would be left out in `moveTo` and flagged in `applyEntry`.)
 *
 * Concurrent inserts at one place stand in Fugue's order (Weidner & Kleppmann 2023): see
 * docs/decisions/0002-sibling-order.md. Finding it is linear in the siblings.
 */
import { asLV, type LV } from '../base/ids.ts';
import type { Graph, Span } from './graph.ts';
import type { Sink } from './op.ts';
import { type OpLog, Run } from './oplog.ts';
import { Schedule } from './schedule.ts';
import { NONE, Sequence, UNSEEN } from './sequence.ts';

/**
 * Which of two concurrent inserts at one place stands first: negative for the one by `a`. `x` and
 * `y` are units of the two events, for where authors alone would tie (two branches of one agent).
 * Must be the same total order on every replica, and never 0.
 */
export type Order<Author> = (a: Author, b: Author, x: LV, y: LV) => number;

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
  private readonly sequence = new Sequence();
  private readonly run = new Run();
  private readonly retreats: number[] = [];
  private readonly advances: number[] = [];
  /** The version of the prepare state. */
  private readonly version: number[] = [];
  private readonly schedule = new Schedule();
  /** By LV above the cut: item + 1 of an inserted unit, -1 - n of a delete, 0 if void or not met. */
  private index = new Int32Array(256);
  /** First piece of the n-th delete; its last is before the next delete's first. */
  private readonly deletes: number[] = [];
  /** What deletes have hit: `pieceLength` units from id `pieceId` on. */
  private readonly pieceId: number[] = [];
  private readonly pieceLength: number[] = [];

  constructor(graph: Graph, log: OpLog<Author>, order: Order<Author>) {
    this.graph = graph;
    this.log = log;
    this.order = order;
  }

  /** Begins anew at a cut where the text has `length` code points. */
  begin(cut: number, length: number): void {
    this.cut = cut;
    this.version.length = 0;
    for (const head of this.graph.headsAtCut(cut)) this.version.push(head);
    this.sequence.reset(length);
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

  /**
   * Replays units of ascending `spans`, all above the cut, none replayed before, whose parents
   * have been replayed or are among them. What they do to the text goes to `sink`.
   */
  walk(spans: readonly Span[], sink: Sink): void {
    this.reserve((spans.at(-1)?.end ?? this.cut) - this.cut);
    const { schedule, version } = this;
    schedule.plan(this.graph, spans);
    for (let i = 0; i < schedule.size; i++) {
      const entry = schedule.order[i] as number;
      const end = schedule.ends[entry] as number;
      this.moveTo(schedule.parents[entry] as readonly LV[]);
      this.applyEntry(schedule.starts[entry] as number, end, sink);
      version.length = 1;
      version[0] = end - 1;
    }
  }

  private reserve(units: number): void {
    if (units <= this.index.length) return;
    const larger = new Int32Array(Math.max(units, 2 * this.index.length));
    larger.set(this.index);
    this.index = larger;
  }

  /** Makes `version` the version of the prepare state. */
  private moveTo(version: readonly number[]): void {
    if (version.length === 1 && this.version.length === 1 && version[0] === this.version[0]) return;
    const { retreats, advances } = this;
    retreats.length = 0;
    advances.length = 0;
    this.graph.compare(this.version, version, retreats, advances);
    for (let i = 0; i < retreats.length; i += 2) {
      this.shift(retreats[i + 1] as number, retreats[i] as number, -1);
    }
    for (let i = advances.length - 2; i >= 0; i -= 2) {
      this.shift(advances[i + 1] as number, advances[i] as number, 1);
    }
  }

  /** Advances (1) or retreats (-1) units [start, end). The order within them does not matter. */
  private shift(start: number, end: number, by: number): void {
    const { index, cut } = this;
    for (let lv = start; lv < end;) {
      const found = index[lv - cut] as number;
      if (found > 0) lv += this.shiftItem(found - 1, lv, end - lv, by);
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
        const moved = this.shiftItem(this.itemOf(id), id, left, by);
        id += moved;
        left -= moved;
      }
    }
  }

  /** Shifts up to `limit` units of an item from `id` on. Returns how many. */
  private shiftItem(item: number, id: number, limit: number, by: number): number {
    const { sequence } = this;
    const part = this.isolate(item, id - sequence.idOf(item), limit);
    sequence.setState(part, sequence.stateOf(part) + by);
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

  private applyEntry(start: number, end: number, sink: Sink): void {
    const { log, run } = this;
    log.seek(run, start);
    for (let lv = start; lv < end; lv = run.end) {
      log.read(run, lv, end, this.sequence.prepareLength);
      if (!run.fits) sink.voided(run.start, run.end);
      else if (run.deleted > 0) this.applyDelete(run, sink);
      else this.applyInsert(run, sink);
    }
  }

  private applyDelete(run: Run, sink: Sink): void {
    const { sequence } = this;
    const single = run.deleted === run.end - run.start;
    if (!single) this.beginDelete(run.start);
    let lv = run.start;
    for (let left = run.deleted; left > 0;) {
      const item = sequence.atPrepare(run.backward ? run.position + left - 1 : run.position);
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
      if (sequence.erase(part)) sink.remove(sequence.effectBefore(part), length);
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
    let previous = NONE;
    let left = NONE;
    if (run.position > 0) {
      previous = sequence.atPrepare(run.position - 1);
      left = sequence.idOf(previous) + sequence.offset;
      if (sequence.offset + 1 < sequence.lengthOf(previous)) {
        this.cutItem(previous, sequence.offset + 1);
      }
    }
    let right = this.rightOf(previous, left);
    const place = this.integrate(previous, run.start, left, right);
    if (place === previous && right === NONE && this.extend(previous, left, run)) {
      const before = sequence.effectBefore(previous);
      const length = sequence.lengthOf(previous) - (run.end - run.start);
      sink.insert(before + length, this.log.textOf(run));
      return;
    }
    previous = place;
    let first = NONE;
    for (let id = run.start; id < run.end; id += MAX_ITEM) {
      const length = Math.min(MAX_ITEM, run.end - id);
      previous = sequence.insertAfter(previous, id, length, left, right);
      this.indexItem(previous);
      if (first === NONE) first = previous;
      left = id + length - 1;
      right = NONE;
    }
    sink.insert(sequence.effectBefore(first), this.log.textOf(run));
  }

  /** Makes the item that ends with `left` longer by a run that was typed on behind it, if it can be. */
  private extend(item: number, left: number, { start, end }: Run): boolean {
    const { sequence } = this;
    const fits =
      left !== NONE &&
      left === start - 1 &&
      sequence.isVisible(item) &&
      sequence.lengthOf(item) + end - start <= MAX_ITEM;
    if (!fits) return false;
    sequence.extend(item, end - start);
    this.index.fill(item + 1, start - this.cut, end - this.cut);
    return true;
  }

  /** The unit that follows in the author's text, deleted ones included, if it was put after `left` too. */
  private rightOf(previous: number, left: number): number {
    const { sequence } = this;
    sequence.walkAfter(previous);
    let item = sequence.walk();
    while (item !== NONE && sequence.stateOf(item) === UNSEEN) item = sequence.walk();
    return item !== NONE && sequence.left[item] === left ? sequence.idOf(item) : NONE;
  }

  /** The item after which a new one belongs, among those that its author had not seen. */
  private integrate(previous: number, id: number, left: number, right: number): number {
    const { sequence } = this;
    sequence.walkAfter(previous);
    const firstUnseen = sequence.walk();
    let place = previous;
    let scanning = false;
    let author: Author | undefined;
    for (
      let other = firstUnseen;
      other !== NONE && sequence.stateOf(other) === UNSEEN;
      other = sequence.walk()
    ) {
      const otherLeft = sequence.left[other] as number;
      if (otherLeft === left) {
        const otherRight = sequence.right[other] as number;
        if (otherRight === right) {
          author ??= this.log.authorOf(id);
          if (this.standsBefore(author, id, sequence.idOf(other))) break;
          scanning = false;
        } else scanning = this.isLeftOf(otherRight, right);
      } else if (otherLeft === NONE || sequence.isBefore(this.itemOf(otherLeft), firstUnseen))
        break;
      if (!scanning) place = other;
    }
    return place;
  }

  /** Whether a unit by `author` stands before another unit with the same neighbours. */
  private standsBefore(author: Author, unit: number, other: number): boolean {
    return this.order(author, this.log.authorOf(other), asLV(unit), asLV(other)) < 0;
  }

  /** Of two different right neighbours, NONE being the end of the document. */
  private isLeftOf(a: number, b: number): boolean {
    if (a === NONE || b === NONE) return b === NONE;
    return this.sequence.isBefore(this.itemOf(a), this.itemOf(b));
  }
}
