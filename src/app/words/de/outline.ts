/** Words about a document's headings and length, in German. */
import type { Count } from '../../outline.ts';
import type English from '../en/outline.ts';
import { plural } from './counting.ts';

const lengthOf = ({ words, characters }: Count): string =>
  `${plural(words, 'Wort', 'Wörter')}, ${plural(characters, 'Zeichen', 'Zeichen')}`;

const outline: typeof English = {
  noDocument: 'Öffne ein Dokument, um seine Überschriften zu sehen.',
  none: 'Noch keine Überschriften. Eine Zeile, die mit # beginnt, ist eine.',
  unnamed: 'Überschrift ohne Wörter',
  length: (count) => `Länge des Dokuments: ${lengthOf(count)}.`,
  selected: (count) => `Ausgewählt: ${lengthOf(count)}.`,
};

export default outline;
