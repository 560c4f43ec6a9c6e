/** How English counts and lists; every count and list of a screen in English is written by this. */
export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** `Ada`, `Ada and Cy`, `Ada, Bo and Cy`. */
export const list = (names: readonly string[]): string =>
  names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`;
