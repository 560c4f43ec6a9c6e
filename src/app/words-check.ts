/**
 * The words of the page that checks this browser, in the language in use. Apart from the others
 * (words.ts), since that page is opened rarely and has many.
 */
import { words } from './words.ts';
import { check as en } from './words/en-check.ts';

const languages: Readonly<Record<string, typeof en>> = { en };

export const checkWords: typeof en = languages[words.language] ?? en;
