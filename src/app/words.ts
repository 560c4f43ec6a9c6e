/**
 * The words of the start page, and those that every screen says, in the language in use. A screen takes
 * every word from here or from its own room (words/*.ts) and writes none itself.
 */
import { room } from './words/languages.ts';

export const words = room({
  en: () => import('./words/en/first.ts'),
  de: () => import('./words/de/first.ts'),
  fr: () => import('./words/fr/first.ts'),
});
