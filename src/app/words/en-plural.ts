/**
 * English counts in two ways; every count of a screen in English is written by this.
 */
export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
