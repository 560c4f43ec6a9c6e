/**
 * The replica as people run it, in a process of its own (or with a relay beside it), on a folder that
 * outlives it: started, stopped, killed and started again, with all that it has logged over its lives.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface Line {
  readonly event: string;
  readonly [fact: string]: unknown;
}

export class ReplicaProcess {
  readonly folder: string;
  /** Everything that it has logged. */
  readonly lines: Line[] = [];
  /** What it said otherwise. */
  errors = '';
  readonly #program: string;
  readonly #env: NodeJS.ProcessEnv;
  #process: ChildProcess | null = null;
  #wake: () => void = () => {};

  /** `program`: below src/node; `env`: beside what this process has. */
  static async make(program = 'replica.ts', env: NodeJS.ProcessEnv = {}): Promise<ReplicaProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-replica-'));
    return new ReplicaProcess(folder, program, env);
  }

  private constructor(folder: string, program: string, env: NodeJS.ProcessEnv) {
    this.folder = folder;
    this.#program = join('src/node', program);
    this.#env = env;
  }

  get database(): string {
    return join(this.folder, 'data', 'parley.sqlite');
  }

  /** The links are given by the environment. */
  start(links: readonly string[] = [], ...options: readonly string[]): void {
    const data = ['--data', join(this.folder, 'data')];
    const child = spawn(process.execPath, [this.#program, ...data, ...options], {
      cwd: ROOT,
      env: { ...process.env, ...this.#env, PARLEY_LINKS: links.join('\n') },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    let rest = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      // A relay greets people, too.
      const facts = lines.filter((line) => line.startsWith('{'));
      this.lines.push(...facts.map((line) => JSON.parse(line) as Line));
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    child.once('exit', () => this.#wake());
  }

  /** The first line from the `from`th on that says this; throws if the process ends before. */
  async says(event: string, from = 0): Promise<Line> {
    for (;;) {
      const line = this.lines.slice(from).find((one) => one.event === event);
      if (line) return line;
      const { exitCode = 0, signalCode = null } = this.#process ?? {};
      if (exitCode !== null || signalCode !== null)
        throw new Error(`the replica ended:\n${JSON.stringify(this.lines)}\n${this.errors}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** SIGKILL: nobody is told. */
  kill(): Promise<number | null> {
    return this.#end('SIGKILL');
  }

  /** What it ended with. */
  stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Waits until it ends by itself. */
  async ended(): Promise<number | null> {
    const child = this.#process;
    if (child?.exitCode === null) await once(child, 'exit');
    return child?.exitCode ?? null;
  }

  async close(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true });
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null) return child?.exitCode ?? null;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
    return child.exitCode;
  }
}
