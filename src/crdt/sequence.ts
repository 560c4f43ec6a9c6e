/**
 * Every character that a replay knows, deleted ones included, in document order, by runs.
 *
 * A B+ tree of fan-out 32 over numbered items, all in flat arrays. An item is a run of units with
 * consecutive ids whose state has always been the same; it keeps its number when the tree around it
 * changes, so a unit's item is found without a search. Each tree node sums what is visible in the
 * *effect* state, everything replayed, and in each *view*: a version that the next op may have been
 * made at. There are a few views, since authors who write at the same time each go on from their
 * own; `view` says which one is meant.
 *
 * Ids from 0 are local versions. The text at the version where the replay began has ids below -1,
 * ascending, and is found by its own sum; NONE (-1) is the edge of the document. Item ROOT stands
 * there; it has no units.
 */
import { assert } from '../base/result.ts';

export const NONE = -1;
export const ROOT = 0;
export const VIEWS = 2;
/** What a state counts: that the author of the next op had seen the unit, and how often it was deleted. */
export const INSERTED = 1;
export const DELETED = 2;
const UNSEEN = 0;
const VISIBLE = INSERTED;

/** What a node sums: units visible by view, items seen by view, units in effect, units of the base. */
const SEEN = VIEWS;
const EFFECT = 2 * VIEWS;
const BASE = EFFECT + 1;
const SUMS = BASE + 1;

const FAN = 32;
const HALF = FAN / 2;
/** The node that comes first; dividing it keeps its number. */
const FIRST_LEAF = 0;

export class Sequence {
  /** The view that is meant by whatever speaks of what is seen. */
  view = 0;
  /** First id of each item, and how many units follow it in the item. */
  private id = new Int32Array(64);
  private length = new Int32Array(64);
  /** Id of the unit that the item's first unit was put after. Every later unit follows its own predecessor. */
  private left = new Int32Array(64);
  /** By item, then view. */
  private state = new Int32Array(64 * VIEWS);
  /** 1 if the item has no effect: it is void, or an op that is not void has deleted it. */
  private gone = new Uint8Array(64);
  private leaf = new Int32Array(64);
  private items = 0;

  private kids = new Int32Array(8 * FAN);
  private count = new Int32Array(8);
  private parent = new Int32Array(8);
  private level = new Uint8Array(8);
  private readonly measured = new Int32Array(SUMS);
  private sums = new Int32Array(8 * SUMS);
  private nodes = 0;
  private root = 0;
  private baseId = NONE;
  /** How far within its item the unit stands that `at` found. */
  offset = 0;

  /**
   * Begins anew, with a document of `baseLength` visible units with ids from -1 - baseLength to -2,
   * all seen in every view. Returns the item that holds them, or ROOT.
   */
  reset(baseLength: number): number {
    this.items = 0;
    this.nodes = 0;
    this.root = this.newNode(0);
    this.baseId = -1 - baseLength;
    this.attach(FIRST_LEAF, 0, this.newItem(NONE, 0, NONE, UNSEEN));
    if (baseLength === 0) return ROOT;
    const item = this.newItem(this.baseId, baseLength, NONE, VISIBLE);
    this.attach(FIRST_LEAF, 1, item);
    return item;
  }

  /** Items that there is room for. */
  get capacity(): number {
    return this.id.length;
  }

  /** Units visible in the view. */
  get visibleLength(): number {
    return this.sumOf(this.root, this.view);
  }

  /** Units visible in the effect state. */
  get effectLength(): number {
    return this.sumOf(this.root, EFFECT);
  }

  idOf(item: number): number {
    return this.id[item] as number;
  }

  lengthOf(item: number): number {
    return this.length[item] as number;
  }

  leftOf(item: number): number {
    return this.left[item] as number;
  }

  /** The number that the next item will get. */
  get nextItem(): number {
    return this.items;
  }

