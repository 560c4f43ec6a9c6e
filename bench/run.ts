/**
 * `npm run bench [-- trace…]`: Parley beside other libraries, on recorded histories.
 *
 * Each measurement runs in fresh processes; in every round all libraries take their turn, so that
 * what else the machine does meets them alike. Cold is the first call in a process, warm the median
 * of its later ones; of both, the median over the processes is given. A library that ends in
 * another text than the recording's fails the run. Writes bench/results.json; `npm run bench:docs`
 * makes docs/PERFORMANCE.md of it.
 *
 * PARLEY_ROUNDS: processes of each measurement, 5 if not given.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { fixturePath, type Found, type Task } from './child.ts';
import { readRecording } from './histories.ts';
import { tables, type Group, type Measured, type Results } from './report.ts';
import { PARLEY_NAMES, PEER_NAMES, type SubjectName } from './subject.ts';

const HERE = import.meta.dirname;
const RESULTS = join(HERE, 'results.json');
const DEFAULT = [
  'automerge-paper',
  'rustcode',
  'sveltecomponent',
  'egwalker-S3',
  'friendsforever-concurrent',
];
const ROUNDS = Number(process.env['PARLEY_ROUNDS'] ?? 5);
const BUDGET_MS = 1_000;
/** A process is given up after this time. */
const LIMIT_MS = 150_000;
/** Writing a history is not measured, and done once for each library. */
const PREPARE_MS = 600_000;
/** What takes longer is measured in one process only. */
const SLOW_MS = 8_000;

install();
const traces = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT;
const groups: Group[] = [];
const sizes: Results['sizes'][number][] = [];
const results: Results = { about: about(), groups, sizes };
for (const trace of traces) {
  await measure(trace);
  writeFileSync(RESULTS, `${JSON.stringify(results, null, 1)}\n`);
}
console.log(`\n${tables(results)}`);

async function measure(trace: string): Promise<void> {
  const { concurrent, transactions, endContent } = readRecording(trace);
  console.error(`${trace}: ${transactions.length} edits`);
  const ready: SubjectName[] = [];
  for (const subject of [...PEER_NAMES, ...PARLEY_NAMES]) {
    const found = await prepared(subject, trace);
    if (!found) continue;
    ready.push(subject);
    const { sizes: of = {}, events = null } = found;
    sizes.push({ trace, subject, text: endContent.length, sizes: of, events });
  }
  const kinds: [Task['kind'], readonly SubjectName[]][] = concurrent
    ? [
        ['remote', ready],
        ['live', ready.filter((name) => name !== 'parley/16' && name !== 'parley/1')],
      ]
    : [
        ['local', [...PEER_NAMES, 'parley/text']],
        ['typed', PARLEY_NAMES],
        ['remote', ready],
      ];
  kinds.push(['reopen', ready], ['memory', ready]);
  for (const [kind, subjects] of kinds)
    groups.push({
      kind,
      trace,
      edits: transactions.length,
      rows: await rounds(kind, subjects, trace),
    });
}

/** All subjects in turn, again and again. */
async function rounds(
  kind: Task['kind'],
  subjects: readonly SubjectName[],
  trace: string,
): Promise<Measured[]> {
  const found = new Map<SubjectName, (Found | null)[]>(subjects.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const subject of subjects) {
      const before = found.get(subject) ?? [];
      const slow = before.some((one) => one === null || (one.times?.[0] ?? 0) > SLOW_MS);
      if (slow || (kind === 'typed' && round > 1)) continue;
      before.push(
        await inProcess({ kind, subject, trace, budget: kind === 'typed' ? 1 : BUDGET_MS }),
      );
    }
  return subjects.map((subject) => ({
    subject,
    limit: LIMIT_MS,
    processes: found.get(subject) ?? [],
  }));
}

/** What one task found; `null` when it took too long. Throws when it failed. */
function inProcess(task: Task): Promise<Found | null> {
  const args = ['--expose-gc', join(HERE, 'child.ts'), JSON.stringify(task)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  let late = false;
  const timer = setTimeout(
    () => {
      late = true;
      child.kill('SIGKILL');
    },
    task.kind === 'prepare' ? PREPARE_MS : LIMIT_MS,
  );
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearTimeout(timer);
      const what = `${task.kind} ${task.subject} ${task.trace}`;
      if (late) resolve(null);
      else if (code !== 0) reject(new Error(`${what} failed\n${errors}`));
      else {
        const found = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Found;
        console.error(`  ${what} ${found.times?.map((time) => time.toFixed(1)).join(' ') ?? ''}`);
        resolve(found);
      }
    });
  });
}

/**
 * A history and its sizes; `null` from a library that cannot write it in time. Those of other
 * libraries are kept until a library, an adapter or a recording changes.
 */
async function prepared(subject: SubjectName, trace: string): Promise<Found | null> {
  const key = subject.startsWith('parley') ? null : keyOf(trace);
  const note = `${fixturePath(subject, trace)}.json`;
  if (key !== null && existsSync(note)) {
    const kept = JSON.parse(readFileSync(note, 'utf8')) as { key: string; found: Found };
    if (kept.key === key) return kept.found;
  }
  const found = await inProcess({ kind: 'prepare', subject, trace, budget: 0 });
  if (!found) return null;
  mkdirSync(dirname(note), { recursive: true });
  if (key !== null) writeFileSync(note, JSON.stringify({ key, found }));
  return found;
}

function keyOf(trace: string): string {
  const hash = createHash('sha256').update(JSON.stringify(readRecording(trace)));
  const unrelated = new Set(['packages.d.ts', 'subject.ts']);
  const files = readdirSync(join(HERE, 'peers')).filter((file) => !unrelated.has(file));
  for (const file of files.sort()) hash.update(readFileSync(join(HERE, 'peers', file)));
  return hash.update(readFileSync(join(HERE, 'package-lock.json'))).digest('hex');
}

function install(): void {
  const { dependencies } = packageFile();
  const has = (name: string): boolean => existsSync(join(HERE, 'node_modules', name));
  if (Object.keys(dependencies).every(has)) return;
  execFileSync('npm', ['ci', '--prefix', HERE], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

function packageFile(): { readonly dependencies: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as ReturnType<
    typeof packageFile
  >;
}

function about(): Results['about'] {
  const [first] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    processor: `${first?.model.trim() ?? '?'}, ${cpus().length} cores`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    rounds: ROUNDS,
    libraries: packageFile().dependencies,
  };
}
