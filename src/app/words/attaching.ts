/** The words of the browser that becomes one more device of somebody, in the language in use. */
import { room } from './languages.ts';

export const attachingWords = room({
  en: () => import('./en/attaching.ts'),
  de: () => import('./de/attaching.ts'),
});
