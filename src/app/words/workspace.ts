/** The words of a workspace, as everybody sees it who opens one, in the language in use. */
import { room } from './languages.ts';

export const workspaceWords = room({
  en: () => import('./en/workspace.ts'),
  de: () => import('./de/workspace.ts'),
  fr: () => import('./fr/workspace.ts'),
});