  /**
   * Puts a new item after `place`, or before the item -1 - `place`. Visible in the view, if `seen`,
   * and in no other; in the effect state unless it is `isVoid`.
   */
  insert(
    place: number,
    id: number,
    length: number,
    left: number,
    seen: boolean,
    isVoid: boolean,
  ): number {
    const item = this.newItem(id, length, left, UNSEEN);
    if (isVoid) this.gone[item] = 1;
    if (seen) this.state[item * VIEWS + this.view] = VISIBLE;
    const beside = place < 0 ? -1 - place : place;
    const leaf = this.leafOf(beside);
    this.attach(leaf, this.slotOf(leaf, beside) + (place < 0 ? 0 : 1), item);
    return item;
  }

  /** Cuts an item before its `offset`-th unit, 0 < offset < length. Returns the second part. */
  split(item: number, offset: number): number {
    const { measured } = this;
    const id = this.idOf(item) + offset;
    const second = this.newItem(id, this.lengthOf(item) - offset, id - 1, UNSEEN);
    for (let view = 0; view < VIEWS; view++) {
      this.state[second * VIEWS + view] = this.state[item * VIEWS + view] as number;
    }
    this.gone[second] = this.gone[item] as number;
    this.length[item] = offset;
    this.measure(second);
    measured.fill(0, SEEN, EFFECT);
    const leaf = this.leafOf(item);
    this.addMeasured(leaf, -1);
    this.attach(leaf, this.slotOf(leaf, item) + 1, second);
    return second;
  }

  /** Adds to an item's state in the view: INSERTED or DELETED, or takes it back. */
  shift(item: number, by: number): void {
    const at = item * VIEWS + this.view;
    const was = this.state[at] as number;
    const state = was + by;
    assert(state >= UNSEEN, 'retreated more often than advanced');
    this.state[at] = state;
    const units = (state === VISIBLE ? 1 : 0) - (was === VISIBLE ? 1 : 0);
    const seen = (state & INSERTED) - (was & INSERTED);
    if (units !== 0) this.add(this.leafOf(item), this.view, units * this.lengthOf(item));
    if (seen !== 0) this.add(this.leafOf(item), SEEN + this.view, seen);
  }

  /** Whether an item is in all states as one that has just been put in, `seen` or not. */
  isFresh(item: number, seen: boolean): boolean {
    for (let view = 0; view < VIEWS; view++) {
      const expected = seen && view === this.view ? VISIBLE : UNSEEN;
      if (this.state[item * VIEWS + view] !== expected) return false;
    }
    return this.gone[item] === 0;
  }

  /** Makes a fresh item longer by units that follow its last. */
  extend(item: number, units: number, seen: boolean): void {
    (this.length[item] as number) += units;
    if (seen) this.add(this.leafOf(item), this.view, units);
    this.add(this.leafOf(item), EFFECT, units);
  }

  /** Deletes an item from the effect state for good. False if it was gone there. */
  erase(item: number): boolean {
    if (this.gone[item] === 1) return false;
    this.add(this.leafOf(item), EFFECT, -this.lengthOf(item));
    this.gone[item] = 1;
    return true;
  }

  /** The item that holds the `position`-th visible unit of the view. See `offset`. */
  at(position: number): number {
    const { kids, sums, view } = this;
    let node = this.root;
    let left = position;
    for (;;) {
      const level = this.level[node] as number;
      let slot = node * FAN;
      for (const end = slot + (this.count[node] as number); slot < end; slot++) {
        const kid = kids[slot] as number;
        const units = level > 0 ? (sums[kid * SUMS + view] as number) : this.visibleOf(kid, view);
        if (left < units) break;
        left -= units;
      }
      node = kids[slot] as number;
      if (level === 0) {
        this.offset = left;
        return node;
      }
    }
  }

