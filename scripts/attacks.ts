/**
 * `npm run attacks`: runs the tests that the table of attacks names, and prints a line for each row.
 * `-- --write` puts the table into docs/THREATS.md and runs nothing.
 *
 * Fails if a row names a test that is not there or that fails, or that cannot run here for want of a
 * Chromium. What is missing is said and is no failure.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { ROWS, type Row, type Shown } from '../tests/byzantine/table.ts';
import { disk, findChromium } from './chromium.ts';
import { withTable } from './attacks/table.ts';
import { outcomeOf, type Report, type Tried } from './attacks/report.ts';

const ROOT = join(import.meta.dirname, '..');
const THREATS = join(ROOT, 'docs/THREATS.md');

if (process.argv.includes('--write')) {
  writeFileSync(THREATS, withTable(readFileSync(THREATS, 'utf8'), ROWS));
  process.exit(0);
}

const files = [...new Set(ROWS.flatMap(({ shown }) => shown.map(({ file }) => file)))].sort();
const inBrowser = files.filter((file) => file.endsWith('.browser.test.ts'));
const chromium = findChromium(process.env, disk, process.platform) !== undefined;
const tests = [
  ...(await run(
    ['unit', 'replica'],
    files.filter((file) => !inBrowser.includes(file)),
  )),
  ...(chromium ? await run(['browser'], inBrowser) : []),
];

let failed = 0;
for (const row of ROWS) {
  const results = row.shown.map((shown) => ({ shown, tried: outcomeOf(tests, shown) }));
  if (results.some(({ tried }) => tried.passed === 0 || tried.failed > 0)) failed += 1;
  console.log(lineOf(row, results));
}
const bare = ROWS.filter(({ shown }) => shown.length === 0).length;
const partly = ROWS.filter(({ shown, missing }) => shown.length > 0 && missing).length;
console.log(
  `\n${ROWS.length} attacks: ${ROWS.length - bare - partly} shown, ${partly} in part, ${bare} not yet, ${failed} failed`,
);
process.exit(failed === 0 ? 0 : 1);

/** Every test in these files, as vitest's JSON reporter tells it. */
async function run(project: string[], paths: readonly string[]): Promise<Report['testResults']> {
  const folder = mkdtempSync(join(tmpdir(), 'parley-attacks-'));
  const outputFile = join(folder, 'report.json');
  try {
    const vitest = await startVitest('test', [...paths], {
      root: ROOT,
      project,
      run: true,
      watch: false,
      reporters: ['json'],
      outputFile,
      testTimeout: 120_000,
    });
    await vitest.close();
    return (JSON.parse(readFileSync(outputFile, 'utf8')) as Report).testResults;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function lineOf(
  { id, attack, rules, missing }: Row,
  results: readonly { readonly shown: Shown; readonly tried: Tried }[],
): string {
  const lines = [`${id}  ${attack}${rules.length > 0 ? `  [${rules.join(' ')}]` : ''}`];
  for (const { shown, tried } of results) {
    const { passed, seeds } = tried;
    const verdict =
      tried.failed > 0 ? '✗ failed' : passed > 0 ? '✓' : chromium ? '✗ no such test' : '✗ not run';
    const many = seeds > 0 ? `, ${seeds} seeds` : '';
    lines.push(`     ${verdict} ${shown.file}: ${shown.title} (${passed} passed${many})`);
  }
  if (missing) lines.push(`     missing: ${missing}`);
  return lines.join('\n');
}
