/**
 * The colour of a person: one of ten classes by order of joining, so that ten people never share
 * one, and never a value that a peer chose. Apart from the editor, since lists use it too.
 */
export const colourClass = (index: number): string => `a${index % 10}`;
