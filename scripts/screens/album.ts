/**
 * The folder of pictures: what is in it, how large it is, and which pictures nobody makes any more.
 */
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** Made if it is not there. */
function folder(): string {
  const language = process.env['PARLEY_LANGUAGE'] ?? 'en';
  const path = join(ROOT, language === 'en' ? 'docs/screens' : `.cache/screens/${language}`);
  mkdirSync(path, { recursive: true });
  return path;
}

/** The pictures travel with every clone. */
const BYTES_MAX = 6 * 1024 * 1024;

const started = Date.now();

const pictures = (): string[] => readdirSync(folder()).filter((name) => name.endsWith('.webp'));

export function keep(name: string, webp: Buffer): void {
  writeFileSync(join(folder(), `${name}.webp`), webp);
}

/** Removes the pictures that this process's run did not make. */
export function forgetOthers(): void {
  for (const name of pictures()) {
    const path = join(folder(), name);
    if (statSync(path).mtimeMs < started) rmSync(path);
  }
}

/** How many there are and how large they are together, and whether that is small enough. */
export function report(): { readonly line: string; readonly fits: boolean } {
  const names = pictures();
  const bytes = names.reduce((sum, name) => sum + statSync(join(folder(), name)).size, 0);
  const megabytes = (size: number): string => (size / 1024 / 1024).toFixed(1);
  return {
    line: `${names.length} pictures, ${megabytes(bytes)} MB of at most ${megabytes(BYTES_MAX)} MB`,
    fits: bytes <= BYTES_MAX,
  };
}
