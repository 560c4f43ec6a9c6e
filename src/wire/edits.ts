/**
 * The text ops of consecutive events as columns, in the order in which they were made.
 *
 * Typing is mostly events of a few short ASCII ops with everything else implied. Such *plain* events
 * are read here, straight from their bytes; whatever is not plain, refusals included, is left to
 * `readBody`, so there is one judge of what an encoding means. Inserts typed one after another
 * become one, across events too: they fit their text exactly if the first does (crdt/oplog.ts).
 */
import { fromUtf8, utf8 } from '../base/bytes.ts';
import { assert } from '../base/result.ts';
import { unzigzag } from './codec.ts';
import { FLAG } from './event.ts';
import { codePoints, type TextOp } from './op.ts';
import { OP } from './tags.ts';

/** Flags of a plain event: nothing but a seal and a time. */
const NOT_PLAIN = ~(FLAG.seal | FLAG.elapsed);
/** A plain event has fewer ops than this, and an op fewer bytes or code points. */
const SMALL = 128;
/** Ops begin at least this far before the end of the input: then no read is outside. */
const ROOM = 16;
/** Joined inserts stay this short. Code points. */
export const MAX_JOINED = 4_096;

/** Ops as columns: one place in each per op. */
export interface Edits {
  readonly positions: Int32Array;
  /** Code points deleted; 0 for an insert. */
  readonly counts: Int32Array;
  /** UTF-16 units of `text` up to the end of each op. */
  readonly textEnds: Int32Array;
  /** All inserted text. */
  readonly text: string;
}

/** Takes what is known of an event once it is read: `end` is the offset after it. */
export interface Columns {
  readonly length: number;
  note(flags: number, end: number, ops: number, units: number, elapsed: number): void;
}

/** Reads and collects edits; what it has is handed out by `finish`, and then it can begin anew. */
export class EditReader {
  #positions = new Int32Array(1_024);
  /** Code points deleted; 0 for an insert. */
  #counts = new Int32Array(1_024);
  /** UTF-16 units of all inserted text up to the end of each op. */
  #textEnds = new Int32Array(1_024);
  #length = 0;
  /** All inserted text as UTF-8, and its lengths in bytes and in UTF-16 units. */
  #text = new Uint8Array(32_768);
  #bytes = 0;
  #utf16 = 0;
  /** Where an insert goes that continues the last one; −1 when that was a delete. */
  #continues = -1;

  /** Begins anew. */
  clear(): void {
    this.#length = 0;
    this.#bytes = 0;
    this.#utf16 = 0;
    this.#continues = -1;
  }

