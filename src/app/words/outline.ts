/** The words about a document’s headings and length, in the language in use. */
import { room } from './languages.ts';

export const outlineWords = room({
  en: () => import('./en/outline.ts'),
  de: () => import('./de/outline.ts'),
  fr: () => import('./fr/outline.ts'),
});
