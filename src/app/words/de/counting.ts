/** How German counts and lists; every count and list of a screen in German is written by this. */
const rules = new Intl.PluralRules('de');

export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('de')} ${rules.select(n) === 'one' ? one : many}`;

/** `Ada`, `Ada und Cy`, `Ada, Bo und Cy`. */
const format = new Intl.ListFormat('de');
export const list = (names: readonly string[]): string => format.format(names);
