/**
 * `npm run kits`: tries what deploy/ has for those who host, for real: nginx and Caddy in front of the
 * relay with TLS and a path of its own, people behind them in Chromium; the systemd unit and the
 * container's stages as far as this machine has what they need.
 *
 * Needs programs that a machine for tests need not have, so it is no part of `npm test`; what is
 * missing is named, and what hangs on it passed over.
 */
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { countRun, sentence, succeeded } from './count.ts';
import { missing } from './kits/programs.ts';

const vitest = await startVitest('test', [], {
  root: join(import.meta.dirname, '..'),
  config: false,
  include: ['scripts/kits/*.kits.ts'],
  globalSetup: ['scripts/build-once.ts'],
  fileParallelism: false,
  testTimeout: 300_000,
  hookTimeout: 60_000,
  run: true,
  watch: false,
});
const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
for (const { name, without } of missing()) console.log(`${name} is not here: ${without}`);
console.log(sentence(count));
process.exit(succeeded(count) ? 0 : 1);
