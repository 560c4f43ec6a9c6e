/**
 * The folder of pictures: what is in it, how large it is, and which pictures nobody makes any more.
 */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** All of a run's pictures, to look at. */
function all(): string {
  const mirrored = process.env['PARLEY_DIRECTION'] === 'rtl' ? '-mirrored' : '';
  return folder(`.cache/screens/${process.env['PARLEY_LANGUAGE'] ?? 'en'}${mirrored}`);
}
/** Those that show what the documents speak of: of a plain run, in English. */
const travelling = (): string => folder('docs/screens');
const isPlain = (): boolean => all().endsWith('/en');

/** Made if it is not there. */
function folder(name: string): string {
  const path = join(ROOT, name);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The pictures travel with every clone. */
const BYTES_MAX = 6 * 1024 * 1024;

const started = Date.now();

const pictures = (path: string): string[] =>
  readdirSync(path)
    .filter((name) => name.endsWith('.webp'))
    .map((name) => join(path, name));

/** `travels`: with every clone, if the picture is in English. */
export function keep(name: string, webp: Buffer, travels: boolean): void {
  const places = travels && isPlain() ? [all(), travelling()] : [all()];
  for (const place of places) writeFileSync(join(place, `${name}.webp`), webp);
}

/** Removes the pictures that this process's run did not make. */
export function forgetOthers(): void {
  for (const place of isPlain() ? [all(), travelling()] : [all()])
    for (const path of pictures(place)) if (statSync(path).mtimeMs < started) rmSync(path);
}

/** How many there are, how large those are that travel, and whether that is small enough. */
export function report(): { readonly line: string; readonly fits: boolean } {
  const paths = pictures(travelling());
  const bytes = paths.reduce((sum, path) => sum + statSync(path).size, 0);
  const megabytes = (size: number): string => (size / 1024 / 1024).toFixed(1);
  return {
    line: `${pictures(all()).length} pictures in ${all()}; in docs/screens ${paths.length}, ${megabytes(bytes)} MB of at most ${megabytes(BYTES_MAX)} MB`,
    fits: bytes <= BYTES_MAX,
  };
}
