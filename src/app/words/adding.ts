/** The words of adding a device of one's own, in the language in use. */
import { room } from './languages.ts';

export const addingWords = room({
  en: () => import('./en/adding.ts'),
  de: () => import('./de/adding.ts'),
});
