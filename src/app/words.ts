/**
 * The words of the language in use. A screen takes every word from here and writes none itself.
 *
 * To add a language: copy words/en.ts, translate, and list it in `languages`.
 */
import { en } from './words/en.ts';

export type Words = typeof en;
export type { Explanation } from './words/en.ts';

const languages: Readonly<Record<string, Words>> = { en };

/** The first wanted language (BCP 47 tags, best first) that there are words for, else English. */
export function wordsFor(wanted: readonly string[]): Words {
  for (const tag of wanted) {
    const words = languages[tag.toLowerCase().split('-')[0] ?? ''];
    if (words !== undefined) return words;
  }
  return en;
}

export const words: Words = wordsFor(globalThis.navigator?.languages ?? []);
