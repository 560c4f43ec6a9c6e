/**
 * Which languages there are words in, and which of them is in use. Each room of the application (words.ts,
 * words/*.ts) has words of its own, fetched in that language alone, with the screens that say them. A new
 * language is a folder like en/, named wherever the types then want it.
 */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const;

export type Language = keyof typeof LANGUAGES;

const KEY = 'parley-language';

const isLanguage = (code: string | undefined): code is Language =>
  code !== undefined && Object.hasOwn(LANGUAGES, code);

/** The first wanted language (BCP 47 tags, best first) that there are words in, else English. */
export function languageFor(wanted: readonly string[]): Language {
  return wanted.map((tag) => tag.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en';
}

/** What was chosen on this device, if anything: in localStorage, since it must be known before the first paint. */
function chosen(): readonly string[] {
  try {
    const kept = globalThis.localStorage?.getItem(KEY) ?? null;
    return kept === null ? [] : [kept];
  } catch {
    return []; // Blocked site data makes localStorage throw.
  }
}

export const language: Language = languageFor([
  ...chosen(),
  ...(globalThis.navigator?.languages ?? []),
]);

/** Another language for the whole page, which is loaded anew: everything typed is in the database by then. */
export function chooseLanguage(wanted: Language): void {
  try {
    localStorage.setItem(KEY, wanted);
  } catch {
    // A browser that keeps nothing for this page keeps no choice either.
  }
  location.reload();
}

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
  de: 'Parley wurde nicht ganz geladen. Prüf die Verbindung und lade diese Seite neu.',
};

export const unfetched = UNFETCHED[language];
