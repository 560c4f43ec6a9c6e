/**
 * `npm run size`: how much JavaScript a visitor loads, from the built application, against limits.
 *
 * First paint is the page's entry and the module it starts, with everything they import statically.
 * Words count with what says them, which waits for them; of the languages one is loaded, and measured.
 * A workspace of texts is every script that was built, lazy parts, workers and the service worker
 * included, but for what only a screen brings that is opened now and then: each of those has a limit
 * of its own. Styles and fonts are left out.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a phone on a slow line (some 400 kbit/s) loads in under three seconds. */
export const FIRST_PAINT_BYTES_MAX = 120 * 1024;
/** All that somebody needs who writes with others: more than that is no longer a page. */
export const TEXTS_BYTES_MAX = 330 * 1024;
/** A screen that is opened now and then, with all that it brings: half a second on that line. */
export const SCREEN_BYTES_MAX = 24 * 1024;

/** What is fetched when somebody opens it, and not with a workspace: a QR code and words to compare, too. */
const SCREENS = [
  'node_modules/@scure/bip39/wordlists/english.js',
  'node_modules/uqr/dist/index.mjs',
  'src/app/table/TablePage.svelte',
  'src/app/editor/add-images.ts',
  'src/app/editor/authors.ts',
  'src/app/editor/find.ts',
  'src/app/editor/news.ts',
  'src/app/editor/special.ts',
  'src/app/views/Activity.svelte',
  'src/app/views/AddDevice.svelte',
  'src/app/views/Archive.svelte',
  'src/app/views/Comments.svelte',
  'src/app/views/Check.svelte',
  'src/app/views/History.svelte',
  'src/app/views/ForgetDialog.svelte',
  'src/app/views/InviteDialog.svelte',
  'src/app/views/Keeping.svelte',
  'src/app/views/Kit.svelte',
  'src/app/views/Outline.svelte',
  'src/app/views/PastStrip.svelte',
  'src/app/views/People.svelte',
  'src/app/views/RemoveDialog.svelte',
  'src/app/views/Restore.svelte',
  'src/app/views/Search.svelte',
  'src/app/views/Shortcuts.svelte',
  'src/app/views/StatusPanel.svelte',
  'src/app/views/TakeBackDialog.svelte',
  'src/app/views/UseHere.svelte',
  'src/app/views/Writers.svelte',
  'src/app/words/trouble.ts',
  'src/host/attaching.ts',
  'src/host/archiving.ts',
  'src/host/commenting.ts',
  'src/host/images.ts',
  'src/host/looking-back.ts',
  'src/host/recovery.ts',
  'src/host/table.ts',
  'src/host/taking-back.ts',
  'src/host/writers.ts',
  'src/host/searching.ts',
  'src/storage/files-idb.ts',
  'src/storage/pieces-idb.ts',
];

/** The page, and what it imports at once when the browser is fit for it (src/app/boot.ts). */
const FIRST = ['index.html', 'src/app/main.ts'];

/** The part of Vite's manifest that is used here. Keys and `imports` are names of chunks. */
export type Manifest = Readonly<
  Record<
    string,
    {
      readonly file: string;
      readonly isEntry?: boolean;
      readonly isDynamicEntry?: boolean;
      readonly imports?: readonly string[];
      readonly dynamicImports?: readonly string[];
    }
  >
>;

const LANGUAGE = /^src\/app\/words\/(\w+)\/\w+\.ts$/;

/** The manifest as it is for whoever reads one language: a room is loaded with its words in that one. */
export function spokenIn(language: string, manifest: Manifest): Manifest {
  const languageOf = (key: string): string | undefined => LANGUAGE.exec(key)?.[1];
  const spoken: Record<string, Manifest[string]> = {};
  for (const [key, chunk] of Object.entries(manifest)) {
    const { imports = [], dynamicImports = [] } = chunk;
    const words = dynamicImports.filter((one) => languageOf(one) === language);
    // Nothing asks for words but a room.
    if (languageOf(key) === language) spoken[key] = { ...chunk, isDynamicEntry: false };
    else if (!languageOf(key)) spoken[key] = { ...chunk, imports: [...imports, ...words] };
  }
  // What only another language's words share is not loaded either.
  const imported = new Set(Object.values(spoken).flatMap(({ imports = [] }) => imports));
  const isLoaded = ([key, chunk]: [string, Manifest[string]]): boolean =>
    imported.has(key) || chunk.isEntry === true || chunk.isDynamicEntry === true;
  return Object.fromEntries(Object.entries(spoken).filter(isLoaded));
}

