/**
 * `npm run sim -- [--seeds N] [name …]`: the simulated clusters, honest and besieged, with more seeds
 * than `npm test` has time for: N in all, as many of each. `name` is as in the test's title: cluster,
 * impostor, everybody …
 *
 * Prints how many seeds a minute it tried. A seed that fails is kept in tests/sim/kept.json, which
 * every run tries first.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import { countRun, sentence, succeeded } from './count.ts';

const ROOT = join(import.meta.dirname, '..');
const KEPT = join(ROOT, 'tests/sim/kept.json');
/** A simulated cluster and its seed, in a test's title. */
const TITLE = /([a-z-]+) PARLEY_SEED=(\d+)$/;

/** What each simulated cluster asks for its seeds by. */
const ASKS = /seedsOf\('([a-z-]+)'/g;

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' } },
  allowPositionals: true,
});
const names = globSync('tests/{sim,byzantine}/*.test.ts', { cwd: ROOT })
  .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(ASKS)])
  .map(([, name = '']) => name)
  .filter((name) => positionals.length === 0 || positionals.includes(name));
process.env['PARLEY_SEEDS'] = String(Math.ceil(Number(values.seeds) / names.length));

const started = performance.now();
const vitest = await startVitest('test', ['tests/sim', 'tests/byzantine'], {
  root: ROOT,
  project: ['replica'],
  run: true,
  watch: false,
  testTimeout: 300_000,
  reporters: ['dot'],
  ...(positionals.length > 0 && { testNamePattern: `(${positionals.join('|')}) PARLEY_SEED` }),
});
const minutes = (performance.now() - started) / 60_000;

const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Record<string, number[]>;
let tried = 0;
for (const module of vitest.state.getTestModules())
  for (const test of module.children.allTests()) {
    const [, name, seed] = TITLE.exec(test.name) ?? [];
    const { state } = test.result();
    if (name === undefined || state === 'skipped') continue;
    tried += 1;
    if (state !== 'failed') continue;
    console.log(
      `failed: PARLEY_SEED=${seed} npx vitest run --project replica -t '${name} PARLEY_SEED'`,
    );
    kept[name] = [...new Set([...(kept[name] ?? []), Number(seed)])].sort((a, b) => a - b);
  }
const lines = Object.keys(kept)
  .sort()
  .map((name) => `  "${name}": [${kept[name]?.join(', ')}]`);
writeFileSync(KEPT, lines.length > 0 ? `{\n${lines.join(',\n')}\n}\n` : '{}\n');

const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
await vitest.close();
console.log(`${tried} seeds, ${(tried / minutes).toFixed(0)} a minute; ${sentence(count)}`);
process.exit(succeeded(count) ? 0 : 1);
