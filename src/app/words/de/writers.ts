/** Words about who wrote a document, in German. */
import type English from '../en/writers.ts';
import { plural } from './counting.ts';

const characters = (n: number): string => plural(n, 'Zeichen', 'Zeichen');

const writers: typeof English = {
  reading: 'Der Verlauf wird gelesen…',
  noDocument: 'Öffne ein Dokument, um zu sehen, wer es geschrieben hat.',
  nothing: 'Hier steht kein Text.',
  whole: 'In diesem Dokument. Wähle etwas davon aus, um zu sehen, wer nur das geschrieben hat.',
  selected: (quote) => `In „${quote}“.`,
  somebody: 'Jemand',
  formerDevice: 'Ein Gerät, das entfernt wurde',
  characters,
  sentence: (name, n) => `${name} hat davon ${characters(n)} geschrieben.`,
  help: 'Nach den Unterschriften, die dieser Browser geprüft hat. Die Zeiten sind, was die Geräte gesagt haben.',
};

export default writers;
