/**
 * `npm run size`: how much JavaScript a visitor loads, from the built application, against limits.
 *
 * First paint is the page's entry and the module it starts, with everything they import statically;
 * all is every script that was built, lazy parts, workers and the service worker included. Styles
 * and fonts are left out.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a phone on a slow line (some 400 kbit/s) loads in under three seconds. */
export const FIRST_PAINT_BYTES_MAX = 120 * 1024;
/** Everything, kept for use without network: more than that is no longer a page. */
export const ALL_BYTES_MAX = 330 * 1024;

/** The page, and what it imports at once when the browser is fit for it (src/app/boot.ts). */
const FIRST = ['index.html', 'src/app/main.ts'];

/** The part of Vite's manifest that is used here. Keys and `imports` are names of chunks. */
export type Manifest = Readonly<
  Record<
    string,
    { readonly file: string; readonly isEntry?: boolean; readonly imports?: readonly string[] }
  >
>;

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

export interface Row {
  readonly file: string;
  /** Gzipped at level 9. */
  readonly bytes: number;
  readonly first: boolean;
}

/** The table with its sums, and whether both stay within their limits. */
export function report(rows: readonly Row[]): { readonly lines: string[]; readonly fits: boolean } {
  const sum = (some: readonly Row[]): number => some.reduce((total, row) => total + row.bytes, 0);
  const first = sum(rows.filter((row) => row.first));
  const all = sum(rows);
  const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1).padStart(7)} KB`;
  const ordered = [...rows].sort((a, b) => Number(b.first) - Number(a.first) || b.bytes - a.bytes);
  const lines = [
    ...ordered.map(
      ({ file, bytes, first: early }) => `${kilobytes(bytes)}  ${early ? '•' : ' '} ${file}`,
    ),
    `${kilobytes(first)}  • first paint, at most ${FIRST_PAINT_BYTES_MAX / 1024} KB`,
    `${kilobytes(all)}    all, at most ${ALL_BYTES_MAX / 1024} KB`,
  ];
  return { lines, fits: first <= FIRST_PAINT_BYTES_MAX && all <= ALL_BYTES_MAX };
}

function measure(dist: string): Row[] {
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest;
  const first = new Set(firstPaint(manifest, FIRST));
  return readdirSync(dist, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'))
    .map((file) => ({
      file,
      bytes: gzipSync(readFileSync(join(dist, file)), { level: 9 }).length,
      first: first.has(file),
    }));
}

if (import.meta.main) {
  const dist = join(import.meta.dirname, '../dist');
  if (!existsSync(dist)) throw new Error('nothing is built: run `npm run build` first');
  const { lines, fits } = report(measure(dist));
  console.log(lines.join('\n'));
  process.exitCode = fits ? 0 : 1;
}
