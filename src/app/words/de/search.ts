/** Words for searching the whole workspace, in German. */
import type English from '../en/search.ts';
import { plural } from './counting.ts';

const search: typeof English = {
  field: 'In allen Dokumenten suchen',
  hint: 'Titel, Texte und Tabellen. Groß oder klein ist gleich.',
  searching: 'Wird gesucht…',
  nothing: (query) => `„${query}“ kommt in diesem Arbeitsbereich nicht vor.`,
  found: (documents) =>
    `Gefunden in ${plural(documents, 'Dokument', 'Dokumenten')}${documents === 0 ? '.' : ':'}`,
  more: (n) => `und ${plural(n, 'weitere Stelle', 'weitere Stellen')}`,
  moreDocuments: (n) =>
    `${plural(n, 'weiteres Dokument enthält', 'weitere Dokumente enthalten')} es: Schreib noch ein Wort dazu.`,
};

export default search;
