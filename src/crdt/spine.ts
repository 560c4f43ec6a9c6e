/**
 * Chains of items, each hanging below the one before, and where each chain ends.
 *
 * In Fugue's tree the end of what hangs on a node is found by going down from last child to last
 * child. Somebody may have typed without end there; so every item knows its chain, and the chain
 * its lowest item. A chain that is torn gets a new name for its shorter part: since a part is at
 * most half of what it was torn from, all tearing together costs O(n log n).
 */
import { NONE } from './sequence.ts';
import { doubled } from './sight.ts';

export class Spine {
  private below = new Int32Array(64);
  private above = new Int32Array(64);
  private name = new Int32Array(64);
  /** The lowest item of each chain, by its name. */
  private readonly lowest: number[] = [];

  clear(): void {
    this.lowest.length = 0;
  }

  /** The item that hangs directly below, or NONE. */
  belowOf(item: number): number {
    return this.below[item] as number;
  }

  /** The item at the end of the chain that goes down from `item`. */
  endOf(item: number): number {
    return this.lowest[this.name[item] as number] as number;
  }

  /** Makes a new item a chain by itself. */
  begin(item: number): void {
    this.reserve(item);
    this.below[item] = NONE;
    this.above[item] = NONE;
    this.name[item] = this.lowest.length;
    this.lowest.push(item);
  }

  /** Hangs a new item below another, instead of what hung there. */
  hang(item: number, under: number): void {
    const torn = this.belowOf(under);
    if (torn !== NONE) this.tear(under, torn);
    this.reserve(item);
    const name = this.name[under] as number;
    this.below[item] = NONE;
    this.above[item] = under;
    this.below[under] = item;
    this.name[item] = name;
    this.lowest[name] = item;
  }

  /** Puts a new item into a chain, between another and what hangs below that. */
  insert(item: number, under: number): void {
    this.reserve(item);
    const lower = this.belowOf(under);
    const name = this.name[under] as number;
    this.below[item] = lower;
    this.above[item] = under;
    this.below[under] = item;
    this.name[item] = name;
    if (lower === NONE) this.lowest[name] = item;
    else this.above[lower] = item;
  }

  /** Makes `lower` and what is below it a chain of its own, apart from `upper` and above. */
  private tear(upper: number, lower: number): void {
    const { above, below, name, lowest } = this;
    let up = upper;
    let down = lower;
    while (above[up] !== NONE && below[down] !== NONE) {
      up = above[up] as number;
      down = below[down] as number;
    }
    const fresh = lowest.length;
    const isUpperShort = above[up] === NONE;
    let at = isUpperShort ? upper : lower;
    lowest.push(isUpperShort ? upper : this.endOf(lower));
    above[lower] = NONE;
    below[upper] = NONE;
    if (!isUpperShort) lowest[name[upper] as number] = upper;
    for (; at !== NONE; at = (isUpperShort ? above[at] : below[at]) as number) name[at] = fresh;
  }

  private reserve(item: number): void {
    if (item < this.below.length) return;
    this.below = doubled(this.below);
    this.above = doubled(this.above);
    this.name = doubled(this.name);
  }
}
