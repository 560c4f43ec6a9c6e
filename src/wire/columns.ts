/**
 * Text events out of a bundle's columns (bundle.ts), straight into stretches: neither an event nor
 * an op is ever an object, since this is how a new device takes in a whole history.
 *
 * A stroke is what was typed or deleted in one go. Events cut it into ops, whose bodies are written
 * here as they were hashed. Whatever would make a body that is not canonical is refused.
 */
import { fromUtf8 } from '../base/bytes.ts';
import {
  MAX_DELETE,
  MAX_EVENT_BYTES,
  MAX_EVENT_OPS,
  MAX_POSITION,
  MAX_RUN_BYTES,
  MAX_SECONDS,
} from '../base/limits.ts';
import { unzigzag, type Reader } from './codec.ts';
import { larger, MAX_JOINED } from './edits.ts';
import { FLAG, NAMES, readNames } from './event.ts';
import { Stretch } from './stretch.ts';
import { OP } from './tags.ts';

/** What a stroke does: it writes, deletes what follows it, or deletes what is before it. */
export const STROKE = { insert: 0, forward: 1, backward: 2 } as const;

/** An op of fewer code points is short; its event has fewer bytes than these beside its text. */
const SMALL = 128;
const ALIKE_BYTES = 10;
/** Bodies of a run, an event beyond them, and what comes before the first look at its size. */
const SCRATCH = MAX_RUN_BYTES + 2 * MAX_EVENT_BYTES;

/** Shared by all readers, none of which ever waits for anything. */
const scratch = new Uint8Array(SCRATCH);
let positions = new Int32Array(1_024);
let counts = new Int32Array(1_024);
let textEnds = new Int32Array(1_024);

export class TextColumns {
  readonly #names: Reader;
  readonly #sizes: Reader;
  readonly #gaps: Reader;
  readonly #times: Reader;
  readonly #strokes: Reader;
  readonly #positions: Reader;
  /** All that was written, as UTF-8 and as text, and how far it is used up. */
  readonly #bytes: Uint8Array;
  readonly #text: string;
  readonly #isAscii: boolean;
  #byte = 0;
  #unit = 0;
  /** The size of the next events, and of how many. */
  #size = 0;
  #repeat = 0;
  /** Events before the next one with time; −1: none has. */
  #gap: number;
  /** Where the last stroke ended. */
  #cursor = 0;
  /** The stroke, its code points to come, and where its next op is: before it, if backwards. */
  #kind: number = STROKE.insert;
  #left = 0;
  #next = 0;
  /** Whether none of it is used up. */
  #isFresh = false;
  /** Edits of the run so far. */
  #edits = 0;

