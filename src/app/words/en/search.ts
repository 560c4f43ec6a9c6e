/** Words for searching the whole workspace, in English. */
import { plural } from './counting.ts';

export default {
  field: 'Search all documents',
  hint: 'Titles, texts and tables. Capital letters make no difference.',
  searching: 'Searching…',
  nothing: (query: string) => `“${query}” is nowhere in this workspace.`,
  found: (documents: number) =>
    `Found in ${plural(documents, 'document', 'documents')}${documents === 0 ? '.' : ':'}`,
  more: (n: number) => `and ${plural(n, 'more place', 'more places')}`,
  moreDocuments: (n: number) =>
    `${plural(n, 'more document', 'more documents')} with it: write a word more.`,
};
