/**
 * Every character that a replay knows, deleted ones included, in document order, by runs.
 *
 * A B+ tree of fan-out 32 over numbered items, all in flat arrays. An item is a run of units with
 * consecutive ids whose state has always been the same; it keeps its number when the tree around it
 * changes, so a unit's item is found without a search. Each tree node sums what is visible in the
 * *effect* state, everything replayed, and in each *view* (sight.ts): a version that the next op may
 * have been made at. There are several, since authors who write at the same time each go on from
 * their own; `view` says which one is meant.
 *
 * Ids from 0 are local versions. The text at the version where the replay began has ids below -1,
 * ascending, and is found by its own sum; NONE (-1) is the edge of the document. Item ROOT stands
 * there; it has no units.
 */
import { assert } from '../base/result.ts';
import type { LaidOut } from './layout.ts';
import { doubled, INSERTED, Sight, UNSEEN, VISIBLE } from './sight.ts';

export { DELETED, INSERTED } from './sight.ts';

export const NONE = -1;
export const ROOT = 0;
/** Views at the beginning. */
export const VIEWS = 2;

const FAN = 32;
const HALF = FAN / 2;
/** The node that comes first; dividing it keeps its number. */
const FIRST_LEAF = 0;

export class Sequence {
  private readonly sights: Sight[] = Array.from({ length: VIEWS }, () => new Sight());
  /** The view that is meant by whatever speaks of what is seen, and what it shows. */
  private current = 0;
  private sight = this.sights[0] as Sight;
  /** First id of each item, and how many units follow it in the item. */
  private id = new Int32Array(64);
  private length = new Int32Array(64);
  /** Id of the unit that the item's first unit was put after. Every later unit follows its own predecessor. */
  private left = new Int32Array(64);
  /** 1 if the item has no effect: it is void, or an op that is not void has deleted it. */
  private gone = new Uint8Array(64);
  private leaf = new Int32Array(64);
  private items = 0;

