/** The words for what keeps Parley from running, in the language in use. They are fetched only then. */
import { room } from './languages.ts';

export const troubleWords = room({
  en: () => import('./en/trouble.ts'),
  de: () => import('./de/trouble.ts'),
});
