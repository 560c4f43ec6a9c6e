/**
 * The ops of one document as they happened, by local version, and who made them.
 *
 * Ops are rows of one flat array, what they inserted lies in one buffer. Text typed on and on is
 * one row, whoever signed it in however many events; so are deletes of one code point each, forward
 * or backward. Joining never changes a verdict: `read` tells where within a row it turns. Any other
 * delete is a row and one unit whatever its count; a hostile count thus costs no memory.
 *
 * It judges nothing and never forgets. Authors are compared by the caller's own order.
 */
import { asLV } from '../base/ids.ts';
import { decode } from './chunk.ts';
import {
  type Edits,
  hasSurrogates,
  isHighSurrogate,
  isLowSurrogate,
  type Op,
  type Sink,
} from './op.ts';

/** Joined inserts stay this short, so that cutting text out of one stays cheap. Code points. */
const MAX_RUN = 4_096;

/** Text from here on is encoded as a whole. */
const LONG = 128;
const encoder = new TextEncoder();
/** Where that is done, by all logs. */
let ascii = new Uint8Array(1_024);

/** Columns of a row: its first unit, that unit's position, what it does, where its text begins. */
const START = 0;
const POSITION = 1;
const COUNT = 2;
const TEXT = 3;
const COLUMNS = 4;

/** In the column COUNT; a positive number is what each unit deletes at the same position. */
const INSERTS = 0;
const BACKSPACES = -1;

/** Part of a row with one verdict: units [start, end). One is used again and again. */
export class Run {
  index = 0;
  start = 0;
  end = 0;
  /** False if the ops lie outside the text that they were made for, and do nothing. */
  fits = true;
  /** Code points before the first one inserted or deleted. */
  position = 0;
  /** Code points deleted; 0 for an insert. */
  deleted = 0;
  /** Deleted from the last to the first. */
  backward = false;
  /** Where the text lies that was put in, once `findText` has been asked. */
  textStart = 0;
  textEnd = 0;
}

export class OpLog<Author> {
  private rows = new Int32Array(16 * COLUMNS);
  private size = 0;
  private end = 0;
  private units = new Uint16Array(64);
  private unitsEnd = 0;
  private readonly authorStarts: number[] = [];
  private readonly authors: Author[] = [];
  private lastAuthor: Author | undefined;

  /**
   * Appends one op that spends `length` units; `sequential` says that the only parent of the first
   * is the unit before.
   */
  append(op: Op, length: number, author: Author, sequential: boolean): void {
    this.signedBy(author);
    if (op.kind === 'insert') {
      if (!(sequential && this.continuesInsert(op.position, length))) {
        this.push(op.position, INSERTS, this.unitsEnd);
      }
      this.write(op.text);
    } else if (!(sequential && op.count === 1 && this.continuesDelete(op.position))) {
      this.push(op.position, op.count, this.unitsEnd);
    }
    this.end += length;
  }

  /** Appends ops each of which follows the one before; `sequential` is said of the first. */
  appendEdits(edits: Edits, author: Author, sequential: boolean): void {
    const { positions, counts, textEnds, text } = edits;
    this.signedBy(author);
    const base = this.unitsEnd;
    this.write(text);
    const pairs = hasSurrogates(text);
    let joins = sequential;
    let from = base;
    for (let i = 0; i < positions.length; i++) {
      const position = positions[i] as number;
      const count = counts[i] as number;
      if (count > 0) {
        if (!(joins && count === 1 && this.continuesDelete(position))) {
          this.push(position, count, from);
        }
        this.end++;
      } else {
        const to = base + (textEnds[i] as number);
        const length = pairs ? this.codePointsIn(from, to) : to - from;
        if (!(joins && this.continuesInsert(position, length))) this.push(position, INSERTS, from);
        this.end += length;
        from = to;
      }
      joins = true;
    }
  }

  /** Makes `run` ready to be read from a unit on. */
  seek(run: Run, lv: number): void {
    run.index = this.find(lv);
  }

  /**
   * Reads into `run` what units from..to - 1, or the first of them, do to `length` code points.
   * `from` is where the run was last sought, or where it ended.
   */
  read(run: Run, from: number, to: number, length: number): void {
    const index = from === this.endOf(run.index) ? run.index + 1 : run.index;
    const row = index * COLUMNS;
    const { rows } = this;
    const count = rows[row + COUNT] as number;
    const done = from - (rows[row] as number);
    let position = rows[row + POSITION] as number;
    let end = Math.min(to, this.endOf(index));
    run.index = index;
    run.start = from;
    run.backward = count === BACKSPACES;
    if (count === INSERTS) {
      position += done;
      run.fits = position <= length;
      run.deleted = 0;
    } else if (count > 0) {
      run.fits = position + count <= length;
      if (run.fits && end - from > 1) end = Math.min(end, from + length - position);
      run.deleted = count * (end - from);
    } else {
      position -= done;
      run.fits = position < length;
      if (!run.fits) end = Math.min(end, from + position + 1 - length);
      run.deleted = end - from;
      position -= end - from - 1;
    }
    run.position = position;
    run.end = end;
  }

  /** The text that a run of inserts put in. */
  textOf(run: Run): string {
    this.findText(run);
    return decode(this.units, run.textStart, run.textEnd);
  }

