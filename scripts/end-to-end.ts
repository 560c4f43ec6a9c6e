/** Runs some of the end-to-end tests by themselves, adds them up in one line, and ends the process. */
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { countRun, sentence, succeeded } from './count.ts';

/** `files`: beginnings of paths, relative to the project. */
export async function runEndToEnd(files: string[]): Promise<never> {
  const vitest = await startVitest('test', files, {
    root: join(import.meta.dirname, '..'),
    project: ['e2e'],
    run: true,
    watch: false,
  });
  const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
  await vitest.close();
  console.log(sentence(count));
  process.exit(succeeded(count) ? 0 : 1);
}
