/**
 * Runs the files beside it, which pass and fail in every way, and prints how they were counted.
 * A program of its own, since one run of vitest inside another would share its globals.
 */
import { startVitest } from 'vitest/node';
import { countRun, sentence } from '../../../scripts/count.ts';

const vitest = await startVitest(
  'test',
  [],
  { root: import.meta.dirname, config: false, watch: false, reporters: [] },
  { test: { include: ['*.outcome.ts'] } },
);
const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
console.log(sentence(count));
process.exit(0);
