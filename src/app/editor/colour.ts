/**
 * How a person is shown in little space. The colour is one of ten classes by order of joining, so that
 * ten people never share one, and never a value that a peer chose. Apart from the editor, since lists use them too.
 */
export const colourClass = (index: number): string => `a${index % 10}`;

/** The first letters of the first two words of a name. */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => [...word][0] ?? '')
    .join('')
    .toUpperCase();
