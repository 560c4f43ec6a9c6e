/**
 * Measurements in processes of their own: libraries installed, histories written once and kept, a
 * task run in a fresh Node.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fixturePath, type Found, type Task } from './child.ts';
import { readRecording } from './histories.ts';
import type { About } from './report/results.ts';
import type { SubjectName } from './subject.ts';

const HERE = import.meta.dirname;
/** A process is given up after this time. */
export const LIMIT_MS = 150_000;
/** Writing a history is not measured, and done once for each library. */
const PREPARE_MS = 600_000;

/** What one task found; `null` when it took too long. Throws when it failed. */
export function inProcess(task: Task): Promise<Found | null> {
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
export async function prepared(subject: SubjectName, trace: string): Promise<Found | null> {
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

export function install(): void {
  const { dependencies } = packageFile();
  const has = (name: string): boolean => existsSync(join(HERE, 'node_modules', name));
  if (Object.keys(dependencies).every(has)) return;
  execFileSync('npm', ['ci', '--prefix', HERE], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
}

export function packageFile(): { readonly dependencies: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8')) as ReturnType<
    typeof packageFile
  >;
}

/** What is told of the machine and the libraries. */
export function about(rounds: number): About {
  return {
    date: new Date().toISOString().slice(0, 10),
    node: process.versions.node,
    cores: cpus().length,
    rounds,
    libraries: packageFile().dependencies,
  };
}
