/**
 * Goes through a history in an order of the caller's own, in which each unit comes after its ancestors,
 * and tells what every part of it does to the text of all before.
 *
 * Like a replay (replay.ts), it leaves sequential stretches to the log and walks the rest, from cut to
 * cut: whatever the order, all below a cut comes before all above.
 */
import type { Sink } from './op.ts';
import type { Replay } from './replay.ts';
import type { Walker } from './walker.ts';

export class Path<Author> {
  readonly #replay: Replay<Author>;
  /** The units below this cut have been gone through, and the text of them is so long. */
  #cut = 0;
  #length = 0;
  /** Set within a zone that begins at the cut: it ends there, and lacks so many units. */
  #walker: Walker<Author> | undefined;
  #zoneEnd = 0;
  #left = 0;

  constructor(replay: Replay<Author>) {
    this.#replay = replay;
  }

  /** Whether something came into the graph since, so that this does not know how to go on. */
  get isLost(): boolean {
    return !this.#walker && !this.#replay.isCut(this.#cut);
  }

  /** Goes through units [start, end), each of which follows on the one before. */
  go(start: number, end: number, sink: Sink): void {
    for (let at = start; at < end;) {
      const stretchEnd = this.#walker ? at : Math.min(end, this.#replay.stretchEnd(this.#cut));
      if (at < stretchEnd) {
        this.#length = this.#replay.sequential(at, stretchEnd, this.#length, sink);
        this.#cut = at = stretchEnd;
      } else at = this.#walk(at, end, sink);
    }
  }

  /** Goes on within a zone, up to `end` or where it ends. Returns where that is. */
  #walk(start: number, limit: number, sink: Sink): number {
    const walker = (this.#walker ??= this.#begin());
    const end = Math.min(limit, this.#zoneEnd);
    walker.walk([{ start, end }], sink);
    this.#left -= end - start;
    if (this.#left > 0) return end;
    this.#length = walker.length;
    this.#cut = this.#zoneEnd;
    this.#walker = undefined;
    return end;
  }

  #begin(): Walker<Author> {
    const walker = this.#replay.newWalker();
    walker.begin(this.#cut, this.#length);
    this.#zoneEnd = this.#replay.zoneEnd(this.#cut);
    this.#left = this.#zoneEnd - this.#cut;
    return walker;
  }
}
