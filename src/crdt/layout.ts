/**
 * All that was ever written, in document order, and what of it is shown: so that two answers to what
 * is void can be compared place by place, and nothing else is touched.
 */

/** Units in a row that are all shown, or none. */
export interface LaidOut {
  readonly units: number;
  readonly shown: boolean;
}

/** Next to each other, how many units, and in which of the layouts they are shown. */
export interface Together {
  readonly units: number;
  readonly shown: readonly boolean[];
}

/** Goes through layouts of the same units side by side. */
export function* together(...layouts: readonly (readonly LaidOut[])[]): IterableIterator<Together> {
  const next = layouts.map(() => 0);
  const left = layouts.map(() => 0);
  for (;;) {
    layouts.forEach((layout, i) => {
      while (left[i] === 0) left[i] = layout[(next[i] as number)++]?.units ?? Infinity;
    });
    const units = Math.min(...left);
    if (units === Infinity) return;
    yield {
      units,
      shown: layouts.map((layout, i) => layout[(next[i] as number) - 1]?.shown === true),
    };
    layouts.forEach((_, i) => (left[i] = (left[i] as number) - units));
  }
}

/** Tells what is shown in one of two layouts of the same units alone: at which position of the second. */
export function compareLayouts(
  before: readonly LaidOut[],
  after: readonly LaidOut[],
  differs: (position: number, units: number, isShown: boolean) => void,
): void {
  let position = 0;
  for (const { units, shown } of together(before, after)) {
    const isShown = shown[1] === true;
    if (isShown !== shown[0]) differs(position, units, isShown);
    if (isShown) position += units;
  }
}
