/** Words about who wrote a document, in English. */
import { plural } from './counting.ts';

const characters = (n: number): string => plural(n, 'character', 'characters');

export default {
  reading: 'Reading the history…',
  noDocument: 'Open a document to see who wrote it.',
  nothing: 'There is no text here.',
  whole: 'In this document. Select some of it to see who wrote just that.',
  selected: (quote: string) => `In “${quote}”.`,
  somebody: 'Somebody',
  formerDevice: 'A device that was removed',
  characters,
  sentence: (name: string, n: number) => `${name} wrote ${characters(n)} of this.`,
  help: 'By the signatures, which this browser has checked. The times are what their devices said.',
};
