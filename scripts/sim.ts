/**
 * `npm run sim -- [--seeds N] [name …]`: the simulated clusters, honest and besieged, with more seeds
 * than `npm test` has time for: N in all, in the same proportions. `name` is as in the test's title:
 * cluster, impostor, everybody …
 *
 * Every processor has a process of its own and its part of each cluster's seeds, so that none is idle
 * while another works through the dearest. Prints how many seeds a minute were tried. A seed that fails
 * is kept in tests/sim/kept.json, which every run tries first.
 */
import { fork } from 'node:child_process';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startVitest, type TestCase } from 'vitest/node';
import { add, countRun, NOTHING, sentence, succeeded, type Count } from './count.ts';

const ROOT = join(import.meta.dirname, '..');
const KEPT = join(ROOT, 'tests/sim/kept.json');
/** A simulated cluster and its seed, in a test's title. */
const TITLE = /([a-z-]+) PARLEY_SEED=(\d+)$/;
/** What each simulated cluster asks for its seeds by, and how many `npm test` tries. */
const ASKS = /seedsOf\('([a-z-]+)', (\d+)/g;

/** What one process found. */
interface Part {
  readonly tried: number;
  readonly failed: readonly (readonly [name: string, seed: number])[];
  readonly count: Count;
}

const { values, positionals } = parseArgs({
  options: { seeds: { type: 'string', default: '1000' } },
  allowPositionals: true,
});

if (process.send) {
  process.on('disconnect', () => process.exit(1)); // Whoever asked for this part is gone.
  process.send(await runPart(), () => process.exit());
} else await runAll();

async function runAll(): Promise<void> {
  const usual = globSync('tests/{sim,byzantine}/*.test.ts', { cwd: ROOT })
    .flatMap((file) => [...readFileSync(join(ROOT, file), 'utf8').matchAll(ASKS)])
    .filter(([, name = '']) => positionals.length === 0 || positionals.includes(name))
    .reduce((sum, [, , seeds]) => sum + Number(seeds), 0);
  const times = Number(values.seeds) / usual;
  const processes = availableParallelism();
  const started = performance.now();
  const parts = await Promise.all(
    Array.from({ length: processes }, (_, i) => runProcess(times, `${i}/${processes}`)),
  );
  const minutes = (performance.now() - started) / 60_000;
  keep(parts.flatMap(({ failed }) => failed));
  const tried = parts.reduce((sum, part) => sum + part.tried, 0);
  const count = parts.map((part) => part.count).reduce(add, NOTHING);
  console.log(`${tried} seeds, ${(tried / minutes).toFixed(0)} a minute; ${sentence(count)}`);
  process.exit(succeeded(count) ? 0 : 1);
}

/** One part in a process of its own; one that ends without a word has failed. */
function runProcess(times: number, part: string): Promise<Part> {
  const child = fork(import.meta.filename, process.argv.slice(2), {
    env: { ...process.env, PARLEY_SEEDS_TIMES: String(times), PARLEY_SEEDS_PART: part },
  });
  return new Promise((resolve) => {
    child.on('message', (found) => resolve(found as Part));
    child.on('exit', () => resolve({ tried: 0, failed: [], count: { ...NOTHING, failed: 1 } }));
  });
}

async function runPart(): Promise<Part> {
  const vitest = await startVitest('test', ['tests/sim', 'tests/byzantine'], {
    root: ROOT,
    project: ['replica'],
    run: true,
    watch: false,
    maxWorkers: 1,
    testTimeout: 300_000,
    reporters: [{ onTestCaseResult: tell }],
    ...(positionals.length > 0 && { testNamePattern: `(${positionals.join('|')}) PARLEY_SEED` }),
  });
  let tried = 0;
  const failed: [string, number][] = [];
  for (const module of vitest.state.getTestModules())
    for (const test of module.children.allTests()) {
      const [, name, seed] = TITLE.exec(test.name) ?? [];
      const { state } = test.result();
      if (name === undefined || state === 'skipped') continue;
      tried += 1;
      if (state === 'failed') failed.push([name, Number(seed)]);
    }
  const count = countRun(vitest.state.getTestModules(), vitest.state.getUnhandledErrors());
  await vitest.close();
  return { tried, failed, count };
}

/** Says how to try a seed again, as soon as it failed. */
function tell(test: TestCase): void {
  const [, name, seed] = TITLE.exec(test.name) ?? [];
  const result = test.result();
  if (result.state !== 'failed') return;
  const again = `npx vitest run --project replica -t '${name} PARLEY_SEED'`;
  console.log(name ? `failed: PARLEY_SEED=${seed} ${again}` : `failed: ${test.fullName}`);
  for (const { message } of result.errors) console.log(message);
}

/** Keeps seeds that failed, for every later run. */
function keep(failed: Part['failed']): void {
  const kept = JSON.parse(readFileSync(KEPT, 'utf8')) as Record<string, number[]>;
  for (const [name, seed] of failed) {
    kept[name] = [...new Set([...(kept[name] ?? []), seed])].sort((a, b) => a - b);
  }
  const lines = Object.keys(kept)
    .sort()
    .map((name) => `  "${name}": [${kept[name]?.join(', ')}]`);
  writeFileSync(KEPT, lines.length > 0 ? `{\n${lines.join(',\n')}\n}\n` : '{}\n');
}
