/**
 * `npm test`: a Chromium, the checks, then all tests, and at the end one line that adds them up.
 *
 * What takes seconds comes first and a stage that fails is the last, so that a mistake shows soon.
 * The end-to-end tests run after the others, not beside them: they watch times a user would notice,
 * and two cores are soon busy.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { check } from './check.ts';
import { disk, findChromium, mayInstall, NO_CHROMIUM } from './chromium.ts';
import { add, countRun, NOTHING, sentence, succeeded } from './count.ts';
import type { Count } from './count.ts';
import { LongestFirst } from './longest-first.ts';

/** Vitest projects of each stage. */
const STAGES: readonly (readonly string[])[] = [['unit', 'replica', 'browser'], ['e2e']];

const BUILD = 'vite build --logLevel warn';

/** Debian's program itself: what is left if the package is there and its starter in /usr/bin not. */
const PACKAGED = '/usr/lib/chromium/chromium';

// Many processes load the same packages: each compiles them once for all.
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, '../node_modules/.cache/compiled');

if (!haveChromium()) {
  console.error(NO_CHROMIUM);
  process.exit(1);
}
const count = await run();
console.log(`\n${sentence(count)}`);
process.exit(succeeded(count) ? 0 : 1);

function haveChromium(): boolean {
  const found = (): boolean => findChromium(process.env, disk, process.platform) !== undefined;
  if (found()) return true;
  const osRelease = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!mayInstall(process.platform, process.getuid?.(), osRelease)) return false;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...words: string[]): void => {
    execFileSync('apt-get', words, { env, stdio: ['ignore', 'inherit', 'inherit'] });
  };
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', 'chromium');
  } catch {
    return false;
  }
  if (!found() && disk.exists(PACKAGED)) process.env['CHROME_PATH'] = PACKAGED;
  return found();
}

async function run(): Promise<Count> {
  // Beside the checks, which leave a core idle.
  let total: Count = { ...NOTHING, failed: (await check([BUILD])).length };
  process.env['PARLEY_BUILT'] = '1';
  for (const project of STAGES) {
    if (total.failed > 0) break;
    const vitest = await startVitest('test', [], {
      root: join(import.meta.dirname, '..'),
      project: [...project],
      run: true,
      watch: false,
      sequence: { sequencer: LongestFirst },
    });
    total = add(total, countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors()));
    await vitest.close();
  }
  return total;
}
