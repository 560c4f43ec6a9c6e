/**
 * Places in a list as fractions: strings of base-62 digits after an unwritten point, so there is
 * always one more place between two, and moving one thing writes one register.
 *
 * Compared as strings. A place never ends in '0', or there would be pairs with nothing between.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

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

/** A short place after `before`: the next digit where there is one, else one digit more. */
function following(before: string): string {
  for (let at = 0; at < before.length; at++) {
    const next = digit(before, at) + 1;
    if (next < DIGITS.length) return before.slice(0, at) + DIGITS[next];
  }
  return before + 'V';
}

const digit = (place: string, at: number): number => Math.max(0, DIGITS.indexOf(place[at] ?? '0'));
