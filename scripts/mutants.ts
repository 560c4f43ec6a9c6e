/**
 * `npm run mutants [-- word]`: makes each mistake of mutants/list.ts in a copy of the project, one by
 * one, runs the tests that must notice it, and says which did.
 *
 * Fails if a mistake goes unnoticed, if it can no longer be made, or if one of the tests fails
 * without any. `word`: only mistakes whose name has it.
 */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Report } from './attacks/report.ts';
import { MUTANTS, type Mutant } from './mutants/list.ts';

const ROOT = join(import.meta.dirname, '..');
const LEFT_OUT = new Set(['.git', '.cache', 'node_modules', 'dist', 'bench']);
/** Simulated clusters for each test: enough for what is listed. */
const SEEDS = '3';
/** A mistake may make a test run for ever. */
const PATIENCE = 300_000;

const word = process.argv[2] ?? '';
const mutants = MUTANTS.filter(({ name }) => name.includes(word));
const copy = mkdtempSync(join(tmpdir(), 'parley-mutants-'));
let wrong = 0;
try {
  cpSync(ROOT, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(copy, 'node_modules'));
  const files = [...new Set(mutants.flatMap(({ killers }) => killers.map(([file]) => file)))];
  const before = run(files);
  if (before.length > 0) console.log(`✗ without any mistake: ${before.join('; ')}`);
  if (before.length > 0 || mutants.length === 0) wrong += 1;
  else for (const mutant of mutants) if (!isKilled(mutant)) wrong += 1;
} finally {
  rmSync(copy, { recursive: true });
}
console.log(`\n${mutants.length} mistakes, ${wrong} unnoticed or impossible`);
process.exit(wrong === 0 ? 0 : 1);

function isKilled(mutant: Mutant): boolean {
  const undo = apply(mutant);
  if (!undo) return false;
  try {
    for (const [file, title] of mutant.killers) {
      const [killer] = run([file], title);
      if (killer === undefined) continue;
      console.log(`✓ ${mutant.name}\n    noticed by ${file}: ${killer}`);
      return true;
    }
    console.log(`✗ ${mutant.name}: nobody notices`);
    return false;
  } finally {
    undo();
  }
}

/** Makes the mistake in the copy. What takes it back, or nothing if it cannot be made. */
function apply(mutant: Mutant): (() => void) | undefined {
  const sources = modules(join(copy, mutant.in));
  const before = new Map<string, string>();
  const undo = (): void => before.forEach((text, path) => writeFileSync(path, text));
  for (const [find, replace] of mutant.edits) {
    const found = sources.filter((path) => readFileSync(path, 'utf8').includes(find));
    const [path] = found;
    const text = path === undefined ? '' : readFileSync(path, 'utf8');
    if (path === undefined || found.length > 1 || text.split(find).length !== 2) {
      console.log(`✗ ${mutant.name}: not exactly once below ${mutant.in}: ${find}`);
      undo();
      return undefined;
    }
    if (!before.has(path)) before.set(path, text);
    writeFileSync(
      path,
      text.replace(find, () => replace),
    );
  }
  return undo;
}

function modules(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).flatMap((name) => modules(join(path, name)));
}

/** Titles of the tests that failed. A run that says nothing at all failed too. */
function run(files: readonly string[], title?: string): string[] {
  const report = join(copy, 'report.json');
  rmSync(report, { force: true });
  const words = [
    'run',
    '--project',
    'unit',
    '--project',
    'replica',
    '--reporter=json',
    `--outputFile=${report}`,
  ];
  const only = title === undefined ? [] : ['--bail=1', '-t', title];
  const vitest = join(copy, 'node_modules/vitest/vitest.mjs');
  spawnSync(process.execPath, [vitest, ...words, ...only, ...files], {
    cwd: copy,
    env: { ...process.env, PARLEY_SEEDS: process.env['PARLEY_SEEDS'] ?? SEEDS },
    stdio: 'ignore',
    timeout: PATIENCE,
  });
  try {
    const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
    return testResults.flatMap(({ assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map((test) => [...test.ancestorTitles, test.title].filter(Boolean).join(' › ')),
    );
  } catch {
    return ['no end of it'];
  }
}
