/** The words of taking everything along and of bringing it in, in the language in use. */
import { room } from './languages.ts';

export const archiveWords = room({
  en: () => import('./en/archive.ts'),
  de: () => import('./de/archive.ts'),
});
