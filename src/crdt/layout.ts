/**
 * All that was ever written, in document order, and what of it is shown: so that two answers to what
 * is void can be compared place by place, and nothing else is touched.
 */

/** Units in a row that are all shown, or none. */
export interface LaidOut {
  readonly units: number;
  readonly shown: boolean;
}

/** Tells what is shown in one of two layouts of the same units alone: at which position of the second. */
export function compareLayouts(
  before: readonly LaidOut[],
  after: readonly LaidOut[],
  differs: (position: number, units: number, isShown: boolean) => void,
): void {
  let position = 0;
  let [old, oldLeft] = [0, before[0]?.units ?? 0];
  for (const { units, shown } of after) {
    for (let left = units; left > 0;) {
      while (oldLeft === 0) oldLeft = before[++old]?.units ?? Infinity;
      const step = Math.min(left, oldLeft);
      if (shown !== before[old]?.shown) differs(position, step, shown);
      if (shown) position += step;
      left -= step;
      oldLeft -= step;
    }
  }
}
