/** The words about tables, in the language in use. */
import { room } from './languages.ts';

export const tableWords = room({
  en: () => import('./en/table.ts'),
  de: () => import('./de/table.ts'),
});
