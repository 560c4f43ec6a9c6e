/**
 * What one view of a sequence shows: the state of each item, and two sums of each tree node.
 *
 * Every view has columns of its own, so that one more costs a copy of another and nothing else: no
 * insert that it has not seen touches it. sequence.ts keeps them true.
 */

/** What a state counts: that the author of the next op had seen the unit, and how often it was deleted. */
export const INSERTED = 1;
export const DELETED = 2;
export const UNSEEN = 0;
export const VISIBLE = INSERTED;

export class Sight {
  /** By item. Beyond the last item everything is UNSEEN. */
  state = new Int32Array(64);
  /** By node: units visible, and items seen. */
  units = new Int32Array(8);
  seen = new Int32Array(8);

  /** Forgets what was seen of the first `items`. */
  clear(items: number): void {
    this.state.fill(UNSEEN, 0, items);
  }

  copy(): Sight {
    const copy = new Sight();
    copy.state = this.state.slice();
    copy.units = this.units.slice();
    copy.seen = this.seen.slice();
    return copy;
  }

  /** Shows what another shows, of so many items and nodes. */
  become(other: Sight, items: number, nodes: number): void {
    this.state.set(other.state.subarray(0, items));
    this.units.set(other.units.subarray(0, nodes));
    this.seen.set(other.seen.subarray(0, nodes));
  }

  growItems(): void {
    this.state = doubled(this.state);
  }

  growNodes(): void {
    this.units = doubled(this.units);
    this.seen = doubled(this.seen);
  }
}

export function doubled(column: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * column.length);
  larger.set(column);
  return larger;
}
