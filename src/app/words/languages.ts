/**
 * Which languages there are words in, and which of them is in use. Each room of the application (words.ts,
 * words/*.ts) has words of its own, fetched in that language alone, with the screens that say them. A new
 * language is a folder like en/, named wherever the types then want it.
 */
const LANGUAGES = ['en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The first wanted language (BCP 47 tags, best first) that there are words in, else English. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => language === tag.toLowerCase().split('-')[0]);
    if (found !== undefined) return found;
  }
  return 'en';
}

export const language: Language = languageFor(globalThis.navigator?.languages ?? []);

/** Fetches of words that have not come to a good end. */
const missing = new Set<() => Promise<void>>();

/** The words of a room: empty at first, whole for whatever comes by `withWords`. */
export function room<T extends object>(
  files: Readonly<Record<Language, () => Promise<{ readonly default: T }>>>,
): T {
  const words = {} as T;
  const fetch = async (): Promise<void> => {
    Object.assign(words, (await files[language]()).default);
    missing.delete(fetch);
  };
  missing.add(fetch);
  fetch().catch(() => {}); // Asked for again, and told of, by whoever needs it.
  return words;
}

/**
 * A part of the application that is fetched on demand, when the words are there of all rooms that it
 * imports. So nothing is shown, and no function called, that still lacks its words.
 */
export async function withWords<T>(part: Promise<T>): Promise<T> {
  const fetched = await part;
  await Promise.all([...missing].map((fetch) => fetch()));
  return fetched;
}

/** Said where not even words could be fetched. */
const UNFETCHED: Readonly<Record<Language, string>> = {
  en: 'Parley did not load completely. Check the connection, then reload this page.',
};

export const unfetched = UNFETCHED[language];
