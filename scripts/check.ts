/**
 * `npm run check`: types, Svelte, lint and format, two at a time.
 *
 * svelte-check takes in every TypeScript file of the project, so the compiler is not asked apart.
 * All three run to their end, so that one run shows everything there is to mend.
 */
import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

const CHECKS: readonly string[] = [
  'svelte-check --tsconfig ./tsconfig.json --fail-on-warnings --output human',
  'oxlint --deny-warnings',
  'prettier --check --log-level warn .',
];

/** Runs all checks, and `more`, prints what the failed ones say, and returns their commands. */
export async function check(more: readonly string[] = []): Promise<string[]> {
  const waiting = [...CHECKS, ...more];
  const failed: string[] = [];
  const work = async (): Promise<void> => {
    for (let command = waiting.shift(); command !== undefined; command = waiting.shift()) {
      const { code, output } = await run(command);
      console.log(`${code === 0 ? '✓' : '✗'} ${command}`);
      if (code === 0) continue;
      console.log(output);
      failed.push(command);
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

/** Through a shell, since on Windows the commands in `.bin` are shell scripts. */
function run(command: string): Promise<{ code: number | null; output: string }> {
  const path = [join(ROOT, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter);
  const child = spawn(command, {
    cwd: ROOT,
    shell: true,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
  });
}

if (import.meta.main) process.exitCode = (await check()).length === 0 ? 0 : 1;
