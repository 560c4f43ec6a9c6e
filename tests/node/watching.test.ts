/** What a host sees of a relay that runs, and who may open a socket to it. */
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';

import { metricsText, type Figures } from '../../src/node/metrics.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { addressOf } from '../../src/node/sockets.ts';
import { libp2pTransport } from '../../src/net/libp2p.ts';
import type { Transport } from '../../src/net/transport.ts';
import { addressOf as relayOf, deploy } from '../net/deployment.ts';

const TOPIC = 'ab'.repeat(32);

let server: ParleyServer | undefined;
const sockets: Socket[] = [];
const transports: Transport[] = [];
afterEach(async () => {
  for (const transport of transports.splice(0)) await transport.stop();
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.stop();
  server = undefined;
});

const get = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${server?.port}${path}`);

/** The status line that a websocket's request gets; the socket stays open. */
const upgrade = (headers: readonly string[] = []): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server?.port ?? 0, '127.0.0.1', () => {
      const own = ['Host: x', 'Connection: Upgrade', 'Upgrade: websocket'];
      const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=='];
      socket.write(['GET / HTTP/1.1', ...own, ...key, ...headers, '', ''].join('\r\n'));
    });
    sockets.push(socket);
    socket.once('data', (chunk) => resolve(chunk.toString('latin1').split('\r\n', 1)[0] ?? ''));
    socket.once('error', reject);
  });

const SWITCHED = 'HTTP/1.1 101 Switching Protocols';
const FULL = 'HTTP/1.1 503 Service Unavailable';

describe('metrics', () => {
  it('count devices, and say nothing of topics, peers or addresses', async () => {
    server = await deploy();
    const met = Promise.withResolvers<void>();
    const names: string[] = [];
    for (const _ of [1, 2]) {
      const relays = [relayOf(server)];
      const transport = libp2pTransport({ relays, iceServers: [], relayOnly: true });
      transports.push(transport);
      transport.join(TOPIC);
      await transport.start({
        onChannel: (channel) => {
          names.push(channel.peer);
          met.resolve();
        },
        onStatus: () => {},
      });
    }
    await met.promise;
    const answer = await get('/metrics');
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const text = await answer.text();
    expect(text).toContain('\nparley_connections 2\n');
    expect(text).toContain('\nparley_topics 1\n');
    expect(text).toContain('\nparley_ready 1\n');
    for (const secret of [TOPIC, TOPIC.slice(0, 16), ...names, server.relay.id, '127.0.0.1'])
      expect(text).not.toContain(secret);
  });

  it('are text that Prometheus reads: each family with help and type, each sample a number', () => {
    const figures: Figures = {
      relay: {
        connections: 3,
        reservations: 2,
        circuits: 1,
        relayedBytes: 2 ** 40,
        guests: 2,
        topics: 1,
      },
      sockets: 4,
      refused: { address: 1, full: 0, origin: 5 },
      answers: { '2xx': 7, '4xx': 1 },
      ready: false,
      build: '0123456789ab',
      startedAt: 1_700_000_000,
      memoryBytes: 123,
      cpuSeconds: 0.25,
    };
    const text = metricsText(figures);
    expect(text.endsWith('\n')).toBe(true);
    let family = '';
    for (const line of text.trimEnd().split('\n')) {
      const [, word, name = ''] = /^# (HELP|TYPE) (\S+) \S/.exec(line) ?? [];
      if (word === 'HELP') family = name;
      else if (word === 'TYPE')
        expect([name, / (gauge|counter)$/.test(line)]).toEqual([family, true]);
      else expect(line).toMatch(new RegExp(`^${family}(\\{[a-z]+="[0-9a-z]*"\\})? [0-9.]+$`));
    }
    expect(text).toContain('parley_sockets_refused_total{reason="origin"} 5\n');
    expect(text).toContain('parley_build_info{build="0123456789ab"} 1\n');
  });
});

describe('through the host’s own proxy', () => {
  it('anybody learns that it lives, and the host alone how busy it is', async () => {
    server = await deploy({ proxied: true });
    const answers = async (headers: Record<string, string>): Promise<unknown[]> => {
      const url = `http://127.0.0.1:${server?.port}`;
      const [health, ...others] = await Promise.all(
        ['/healthz', '/readyz', '/metrics'].map((path) => fetch(url + path, { headers })),
      );
      return [await health?.json(), ...others.map(({ status }) => status)];
    };
    expect(await answers({ 'X-Forwarded-For': '192.0.2.1' })).toEqual([{ status: 'ok' }, 404, 404]);
    expect(await answers({})).toEqual([
      { status: 'ok', uptime: expect.any(Number), relay: expect.any(Object) },
      200,
      200,
    ]);
  });
});

describe('readiness', () => {
  it('is said while the relay listens, and no longer once it stops', async () => {
    server = await deploy();
    const ready = await get('/readyz');
    expect([ready.status, await ready.json()]).toEqual([200, { status: 'ready' }]);
    expect(server.figures().ready).toBe(true);
    const stopped = server.stop();
    expect(server.figures().ready).toBe(false);
    await stopped;
    server = undefined;
  });

  it('ends with open sockets, also those that never said who they are', async () => {
    server = await deploy();
    expect(await upgrade()).toBe(SWITCHED);
    const closed = Promise.all(sockets.map((one) => new Promise((end) => one.once('close', end))));
    await server.stop();
    await closed;
    server = undefined;
  });
});

describe('sockets', () => {
  it('are bounded in all', async () => {
    server = await deploy({ maxConnections: 2 });
    expect([await upgrade(), await upgrade(), await upgrade()]).toEqual([SWITCHED, SWITCHED, FULL]);
    expect(server.figures()).toMatchObject({ sockets: 2, refused: { full: 1 } });
  });

  it('are bounded for each address, by the word of the host’s own proxy alone', async () => {
    const [one, other] = ['X-Forwarded-For: 192.0.2.1', 'X-Forwarded-For: 192.0.2.1, 192.0.2.2'];
    server = await deploy({ maxPerAddress: 1, proxied: true });
    expect(await upgrade([one])).toBe(SWITCHED);
    expect(await upgrade([one])).toBe(FULL);
    expect(await upgrade([other])).toBe(SWITCHED);
    expect(server.figures()).toMatchObject({ sockets: 2, refused: { address: 1 } });
    const said = { headers: { 'x-forwarded-for': '192.0.2.1' }, socket: { remoteAddress: '::1' } };
    const asked = said as unknown as Parameters<typeof addressOf>[0];
    expect([addressOf(asked, true), addressOf(asked, false)]).toEqual(['192.0.2.1', '::1']);
  });

  it('are for pages of the origins that are allowed, and for what is no page', async () => {
    server = await deploy({ origins: new Set(['https://notes.example']) });
    expect(await upgrade(['Origin: https://notes.example'])).toBe(SWITCHED);
    expect(await upgrade(['Origin: https://other.example'])).toBe('HTTP/1.1 403 Forbidden');
    expect(await upgrade()).toBe(SWITCHED);
    expect(server.figures().refused).toEqual({ address: 0, full: 0, origin: 1 });
  });
});
