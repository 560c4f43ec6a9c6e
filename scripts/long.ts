/** `npm run long`: the end-to-end tests that `npm test` passes over, since they take many browsers. */
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { countRun, sentence, succeeded } from './count.ts';

process.env['PARLEY_LONG'] = '1';

const vitest = await startVitest(
  'test',
  ['tests/e2e/copies', 'tests/e2e/hostile', 'tests/net/webrtc'],
  {
    root: join(import.meta.dirname, '..'),
    project: ['e2e'],
    run: true,
    watch: false,
  },
);
const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
console.log(sentence(count));
process.exit(succeeded(count) ? 0 : 1);