  /** What units [start, end) put in. */
  textIn(start: number, end: number): string {
    const run = new Run();
    let out = '';
    this.seek(run, start);
    for (let at = start; at < end; at = run.end) {
      this.read(run, at, end, Infinity);
      out += this.textOf(run);
    }
    return out;
  }

  /** Notes in a run of inserts where in `text` that lies which it put in. */
  findText(run: Run): void {
    const row = run.index * COLUMNS;
    const start = this.rows[row] as number;
    const from = this.rows[row + TEXT] as number;
    const last = run.index + 1 === this.size;
    const to = last ? this.unitsEnd : (this.rows[row + COLUMNS + TEXT] as number);
    const length = this.endOf(run.index) - start;
    const isWhole = run.end - run.start === length;
    const isPlain = to - from === length;
    const before = run.start - start;
    run.textStart = isPlain ? from + before : this.skip(from, before);
    if (isWhole) run.textEnd = to;
    else if (isPlain) run.textEnd = from + run.end - start;
    else run.textEnd = this.skip(run.textStart, run.end - run.start);
  }

  /** Tells a sink what a run of inserts puts in at `position`, in the way that the sink asks for. */
  tell(sink: Sink, position: number, run: Run): void {
    const codePoints = run.end - run.start;
    if (sink.put) sink.put(position, asLV(run.start), codePoints);
    else if (sink.fill) {
      this.findText(run);
      sink.fill(position, this.units, run.textStart, run.textEnd, codePoints);
    } else sink.insert(position, this.textOf(run));
  }

  authorOf(lv: number): Author {
    return this.authors[lastAtMost(this.authorStarts, lv)] as Author;
  }

  /** Where a unit was put in, in code points; -1 of a delete. */
  positionOfInsert(lv: number): number {
    const row = this.find(lv) * COLUMNS;
    if (this.rows[row + COUNT] !== INSERTS) return -1;
    return (this.rows[row + POSITION] as number) + lv - (this.rows[row] as number);
  }

  /** Index of the row that holds a unit. */
  private find(lv: number): number {
    const { rows } = this;
    let low = 0;
    let high = this.size - 1;
    if (high >= 0 && (rows[high * COLUMNS] as number) <= lv) return high;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((rows[middle * COLUMNS] as number) <= lv) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private endOf(index: number): number {
    return index + 1 === this.size ? this.end : (this.rows[(index + 1) * COLUMNS] as number);
  }

  private continuesInsert(position: number, length: number): boolean {
    const row = (this.size - 1) * COLUMNS;
    const before = this.end - (this.rows[row] as number);
    return (
      this.rows[row + COUNT] === INSERTS &&
      position === (this.rows[row + POSITION] as number) + before &&
      before + length <= MAX_RUN
    );
  }

  /** Whether a delete of one code point goes on with the last row, which may take a direction now. */
  private continuesDelete(position: number): boolean {
    const { rows } = this;
    const row = (this.size - 1) * COLUMNS;
    const before = this.end - (rows[row] as number);
    const first = rows[row + POSITION] as number;
    const count = rows[row + COUNT] as number;
    if (count === 1 && position === first) return true;
    if (position !== first - before) return false;
    if (count === 1 && before === 1) rows[row + COUNT] = BACKSPACES;
    return rows[row + COUNT] === BACKSPACES;
  }

  private signedBy(author: Author): void {
    if (author === this.lastAuthor && this.authors.length > 0) return;
    this.authorStarts.push(this.end);
    this.authors.push(author);
    this.lastAuthor = author;
  }

  private push(position: number, count: number, textStart: number): void {
    const row = this.size * COLUMNS;
    if (row === this.rows.length) {
      const larger = new Int32Array(2 * row);
      larger.set(this.rows);
      this.rows = larger;
    }
    this.rows[row + START] = this.end;
    this.rows[row + POSITION] = position;
    this.rows[row + COUNT] = count;
    this.rows[row + TEXT] = textStart;
    this.size++;
  }

  private write(text: string): void {
    const at = this.unitsEnd;
    if (at + text.length > this.units.length) {
      const larger = new Uint16Array(at + text.length + (at >> 1));
      larger.set(this.units);
      this.units = larger;
    }
    if (text.length < LONG || !this.writeAscii(text)) {
      const { units } = this;
      for (let i = 0; i < text.length; i++) units[at + i] = text.charCodeAt(i);
    }
    this.unitsEnd = at + text.length;
  }

  /** By the platform's own loops. False if some of it is not ASCII; then what lies there is junk. */
  private writeAscii(text: string): boolean {
    if (ascii.length < text.length) ascii = new Uint8Array(text.length);
    const { read, written } = encoder.encodeInto(text, ascii.subarray(0, text.length));
    if (read !== text.length || written !== text.length) return false;
    this.units.set(ascii.subarray(0, written), this.unitsEnd);
    return true;
  }

  private codePointsIn(from: number, to: number): number {
    let count = to - from;
    for (let at = from; at < to; at++) if (isLowSurrogate(this.units[at] as number)) count--;
    return count;
  }

  /** Where the text goes on after `codePoints` from `at` on. */
  private skip(at: number, codePoints: number): number {
    let end = at;
    for (let i = 0; i < codePoints; i++) end += isHighSurrogate(this.units[end] as number) ? 2 : 1;
    return end;
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