  finish(): Edits {
    const text = fromUtf8(this.#text.subarray(0, this.#bytes));
    assert(text !== undefined, 'noted text is well-formed');
    const part = (column: Int32Array): Int32Array => column.slice(0, this.#length);
    return {
      positions: part(this.#positions),
      counts: part(this.#counts),
      textEnds: part(this.#textEnds),
      text,
    };
  }

  /** Notes an op that was read in another way. Returns its graph units. */
  add(op: TextOp): number {
    if (op.kind === 'delete') {
      this.#reserve(1, 0);
      this.#delete(op.position, op.count);
      return 1;
    }
    const bytes = utf8(op.text);
    const units = codePoints(op.text);
    this.#reserve(1, bytes.length);
    this.#text.set(bytes, this.#bytes);
    this.#bytes += bytes.length;
    this.#insert(op.position, units, op.text.length);
    return units;
  }

  /**
   * Reads plain events from `start` on until there are `count` in `columns` or one is not plain,
   * of which nothing is noted. Offsets are noted from `base` on. Returns the offset after the last.
   */
  readPlain(
    source: Uint8Array,
    base: number,
    start: number,
    columns: Columns,
    count: number,
  ): number {
    const limit = source.length - ROOM;
    let at = start;
    for (let i = columns.length; i < count && at <= limit; i++) {
      const flags = source[at] as number;
      if ((flags & NOT_PLAIN) !== 0) break;
      let elapsed = 0;
      let opsAt = at + 1;
      if ((flags & FLAG.elapsed) !== 0) {
        elapsed = source[opsAt++] as number;
        if (elapsed === 0 || elapsed >= SMALL) break;
      }
      const ops = source[opsAt] as number;
      if (ops === 0 || ops >= SMALL) break;
      this.#reserve(SMALL, SMALL * SMALL);
      const length = this.#length;
      const bytes = this.#bytes;
      const utf16 = this.#utf16;
      const continues = this.#continues;
      const after = this.#readOps(source, opsAt + 1, ops);
      if (after < 0) {
        this.#length = length;
        this.#bytes = bytes;
        this.#utf16 = utf16;
        this.#continues = continues;
        if (length > 0) this.#textEnds[length - 1] = utf16;
        break;
      }
      at = after;
      columns.note(flags, at - base, ops, this.#units, unzigzag(elapsed));
    }
    return at;
  }

  /** What the ops read last spend in their graph. */
  #units = 0;

  /** Reads ops of a plain event. The offset after them; −1 if they are not, some of them noted. */
  #readOps(source: Uint8Array, start: number, ops: number): number {
    const limit = source.length - ROOM;
    const text = this.#text;
    let at = start;
    let units = 0;
    let lastDelete = -1;
    let lastInsert = -1;
    for (let i = 0; i < ops; i++) {
      if (at > limit) return -1;
      const kind = source[at] as number;
      let position = source[at + 1] as number;
      at += 2;
      if (position > 127) {
        let next = source[at++] as number;
        position = (position & 127) | ((next & 127) << 7);
        if (next > 127) {
          next = source[at++] as number;
          position |= next << 14;
        }
        if (next === 0 || next > 127) return -1;
      }
      const size = source[at++] as number;
      if (size === 0 || size >= SMALL) return -1;
      if (kind === OP.insert) {
        const end = at + size;
        if (position === lastInsert || end > source.length) return -1;
        let to = this.#bytes;
        let all = 0;
        while (at < end) {
          const byte = source[at++] as number;
          all |= byte;
          text[to++] = byte;
        }
        if (all > 127) return -1;
        this.#bytes = to;
        this.#insert(position, size, size);
        units += size;
        lastInsert = position + size;
        lastDelete = -1;
      } else if (kind === OP.delete) {
        if (lastDelete >= 0 && (position === lastDelete || position + size === lastDelete))
          return -1;
        this.#delete(position, size);
        units += 1;
        lastInsert = -1;
        lastDelete = position;
      } else return -1;
    }
    this.#units = units;
    return at;
  }

  #insert(position: number, units: number, utf16: number): void {
    const last = this.#length - 1;
    this.#utf16 += utf16;
    const joins =
      position === this.#continues &&
      position + units - (this.#positions[last] as number) <= MAX_JOINED;
    this.#continues = position + units;
    if (joins) this.#textEnds[last] = this.#utf16;
    else this.#push(position, 0);
  }

  #delete(position: number, count: number): void {
    this.#continues = -1;
    this.#push(position, count);
  }

  #push(position: number, count: number): void {
    const at = this.#length++;
    this.#positions[at] = position;
    this.#counts[at] = count;
    this.#textEnds[at] = this.#utf16;
  }

  #reserve(ops: number, bytes: number): void {
    if (this.#length + ops > this.#positions.length) {
      this.#positions = larger(this.#positions);
      this.#counts = larger(this.#counts);
      this.#textEnds = larger(this.#textEnds);
    }
    if (this.#bytes + bytes <= this.#text.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#text.length, this.#bytes + bytes));
    grown.set(this.#text.subarray(0, this.#bytes));
    this.#text = grown;
  }
}

/** The same with twice the room. */
export function larger(column: Int32Array): Int32Array<ArrayBuffer> {
  const grown = new Int32Array(2 * column.length);
  grown.set(column);
  return grown;
}
