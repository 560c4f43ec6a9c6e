/** Numbers, text, lists and base64url: the parts that every layout is made of. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromBase64Url, fromUtf8, toBase64Url, utf8 } from '../../src/base/bytes.ts';
import { Fault } from '../../src/base/result.ts';
import { decode, framed, unzigzag, Writer, zigzag, type Reader } from '../../src/wire/codec.ts';
import { codeOf, textOf, unwrap } from './arbitrary.ts';

const MAX = Number.MAX_SAFE_INTEGER;
const RUNS = { numRuns: 500 };
const varint = (bytes: readonly number[], max = MAX) =>
  decode(Uint8Array.from(bytes), 16, (reader) => reader.varint(max));
const whole = (bytes: Uint8Array, read: (reader: Reader) => unknown) => decode(bytes, 10_000, read);

describe('a number', () => {
  it('W1 is read back as it was written, from 0 to 2^53 − 1', () => {
    const near = fc.tuple(fc.integer({ min: 0, max: 53 }), fc.integer({ min: -1, max: 1 }));
    const numbers = fc.oneof(
      fc.maxSafeNat(),
      near.map(([bits, step]) => Math.min(MAX, Math.max(0, 2 ** bits + step))),
    );
    fc.assert(
      fc.property(numbers, (value) => {
        const bytes = new Writer().varint(value).finish();
        expect(unwrap(varint([...bytes]))).toBe(value);
        expect(bytes.length).toBe(Math.max(1, Math.ceil(value.toString(2).length / 7)));
      }),
      RUNS,
    );
  });

  it('A21 is refused when it is padded', () => {
    for (const padded of [
      [0x80, 0],
      [0x81, 0],
      [0xff, 0x80, 0],
      [0x80, 0x80, 0x80, 0],
    ])
      expect(codeOf(varint(padded))).toBe('NotCanonical');
  });

  it('A16 is refused at 2^53 and anywhere above', () => {
    const top = [...new Writer().varint(MAX).finish()];
    expect(codeOf(varint(top))).toBe('ok');
    expect(codeOf(varint([128, 128, 128, 128, 128, 128, 128, 16]))).toBe('TooLarge');
    expect(codeOf(varint([...Array<number>(7).fill(255), 127]))).toBe('TooLarge');
    expect(codeOf(varint([...Array<number>(9).fill(255), 1]))).toBe('TooLarge');
    expect(codeOf(varint(Array<number>(16).fill(128)))).toBe('TooLarge');
  });

  it('A16 is refused above the greatest that its field may have', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (value, max) => {
        const read = varint([...new Writer().varint(value).finish()], max);
        expect(codeOf(read)).toBe(value <= max ? 'ok' : 'TooLarge');
      }),
      RUNS,
    );
  });

  it('A16 is never written unless it is whole, not negative and below 2^53', () => {
    for (const value of [-1, 0.5, 1e308, 2 ** 53, NaN, Infinity, -Infinity])
      expect(() => new Writer().varint(value)).toThrow(Fault);
    expect(new Writer().varint(-0).finish()).toEqual(Uint8Array.of(0));
  });

  it('with a sign is as small as its distance from zero, and has one form', () => {
    expect([0, -1, 1, -2, 2].map(zigzag)).toEqual([0, 1, 2, 3, 4]);
    const signed = fc.integer({ min: -(2 ** 51), max: 2 ** 51 });
    fc.assert(
      fc.property(signed, (value) => Object.is(unzigzag(zigzag(value)), value)),
      RUNS,
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 52 }),
        (value) => zigzag(unzigzag(value)) === value,
      ),
      RUNS,
    );
  });
});

describe('text', () => {
  it('W4 is read back as it was written, without normalising it', () => {
    fc.assert(
      fc.property(textOf(4_000), (text) => {
        const bytes = new Writer().text(text).finish();
        expect(unwrap(whole(bytes, (reader) => reader.text(4_000)))).toBe(text);
      }),
      RUNS,
    );
    for (const text of ['\uFEFFmark', 'e\u0301', '\u00e9', '\0', '\u{10FFFF}', '__proto__'])
      expect(fromUtf8(utf8(text))).toBe(text);
  });

  it.each([
    ['a lone high surrogate', [0xed, 0xa0, 0x80]],
    ['a lone low surrogate', [0xed, 0xb0, 0x80]],
    ['a pair as two surrogates', [0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong zero', [0xc0, 0x80]],
    ['a lone continuation', [0x80]],
    ['a start without its rest', [0xe2, 0x82]],
    ['a code point above U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a byte that UTF-8 never has', [0xff]],
  ])('A22 with %s is refused', (_, bytes) => {
    const read = whole(Uint8Array.of(bytes.length, ...bytes), (reader) => reader.text(100));
    expect(codeOf(read)).toBe('BadText');
  });

  it('W4 A22 with a lone surrogate is never written', () => {
    for (const text of ['\ud800', 'a\udc00b', '\udc00\ud800'])
      expect(() => new Writer().text(text)).toThrow(Fault);
  });

  it('is refused beyond its limit in bytes, not in characters', () => {
    const bytes = new Writer().text('ééé').finish();
    expect(codeOf(whole(bytes, (reader) => reader.text(6)))).toBe('ok');
    expect(codeOf(whole(bytes, (reader) => reader.text(5)))).toBe('TooLarge');
  });
});

describe('a decoder', () => {
  it('W3 A20 costs no memory for a length that only claims to be large', () => {
    const claim = new Writer().varint(MAX).finish();
    expect(codeOf(whole(claim, (reader) => reader.blob(MAX)))).toBe('Malformed');
    expect(codeOf(whole(claim, (reader) => reader.list(MAX, (item) => item.u8())))).toBe(
      'Malformed',
    );
  });

  it('passes on what is our own mistake instead of calling it a refusal', () => {
    const mistake = () => {
      throw new Fault('Assertion', 'ours');
    };
    expect(() => whole(new Uint8Array(0), mistake)).toThrow('ours');
  });
});

describe('framed parts', () => {
  it('are told apart: two different lists never give the same bytes', () => {
    const parts = fc.array(fc.uint8Array({ maxLength: 4 }), { maxLength: 4 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(String(framed(...a)) === String(framed(...b))).toBe(same);
      }),
      RUNS,
    );
    const long = new Uint8Array(200);
    expect(framed(long)).toEqual(concat(Uint8Array.of(200, 1), long));
  });
});

describe('base64url', () => {
  it('gives back every byte string, as Node writes it too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = toBase64Url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(fromBase64Url(text)).toEqual(bytes);
      }),
      RUNS,
    );
  });

  it('A21 has one form: any text that is read is what would have been written', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const units = fc.oneof(
      { weight: 60, arbitrary: fc.constantFrom(...alphabet) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.constantFrom('+', '/', '=', ' ', '\n', '%', '\ud800', '\0', 'é') },
    );
    fc.assert(
      fc.property(fc.array(units, { maxLength: 12 }), (list) => {
        const text = list.join('');
        const bytes = fromBase64Url(text);
        if (bytes) expect(toBase64Url(bytes)).toBe(text);
        else expect(Buffer.from(text, 'base64url').toString('base64url')).not.toBe(text);
      }),
      { numRuns: 3_000 },
    );
  });

  it('A22 is refused with padding, spaces, other alphabets and astral characters', () => {
    for (const text of [
      'QQ==',
      'QQ=',
      'Q',
      'QQ\n',
      ' QQ',
      'Q+A',
      'Q/A',
      'QR',
      'QUJ',
      'A😀',
      '😀😀',
      'ÄÖÜ',
    ])
      expect(fromBase64Url(text)).toBeUndefined();
    expect(fromBase64Url('')).toEqual(new Uint8Array(0));
  });
});
