/**
 * Places in a list as fractions: strings of base-62 digits after an unwritten point, so there is
 * always one more place between two, and moving one thing writes one register.
 *
 * Compared as strings. A place never ends in '0', or there would be pairs with nothing between.
 */
import { fromUtf8 } from '../base/bytes.ts';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const MAX_PLACE_BYTES = 128;
const PLACE = /^[0-9A-Za-z]*[1-9A-Za-z]$/;

/** Whether a register's value is a place. */
export function isPlace(value: Uint8Array): boolean {
  const place = fromUtf8(value);
  return place !== undefined && place.length <= MAX_PLACE_BYTES && PLACE.test(place);
}

/**
 * A place after `before` ('' for the start) and ahead of `after` (`null` for the end); `undefined`
 * when there is none, because they are equal or the wrong way round.
 */
export function placeBetween(before: string, after: string | null): string | undefined {
  if (after === null) return following(before);
  if (before >= after) return undefined;
  let shared = 0;
  while (digit(before, shared) === digit(after, shared)) shared += 1;
  const low = digit(before, shared);
  const high = digit(after, shared);
  const prefix = after.slice(0, shared);
  if (high - low > 1) return prefix + DIGITS[(low + high) >> 1];
  return prefix + DIGITS[low] + following(before.slice(shared + 1));
}

/**
 * `count` places as `placeBetween` gives one, ascending, and none much longer than the others; none
 * where it gives none.
 */
export function placesBetween(before: string, after: string | null, count: number): string[] {
  const first = placeBetween(before, after);
  if (first === undefined || count === 0) return [];
  if (count === 1) return [first];
  let width = 1;
  while (DIGITS.length ** width <= count) width += 1;
  return Array.from({ length: count }, (_, i) => first + digitsOf(i + 1, width));
}

/**
 * A short place after `before`. The digits beyond the leading 'z's count on, in blocks of 1, 1, 2, 4 …
 * digits: so whoever adds at the end a million times comes to eight of them.
 */
function following(before: string): string {
  if (before === '') return 'V';
  for (let from = 0, width = 1; ; from += width, width = from) {
    let value = 0;
    for (let at = from; at < from + width; at++) value = value * DIGITS.length + digit(before, at);
    if (value + 1 < DIGITS.length ** width)
      return before.slice(0, from) + digitsOf(value + 1, width);
  }
}

/** A number as so many digits, without zeros at its end. */
function digitsOf(value: number, width: number): string {
  let digits = '';
  for (let rest = value; digits.length < width; rest = Math.floor(rest / DIGITS.length))
    digits = (DIGITS[rest % DIGITS.length] ?? '') + digits;
  return digits.replace(/0+$/, '');
}

const digit = (place: string, at: number): number => Math.max(0, DIGITS.indexOf(place[at] ?? '0'));
