/** The words about what happened in a workspace, in the language in use. */
import { room } from './languages.ts';

export const activityWords = room({
  en: () => import('./en/activity.ts'),
  de: () => import('./de/activity.ts'),
});