  /** @param column the next column of the bundle. */
  constructor(column: () => Reader) {
    this.#names = column();
    this.#sizes = column();
    this.#gaps = column();
    this.#times = column();
    this.#strokes = column();
    this.#positions = column();
    const text: Reader = column();
    this.#bytes = text.source;
    const decoded = fromUtf8(this.#bytes);
    if (decoded === undefined) text.fail('BadText', 'invalid UTF-8');
    this.#text = decoded;
    this.#isAscii = decoded.length === this.#bytes.length;
    this.#gap = this.#nextGap();
  }

  /** Refuses what is left over. */
  end(): void {
    for (const column of [this.#names, this.#sizes, this.#gaps, this.#times]) column.end();
    this.#strokes.end();
    this.#positions.end();
    const over = this.#byte < this.#bytes.length || this.#repeat > 0 || this.#gap >= 0;
    if (over) this.#sizes.fail('NotCanonical', 'left over');
  }

  /** The events of a run: `named` if its first names anything, `sealed` if its last is a seal. */
  read(count: number, named: boolean, sealed: boolean): Stretch {
    const ends = new Int32Array(count);
    const seqs = new Int32Array(count);
    const units = new Int32Array(count);
    const firstUnit = this.#unit;
    const plainTo = sealed ? count - 1 : count;
    this.#edits = 0;
    let at = 0;
    let unit = 0;
    let seq = 0;
    let elapsed = 0;
    for (let i = 0; i < count;) {
      const alike = i === 0 && named ? 0 : this.#alike(plainTo - i, at);
      if (alike > 0) {
        at = this.#readAlike(alike, ends, i, at);
        for (const to = i + alike; i < to; i++) {
          seqs[i] = ++seq;
          units[i] = unit += this.#units;
        }
        continue;
      }
      const start = at;
      scratch[at++] = i < plainTo ? 0 : FLAG.seal;
      if (named && i === 0) at = this.#copyNames(at);
      if (this.#gap === 0) {
        const time = this.#times.varint(2 * MAX_SECONDS);
        if (time === 0) this.#times.fail('NotCanonical', 'no time elapsed');
        (scratch[start] as number) |= FLAG.elapsed;
        at = writeVarint(at, time);
        elapsed += unzigzag(time);
        this.#gap = this.#nextGap();
      } else if (this.#gap > 0) this.#gap -= 1;
      const opsAt = at++;
      at = this.#readOps(start, at);
      const ops = this.#ops;
      if (ops < 128) scratch[opsAt] = ops;
      else at = this.#widen(opsAt, at);
      if (at - start > MAX_EVENT_BYTES || at > MAX_RUN_BYTES)
        this.#sizes.fail('TooLarge', 'event or run');
      ends[i] = at;
      seqs[i] = seq += ops;
      units[i++] = unit += this.#units;
    }
    if (this.#left > 0) this.#strokes.fail('Malformed', 'a stroke of two runs');
    const part = (column: Int32Array): Int32Array => column.slice(0, this.#edits);
    const text = this.#text.slice(firstUnit, this.#unit);
    const edits = {
      positions: part(positions),
      counts: part(counts),
      textEnds: part(textEnds),
      text,
    };
    const seal = sealed ? count - 1 : -1;
    const known = { length: count, ends, seqs, units, seal, named: -1, elapsed, edits };
    return new Stretch('content', scratch.slice(0, at), known);
  }

  /**
   * Of the next events, at most `most`, how many are alike: without time, of one short op, within
   * one stroke and one edit. That is how typing comes; all others go the slower way.
   */
  #alike(most: number, at: number): number {
    if (most === 0 || this.#gap === 0) return 0;
    if (this.#repeat === 0) this.#nextSize();
    const size = this.#size;
    if (size === 0 || size >= SMALL) return 0;
    if (this.#left === 0) this.#nextStroke();
    const inTime = this.#gap < 0 ? most : Math.min(most, this.#gap);
    let room = Math.min(this.#left, (inTime < this.#repeat ? inTime : this.#repeat) * size);
    if (this.#kind === STROKE.insert) {
      if (!this.#isAscii) return 0;
      const begin = this.#joins();
      const joined = begin < 0 ? 0 : this.#next - begin;
      const text = this.#bytes.length - this.#byte;
      room = Math.min(room, text, MAX_JOINED - joined, MAX_POSITION - this.#next);
    } else if (this.#kind === STROKE.backward) room = Math.min(room, this.#next);
    if (this.#next < 0 || this.#next > MAX_POSITION) return 0;
    const fit = (MAX_RUN_BYTES - at) / (ALIKE_BYTES + size);
    return Math.floor(Math.min(room / size, fit));
  }

  /** Reads so many events that are alike, the first with index `first`. The offset after them. */
  #readAlike(alike: number, ends: Int32Array, first: number, from: number): number {
    const size = this.#size;
    const isInsert = this.#kind === STROKE.insert;
    const kind = isInsert ? OP.insert : OP.delete;
    const step = isInsert ? size : this.#kind === STROKE.backward ? -size : 0;
    const bytes = this.#bytes;
    let byte = this.#byte;
    let position = this.#next + Math.min(step, 0);
    let at = from;
    for (let i = first; i < first + alike; i++) {
      scratch[at] = 0;
      scratch[at + 1] = 1;
      scratch[at + 2] = kind;
      at += 3;
      at = writeVarint(at, position);
      scratch[at++] = size;
      if (isInsert)
        for (const to = byte + size; byte < to;) scratch[at++] = bytes[byte++] as number;
      else this.#edit(position, size);
      ends[i] = at;
      position += step;
    }
    if (isInsert) this.#insert(alike * size, alike * size);
    else if (step < 0) this.#next -= alike * size;
    this.#byte = byte;
    this.#units = isInsert ? size : 1;
    this.#repeat -= alike;
    if (this.#gap > 0) this.#gap -= alike;
    this.#use(alike * size);
    return at;
  }

  /** Ops of the event read last, and what they spend in their graph. */
  #ops = 0;
  #units = 0;

  /** Cuts an event's ops out of the strokes; the offset after them. */
  #readOps(start: number, from: number): number {
    if (this.#repeat === 0) this.#nextSize();
    this.#repeat -= 1;
    let size = this.#size;
    let at = from;
    let ops = 0;
    let units = 0;
    let kind = -1;
    let place = 0;
    let length = 0;
    do {
      if (this.#left === 0) this.#nextStroke();
      const take = size === 0 || size > this.#left ? this.#left : size;
      const isInsert = this.#kind === STROKE.insert;
      const position = this.#kind === STROKE.backward ? this.#next - take : this.#next;
      if (position < 0 || position > MAX_POSITION || ++ops > MAX_EVENT_OPS)
        this.#positions.fail('TooLarge', 'op');
      if (isInsert) {
        if (kind === OP.insert && position === place) this.#fails();
        kind = OP.insert;
        scratch[at++] = OP.insert;
        at = this.#write(start, writeVarint(at, position), take);
        place = position + take;
        units += take;
      } else {
        if (take > MAX_DELETE) this.#strokes.fail('TooLarge', 'delete');
        const meets = position === place || position + take === place;
        if (kind === OP.delete && meets && length + take <= MAX_DELETE) this.#fails();
        kind = OP.delete;
        scratch[at++] = OP.delete;
        at = writeVarint(writeVarint(at, position), take);
        this.#edit(position, take);
        this.#next = place = position;
        length = take;
        units += 1;
      }
      this.#use(take);
      if (size > 0) size -= take;
      if (at - start > MAX_EVENT_BYTES) this.#sizes.fail('TooLarge', 'event');
    } while (size > 0);
    this.#ops = ops;
    this.#units = units;
    return at;
  }

  #fails(): never {
    return this.#sizes.fail('NotCanonical', 'two ops that are one');
  }

  /** Writes length and text of an insert of `take` code points. */
  #write(start: number, from: number, take: number): number {
    const bytes = this.#bytes;
    const begin = this.#byte;
    let end = begin + take;
    let utf16 = take;
    if (!this.#isAscii) {
      end = begin;
      for (let left = take; left > 0 && end < bytes.length; left--) {
        if ((bytes[end++] as number) >= 0xf0) utf16 += 1;
        while (((bytes[end] as number) & 0xc0) === 0x80) end += 1;
        if (left > 1 && end >= bytes.length) this.#sizes.fail('Malformed', 'text ends too early');
      }
    }
    if (end > bytes.length || begin === bytes.length)
      this.#sizes.fail('Malformed', 'text ends too early');
    if (end - begin + from - start > MAX_EVENT_BYTES) this.#sizes.fail('TooLarge', 'event');
    let at = writeVarint(from, end - begin);
    if (end - begin < 16) for (let i = begin; i < end; i++) scratch[at++] = bytes[i] as number;
    else {
      scratch.set(bytes.subarray(begin, end), at);
      at += end - begin;
    }
    this.#byte = end;
    this.#insert(take, utf16);
    return at;
  }

  /** Where the edit begins that goes on with what is written at `#next`; −1 if none does. */
  #joins(): number {
    const last = this.#edits - 1;
    if (last < 0 || counts[last] !== 0) return -1;
    return this.#isFresh && this.#next !== this.#cursor ? -1 : (positions[last] as number);
  }

  /** Notes what was written at `#next`: the edit before goes on, if it ends there and is short. */
  #insert(units: number, utf16: number): void {
    const begin = this.#joins();
    const to = this.#next + units;
    if (begin < 0 || to - begin > MAX_JOINED) this.#edit(this.#next, 0);
    (textEnds[this.#edits - 1] as number) += utf16;
    this.#unit += utf16;
    this.#next = to;
  }

  /** So much of the stroke is used up. */
  #use(units: number): void {
    this.#isFresh = false;
    this.#left -= units;
    if (this.#left === 0) this.#cursor = this.#next;
  }

  #edit(position: number, count: number): void {
    const at = this.#edits++;
    if (at === positions.length) {
      positions = larger(positions);
      counts = larger(counts);
      textEnds = larger(textEnds);
    }
    positions[at] = position;
    counts[at] = count;
    textEnds[at] = at === 0 ? 0 : (textEnds[at - 1] as number);
  }

  #nextStroke(): void {
    const coded = this.#strokes.varint(3 * MAX_POSITION + 2);
    this.#kind = coded % 3;
    this.#left = (coded - this.#kind) / 3;
    if (this.#left === 0) this.#strokes.fail('Malformed', 'empty stroke');
    this.#isFresh = true;
    this.#next = this.#cursor + unzigzag(this.#positions.varint(4 * MAX_POSITION));
  }

  #nextSize(): void {
    this.#size = this.#sizes.varint(MAX_POSITION);
    this.#repeat = this.#sizes.varint(MAX_POSITION);
    if (this.#repeat === 0) this.#sizes.fail('Malformed', 'no event');
  }

  #nextGap(): number {
    return this.#gaps.remaining === 0 ? -1 : this.#gaps.varint(MAX_POSITION);
  }

  /** Copies what a first event names to `at`, its flags to the byte before. */
  #copyNames(at: number): number {
    const names = this.#names;
    const flags = names.u8();
    if (flags === 0 || (flags & ~NAMES) !== 0) names.fail('Malformed', 'flags');
    (scratch[at - 1] as number) |= flags;
    const from = names.offset;
    readNames(names, flags);
    scratch.set(names.since(from), at);
    return at + names.offset - from;
  }

  /** Makes room for a count of ops that takes two bytes, and writes it. */
  #widen(opsAt: number, end: number): number {
    scratch.copyWithin(opsAt + 2, opsAt + 1, end);
    writeVarint(opsAt, this.#ops);
    return end + 1;
  }
}

/** Writes to scratch; the offset after it. */
function writeVarint(at: number, value: number): number {
  let rest = value;
  let to = at;
  for (; rest > 0x0fff_ffff; rest = Math.floor(rest / 128)) scratch[to++] = (rest % 128) + 128;
  for (; rest > 127; rest >>= 7) scratch[to++] = (rest & 127) | 128;
  scratch[to] = rest;
  return to + 1;
}
