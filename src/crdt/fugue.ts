/**
 * Where concurrent inserts at one place stand: Fugue's tree (Weidner & Kleppmann 2023) over items.
 *
 * Every unit is the right child of the unit that it was typed after or, where that one had a right
 * descendant already, the left child of the unit that it was typed before; see
 * docs/decisions/0002-sibling-order.md. Units of one item hang on one another, so that only its
 * first has left children and only its last right ones. Document order is the tree read in order.
 *
 * Siblings are found by halving and the ends of subtrees by name (spine.ts): however many
 * insert at one place, or type where, a place costs O(log n).
 */
import { NONE } from './sequence.ts';
import { Siblings } from './siblings.ts';
import { Spine } from './spine.ts';

/** Whether the new item stands before a sibling. */
export type StandsBefore = (sibling: number) => boolean;

export class Fugue {
  /** First left children of first left children, last right children of last right children. */
  private readonly left = new Spine();
  private readonly right = new Spine();
  /** The left and right children of an item, where there are several. */
  private readonly lefts = new Map<number, Siblings>();
  private readonly rights = new Map<number, Siblings>();

  /** Begins anew, without any item. */
  clear(): void {
    this.left.clear();
    this.right.clear();
    this.lefts.clear();
    this.rights.clear();
  }

  /** Takes in a new item without parents. */
  begin(item: number): void {
    this.left.begin(item);
    this.right.begin(item);
  }

  /** Whether nothing was put after the last unit of an item. */
  isBare(item: number): boolean {
    return this.right.belowOf(item) === NONE;
  }

  /** The last item of all that was put after an item, directly or not; itself if nothing was. */
  lastUnder(item: number): number {
    return this.right.endOf(item);
  }

  /** Makes a new item the only right child of another. */
  follow(item: number, parent: number): void {
    this.left.begin(item);
    this.right.hang(item, parent);
  }

  /** Takes in the second part of an item that was cut. */
  cut(item: number, rest: number): void {
    this.left.begin(rest);
    this.right.insert(rest, item);
    const several = this.rights.get(item);
    if (several === undefined) return;
    this.rights.delete(item);
    this.rights.set(rest, several);
  }

  /** Makes a new item a right child. Returns the item that it stands after, or -1 - the one before. */
  putRight(item: number, parent: number, standsBefore: StandsBefore): number {
    const { left, right } = this;
    const last = right.belowOf(parent);
    if (last === NONE) {
      this.follow(item, parent);
      return parent;
    }
    const next = among(this.rights, parent, last, item, standsBefore);
    if (next !== undefined) {
      this.begin(item);
      return -1 - left.endOf(next);
    }
    const place = right.endOf(last);
    this.follow(item, parent);
    return place;
  }

  /** Makes a new item a left child. Returns as `putRight`. */
  putLeft(item: number, parent: number, standsBefore: StandsBefore): number {
    const { left, right } = this;
    const first = left.belowOf(parent);
    const next = first === NONE ? NONE : among(this.lefts, parent, first, item, standsBefore);
    const before = next === undefined || next === NONE ? parent : left.endOf(next);
    right.begin(item);
    if (first === NONE || next === first) left.hang(item, parent);
    else left.begin(item);
    return -1 - before;
  }
}

/** Puts an item among its siblings, of which `known` is one. The next sibling, or `undefined`. */
function among(
  several: Map<number, Siblings>,
  parent: number,
  known: number,
  item: number,
  standsBefore: StandsBefore,
): number | undefined {
  const siblings = several.get(parent);
  if (siblings !== undefined) return siblings.insert(item, standsBefore);
  const isFirst = standsBefore(known);
  several.set(parent, new Siblings(isFirst ? [item, known] : [known, item]));
  return isFirst ? known : undefined;
}
