/**
 * Which languages there are words in, and which of them is in use. Each room of the application (words.ts,
 * words/*.ts) has words of its own, fetched in that language alone, with the screens that say them. A new
 * language is a folder like en/, named wherever the types then want it.
 */
export const LANGUAGES = { en: 'English', de: 'Deutsch', fr: 'Français (commencé)' } as const;

export type Language = keyof typeof LANGUAGES;

/** Without words for some rooms, which speak English until then: they say so by their name, and nobody gets them unasked. */
const BEGUN = ['fr'] as const satisfies readonly Language[];
export type Begun = (typeof BEGUN)[number];

const KEY = 'parley-language';

const isLanguage = (code: string | null | undefined): code is Language =>
  typeof code === 'string' && Object.hasOwn(LANGUAGES, code);

/** `chosen` if there are words in it, else the first wanted language (BCP 47 tags, best first) that is whole, else English. */
export function languageFor(wanted: readonly string[], chosen: string | null = null): Language {
  if (isLanguage(chosen)) return chosen;
  return (
    wanted
      .map((tag) => tag.toLowerCase().split('-')[0])
      .filter(isLanguage)
      .find((code) => !BEGUN.some((one) => one === code)) ?? 'en'
  );
}

/** What was chosen on this device, if anything: in localStorage, since it must be known before the first paint. */
function kept(): string | null {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? null;
  } catch {
    return null; // Blocked site data makes localStorage throw.
  }
}

export const language: Language = languageFor(globalThis.navigator?.languages ?? [], kept());

/** Which way it is written. */
export const direction = /^(?:ar|fa|he|ur)$/.test(language) ? 'rtl' : 'ltr';

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

type Fetch<T> = () => Promise<{ readonly default: T }>;
/** A room in every language that is whole, and in those that have begun with it. */
export type Files<T> = Readonly<Record<Exclude<Language, Begun>, Fetch<T>>> &
  Readonly<Partial<Record<Begun, Fetch<T>>>>;

/** The words of a room: empty at first, whole for whatever comes by `withWords`. */
export function room<T extends object>(files: Files<T>): T {
  const words = {} as T;
  const fetch = async (): Promise<void> => {
    Object.assign(words, (await (files[language] ?? files.en)()).default);
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
const UNFETCHED: Readonly<Partial<Record<Language, string>> & { en: string }> = {
  en: 'Parley did not load completely. Check the connection, then reload this page.',
  de: 'Parley wurde nicht ganz geladen. Prüf die Verbindung und lade diese Seite neu.',
};

export const unfetched = UNFETCHED[language] ?? UNFETCHED.en;
