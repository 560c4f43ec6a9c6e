/** Seeds that failed once. Each run tries them first. */
export const SEEDS: readonly number[] = [];
