/** The words for what the keyboard does, in the language in use. */
import { room } from './languages.ts';

export const shortcutsWords = room({
  en: () => import('./en/shortcuts.ts'),
  de: () => import('./de/shortcuts.ts'),
});
