/** Words for searching the whole workspace, in French. */
import { plural, quoted } from './counting.ts';

export default {
  field: 'Chercher dans tous les documents',
  hint: 'Titres, textes et tableaux. Majuscules et minuscules ne comptent pas.',
  searching: 'Recherche…',
  nothing: (query: string) => `${quoted(query)} n’est nulle part dans cet espace de travail.`,
  found: (documents: number) =>
    `Trouvé dans ${plural(documents, 'document', 'documents')}${documents === 0 ? '.' : '\u00a0:'}`,
  more: (n: number) => `et ${plural(n, 'autre endroit', 'autres endroits')}`,
  moreDocuments: (n: number) =>
    `${plural(n, 'autre document', 'autres documents')}\u00a0: écris un mot de plus.`,
};
