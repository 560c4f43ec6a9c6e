/**
 * `npm start`: reads the settings from the environment, starts the server, says where it is.
 *
 * PORT, HOST, PARLEY_DATA (the relay's key), PARLEY_SITE (the built application), PARLEY_RELAYS
 * (further relays, separated by commas), PARLEY_ICE (JSON, as in `config.json`), PARLEY_RELAY_ONLY.
 */
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';

import { Fault } from '../base/result.ts';
import { readConfig } from '../net/config.ts';
import { startServer, type ServerOptions } from './server.ts';

const HERE = { protocol: 'http:', hostname: 'localhost', port: '' };
const LOCAL = /^(?:127\.|::1$|localhost$)/;

/** Settings from the environment; a Fault says in one sentence which is wrong. */
export function readSettings(env: NodeJS.ProcessEnv): ServerOptions {
  const port = Number(env['PORT'] ?? 8080);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Fault('BadSetting', 'PORT must be a number from 0 to 65535.');
  }
  const relays = (env['PARLEY_RELAYS'] ?? '').split(',').filter((relay) => relay !== '');
  const relayOnly = env['PARLEY_RELAY_ONLY'] === '1';
  const text = `{"relays":${JSON.stringify(relays)},"iceServers":${env['PARLEY_ICE'] ?? '[]'}}`;
  const config = readConfig(text, HERE);
  if (!config.ok || relays.some((relay) => relay.startsWith('/p2p/'))) {
    throw new Fault('BadSetting', 'PARLEY_RELAYS needs multiaddrs, PARLEY_ICE a JSON list.');
  }
  return {
    port,
    host: env['HOST'] ?? '127.0.0.1',
    data: resolve(env['PARLEY_DATA'] ?? '.parley'),
    site: resolve(env['PARLEY_SITE'] ?? join(import.meta.dirname, '../../dist')),
    relays,
    iceServers: config.value.iceServers,
    relayOnly,
  };
}

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
  console.log(greeting(settings.host, server.port));
  if (!server.hasSite) console.log('Nothing is built yet: run `npm run build`, then start again.');
  log('listening', { port: server.port, host: settings.host, relay: server.relay.id });
  const stop = (signal: string): void => {
    log('stopping', { signal, ...server.relay.figures() });
    server.stop().then(
      () => process.exit(0),
      (error: Error) => {
        log('failed', { reason: error.message });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

if (import.meta.main) {
  serve().catch((error: NodeJS.ErrnoException) => {
    const busy = error.code === 'EADDRINUSE';
    console.error(busy ? 'The port is taken. Choose another: PORT=8081 npm start' : error.message);
    process.exit(1);
  });
}
