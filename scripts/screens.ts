/**
 * `npm run screens [-- name] [-- --language=de] [-- --mirrored]`: a picture of every screen and state, from the real
 * application, server and people: light and dark, 1280 × 800, 820 × 1180 and 320 × 640.
 *
 * Fails on a finding of axe, on anything that is cut off or too wide, on a blank page, and on errors
 * in the console. `name` makes only the pictures of the groups whose names contain it. All lie in .cache/screens;
 * some of the English ones in docs/screens, too. `--mirrored` lays the screens out from right to left.
 */
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { countRun, succeeded } from './count.ts';
import { forgetOthers, report } from './screens/album.ts';

const ROOT = join(import.meta.dirname, '..');
const FLAG = '--language=';
const [wanted] = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const language = process.argv.find((word) => word.startsWith(FLAG))?.slice(FLAG.length);
if (language !== undefined) process.env['PARLEY_LANGUAGE'] = language;
if (process.argv.includes('--mirrored')) process.env['PARLEY_DIRECTION'] = 'rtl';

const vitest = await startVitest('test', [], {
  root: ROOT,
  config: false,
  include: ['scripts/screens/*.screens.ts'],
  globalSetup: ['scripts/build-once.ts'],
  fileParallelism: false,
  testTimeout: 600_000,
  hookTimeout: 60_000,
  run: true,
  watch: false,
  ...(wanted !== undefined && { testNamePattern: wanted }),
});
const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
if (wanted === undefined && count.failed === 0) forgetOthers();
const album = report();
console.log(album.line);
process.exit(succeeded(count) && album.fits ? 0 : 1);
