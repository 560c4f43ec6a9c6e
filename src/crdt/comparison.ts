/**
 * How a text would change if some events had no effect, as changes that somebody can write: nothing
 * of the text itself is touched.
 *
 * Two answers to what is void are compared, and what they say of the same units applies only where
 * the text shows what the first of them does: so what was taken away or brought back by hand since
 * is left as it is. Reads history in slices, the part before anything is void only for its text.
 */
import type { Span } from './graph.ts';
import { together } from './layout.ts';
import type { Sink, TextChange } from './op.ts';
import { Rewrite } from './rewrite.ts';
import { Rope } from './rope.ts';
import { RopeSink } from './sinks.ts';
import type { Reading } from './text.ts';
import type { Voids } from './voids.ts';
import type { Walker } from './walker.ts';

export interface Difference {
  /** Code points that vanish, and that come back. */
  readonly hidden: number;
  readonly shown: number;
  /** In UTF-16 units, to be applied in order. */
  readonly changes: readonly TextChange[];
}

const SILENT: Sink = { insert: () => {}, put: () => {}, remove: () => {}, voided: () => {} };

export class Comparison<Author> {
  readonly #reading: Reading<Author>;
  /** What is void by each answer, and by none. */
  readonly #answers: readonly Voids[];
  /** Units that are compared, and of those how many lie before anything that is void. */
  readonly #end: number;
  readonly #cut: number;
  /** The text as the second answer leaves it, of what was read so far. */
  readonly #rope = new Rope();
  readonly #sink = new RopeSink(this.#rope);
  #walkers: Walker<Author>[] = [];
  #at = 0;

  /**
   * How the text would change if `after` had no effect in place of `before`, both beside what is void
   * now: ascending spans of whole events. Holds until the next thing comes into the text.
   */
  constructor(reading: Reading<Author>, before: readonly Span[], after: readonly Span[]) {
    this.#reading = reading;
    const { graph } = reading;
    const voids = reading.newest();
    this.#answers = [voids, voids.with(before), voids.with(after)];
    this.#end = graph.next;
    this.#cut = graph.lastCut(Math.min(this.#end, ...this.#answers.map(({ floor }) => floor)));
  }

  /** Whether something has come into the text since this was begun: then begin anew. */
  get isStale(): boolean {
    const { graph, newest } = this.#reading;
    return graph.next !== this.#end || newest() !== this.#answers[0];
  }

  /** Reads `units` more of the history; `undefined` while there is more. Not if it is stale. */
  step(units: number): Difference | undefined {
    const from = this.#at;
    const isBelow = from < this.#cut;
    const to = Math.min(isBelow ? this.#cut : this.#end, from + units);
    const { replay } = this.#reading;
    if (isBelow) replay.run(replay.prefix(from), replay.prefix(to), this.#sink);
    else if (to > from) this.#walk(from, to);
    this.#at = to;
    return to === this.#end ? this.#difference() : undefined;
  }

  #walk(start: number, end: number): void {
    if (start === this.#cut)
      this.#walkers = this.#answers.map((voids) => {
        const walker = this.#reading.replay.walkerFor(voids);
        walker.begin(start, this.#rope.length);
        return walker;
      });
    const last = this.#walkers.length - 1;
    this.#walkers.forEach((walker, i) =>
      walker.walk([{ start, end }], i === last ? this.#sink : SILENT),
    );
  }

  #difference(): Difference {
    const rewrite = new Rewrite(this.#reading.rope);
    let [hidden, shownAgain] = [0, 0];
    /** Code points so far of what the second answer leaves. */
    let at = 0;
    for (const { units, shown } of together(...this.#walkers.map((one) => one.layout()))) {
      const [isShown, before, after] = shown;
      if (isShown && before && !after) {
        hidden += units;
        rewrite.change(units, '');
      } else if (isShown) rewrite.keep(units);
      else if (!before && after) {
        shownAgain += units;
        rewrite.change(0, this.#rope.slice(at, at + units));
      }
      if (after) at += units;
    }
    return { hidden, shown: shownAgain, changes: rewrite.changes };
  }
}
