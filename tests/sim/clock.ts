/**
 * Virtual time in milliseconds: what is due next runs next, in the order in which it was asked for.
 */
import type { Millis } from '../../src/base/ids.ts';

interface Due {
  readonly at: number;
  readonly run: () => void;
  cancelled: boolean;
}

export class Clock {
  #now = 0;
  readonly #queue: Due[] = [];

  get now(): Millis {
    return this.#now as Millis;
  }

  /** Runs `run` at a time, at the earliest now; the result cancels it. */
  at(time: number, run: () => void): () => void {
    const due = { at: Math.max(time, this.#now), run, cancelled: false };
    let index = this.#queue.length;
    while (index > 0 && (this.#queue[index - 1] as Due).at > due.at) index -= 1;
    this.#queue.splice(index, 0, due);
    return () => {
      due.cancelled = true;
    };
  }

  after(delay: number, run: () => void): () => void {
    return this.at(this.#now + delay, run);
  }

  /** Lets `duration` pass. */
  pass(duration: number): void {
    const end = this.#now + duration;
    for (let next = this.#queue[0]; next && next.at <= end; next = this.#queue[0]) {
      this.#queue.shift();
      this.#now = next.at;
      if (!next.cancelled) next.run();
    }
    this.#now = end;
  }
}
