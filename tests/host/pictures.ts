/** The beginnings of image files, with as much behind them as is asked for: what tells their kind and size. */
import { concat, utf8 } from '../../src/base/bytes.ts';

const be = (bytes: number, value: number): Uint8Array =>
  Uint8Array.from({ length: bytes }, (_, i) => (value / 256 ** (bytes - 1 - i)) & 255);
const le = (bytes: number, value: number): Uint8Array => be(bytes, value).reverse();

export function png(length: number, width = 640, height = 480): Uint8Array {
  const magic = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10);
  const head = concat(magic, be(4, 13), utf8('IHDR'), be(4, width), be(4, height));
  const rest = Uint8Array.from(
    { length: Math.max(0, length - head.length) },
    (_, i) => (i * 7 + (i >> 8)) & 255,
  );
  return concat(head, rest);
}

export const gif = (width: number, height: number): Uint8Array =>
  concat(utf8('GIF89a'), le(2, width), le(2, height), new Uint8Array(10));

/** With a segment before the frame, and fill bytes before that. */
export const jpeg = (width: number, height: number): Uint8Array =>
  concat(
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xff, 0xc2),
    be(2, 11),
    Uint8Array.of(8),
    be(2, height),
    be(2, width),
    new Uint8Array(6),
  );

export function webp(chunk: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Uint8Array {
  const head = concat(utf8('RIFF'), le(4, 100), utf8('WEBP'), utf8(chunk), le(4, 50));
  if (chunk === 'VP8 ') return concat(head, new Uint8Array(6), le(2, width), le(2, height));
  if (chunk === 'VP8X') return concat(head, new Uint8Array(4), le(3, width - 1), le(3, height - 1));
  const bits = (width - 1) | ((height - 1) << 14);
  return concat(head, Uint8Array.of(0x2f), le(4, bits >>> 0));
}
