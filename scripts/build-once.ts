/**
 * Builds the application once before the end-to-end tests, in a process of its own: inside the
 * test process the build would see `NODE_ENV=test` and test another program than the shipped one.
 * Nothing is done where `npm test` has built it already (PARLEY_BUILT).
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

export default function setup(): void {
  if (process.env['PARLEY_BUILT'] === undefined) buildApplication();
}

/** @param wishes what Vite is told besides. */
export function buildApplication(...wishes: readonly string[]): void {
  const { NODE_ENV: _, VITEST: __, ...env } = process.env;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  execFileSync(process.execPath, [vite, 'build', '--logLevel', 'warn', ...wishes], {
    cwd: root,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}
