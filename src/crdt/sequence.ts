/**
 * Every character that a replay knows, deleted ones included, in document order, by runs.
 *
 * A B+ tree of fan-out 32 over numbered items, all in flat arrays. An item is a run of units with
 * consecutive ids whose state has always been the same; it keeps its number when the tree around it
 * changes, so a unit's item is found without a search. Each tree node sums what is visible in two
 * states: *prepare*, the version that the next op was made at, and *effect*, everything replayed.
 *
 * Ids from 0 are local versions. The text at the version where the replay began has ids below -1,
 * ascending, and is found by its own sum; NONE (-1) is the edge of the document.
 */
import { assert } from '../base/result.ts';

export const NONE = -1;
/** Prepare state of a unit that the author of the next op had not seen. */
export const UNSEEN = 0;
/** Prepare state of a visible unit. It has been deleted n times in state VISIBLE + n. */
export const VISIBLE = 1;

const FAN = 32;
const HALF = FAN / 2;
/** The node that comes first; dividing it keeps its number. */
const FIRST_LEAF = 0;

export class Sequence {
  /** First id of each item, and how many units follow it in the item. */
  id = new Float64Array(64);
  length = new Int32Array(64);
  /** Id of the unit that the item's first unit was put after. Every later unit follows its own predecessor. */
  left = new Float64Array(64);
  /** Id of the unit that the first unit was put before as its left child in Fugue's tree, or NONE. */
  right = new Float64Array(64);
  private state = new Int32Array(64);
  /** 1 once any replayed op has deleted the item. */
  private gone = new Uint8Array(64);
  private leaf = new Int32Array(64);
  private items = 0;

  private kids = new Int32Array(8 * FAN);
  private count = new Int32Array(8);
  private parent = new Int32Array(8);
  private level = new Uint8Array(8);
  private following = new Int32Array(8);
  private prepare = new Float64Array(8);
  private effect = new Float64Array(8);
  private base = new Float64Array(8);
  private nodes = 0;
  private root = 0;
  private baseId = NONE;
  private walkLeaf = FIRST_LEAF;
  private walkSlot = NONE;
  /** How far within its item the unit stands that `atPrepare` found. */
  offset = 0;

  /** Begins anew, with a document of `baseLength` visible units with ids from -1 - baseLength to -2. */
  reset(baseLength: number): void {
    this.items = 0;
    this.nodes = 0;
    this.root = this.newNode(0);
    this.baseId = -1 - baseLength;
    if (baseLength > 0)
      this.attach(FIRST_LEAF, 0, this.newItem(this.baseId, baseLength, NONE, NONE));
  }

  /** Items that there is room for. */
  get capacity(): number {
    return this.id.length;
  }

  /** Units visible in the prepare state. */
  get prepareLength(): number {
    return this.prepare[this.root] as number;
  }

  /** Units visible in the effect state. */
  get effectLength(): number {
    return this.effect[this.root] as number;
  }

  stateOf(item: number): number {
    return this.state[item] as number;
  }

  idOf(item: number): number {
    return this.id[item] as number;
  }

  lengthOf(item: number): number {
    return this.length[item] as number;
  }

  /** Visible in both states. */
  isVisible(item: number): boolean {
    return this.state[item] === VISIBLE && this.gone[item] === 0;
  }

  /** Puts a new, visible item after `previous` (NONE: first). Returns its number. */
  insertAfter(previous: number, id: number, length: number, left: number, right: number): number {
    const item = this.newItem(id, length, left, right);
    if (previous === NONE) this.attach(FIRST_LEAF, 0, item);
    else this.attach(this.leafOf(previous), this.slotOf(this.leafOf(previous), previous) + 1, item);
    return item;
  }

  /** Cuts an item before its `offset`-th unit, 0 < offset < length. Returns the second part. */
  split(item: number, offset: number): number {
    const rest = this.lengthOf(item) - offset;
    const id = this.idOf(item) + offset;
    this.length[item] = offset;
    const second = this.newItem(id, rest, id - 1, NONE);
    this.state[second] = this.stateOf(item);
    this.gone[second] = this.gone[item] as number;
    const from = this.leafOf(item);
    this.place(from, this.slotOf(from, item) + 1, second);
    const leaf = this.leafOf(second);
    if (leaf !== from) {
      // The leaf was divided, and both parts moved: what it still counts of the second goes along.
      this.bump(from, -this.prepareOf(second), -this.effectOf(second), -this.baseOf(second));
      this.bumpItem(second, 1);
    }
    return second;
  }

  setState(item: number, state: number): void {
    const was = this.stateOf(item);
    assert(state >= UNSEEN, 'retreated more often than advanced');
    this.state[item] = state;
    const change = (state === VISIBLE ? 1 : 0) - (was === VISIBLE ? 1 : 0);
    if (change !== 0) this.bump(this.leafOf(item), change * this.lengthOf(item), 0, 0);
  }

  /** Makes a visible item longer by units that follow its last. */
  extend(item: number, units: number): void {
    (this.length[item] as number) += units;
    this.bump(this.leafOf(item), units, units, 0);
  }

  /** Deletes a visible item, from the effect state for good. Returns false if it was gone there. */
  erase(item: number): boolean {
    const length = this.lengthOf(item);
    const first = this.gone[item] === 0;
    this.gone[item] = 1;
    this.state[item] = VISIBLE + 1;
    this.bump(this.leafOf(item), -length, first ? -length : 0, 0);
    return first;
  }

