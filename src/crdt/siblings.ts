/**
 * Items in an order that somebody else decides, found by halving.
 *
 * Lists of lists, none of them long: so an item comes in by moving a few numbers, however many
 * stand there already.
 */

/** Items in one of the lists. */
const MAX = 512;

export class Siblings {
  private readonly lists: number[][];

  /** Begins with items in their order. */
  constructor(items: number[]) {
    this.lists = [items];
  }

  /**
   * Puts an item in before the first for which `isAfter` holds: it must hold for all from there on.
   * Returns that first one, or `undefined`.
   */
  insert(item: number, isAfter: (other: number) => boolean): number | undefined {
    const { lists } = this;
    let low = 0;
    let high = lists.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isAfter((lists[middle] as number[]).at(-1) as number)) high = middle;
      else low = middle + 1;
    }
    const list = lists[low] as number[];
    let from = 0;
    let to = list.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (isAfter(list[middle] as number)) to = middle;
      else from = middle + 1;
    }
    const next = list[from];
    list.splice(from, 0, item);
    if (list.length > MAX) lists.splice(low + 1, 0, list.splice(MAX / 2));
    return next;
  }
}
