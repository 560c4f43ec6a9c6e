/** The words for searching the whole workspace, in the language in use. */
import { room } from './languages.ts';

export const searchWords = room({
  en: () => import('./en/search.ts'),
  de: () => import('./de/search.ts'),
  fr: () => import('./fr/search.ts'),
});
