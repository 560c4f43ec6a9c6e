/** `npm run long`: the end-to-end tests that `npm test` passes over, since they take many browsers. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runEndToEnd } from './end-to-end.ts';
import { LONG } from './long-files.ts';

process.env['PARLEY_LONG'] = '1';

const ROOT = join(import.meta.dirname, '..');
const some = globSync('tests/{e2e,net}/*.ts', { cwd: ROOT })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => readFileSync(join(ROOT, file), 'utf8').includes('harness/long.ts'));
await runEndToEnd([...new Set([...LONG, ...some])]);
