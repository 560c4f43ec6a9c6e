/** Words about a document's headings and length, in English. */
import type { Count } from '../../outline.ts';
import { plural } from './counting.ts';

const lengthOf = ({ words, characters }: Count): string =>
  `${plural(words, 'word', 'words')}, ${plural(characters, 'character', 'characters')}`;

export default {
  noDocument: 'Open a document to see its headings.',
  none: 'No headings yet. A line that begins with # is one.',
  unnamed: 'Heading without words',
  length: (count: Count) => `The document has ${lengthOf(count)}.`,
  selected: (count: Count) => `Selected: ${lengthOf(count)}.`,
};
