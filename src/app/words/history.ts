/** The words of the screens of a document's history, which are loaded on demand, in the language in use. */
import { words } from '../words.ts';
import { history as en } from './en-history.ts';

const languages: Readonly<Record<string, typeof en>> = { en };

export const historyWords: typeof en = languages[words.language] ?? en;
