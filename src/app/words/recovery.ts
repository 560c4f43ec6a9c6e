/** The words of recovery kits, of backups and of putting one back, in the language in use. */
import { room } from './languages.ts';

export const recoveryWords = room({
  en: () => import('./en/recovery.ts'),
  de: () => import('./de/recovery.ts'),
});