  /** The first item after another that the view has seen, deleted or not, or NONE. */
  nextSeen(item: number): number {
    const { kids, view } = this;
    let kid = item;
    let node = this.leafOf(item);
    for (;;) {
      const end = node * FAN + (this.count[node] as number);
      let slot = node * FAN + this.slotOf(node, kid) + 1;
      while (slot < end && !this.hasSeen(node, kids[slot] as number, view)) slot++;
      if (slot < end) {
        kid = kids[slot] as number;
        break;
      }
      if (node === this.root) return NONE;
      kid = node;
      node = this.parent[node] as number;
    }
    while ((this.level[node] as number) > 0) {
      node = kid;
      let slot = node * FAN;
      while (!this.hasSeen(node, kids[slot] as number, view)) slot++;
      kid = kids[slot] as number;
    }
    return kid;
  }

  private hasSeen(node: number, kid: number, view: number): boolean {
    if ((this.level[node] as number) > 0) return this.sumOf(kid, SEEN + view) > 0;
    return ((this.state[kid * VIEWS + view] as number) & INSERTED) !== 0;
  }

  /** The item that holds a unit of the text at the replay's beginning (id below -1). */
  atBase(id: number): number {
    let node = this.root;
    let left = id - this.baseId;
    for (;;) {
      const level = this.level[node] as number;
      let slot = node * FAN;
      for (const end = slot + (this.count[node] as number); slot < end; slot++) {
        const kid = this.kids[slot] as number;
        const units = level > 0 ? this.sumOf(kid, BASE) : this.baseOf(kid);
        if (left < units) break;
        left -= units;
      }
      node = this.kids[slot] as number;
      if (level === 0) return node;
    }
  }

  /** Units of the effect state before an item. */
  effectBefore(item: number): number {
    const leaf = this.leafOf(item);
    let sum = 0;
    for (let slot = leaf * FAN; this.kids[slot] !== item; slot++) {
      sum += this.effectOf(this.kids[slot] as number);
    }
    for (let kid = leaf, node = this.parent[kid] as number; node !== NONE;) {
      for (let slot = node * FAN; this.kids[slot] !== kid; slot++) {
        sum += this.sumOf(this.kids[slot] as number, EFFECT);
      }
      kid = node;
      node = this.parent[kid] as number;
    }
    return sum;
  }

  /** True if item `a` stands before item `b`. */
  isBefore(a: number, b: number): boolean {
    let x = a;
    let y = b;
    let above = this.leafOf(a);
    let other = this.leafOf(b);
    while (above !== other) {
      x = above;
      y = other;
      above = this.parent[x] as number;
      other = this.parent[y] as number;
    }
    return this.slotOf(above, x) < this.slotOf(above, y);
  }

  private visibleOf(item: number, view: number): number {
    return this.state[item * VIEWS + view] === VISIBLE ? (this.length[item] as number) : 0;
  }

  private effectOf(item: number): number {
    return this.gone[item] === 1 ? 0 : (this.length[item] as number);
  }

  private baseOf(item: number): number {
    return (this.id[item] as number) < NONE ? (this.length[item] as number) : 0;
  }

  private leafOf(item: number): number {
    return this.leaf[item] as number;
  }

  private kidAt(node: number, slot: number): number {
    return this.kids[node * FAN + slot] as number;
  }

  private slotOf(node: number, kid: number): number {
    let slot = node * FAN;
    while (this.kids[slot] !== kid) slot++;
    return slot - node * FAN;
  }

  /** Makes a new item the slot-th of a leaf and counts it. */
  private attach(leaf: number, slot: number, item: number): void {
    this.place(leaf, slot, item);
    this.measure(item);
    this.addMeasured(this.leafOf(item), 1);
  }

  /** Adds to one sum of a node and of all above it. */
  private add(from: number, sum: number, amount: number): void {
    const { sums, parent } = this;
    for (let node = from; node !== NONE; node = parent[node] as number) {
      (sums[node * SUMS + sum] as number) += amount;
    }
  }

  private sumOf(node: number, sum: number): number {
    return this.sums[node * SUMS + sum] as number;
  }

  /** Notes in `measured` what an item adds to the sums of its leaf. */
  private measure(item: number): void {
    const { measured } = this;
    for (let view = 0; view < VIEWS; view++) {
      measured[view] = this.visibleOf(item, view);
      measured[SEEN + view] = (this.state[item * VIEWS + view] as number) & INSERTED;
    }
    measured[EFFECT] = this.effectOf(item);
    measured[BASE] = this.baseOf(item);
  }

