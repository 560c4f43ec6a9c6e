/**
 * How a text would change if some events had no effect, as changes that somebody can write: nothing
 * of the text itself is touched.
 *
 * Two answers to what is void are compared, and what they say of the same units applies only where
 * the text shows what the first of them does: so what was taken away or brought back by hand since
 * is left as it is. Reads history in slices, the part before anything is void only for its text.
 */
import type { Graph, Span } from './graph.ts';
import { together } from './layout.ts';
import type { Sink, TextChange } from './op.ts';
import type { Replay } from './replay.ts';
import { Rope } from './rope.ts';
import { RopeSink } from './sinks.ts';
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
  readonly #replay: Replay<Author>;
  readonly #graph: Graph;
  readonly #text: Rope;
  readonly #newest: () => Voids;
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

  /** @param text all units of the graph as they are shown; @param newest what is void by then */
  constructor(
    replay: Replay<Author>,
    graph: Graph,
    text: Rope,
    newest: () => Voids,
    before: readonly Span[],
    after: readonly Span[],
  ) {
    this.#replay = replay;
    this.#graph = graph;
    this.#text = text;
    this.#newest = newest;
    const voids = newest();
    this.#answers = [voids, voids.with(before), voids.with(after)];
    this.#end = graph.next;
    this.#cut = graph.lastCut(Math.min(this.#end, ...this.#answers.map(({ floor }) => floor)));
  }

  /** Whether something has come into the text since this was begun: then begin anew. */
  get isStale(): boolean {
    return this.#graph.next !== this.#end || this.#newest() !== this.#answers[0];
  }

  /** Reads `units` more of the history; `undefined` while there is more. Not if it is stale. */
  step(units: number): Difference | undefined {
    const from = this.#at;
    const isBelow = from < this.#cut;
    const to = Math.min(isBelow ? this.#cut : this.#end, from + units);
    const replay = this.#replay;
    if (isBelow) replay.run(replay.prefix(from), replay.prefix(to), this.#sink);
    else if (to > from) this.#walk(from, to);
    this.#at = to;
    return to === this.#end ? this.#difference() : undefined;
  }

  #walk(start: number, end: number): void {
    if (start === this.#cut)
      this.#walkers = this.#answers.map((voids) => {
        const walker = this.#replay.walkerFor(voids);
        walker.begin(start, this.#rope.length);
        return walker;
      });
    const last = this.#walkers.length - 1;
    this.#walkers.forEach((walker, i) =>
      walker.walk([{ start, end }], i === last ? this.#sink : SILENT),
    );
  }

  #difference(): Difference {
    const text = this.#text;
    const found = { hidden: 0, shown: 0, changes: [] as TextChange[] };
    /** Code points so far: of the text, and of what the second answer leaves. */
    let [position, at] = [0, 0];
    /** How much longer the text has become, and where in it the last change ended. */
    let [grown, end] = [0, -1];
    const change = (deleted: number, inserted: string): void => {
      const place = text.toUnits(position);
      const gone = text.toUnits(position + deleted) - place;
      const last = end === position ? found.changes.pop() : undefined;
      found.changes.push({
        position: last?.position ?? place + grown,
        deleted: (last?.deleted ?? 0) + gone,
        inserted: (last?.inserted ?? '') + inserted,
      });
      grown += inserted.length - gone;
      end = position + deleted;
    };
    for (const { units, shown } of together(...this.#walkers.map((one) => one.layout()))) {
      const [isShown, before, after] = shown;
      if (isShown && before && !after) {
        found.hidden += units;
        change(units, '');
      } else if (!isShown && !before && after) {
        found.shown += units;
        change(0, this.#rope.slice(at, at + units));
      }
      if (isShown) position += units;
      if (after) at += units;
    }
    return found;
  }
}
