/** The words about where the work is, in the language in use. */
import { room } from './languages.ts';

export const statusWords = room({
  en: () => import('./en/status.ts'),
  de: () => import('./de/status.ts'),
});
