/**
 * A real server with its relay, for tests: on a free port, with a key that may outlive it.
 */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startServer, type ParleyServer, type ServerOptions } from '../../src/node/server.ts';

export const freshDirectory = (): Promise<string> => mkdtemp(join(tmpdir(), 'parley-test-'));

export async function deploy(options: Partial<ServerOptions> = {}): Promise<ParleyServer> {
  const data = options.data ?? (await freshDirectory());
  return startServer({
    port: 0,
    host: '127.0.0.1',
    site: join(data, 'nothing'),
    relays: [],
    iceServers: [],
    relayOnly: false,
    announce: null,
    origins: null,
    proxied: false,
    maxConnections: 4_096,
    maxPerAddress: 512,
    ...options,
    data,
  });
}

export const addressOf = (server: ParleyServer): string =>
  `/ip4/127.0.0.1/tcp/${server.port}/ws/p2p/${server.relay.id}`;