/** Script files that are loaded together with `entries`, theirs included, each once. */
export function firstPaint(manifest: Manifest, entries: readonly string[]): string[] {
  const seen = new Set<string>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined) throw new Error(`the build has no ${key}`);
    if (seen.has(chunk.file)) return;
    seen.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  entries.forEach(visit);
  return [...seen].filter((file) => file.endsWith('.js'));
}

/** By screen, the script files that nothing but screens brings; one that two share counts for both. */
export function screenFiles(
  manifest: Manifest,
  screens: readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const others = Object.entries(manifest)
    .filter(([, { isEntry, isDynamicEntry }]) => isEntry === true || isDynamicEntry === true)
    .map(([key]) => key)
    .filter((key) => !screens.includes(key));
  const common = new Set(firstPaint(manifest, others));
  return new Map(
    screens.map((key) => [key, firstPaint(manifest, [key]).filter((file) => !common.has(file))]),
  );
}

export interface Row {
  readonly file: string;
  /** Gzipped at level 9. */
  readonly bytes: number;
  readonly first: boolean;
  /** Those that bring it, if nothing else does. */
  readonly screens: readonly string[];
}

/** The table with its sums, and whether those with a limit stay within it. */
export function report(rows: readonly Row[]): { readonly lines: string[]; readonly fits: boolean } {
  const sum = (some: readonly Row[]): number => some.reduce((total, row) => total + row.bytes, 0);
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
  const sign = ({ first, screens }: Row): string => (first ? '•' : screens.length > 0 ? '○' : ' ');
  const ordered = [...rows].sort((a, b) => Number(b.first) - Number(a.first) || b.bytes - a.bytes);
  const screens = [...new Set(rows.flatMap((row) => row.screens))].sort();
  const sums = [
    {
      name: '• first paint',
      bytes: sum(rows.filter((row) => row.first)),
      most: FIRST_PAINT_BYTES_MAX,
    },
    {
      name: '  a workspace of texts',
      bytes: sum(rows.filter((row) => row.screens.length === 0)),
      most: TEXTS_BYTES_MAX,
    },
    ...screens.map((screen) => ({
      name: `○ ${screen}`,
      bytes: sum(rows.filter((row) => row.screens.includes(screen))),
      most: SCREEN_BYTES_MAX,
    })),
  ];
  return {
    lines: [
      ...ordered.map((row) => `${kilobytes(row.bytes)}  ${sign(row)} ${row.file}`),
      `${kilobytes(sum(rows))}    all of it`,
      ...sums.map(
        ({ name, bytes, most }) => `${kilobytes(bytes)}  ${name}, at most ${most / 1024} KB`,
      ),
    ],
    fits: sums.every(({ bytes, most }) => bytes <= most),
  };
}

function measure(dist: string): Row[] {
  const built = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest;
  const manifest = spokenIn('en', built);
  const filesOf = (some: Manifest): string[] => firstPaint(some, Object.keys(some));
  const spoken = new Set(filesOf(manifest));
  const foreign = new Set(filesOf(built).filter((file) => !spoken.has(file)));
  const first = new Set(firstPaint(manifest, FIRST));
  const bringers = [...screenFiles(manifest, SCREENS)];
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js') && !foreign.has(name))
    .map((file) => ({
      file,
      bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length,
      first: first.has(file),
      screens: bringers.filter(([, files]) => files.includes(file)).map(([screen]) => screen),
    }));
}

if (import.meta.main) {
  const dist = join(import.meta.dirname, '../dist');
  if (!existsSync(dist)) throw new Error('nothing is built: run `npm run build` first');
  const { lines, fits } = report(measure(dist));
  console.log(lines.join('\n'));
  process.exitCode = fits ? 0 : 1;
}
