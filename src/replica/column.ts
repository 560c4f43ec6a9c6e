/**
 * A number for each event of a chain, appended a stretch at a time and never changed: what would
 * otherwise be a field of as many objects as a history has events. Each stays below 2^32: seqs by
 * MAX_SEQ, offsets and units because there is a byte in memory for each.
 */
export class Column {
  #values = new Uint32Array(8);
  #length: number;
  /** How many values are another's, up to there, and whose. */
  readonly #base: number;
  readonly #below: Column | undefined;

  /** @param below what the first `base` values are those of, whatever is appended there later. */
  constructor(base = 0, below?: Column) {
    this.#length = base;
    this.#base = base;
    this.#below = below;
  }

  /** The last value; 0 without one. */
  get last(): number {
    return this.before(this.#length);
  }

  /** The value at `i`; 0 where there is none. */
  at(i: number): number {
    return this.before(i + 1);
  }

  /** The value before the one at `i`; 0 where there is none. */
  before(i: number): number {
    if (i <= this.#base) return this.#below?.before(i) ?? 0;
    return i <= this.#length ? (this.#values[i - 1 - this.#base] as number) : 0;
  }

  /** Makes room for `count` more values at once. */
  reserve(count: number): void {
    const own = this.#length - this.#base;
    if (own + count <= this.#values.length) return;
    const grown = new Uint32Array(Math.max(own + count, 2 * own));
    grown.set(this.#values.subarray(0, own));
    this.#values = grown;
  }

  /** Appends the first `count` values, each greater by `base`. */
  append(values: Int32Array, count: number, base: number): void {
    this.reserve(count);
    const all = this.#values;
    const from = this.#length - this.#base;
    for (let i = 0; i < count; i++) all[from + i] = base + (values[i] as number);
    this.#length += count;
  }

  /** Index of the first of the values [from, to), which ascend, that is at least `value`; or `to`. */
  firstAtLeast(value: number, from: number, to: number): number {
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.at(middle) < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Index of the last of ascending items that begins at or before `at`; the first without one. */
export function lastAtMost(items: readonly { readonly at: number }[], at: number): number {
  let low = 0;
  let high = items.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((items[middle]?.at ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
