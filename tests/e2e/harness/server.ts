/**
 * The real server, in a process of its own: started, stopped, killed and started again on its port.
 *
 * Its key lives in a directory of its own, so that a restarted relay is the same relay.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/** What `/healthz` says of the relay. */
export interface RelayFigures {
  readonly connections: number;
  readonly reservations: number;
  readonly circuits: number;
  readonly relayedBytes: number;
  readonly guests: number;
  readonly topics: number;
}

export class Server {
  readonly port: number;
  readonly #data: string;
  #process: ChildProcess | null = null;
  /** Everything that it has written, over all its lives. */
  log = '';

  /** On a free port, running: another one where somebody else took it meanwhile. */
  static async open(): Promise<Server> {
    for (;;) {
      const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), 'parley-e2e-')));
      try {
        await server.start();
        return server;
      } catch (error) {
        await server.close();
        if (!server.log.includes('The port is taken')) throw error;
      }
    }
  }

  private constructor(port: number, data: string) {
    this.port = port;
    this.#data = data;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`;
  }

  get running(): boolean {
    return this.#process !== null;
  }

  /** Resolves when it listens. */
  async start(): Promise<void> {
    const settings = { PORT: String(this.port), HOST: '127.0.0.1', PARLEY_DATA: this.#data };
    const child = spawn(process.execPath, ['src/node/serve.ts'], {
      cwd: ROOT,
      env: { ...process.env, ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#process = child;
    const listening = Promise.withResolvers<void>();
    const hear = (text: string): void => {
      this.log += text;
      if (text.includes('"listening"')) listening.resolve();
    };
    child.stdout.setEncoding('utf8').on('data', hear);
    child.stderr.setEncoding('utf8').on('data', hear);
    child.once('exit', () => listening.reject(new Error(`the server ended:\n${this.log}`)));
    try {
      await listening.promise;
    } catch (error) {
      this.#process = null;
      throw error;
    }
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM');
  }

  /** SIGKILL: nobody is told. */
  kill(): Promise<void> {
    return this.#end('SIGKILL');
  }

  /** Ends it, and forgets its key. */
  async close(): Promise<void> {
    await this.kill();
    await rm(this.#data, { recursive: true, force: true });
  }

  async figures(): Promise<RelayFigures> {
    const answer = await fetch(`${this.url}healthz`);
    const { relay } = (await answer.json()) as { relay: RelayFigures };
    return relay;
  }

  async #end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
