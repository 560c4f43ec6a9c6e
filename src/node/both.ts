/**
 * A relay and a replica beside it, for where there is one container and no more.
 *
 * They stay two processes, as they are elsewhere, with their own settings: the relay's from the
 * environment, the replica's from the command line. A replica that ends by itself, of a link that is
 * wrong or of anything else, is started again after a while and costs the relay nothing. When the relay
 * ends, both do, so that whatever watches the container sees it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** Milliseconds before a replica is started again: the first time, and the longest. */
const PAUSES = [2_000, 300_000] as const;

const run = (program: string, args: readonly string[] = []): ChildProcess =>
  spawn(process.execPath, [join(import.meta.dirname, program), ...args], { stdio: 'inherit' });

/** Resolves with the code that it ended with, `null` if by a signal. */
async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await ended(child);
}

/** The relay as it is reached from here, whatever its name is outside. */
function pageInside({ HOST: host, PORT: port }: NodeJS.ProcessEnv): string {
  const everywhere = !host || host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port || '8080'}`;
}

/** Until one of them is over: `over`, or the relay. Resolves with the code to end with. */
async function serveBoth(args: readonly string[], over: AbortController): Promise<number> {
  const { signal } = over;
  const isOver = once(signal, 'abort');
  const relay = run('serve.ts');
  void ended(relay).then(() => over.abort());
  const [first, longest] = PAUSES;
  let pause: number = first;
  while (!signal.aborted) {
    const startedAt = performance.now();
    const replica = run('replica.ts', ['--relay', pageInside(process.env), ...args]);
    await Promise.race([ended(replica), isOver]);
    // The replica first: it lets everybody go by way of the relay.
    if (signal.aborted) await stop(replica);
    if (performance.now() - startedAt > longest) pause = first;
    await Promise.race([setTimeout(pause), isOver]);
    pause = Math.min(2 * pause, longest);
  }
  await stop(relay);
  return relay.exitCode ?? 1;
}

if (import.meta.main) {
  const over = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => over.abort());
  process.exit(await serveBoth(process.argv.slice(2), over));
}
