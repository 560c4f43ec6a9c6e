/** The words of comments, in the language in use. */
import { room } from './languages.ts';

export const commentWords = room({
  en: () => import('./en/comments.ts'),
  de: () => import('./de/comments.ts'),
});
