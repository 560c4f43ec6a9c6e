/**
 * What kind of image bytes are, and how large once it is decoded, by the bytes themselves: neither a
 * name nor anybody's word counts. Four kinds that every browser decodes and that can hold no script; a
 * small file that would unfold to more than a page can bear is none. Left out: SVG, which is a document.
 */
import { MAX_PIXELS } from '../base/limits.ts';

export interface Picture {
  readonly type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/gif';
  readonly width: number;
  readonly height: number;
}

/** `undefined`: none that is shown. */
export function pictureOf(bytes: Uint8Array): Picture | undefined {
  const picture = png(bytes) ?? gif(bytes) ?? webp(bytes) ?? jpeg(bytes);
  const pixels = picture ? picture.width * picture.height : NaN;
  return pixels > 0 && pixels <= MAX_PIXELS ? picture : undefined;
}

const says = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((char, i) => bytes[at + i] === char.charCodeAt(0));

/** The number in some bytes, the highest first; NaN where the file ends before. */
const number = (bytes: Uint8Array, ...at: readonly number[]): number =>
  at.reduce((sum, one) => sum * 256 + (bytes[one] ?? NaN), 0);

function png(bytes: Uint8Array): Picture | undefined {
  if (!says(bytes, 0, '\x89PNG\r\n\x1a\n') || !says(bytes, 12, 'IHDR')) return undefined;
  const width = number(bytes, 16, 17, 18, 19);
  return { type: 'image/png', width, height: number(bytes, 20, 21, 22, 23) };
}

function gif(bytes: Uint8Array): Picture | undefined {
  if (!says(bytes, 0, 'GIF87a') && !says(bytes, 0, 'GIF89a')) return undefined;
  return { type: 'image/gif', width: number(bytes, 7, 6), height: number(bytes, 9, 8) };
}

function webp(bytes: Uint8Array): Picture | undefined {
  if (!says(bytes, 0, 'RIFF') || !says(bytes, 8, 'WEBP')) return undefined;
  const type = 'image/webp';
  if (says(bytes, 12, 'VP8 ')) {
    const [width, height] = [number(bytes, 27, 26), number(bytes, 29, 28)];
    return { type, width: width % 16_384, height: height % 16_384 };
  }
  if (says(bytes, 12, 'VP8L')) {
    const bits = number(bytes, 24, 23, 22, 21);
    const height = Math.floor(bits / 16_384) % 16_384;
    return { type, width: (bits % 16_384) + 1, height: height + 1 };
  }
  if (!says(bytes, 12, 'VP8X')) return undefined;
  const [width, height] = [number(bytes, 26, 25, 24), number(bytes, 29, 28, 27)];
  return { type, width: width + 1, height: height + 1 };
}

/** Goes from segment to segment up to the one that begins a frame. */
function jpeg(bytes: Uint8Array): Picture | undefined {
  if (number(bytes, 0, 1) !== 0xffd8) return undefined;
  for (let at = 2; bytes[at] === 0xff;) {
    const marker = number(bytes, at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (!isFrame) {
      at += 2 + number(bytes, at + 2, at + 3);
      continue;
    }
    const width = number(bytes, at + 7, at + 8);
    return { type: 'image/jpeg', width, height: number(bytes, at + 5, at + 6) };
  }
  return undefined;
}
