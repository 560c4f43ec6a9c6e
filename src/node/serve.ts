/**
 * `npm start`: starts the server with the settings of the environment (settings.ts), says where it is,
 * and stops it when asked to.
 *
 * Logs are lines of JSON on stdout, for machines; a person at a terminal gets a greeting before.
 */
import { isIP } from 'node:net';

import type { Refused } from './metrics.ts';
import { startServer, type ParleyServer } from './server.ts';
import { readSettings } from './settings.ts';

const LOCAL = /^(?:127\.|::1$|localhost$)/;
/** Between two lines about what was refused: a flood is one line a minute. */
const REFUSED_MS = 60_000;

/** One line of JSON on stdout. Facts never hold addresses of people, topics or keys. */
function log(event: string, facts: Readonly<Record<string, unknown>> = {}): void {
  console.log(JSON.stringify({ at: new Date().toISOString(), event, ...facts }));
}

/** What a person at the terminal needs to know next. */
function greeting(host: string, port: number): string {
  if (LOCAL.test(host)) {
    return `Parley is running: http://localhost:${port}/
Only this computer can reach it. For others, put HTTPS in front of it, for example:
  caddy reverse-proxy --from your.domain --to localhost:${port}`;
  }
  const name = isIP(host) === 6 ? `[${host}]` : host;
  return `Parley is running: http://localhost:${port}/ on this computer.
It also listens on ${name}, but browsers need HTTPS for any address that is not localhost:
  caddy reverse-proxy --from your.domain --to ${name === '0.0.0.0' ? 'localhost' : name}:${port}`;
}

async function serve(): Promise<void> {
  const settings = readSettings(process.env);
  const server = await startServer(settings);
  if (process.stdout.isTTY) console.log(greeting(settings.host, server.port));
  const { port, build, address } = server;
  log('listening', { port, host: settings.host, relay: address, build });
  if (!server.hasSite) log('nothing built', { next: 'npm run build, then start again' });
  watchRefusals(server);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // A second one means at once.
    process.once(signal, () => {
      process.once(signal, () => process.exit(1));
      stop(server, signal);
    });
  }
}

function stop(server: ParleyServer, signal: string): void {
  log('stopping', { signal, ...server.figures().relay });
  server.stop().then(
    () => {
      log('stopped');
      process.exit(0);
    },
    (error: Error) => {
      log('failed', { reason: error.message });
      process.exit(1);
    },
  );
}

/** Says how many websockets were not taken since it last said so, if any. */
function watchRefusals(server: ParleyServer): void {
  let told: Record<Refused, number> = { ...server.figures().refused };
  setInterval(() => {
    const now = { ...server.figures().refused };
    const reasons = Object.keys(now) as Refused[];
    const news = reasons.filter((reason) => now[reason] > told[reason]);
    for (const reason of news) log('refused', { reason, sockets: now[reason] - told[reason] });
    told = now;
  }, REFUSED_MS).unref();
}

if (import.meta.main) {
  serve().catch((error: NodeJS.ErrnoException) => {
    const busy = error.code === 'EADDRINUSE';
    console.error(busy ? 'The port is taken. Choose another: PORT=8081 npm start' : error.message);
    process.exit(1);
  });
}
