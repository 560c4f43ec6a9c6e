/**
 * Names a build by what went into it, so that two people can see whether they run the same program
 * and a rebuild of the same sources has the same name.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export const INPUTS = [
  'index.html',
  'package-lock.json',
  'public',
  'scripts',
  'src',
  'vite.config.ts',
];

/** SHA-256 over names and contents of all inputs below `root`, its first 12 hex digits. */
export function buildId(root: string): string {
  const hash = createHash('sha256');
  for (const name of INPUTS.flatMap((input) => filesOf(root, input))) {
    const content = readFileSync(join(root, name));
    hash.update(`${name}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, 12);
}

function filesOf(root: string, input: string): string[] {
  const path = join(root, input);
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [input];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesOf(root, `${input}/${name}`));
}
