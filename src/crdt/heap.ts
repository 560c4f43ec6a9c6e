/** A binary max-heap of numbers, for walks over the event graph from the newest unit down. */
export class MaxHeap {
  /** Only the first `size` count. The array keeps its length, so that it keeps its memory. */
  private readonly items: number[] = [];
  private count = 0;

  get size(): number {
    return this.count;
  }

  clear(): void {
    this.count = 0;
  }

  /** The greatest number, or -1 when empty. */
  peek(): number {
    return this.count === 0 ? -1 : (this.items[0] as number);
  }

  push(value: number): void {
    const { items } = this;
    let at = this.count++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = items[above] as number;
      if (other >= value) break;
      items[at] = other;
      at = above;
    }
    items[at] = value;
  }

  /** Takes out the greatest number; -1 when empty. */
  pop(): number {
    const { items } = this;
    if (this.count === 0) return -1;
    const top = items[0] as number;
    const size = --this.count;
    const value = items[size] as number;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= size) break;
      if (below + 1 < size && (items[below + 1] as number) > (items[below] as number)) below++;
      const other = items[below] as number;
      if (other <= value) break;
      items[at] = other;
      at = below;
    }
    items[at] = value;
    return top;
  }
}
