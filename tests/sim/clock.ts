/**
 * Virtual time in milliseconds: what is due next runs next, in the order in which it was asked for.
 */
import type { Millis } from '../../src/base/ids.ts';

interface Due {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

const isSooner = (a: Due, b: Due): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export class Clock {
  #now = 0;
  #asked = 0;
  /** A binary heap: nothing is sooner than what it lies under, (i − 1) >> 1. */
  readonly #queue: Due[] = [];

  get now(): Millis {
    return this.#now as Millis;
  }

  /** Runs `run` at a time, at the earliest now; the result cancels it. */
  at(time: number, run: () => void): () => void {
    const due = { at: Math.max(time, this.#now), order: this.#asked++, run, cancelled: false };
    let place = this.#queue.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = this.#queue[above] as Due;
      if (isSooner(other, due)) break;
      this.#queue[place] = other;
      place = above;
    }
    this.#queue[place] = due;
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
      this.#takeNext();
      this.#now = next.at;
      if (!next.cancelled) next.run();
    }
    this.#now = end;
  }

  #takeNext(): void {
    const last = this.#queue.pop();
    if (!last || this.#queue.length === 0) return;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      const [a, b] = [this.#queue[left], this.#queue[left + 1]];
      if (!a) break;
      const [below, child] = b && isSooner(b, a) ? [left + 1, b] : [left, a];
      if (isSooner(last, child)) break;
      this.#queue[place] = child;
      place = below;
    }
    this.#queue[place] = last;
  }
}