  /** The item that holds the `position`-th unit of the prepare state. See `offset`. */
  atPrepare(position: number): number {
    let node = this.root;
    let left = position;
    for (;;) {
      const level = this.level[node] as number;
      let slot = node * FAN;
      for (const end = slot + (this.count[node] as number); slot < end; slot++) {
        const kid = this.kids[slot] as number;
        const seen = level > 0 ? (this.prepare[kid] as number) : this.prepareOf(kid);
        if (left < seen) break;
        left -= seen;
      }
      node = this.kids[slot] as number;
      if (level === 0) {
        this.offset = left;
        return node;
      }
    }
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

  /** Begins a walk after `item` (NONE: at the first), which lasts until something is put in. */
  walkAfter(item: number): void {
    this.walkLeaf = item === NONE ? FIRST_LEAF : this.leafOf(item);
    this.walkSlot = item === NONE ? NONE : this.slotOf(this.walkLeaf, item);
  }

  /** The next item of the walk, or NONE. */
  walk(): number {
    this.walkSlot++;
    if (this.walkSlot >= (this.count[this.walkLeaf] as number)) {
      const following = this.following[this.walkLeaf] as number;
      if (following === NONE) return NONE;
      this.walkLeaf = following;
      this.walkSlot = 0;
    }
    return this.kidAt(this.walkLeaf, this.walkSlot);
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

  private prepareOf(item: number): number {
    return this.state[item] === VISIBLE ? (this.length[item] as number) : 0;
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
    this.bumpItem(item, 1);
  }

  private bumpItem(item: number, sign: number): void {
    const leaf = this.leafOf(item);
    const base = sign * this.baseOf(item);
    this.bump(leaf, sign * this.prepareOf(item), sign * this.effectOf(item), base);
  }

  /** Adds to the sums of a node and all above it. */
  private bump(from: number, prepare: number, effect: number, base: number): void {
    for (let node = from; node !== NONE; node = this.parent[node] as number) {
      (this.prepare[node] as number) += prepare;
      (this.effect[node] as number) += effect;
      (this.base[node] as number) += base;
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
    const sibling = this.newNode(level);
    this.kids.copyWithin(sibling * FAN, node * FAN + HALF, node * FAN + FAN);
    this.count[node] = HALF;
    this.count[sibling] = HALF;
    let prepare = 0;
    let effect = 0;
    let base = 0;
    for (let slot = 0; slot < HALF; slot++) {
      const kid = this.kidAt(sibling, slot);
      this.setOwner(kid, sibling);
      prepare += level > 0 ? (this.prepare[kid] as number) : this.prepareOf(kid);
      effect += level > 0 ? (this.effect[kid] as number) : this.effectOf(kid);
      base += level > 0 ? (this.base[kid] as number) : this.baseOf(kid);
    }
    if (level === 0) {
      this.following[sibling] = this.following[node] as number;
      this.following[node] = sibling;
    }
    if (node === this.root) {
      this.root = this.newNode(level + 1);
      this.place(this.root, 0, node);
      this.bump(
        this.root,
        this.prepare[node] as number,
        this.effect[node] as number,
        this.base[node] as number,
      );
    }
    this.bump(node, -prepare, -effect, -base);
    const parent = this.parent[node] as number;
    this.place(parent, this.slotOf(parent, node) + 1, sibling);
    this.bump(sibling, prepare, effect, base);
    return sibling;
  }

  /** The level of a node decides what its kids are. */
  private setOwner(kid: number, node: number): void {
    if (this.level[node] === 0) this.leaf[kid] = node;
    else this.parent[kid] = node;
  }

  private newItem(id: number, length: number, left: number, right: number): number {
    const item = this.items++;
    if (item === this.id.length) this.growItems();
    this.id[item] = id;
    this.length[item] = length;
    this.left[item] = left;
    this.right[item] = right;
    this.state[item] = VISIBLE;
    this.gone[item] = 0;
    return item;
  }

  private newNode(level: number): number {
    const node = this.nodes++;
    if (node === this.count.length) this.growNodes();
    this.level[node] = level;
    this.parent[node] = NONE;
    this.following[node] = NONE;
    this.count[node] = 0;
    this.prepare[node] = 0;
    this.effect[node] = 0;
    this.base[node] = 0;
    return node;
  }

  private growItems(): void {
    const size = 2 * this.items;
    this.id = grown(this.id, new Float64Array(size));
    this.left = grown(this.left, new Float64Array(size));
    this.right = grown(this.right, new Float64Array(size));
    this.length = grown(this.length, new Int32Array(size));
    this.state = grown(this.state, new Int32Array(size));
    this.leaf = grown(this.leaf, new Int32Array(size));
    this.gone = grown(this.gone, new Uint8Array(size));
  }

  private growNodes(): void {
    const size = 2 * this.nodes;
    this.kids = grown(this.kids, new Int32Array(size * FAN));
    this.count = grown(this.count, new Int32Array(size));
    this.parent = grown(this.parent, new Int32Array(size));
    this.following = grown(this.following, new Int32Array(size));
    this.level = grown(this.level, new Uint8Array(size));
    this.prepare = grown(this.prepare, new Float64Array(size));
    this.effect = grown(this.effect, new Float64Array(size));
    this.base = grown(this.base, new Float64Array(size));
  }
}

function grown<T extends Float64Array | Int32Array | Uint8Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}
