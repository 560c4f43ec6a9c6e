/**
 * The ops of one document as they happened, by local version, and who made them.
 *
 * Inserts typed one after another are kept as one run, whoever signed them in however many events:
 * such a run fits its text exactly if its first op does, so joining never changes a verdict.
 * Deletes are one unit each whatever their count; a hostile count thus costs no memory.
 *
 * It judges nothing and never forgets. Authors are compared by the caller's own order.
 */
import { type Op, countCodePoints, unitsOfCodePoints } from './op.ts';

/** Joined runs stay this short, so that cutting text out of one stays cheap. Code points. */
const MAX_RUN = 4_096;

/** Units [start, end) of one run. `text` is undefined for a delete, which is one unit. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Code points before the first unit's place. */
  readonly position: number;
  /** Code points deleted; 0 for an insert. */
  readonly count: number;
}

export class OpLog<Author> {
  private readonly starts: number[] = [];
  private readonly positions: number[] = [];
  private readonly counts: number[] = [];
  private readonly texts: string[] = [];
  private readonly authorStarts: number[] = [];
  private readonly authors: Author[] = [];
  private end = 0;

  /**
   * Appends one op; `sequential` says that its first unit's only parent is the unit before.
   * Returns the units that it spends.
   */
  append(op: Op, author: Author, sequential: boolean): number {
    const last = this.starts.length - 1;
    if (this.authors.at(-1) !== author) {
      this.authorStarts.push(this.end);
      this.authors.push(author);
    }
    if (op.kind === 'delete') {
      this.push(op.position, op.count, '');
      this.end += 1;
      return 1;
    }
    const length = countCodePoints(op.text);
    const before = this.end - (this.starts[last] ?? 0);
    const joins =
      sequential &&
      this.counts[last] === 0 &&
      this.positions[last] === op.position - before &&
      before + length <= MAX_RUN;
    if (joins) this.texts[last] += op.text;
    else this.push(op.position, 0, op.text);
    this.end += length;
    return length;
  }

  /** Index of the run that holds a unit. Indices of later runs are greater, without gaps. */
  find(lv: number): number {
    return lastAtMost(this.starts, lv);
  }

  /** The part of a run within [from, to). */
  run(index: number, from: number, to: number): Run {
    const first = this.starts[index] as number;
    const start = Math.max(first, from);
    return {
      start,
      end: Math.min(this.starts[index + 1] ?? this.end, to),
      position: (this.positions[index] as number) + start - first,
      count: this.counts[index] as number,
    };
  }

  /** The text that units [start, end) of an insert run put in. */
  text(index: number, start: number, end: number): string {
    const first = this.starts[index] as number;
    const text = this.texts[index] as string;
    const length = (this.starts[index + 1] ?? this.end) - first;
    if (end - start === length) return text;
    if (text.length === length) return text.slice(start - first, end - first);
    const from = unitsOfCodePoints(text, start - first);
    return text.slice(from, unitsOfCodePoints(text, end - first));
  }

  authorOf(lv: number): Author {
    return this.authors[lastAtMost(this.authorStarts, lv)] as Author;
  }

  private push(position: number, count: number, text: string): void {
    this.starts.push(this.end);
    this.positions.push(position);
    this.counts.push(count);
    this.texts.push(text);
  }
}

/** Index of the last of ascending `values` that is at most `limit`; the last one is tried first. */
function lastAtMost(values: readonly number[], limit: number): number {
  let low = 0;
  let high = values.length - 1;
  if ((values[high] ?? Infinity) <= limit) return high;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((values[middle] as number) <= limit) low = middle;
    else high = middle - 1;
  }
  return low;
}
