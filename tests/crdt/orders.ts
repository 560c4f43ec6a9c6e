/**
 * Orders in which things can arrive: all of them where there are few, seeded ones where not.
 *
 * A thing arrives after all that it `needs`, given by index; without needs these are permutations.
 */
export type Needs = readonly (readonly number[])[];

/** Every order of delivery in which each comes after what it needs. Grows like a factorial. */
export function* allOrders(needs: Needs, done: readonly number[] = []): Generator<number[]> {
  if (done.length === needs.length) {
    yield [...done];
    return;
  }
  for (const next of ready(needs, done)) yield* allOrders(needs, [...done, next]);
}

/** One such order. `random` gives a number from 0 to n − 1. */
export function oneOrder(needs: Needs, random: (n: number) => number): number[] {
  const done: number[] = [];
  while (done.length < needs.length) {
    const choices = ready(needs, done);
    done.push(choices[random(choices.length)] ?? 0);
  }
  return done;
}

const ready = (needs: Needs, done: readonly number[]): number[] =>
  needs.flatMap((before, i) =>
    !done.includes(i) && before.every((one) => done.includes(one)) ? [i] : [],
  );

export const unrelated = (count: number): Needs => Array.from({ length: count }, () => []);

/** Numbers from 0 to n − 1, the same for the same seed (mulberry32). */
export function seeded(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n;
  };
}
