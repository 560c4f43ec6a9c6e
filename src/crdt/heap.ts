/** A binary max-heap of numbers, for walks over the event graph from the newest unit down. */
export class MaxHeap {
  private readonly items: number[] = [];

  get size(): number {
    return this.items.length;
  }

  clear(): void {
    this.items.length = 0;
  }

  /** The greatest number, or -1 when empty. */
  peek(): number {
    return this.items[0] ?? -1;
  }

  push(value: number): void {
    const items = this.items;
    let at = items.length;
    items.push(value);
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
    const items = this.items;
    const top = items[0] ?? -1;
    const value = items.pop();
    if (value === undefined || items.length === 0) return top;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= items.length) break;
      if (below + 1 < items.length && (items[below + 1] as number) > (items[below] as number)) {
        below++;
      }
      const other = items[below] as number;
      if (other <= value) break;
      items[at] = other;
      at = below;
    }
    items[at] = value;
    return top;
  }
}
