/** The words about who wrote a document, in the language in use. */
import { room } from './languages.ts';

export const writersWords = room({
  en: () => import('./en/writers.ts'),
  de: () => import('./de/writers.ts'),
});
