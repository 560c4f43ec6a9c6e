/**
 * The length of the text at some cuts, in code points.
 *
 * A replay that begins at a cut must know how long the text was there, or two replicas could judge
 * an op differently. Between two known cuts the length follows from the ops, so few are kept.
 */
export interface KnownLength {
  readonly cut: number;
  readonly length: number;
}

export class Lengths {
  /** Ascending. The empty document is always known. */
  private readonly known: KnownLength[] = [{ cut: 0, length: 0 }];

  /** The last known length at or before a cut. */
  before(cut: number): KnownLength {
    return this.known[this.indexOf(cut)] as KnownLength;
  }

  /** Learns a length, if the one known before lies at least `distance` back. */
  learn(cut: number, length: number, distance: number): void {
    const index = this.indexOf(cut);
    if (cut - (this.known[index] as KnownLength).cut < distance) return;
    this.known.splice(index + 1, 0, { cut, length });
  }

  /** Forgets what lies after `cut`. */
  truncate(cut: number): void {
    while ((this.known.at(-1) as KnownLength).cut > cut) this.known.pop();
  }

  private indexOf(cut: number): number {
    let low = 0;
    let high = this.known.length - 1;
    if ((this.known[high] as KnownLength).cut <= cut) return high;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.known[middle] as KnownLength).cut <= cut) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
