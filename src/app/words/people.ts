/** The words about members, their devices and invites, in the language in use. */
import { room } from './languages.ts';

export const peopleWords = room({
  en: () => import('./en/people.ts'),
  de: () => import('./de/people.ts'),
});
