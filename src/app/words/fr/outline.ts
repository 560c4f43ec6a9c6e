/** Words about a document's headings and length, in French. */
import type { Count } from '../../outline.ts';
import { plural } from './counting.ts';

const lengthOf = ({ words, characters }: Count): string =>
  `${plural(words, 'mot', 'mots')}, ${plural(characters, 'caractère', 'caractères')}`;

export default {
  noDocument: 'Ouvre un document pour voir ses titres.',
  none: 'Pas encore de titres. Une ligne qui commence par # en est un.',
  unnamed: 'Titre sans mots',
  length: (count: Count) => `Le document fait ${lengthOf(count)}.`,
  selected: (count: Count) => `Sélection\u00a0: ${lengthOf(count)}.`,
};
