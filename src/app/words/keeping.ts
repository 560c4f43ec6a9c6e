/** The words about not losing a workspace with its browser, in the language in use. */
import { room } from './languages.ts';

export const keepingWords = room({
  en: () => import('./en/keeping.ts'),
  de: () => import('./de/keeping.ts'),
});
