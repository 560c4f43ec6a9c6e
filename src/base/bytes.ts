/**
 * The only byte utilities: compare, concatenate, hex, base64url and UTF-8.
 *
 * Text is refused rather than repaired: lone surrogates and invalid UTF-8 never pass, since two
 * replicas that repaired them differently would sign different things.
 */
import { Fault } from './result.ts';

export const EMPTY: Uint8Array = new Uint8Array(0);

/** The two digits of each byte, as character codes. */
const HEX = new TextEncoder().encode(
  Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0')).join(''),
);
/** By character code: the value of a lower-case hex digit, 16 for anything else. */
const DIGITS = Uint8Array.from({ length: 128 }, (_, code) => {
  const value = '0123456789abcdef'.indexOf(String.fromCharCode(code));
  return value < 0 ? 16 : value;
});
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Digits that are put together at once: what fits onto any stack. */
const STRETCH = 1_024;

/** Lower-case hex, two digits a byte. An id in one piece: a text put together by parts keeps them all. */
export function toHex(bytes: Uint8Array): string {
  let hex = '';
  for (let from = 0; from < bytes.length; from += STRETCH / 2) {
    const length = Math.min(STRETCH / 2, bytes.length - from);
    const digits = Array<number>(2 * length);
    for (let i = 0; i < length; i++) {
      const byte = bytes[from + i] as number;
      digits[2 * i] = HEX[2 * byte] as number;
      digits[2 * i + 1] = HEX[2 * byte + 1] as number;
    }
    hex += String.fromCharCode(...digits);
  }
  return hex;
}

/** Bytes of lower-case hex. For ids that already carry a brand: anything else is our own mistake. */
export function fromHex(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length >> 1);
  let valid = hex.length % 2 === 0;
  for (let i = 0; i < bytes.length; i++) {
    const high = DIGITS[hex.charCodeAt(2 * i)] ?? 16;
    const low = DIGITS[hex.charCodeAt(2 * i + 1)] ?? 16;
    valid &&= (high | low) < 16;
    bytes[i] = (high << 4) | low;
  }
  if (!valid) throw new Fault('NotHex', 'expected hex digits');
  return bytes;
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** Lexicographic by unsigned byte, then by length: negative, zero or positive. */
export function compare(a: Uint8Array, b: Uint8Array): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const equal = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && compare(a, b) === 0;

/** UTF-8 of well-formed text. Lone surrogates are our own mistake here: check before. */
export function utf8(text: string): Uint8Array {
  if (!text.isWellFormed()) throw new Fault('NotWellFormed', 'text holds a lone surrogate');
  return encoder.encode(text);
}

/** Text of valid UTF-8, or `undefined`. */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** RFC 4648 §5 without padding: what fits into a URL fragment. */
export function toBase64Url(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(4, bytes.length - i + 1);
    for (let digit = 0; digit < digits; digit++) out += ALPHABET[(group >> (18 - 6 * digit)) & 63];
  }
  return out;
}

/** Inverse of `toBase64Url`; `undefined` for anything that it would not have written. */
export function fromBase64Url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of text) {
    const value = ALPHABET.indexOf(digit);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[at++] = (bits >> held) & 255;
    }
  }
  return (bits & ((1 << held) - 1)) === 0 ? bytes : undefined;
}
