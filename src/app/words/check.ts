/** The words of the page that checks this browser, in the language in use. */
import { room } from './languages.ts';

export const checkWords = room({
  en: () => import('./en/check.ts'),
  de: () => import('./de/check.ts'),
});
