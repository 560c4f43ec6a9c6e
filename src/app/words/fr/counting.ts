/** How French counts and lists; every count and list of a screen in French is written by this. */
const rules = new Intl.PluralRules('fr');

export const plural = (n: number, one: string, many: string): string =>
  `${n.toLocaleString('fr')} ${rules.select(n) === 'one' ? one : many}`;

/** `Ada`, `Ada et Cy`, `Ada, Bo et Cy`. */
const format = new Intl.ListFormat('fr');
export const list = (names: readonly string[]): string => format.format(names);

/** `« Jardin »`. */
export const quoted = (title: string): string => `«\u00a0${title}\u00a0»`;
