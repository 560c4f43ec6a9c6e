/**
 * `npm run kills`: the long run of the durability test. Twenty times SIGKILL for the browser, eighty
 * crashes of the renderer; PARLEY_KILLS and PARLEY_CRASHES say otherwise.
 */
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { countRun, sentence, succeeded } from './count.ts';

process.env['PARLEY_KILLS'] ??= '20';
process.env['PARLEY_CRASHES'] ??= '80';

const vitest = await startVitest('test', ['tests/e2e/durability'], {
  root: join(import.meta.dirname, '..'),
  project: ['e2e'],
  run: true,
  watch: false,
});
const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
console.log(sentence(count));
process.exit(succeeded(count) ? 0 : 1);
