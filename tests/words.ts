/**
 * All that Parley says, in one piece: what a test looks for on a screen. The application itself has no such
 * thing: each screen fetches its own words (src/app/words/).
 *
 * PARLEY_LANGUAGE: in which language tests are run and pictures made, English if not given.
 */
import { type Files, type Language, languageFor } from '../src/app/words/languages.ts';

const asked = (globalThis as { process?: { env: Record<string, string | undefined> } }).process
  ?.env['PARLEY_LANGUAGE'];
export const language: Language = languageFor([], asked ?? 'en');

const FILES = {
  activity: {
    en: () => import('../src/app/words/en/activity.ts'),
    de: () => import('../src/app/words/de/activity.ts'),
  },
  adding: {
    en: () => import('../src/app/words/en/adding.ts'),
    de: () => import('../src/app/words/de/adding.ts'),
  },
  archive: {
    en: () => import('../src/app/words/en/archive.ts'),
    de: () => import('../src/app/words/de/archive.ts'),
  },
  check: {
    en: () => import('../src/app/words/en/check.ts'),
    de: () => import('../src/app/words/de/check.ts'),
  },
  comments: {
    en: () => import('../src/app/words/en/comments.ts'),
    de: () => import('../src/app/words/de/comments.ts'),
  },
  first: {
    en: () => import('../src/app/words/en/first.ts'),
    de: () => import('../src/app/words/de/first.ts'),
    fr: () => import('../src/app/words/fr/first.ts'),
  },
  history: {
    en: () => import('../src/app/words/en/history.ts'),
    de: () => import('../src/app/words/de/history.ts'),
  },
  images: {
    en: () => import('../src/app/words/en/images.ts'),
    de: () => import('../src/app/words/de/images.ts'),
  },
  invite: {
    en: () => import('../src/app/words/en/invite.ts'),
    de: () => import('../src/app/words/de/invite.ts'),
    fr: () => import('../src/app/words/fr/invite.ts'),
  },
  join: {
    en: () => import('../src/app/words/en/join.ts'),
    de: () => import('../src/app/words/de/join.ts'),
    fr: () => import('../src/app/words/fr/join.ts'),
  },
  keeping: {
    en: () => import('../src/app/words/en/keeping.ts'),
    de: () => import('../src/app/words/de/keeping.ts'),
  },
  outline: {
    en: () => import('../src/app/words/en/outline.ts'),
    de: () => import('../src/app/words/de/outline.ts'),
    fr: () => import('../src/app/words/fr/outline.ts'),
  },
  people: {
    en: () => import('../src/app/words/en/people.ts'),
    de: () => import('../src/app/words/de/people.ts'),
  },
  recovery: {
    en: () => import('../src/app/words/en/recovery.ts'),
    de: () => import('../src/app/words/de/recovery.ts'),
  },
  search: {
    en: () => import('../src/app/words/en/search.ts'),
    de: () => import('../src/app/words/de/search.ts'),
    fr: () => import('../src/app/words/fr/search.ts'),
  },
  shortcuts: {
    en: () => import('../src/app/words/en/shortcuts.ts'),
    de: () => import('../src/app/words/de/shortcuts.ts'),
  },
  status: {
    en: () => import('../src/app/words/en/status.ts'),
    de: () => import('../src/app/words/de/status.ts'),
  },
  table: {
    en: () => import('../src/app/words/en/table.ts'),
    de: () => import('../src/app/words/de/table.ts'),
  },
  trouble: {
    en: () => import('../src/app/words/en/trouble.ts'),
    de: () => import('../src/app/words/de/trouble.ts'),
  },
  attaching: {
    en: () => import('../src/app/words/en/attaching.ts'),
    de: () => import('../src/app/words/de/attaching.ts'),
  },
  workspace: {
    en: () => import('../src/app/words/en/workspace.ts'),
    de: () => import('../src/app/words/de/workspace.ts'),
    fr: () => import('../src/app/words/fr/workspace.ts'),
  },
  writers: {
    en: () => import('../src/app/words/en/writers.ts'),
    de: () => import('../src/app/words/de/writers.ts'),
  },
};

const of = async <T>(files: Files<T>): Promise<T> =>
  (await (files[language] ?? files.en)()).default;

const activity = await of(FILES.activity);
const adding = await of(FILES.adding);
const archive = await of(FILES.archive);
const check = await of(FILES.check);
const comments = await of(FILES.comments);
const first = await of(FILES.first);
const history = await of(FILES.history);
const images = await of(FILES.images);
const invite = await of(FILES.invite);
const join = await of(FILES.join);
const keeping = await of(FILES.keeping);
const outline = await of(FILES.outline);
const people = await of(FILES.people);
const recovery = await of(FILES.recovery);
const search = await of(FILES.search);
const shortcuts = await of(FILES.shortcuts);
const status = await of(FILES.status);
const table = await of(FILES.table);
const trouble = await of(FILES.trouble);
const attaching = await of(FILES.attaching);
const workspace = await of(FILES.workspace);
const writers = await of(FILES.writers);

/** By room; a workspace says some of what belongs to a room before that is fetched. */
export const words = {
  ...first,
  ...workspace,
  activity,
  adding,
  archive,
  check: { ...check, findings: { ...check.findings, ...keeping.kept } },
  comments,
  history,
  images,
  invite,
  join,
  keeping,
  outline,
  people: { ...workspace.people, ...people },
  recovery,
  search,
  shortcuts,
  status: { ...workspace.status, ...status },
  table: { ...workspace.table, ...table },
  trouble,
  attaching,
  writers,
};