  private kids = new Int32Array(8 * FAN);
  private count = new Int32Array(8);
  private parent = new Int32Array(8);
  private level = new Uint8Array(8);
  /** By node: units of the effect state, and of the text at the beginning. */
  private effect = new Int32Array(8);
  private base = new Int32Array(8);
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
    this.sights.length = VIEWS;
    for (const sight of this.sights) sight.clear(this.items);
    this.view = 0;
    this.items = 0;
    this.nodes = 0;
    this.root = this.newNode(0);
    this.baseId = -1 - baseLength;
    this.place(FIRST_LEAF, 0, this.newItem(NONE, 0, NONE));
    if (baseLength === 0) return ROOT;
    const item = this.newItem(this.baseId, baseLength, NONE);
    this.place(FIRST_LEAF, 1, item);
    this.effect[FIRST_LEAF] = baseLength;
    this.base[FIRST_LEAF] = baseLength;
    for (const sight of this.sights) {
      sight.state[item] = VISIBLE;
      sight.units[FIRST_LEAF] = baseLength;
      sight.seen[FIRST_LEAF] = 1;
    }
    return item;
  }

  get view(): number {
    return this.current;
  }

  set view(view: number) {
    this.current = view;
    this.sight = this.sights[view] as Sight;
  }

  /** Makes a view, or one more, show what another shows. */
  copyView(from: number, to: number): void {
    const source = this.sights[from] as Sight;
    if (to === this.sights.length) this.sights.push(source.copy());
    else (this.sights[to] as Sight).become(source, this.items, this.nodes);
    this.view = this.current;
  }

  /** Lets go of a view; the last one gets its number. */
  dropView(view: number): void {
    const last = this.sights.pop() as Sight;
    if (view < this.sights.length) this.sights[view] = last;
    this.view = this.current === this.sights.length ? view : this.current;
  }

  /** Items so far. */
  get size(): number {
    return this.items;
  }

  /** Items that there is room for. */
  get capacity(): number {
    return this.id.length;
  }

  /** Units visible in the view. */
  get visibleLength(): number {
    return this.sight.units[this.root] as number;
  }

  /** Units visible in the effect state. */
  get effectLength(): number {
    return this.effect[this.root] as number;
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
    const item = this.newItem(id, length, left);
    if (isVoid) this.gone[item] = 1;
    const beside = place < 0 ? -1 - place : place;
    const leaf = this.leafOf(beside);
    this.place(leaf, this.slotOf(leaf, beside) + (place < 0 ? 0 : 1), item);
    const { sight } = this;
    if (seen) {
      sight.state[item] = VISIBLE;
      this.add(this.leafOf(item), sight.units, length);
      this.add(this.leafOf(item), sight.seen, 1);
    }
    if (!isVoid) this.add(this.leafOf(item), this.effect, length);
    return item;
  }

  /** Cuts an item before its `offset`-th unit, 0 < offset < length. Returns the second part. */
  split(item: number, offset: number): number {
    const id = this.idOf(item) + offset;
    const leaf = this.leafOf(item);
    // Dividing a node counts what it holds: the new item must be counted there only afterwards.
    const isFull = this.count[leaf] === FAN;
    const second = this.newItem(id, this.lengthOf(item) - offset, id - 1);
    this.gone[second] = this.gone[item] as number;
    this.length[item] = offset;
    if (isFull) this.countUnits(second, item, -1);
    this.place(leaf, this.slotOf(leaf, item) + 1, second);
    if (isFull) this.countUnits(second, item, 1);
    const owner = this.leafOf(second);
    for (const { state, seen } of this.sights) {
      const own = state[item] as number;
      state[second] = own;
      if ((own & INSERTED) !== 0) this.add(owner, seen, 1);
    }
    return second;
  }

  /** Adds the units of an item that was cut off another to all sums above it, or takes them away. */
  private countUnits(item: number, from: number, sign: number): void {
    const leaf = this.leafOf(sign > 0 ? item : from);
    const units = sign * this.lengthOf(item);
    for (const sight of this.sights)
      if (sight.state[from] === VISIBLE) this.add(leaf, sight.units, units);
    if (this.gone[item] === 0) this.add(leaf, this.effect, units);
    if (this.idOf(item) < NONE) this.add(leaf, this.base, units);
  }

  /** Adds to an item's state in the view: INSERTED or DELETED, or takes it back. */
  shift(item: number, by: number): void {
    const { state, units, seen } = this.sight;
    const was = state[item] as number;
    const is = was + by;
    assert(is >= UNSEEN, 'retreated more often than advanced');
    state[item] = is;
    const shown = (is === VISIBLE ? 1 : 0) - (was === VISIBLE ? 1 : 0);
    const met = (is & INSERTED) - (was & INSERTED);
    if (shown !== 0) this.add(this.leafOf(item), units, shown * this.lengthOf(item));
    if (met !== 0) this.add(this.leafOf(item), seen, met);
  }

  /** Whether an item is in all states as one that has just been put in, `seen` or not. */
  isFresh(item: number, seen: boolean): boolean {
    for (const sight of this.sights) {
      const expected = seen && sight === this.sight ? VISIBLE : UNSEEN;
      if (sight.state[item] !== expected) return false;
    }
    return this.gone[item] === 0;
  }

  /** Makes a fresh item longer by units that follow its last. */
  extend(item: number, units: number, seen: boolean): void {
    (this.length[item] as number) += units;
    if (seen) this.add(this.leafOf(item), this.sight.units, units);
    this.add(this.leafOf(item), this.effect, units);
  }

  /** Deletes an item from the effect state for good. False if it was gone there. */
  erase(item: number): boolean {
    if (this.gone[item] === 1) return false;
    this.add(this.leafOf(item), this.effect, -this.lengthOf(item));
    this.gone[item] = 1;
    return true;
  }

  /** The item that holds the `position`-th visible unit of the view. See `offset`. */
  at(position: number): number {
    const { kids, length } = this;
    const { state, units: sums } = this.sight;
    let node = this.root;
    let left = position;
    for (;;) {
      const level = this.level[node] as number;
      let slot = node * FAN;
      for (const end = slot + (this.count[node] as number); slot < end; slot++) {
        const kid = kids[slot] as number;
        const units = level > 0 ? sums[kid] : state[kid] === VISIBLE ? length[kid] : 0;
        if (left < (units as number)) break;
        left -= units as number;
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
    const { kids } = this;
    let kid = item;
    let node = this.leafOf(item);
    for (;;) {
      const end = node * FAN + (this.count[node] as number);
      let slot = node * FAN + this.slotOf(node, kid) + 1;
      while (slot < end && !this.hasSeen(node, kids[slot] as number)) slot++;
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
      while (!this.hasSeen(node, kids[slot] as number)) slot++;
      kid = kids[slot] as number;
    }
    return kid;
  }

  private hasSeen(node: number, kid: number): boolean {
    const { seen, state } = this.sight;
    if ((this.level[node] as number) > 0) return (seen[kid] as number) > 0;
    return ((state[kid] as number) & INSERTED) !== 0;
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
        const units = level > 0 ? (this.base[kid] as number) : this.baseOf(kid);
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
        sum += this.effect[this.kids[slot] as number] as number;
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

  /** Adds to `layout` every run of units below a node, in document order. */
  describe(layout: LaidOut[], node = this.root): void {
    for (let slot = 0; slot < (this.count[node] as number); slot++) {
      const kid = this.kidAt(node, slot);
      if ((this.level[node] as number) > 0) this.describe(layout, kid);
      else layout.push({ units: this.lengthOf(kid), shown: this.gone[kid] === 0 });
    }
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

  /** Adds to one sum of a node and of all above it. */
  private add(from: number, sums: Int32Array, amount: number): void {
    const { parent } = this;
    for (let node = from; node !== NONE; node = parent[node] as number) {
      (sums[node] as number) += amount;
    }
  }

  /** Adds all sums of a node to those of another and of all above it, or takes them away. */
  private addNode(node: number, from: number, sign: number): void {
    for (const sums of this.allSums()) this.add(from, sums, sign * (sums[node] as number));
  }

  private allSums(): Int32Array[] {
    return [this.effect, this.base, ...this.sights.flatMap(({ units, seen }) => [units, seen])];
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
      for (const sums of this.allSums()) sums[this.root] = sums[node] as number;
    }
    const parent = this.parent[node] as number;
    const sibling = this.newNode(level);
    this.kids.copyWithin(sibling * FAN, node * FAN + HALF, node * FAN + FAN);
    this.count[node] = HALF;
    this.count[sibling] = HALF;
    for (let slot = 0; slot < HALF; slot++) this.setOwner(this.kidAt(sibling, slot), sibling);
    this.sumUp(sibling);
    this.addNode(sibling, node, -1);
    this.place(parent, this.slotOf(parent, node) + 1, sibling);
    this.addNode(sibling, this.parent[sibling] as number, 1);
    return sibling;
  }

  /** Makes the sums of a node from its kids. */
  private sumUp(node: number): void {
    const { kids, length } = this;
    const from = node * FAN;
    const to = from + (this.count[node] as number);
    if ((this.level[node] as number) > 0) {
      for (const sums of this.allSums())
        for (let slot = from; slot < to; slot++)
          (sums[node] as number) += sums[kids[slot] as number] as number;
      return;
    }
    for (let slot = from; slot < to; slot++) {
      const item = kids[slot] as number;
      (this.effect[node] as number) += this.effectOf(item);
      (this.base[node] as number) += this.baseOf(item);
      for (const { state, units, seen } of this.sights) {
        const own = state[item] as number;
        if (own === VISIBLE) (units[node] as number) += length[item] as number;
        (seen[node] as number) += own & INSERTED;
      }
    }
  }

  /** The level of a node decides what its kids are. */
  private setOwner(kid: number, node: number): void {
    if (this.level[node] === 0) this.leaf[kid] = node;
    else this.parent[kid] = node;
  }

  /** A new item that no view has seen. */
  private newItem(id: number, length: number, left: number): number {
    const item = this.items++;
    if (item === this.id.length) this.growItems();
    this.id[item] = id;
    this.length[item] = length;
    this.left[item] = left;
    this.gone[item] = 0;
    return item;
  }

  private newNode(level: number): number {
    const node = this.nodes++;
    if (node === this.count.length) this.growNodes();
    this.level[node] = level;
    this.parent[node] = NONE;
    this.count[node] = 0;
    this.effect[node] = 0;
    this.base[node] = 0;
    for (const { units, seen } of this.sights) {
      units[node] = 0;
      seen[node] = 0;
    }
    return node;
  }

  private growItems(): void {
    this.id = doubled(this.id);
    this.left = doubled(this.left);
    this.length = doubled(this.length);
    this.leaf = doubled(this.leaf);
    const gone = new Uint8Array(2 * this.gone.length);
    gone.set(this.gone);
    this.gone = gone;
    for (const sight of this.sights) sight.growItems();
  }

  private growNodes(): void {
    this.kids = doubled(this.kids);
    this.count = doubled(this.count);
    this.parent = doubled(this.parent);
    this.effect = doubled(this.effect);
    this.base = doubled(this.base);
    for (const sight of this.sights) sight.growNodes();
    const level = new Uint8Array(2 * this.level.length);
    level.set(this.level);
    this.level = level;
  }
}
