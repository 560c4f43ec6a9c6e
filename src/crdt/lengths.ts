/**
 * The length of the text at some cuts, in code points.
 *
 * A replay that begins at a cut must know how long the text was there, or two replicas could judge
 * an op differently. Between two known cuts the length follows from the ops; so all of the newest
 * are kept, where replays begin, and of older ones a few.
 */
export interface KnownLength {
  readonly cut: number;
  readonly length: number;
}

/** The newest lengths are all kept. */
const NEWEST = 64;
/** Units between two in one stretch, if it grows by less. */
const NEAR = 256;
/** Units between older ones. */
const DISTANCE = 1_024;

export class Lengths {
  /** Ascending. The empty document is always known. */
  private readonly known: KnownLength[] = [{ cut: 0, length: 0 }];

  /** The last known length at or before a cut. */
  before(cut: number): KnownLength {
    return this.at(this.indexOf(cut));
  }

  learn(cut: number, length: number): void {
    const index = this.indexOf(cut);
    if (this.at(index).cut === cut) return;
    if (index === this.known.length - 1) this.known.push({ cut, length });
    else this.known.splice(index + 1, 0, { cut, length });
    const old = this.known.length - NEWEST;
    if (old > 0 && this.at(old).cut - this.at(old - 1).cut < DISTANCE) this.known.splice(old, 1);
  }

  /**
   * Instead of `learn`, while a sequential stretch from `start` on grows by small steps: lets go of
   * the newest length, if that and the one before are within it and near. False if they are not.
   */
  moveNewest(cut: number, length: number, start: number): boolean {
    const last = this.known.length - 1;
    const newest = this.at(last).cut;
    if (newest <= start || newest >= cut) return false;
    const before = this.at(last - 1).cut;
    if (before < start || cut - before >= NEAR) return false;
    this.known[last] = { cut, length };
    return true;
  }

  /** Forgets what lies after `cut`. */
  truncate(cut: number): void {
    while (this.at(this.known.length - 1).cut > cut) this.known.pop();
  }

  private at(index: number): KnownLength {
    return this.known[index] as KnownLength;
  }

  private indexOf(cut: number): number {
    let low = 0;
    let high = this.known.length - 1;
    if (this.at(high).cut <= cut) return high;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.at(middle).cut <= cut) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
