/**
 * Where quotes stand in texts of an archive, by Knuth, Morris and Pratt: whoever made the file chose
 * both, and `indexOf` compares all of a quote at each place of a text that is made for it.
 */
import type { Slice } from '../../host/slice.ts';

/**
 * Units that are compared for one archive, some ten seconds in slices: five megabytes are looked through
 * for two hundred threads. Quotes beyond count as gone.
 */
export const MAX_COMPARED = 1_073_741_824;
/** Units that are compared before the clock is looked at. */
const AT_ONCE = 65_536;

export class Finder {
  readonly #slice: Slice;
  #left: number;

  constructor(slice: Slice, most = MAX_COMPARED) {
    this.#slice = slice;
    this.#left = most;
  }

  /** Units that may still be compared. */
  get left(): number {
    return this.#left;
  }

  /** The first place of a quote, or -1: it stands nowhere, is empty, or too much was compared. */
  async find(quote: string, text: string): Promise<number> {
    if (quote === '' || this.#left === 0) return -1;
    const borders = bordersOf(quote);
    let at = 0;
    /** How much of the quote stands right before `at`. */
    let same = 0;
    while (at < text.length && same < quote.length && this.#left > 0) {
      const most = Math.min(this.#left, AT_ONCE);
      let left = most;
      for (; left > 0 && at < text.length && same < quote.length; left--) {
        if (text.charCodeAt(at) === quote.charCodeAt(same)) {
          at += 1;
          same += 1;
        } else if (same === 0) at += 1;
        else same = borders[same - 1] ?? 0;
      }
      this.#left -= most - left;
      if (this.#slice.isOver) await this.#slice.end();
    }
    return same === quote.length ? at - same : -1;
  }
}

/** How much of what has matched up to each unit of a quote is also the quote's beginning. */
function bordersOf(quote: string): Uint32Array {
  const borders = new Uint32Array(quote.length);
  for (let at = 1, same = 0; at < quote.length; at++) {
    while (same > 0 && quote.charCodeAt(at) !== quote.charCodeAt(same))
      same = borders[same - 1] ?? 0;
    if (quote.charCodeAt(at) === quote.charCodeAt(same)) same += 1;
    borders[at] = same;
  }
  return borders;
}
