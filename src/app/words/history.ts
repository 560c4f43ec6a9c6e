/** The words of the screens of a document’s history, in the language in use. */
import { room } from './languages.ts';

export const historyWords = room({
  en: () => import('./en/history.ts'),
  de: () => import('./de/history.ts'),
});
