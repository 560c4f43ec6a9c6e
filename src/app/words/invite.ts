/** The words for making an invite, in the language in use. */
import { room } from './languages.ts';

export const inviteWords = room({
  en: () => import('./en/invite.ts'),
  de: () => import('./de/invite.ts'),
  fr: () => import('./fr/invite.ts'),
});
