/** The words of coming in by an invite, in the language in use. */
import { room } from './languages.ts';

export const joinWords = room({
  en: () => import('./en/join.ts'),
  de: () => import('./de/join.ts'),
  fr: () => import('./fr/join.ts'),
});