  private measureNode(node: number): void {
    this.measured.set(this.sums.subarray(node * SUMS, node * SUMS + SUMS));
  }

  /** Adds what was measured to all sums of a node and of all above it, or takes it away. */
  private addMeasured(from: number, sign: number): void {
    const { sums, measured, parent } = this;
    for (let node = from; node !== NONE; node = parent[node] as number) {
      for (let sum = 0; sum < SUMS; sum++) {
        (sums[node * SUMS + sum] as number) += sign * (measured[sum] as number);
      }
    }
  }

  /** Makes `kid` the slot-th of a node, dividing full nodes. Its sums are not counted yet. */
  private place(into: number, at: number, kid: number): void {
    let node = into;
    let slot = at;
    if (this.count[node] === FAN) {
      const sibling = this.divide(node);
      if (slot > HALF) {
        node = sibling;
        slot -= HALF;
      }
    }
    const start = node * FAN;
    this.kids.copyWithin(start + slot + 1, start + slot, start + (this.count[node] as number));
    this.kids[start + slot] = kid;
    (this.count[node] as number)++;
    this.setOwner(kid, node);
  }

  /** Moves the second half of a full node into a new sibling. Returns the sibling. */
  private divide(node: number): number {
    const level = this.level[node] as number;
    if (node === this.root) {
      this.root = this.newNode(level + 1);
      this.place(this.root, 0, node);
      this.sums.copyWithin(this.root * SUMS, node * SUMS, node * SUMS + SUMS);
    }
    const parent = this.parent[node] as number;
    const sibling = this.newNode(level);
    this.kids.copyWithin(sibling * FAN, node * FAN + HALF, node * FAN + FAN);
    this.count[node] = HALF;
    this.count[sibling] = HALF;
    for (let slot = 0; slot < HALF; slot++) {
      const kid = this.kidAt(sibling, slot);
      this.setOwner(kid, sibling);
      if (level === 0) this.measure(kid);
      else this.measureNode(kid);
      this.addMeasured(sibling, 1);
    }
    this.measureNode(sibling);
    this.addMeasured(node, -1);
    this.place(parent, this.slotOf(parent, node) + 1, sibling);
    this.measureNode(sibling);
    this.addMeasured(this.parent[sibling] as number, 1);
    return sibling;
  }

  /** The level of a node decides what its kids are. */
  private setOwner(kid: number, node: number): void {
    if (this.level[node] === 0) this.leaf[kid] = node;
    else this.parent[kid] = node;
  }

  private newItem(id: number, length: number, left: number, state: number): number {
    const item = this.items++;
    if (item === this.id.length) this.growItems();
    this.id[item] = id;
    this.length[item] = length;
    this.left[item] = left;
    for (let view = 0; view < VIEWS; view++) this.state[item * VIEWS + view] = state;
    this.gone[item] = 0;
    return item;
  }

  private newNode(level: number): number {
    const node = this.nodes++;
    if (node === this.count.length) this.growNodes();
    this.level[node] = level;
    this.parent[node] = NONE;
    this.count[node] = 0;
    this.sums.fill(0, node * SUMS, node * SUMS + SUMS);
    return node;
  }

  private growItems(): void {
    this.id = doubled(this.id);
    this.left = doubled(this.left);
    this.length = doubled(this.length);
    this.state = doubled(this.state);
    this.leaf = doubled(this.leaf);
    const gone = new Uint8Array(2 * this.gone.length);
    gone.set(this.gone);
    this.gone = gone;
  }

  private growNodes(): void {
    this.kids = doubled(this.kids);
    this.count = doubled(this.count);
    this.parent = doubled(this.parent);
    this.sums = doubled(this.sums);
    const level = new Uint8Array(2 * this.level.length);
    level.set(this.level);
    this.level = level;
  }
}

export function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * column.length);
  larger.set(column);
  return larger;
}
