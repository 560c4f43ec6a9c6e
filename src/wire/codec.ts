/**
 * Bounded, canonical, positional encoding: the only way from bytes to types and back.
 *
 * There are no tags, maps or floats: a layout is the order of its fields. Integers are LEB128
 * varints in their shortest form, up to 2^53 − 1. A Reader is made with a limit and every variable
 * part is read with one, so no decoder exists without bounds. Reading past them throws DecodeError,
 * which only `decode` may catch; nothing else in Parley sees it.
 */
import { concat, fromHex, fromUtf8, toHex, utf8 } from '../base/bytes.ts';
import { assert, ok, refuse, type RefusalCode, type Result } from '../base/result.ts';

class DecodeError extends Error {
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

export class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  /** @param limit greatest acceptable length of `bytes`, checked before anything is read. */
  constructor(bytes: Uint8Array, limit: number) {
    if (bytes.length > limit) throw new DecodeError('TooLarge', `${bytes.length} > ${limit} bytes`);
    this.#bytes = bytes;
  }

  get offset(): number {
    return this.#at;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  /** Everything there is to read: for inner loops that go on at `offset` and then `jump`. */
  get source(): Uint8Array {
    return this.#bytes;
  }

  /** Goes on at an offset at or after this one, up to which all has been read from `source`. */
  jump(offset: number): void {
    assert(offset >= this.#at && offset <= this.#bytes.length, 'a jump within the input');
    this.#at = offset;
  }

  /** Ends decoding with a refusal. */
  fail(code: RefusalCode, detail: string): never {
    throw new DecodeError(code, detail);
  }

  u8(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) this.fail('Malformed', 'ends too early');
    this.#at += 1;
    return byte;
  }

  /** Unsigned, shortest form, at most `max` (itself at most 2^53 − 1). */
  varint(max: number): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (value > max) this.fail('TooLarge', `number over ${max}`);
      if (byte < 128) {
        if (byte === 0 && scale > 1) this.fail('NotCanonical', 'padded number');
        return value;
      }
      scale *= 128;
      if (scale > Number.MAX_SAFE_INTEGER) this.fail('TooLarge', 'number over 2^53');
    }
  }

  /** Exactly `length` bytes: a view, not a copy. */
  bytes(length: number): Uint8Array {
    if (length > this.remaining) this.fail('Malformed', 'ends too early');
    const view = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return view;
  }

  /** `length` bytes as lower-case hex. */
  hex(length: number): string {
    return toHex(this.bytes(length));
  }

  /** Length-prefixed bytes, at most `max`. */
  blob(max: number): Uint8Array {
    return this.bytes(this.varint(max));
  }

  /** Length-prefixed UTF-8, at most `max` bytes. */
  text(max: number): string {
    const text = fromUtf8(this.blob(max));
    if (text === undefined) this.fail('BadText', 'invalid UTF-8');
    return text;
  }

  /** Length-prefixed list of at most `max` items. */
  list<T>(max: number, item: (reader: Reader) => T): T[] {
    const length = this.varint(max);
    const items: T[] = [];
    for (let i = 0; i < length; i++) items.push(item(this));
    return items;
  }

  /** Bytes read since `from`: a view. */
  since(from: number): Uint8Array {
    return this.#bytes.subarray(from, this.#at);
  }

  end(): void {
    if (this.remaining > 0) this.fail('NotCanonical', `${this.remaining} bytes left over`);
  }
}

/**
 * Reads one whole value: no leftovers, nothing longer than `limit`. A refusal is a value; whatever
 * else goes wrong is our own fault and is thrown.
 */
export function decode<T>(
  bytes: Uint8Array,
  limit: number,
  read: (reader: Reader) => T,
): Result<T> {
  try {
    const reader = new Reader(bytes, limit);
    const value = read(reader);
    reader.end();
    return ok(value);
  } catch (error) {
    if (error instanceof DecodeError) return refuse(error.code, error.message);
    throw error;
  }
}

/** A value's first bytes: what is signed fits. */
const FIRST = 96;
/** What a value that outgrows them gets: most messages fit, so that it grows once. */
const ROOM = 1_024;
/** So many bytes are copied one by one in the time that a view of them takes. */
const FEW = 32;

/** Collects the parts of a value in order. What it writes, a Reader with the same calls reads. */
export class Writer {
  #bytes = new Uint8Array(FIRST);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  u8(value: number): this {
    this.#room(1);
    this.#bytes[this.#length++] = value;
    return this;
  }

  /** A whole number from 0 to 2^53 − 1; throws Fault for any other. */
  varint(value: number): this {
    assert(Number.isSafeInteger(value) && value >= 0, 'a varint is a natural number below 2^53');
    let rest = value;
    while (rest > 127) {
      this.u8((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    return this.u8(rest);
  }

  bytes(bytes: Uint8Array): this {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** Bytes [from, to) of others, without a view of them where there are few. */
  part(bytes: Uint8Array, from: number, to: number): this {
    if (to - from > FEW) return this.bytes(bytes.subarray(from, to));
    for (let at = from; at < to; at++) this.u8(bytes[at] as number);
    return this;
  }

  hex(hex: string): this {
    return this.bytes(fromHex(hex));
  }

  blob(bytes: Uint8Array): this {
    return this.varint(bytes.length).bytes(bytes);
  }

  text(text: string): this {
    return this.blob(utf8(text));
  }

  list<T>(items: readonly T[], item: (writer: Writer, value: T) => void): this {
    this.varint(items.length);
    for (const value of items) item(this, value);
    return this;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(ROOM, this.#bytes.length * 2, this.#length + more));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}

/** Signed integers as unsigned: 0, −1, 1, −2 … become 0, 1, 2, 3 … Safe up to ±2^51. */
export const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
export const unzigzag = (value: number): number => (value % 2 === 0 ? value / 2 : -(value + 1) / 2);

/** Self-delimiting concatenation for hashing: each part is preceded by its length. */
export function framed(...parts: readonly Uint8Array[]): Uint8Array {
  return concat(...parts.flatMap((part) => [new Writer().varint(part.length).finish(), part]));
}
