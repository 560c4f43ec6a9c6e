/** The server over real HTTP: files, headers, configuration, health. */
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readConfig } from '../../src/net/config.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { readSettings } from '../../src/node/settings.ts';
import { deploy, freshDirectory } from '../net/deployment.ts';

const RELAY =
  '/dns4/relay.example/tcp/443/wss/p2p/12D3KooWRR8J8FV4JXj99XzPJfM1eduoQNmEYLeyKvvUwCRYGAZT';

let server: ParleyServer;
let data: string;
let url: string;

beforeAll(async () => {
  data = await freshDirectory();
  const site = join(data, 'site');
  await mkdir(join(site, 'assets'), { recursive: true });
  await writeFile(join(site, 'index.html'), '<!doctype html><title>Parley</title>');
  await writeFile(join(site, 'sw.js'), 'self.skipWaiting();');
  await writeFile(join(site, 'assets', 'app-1a2b.js'), 'export {};\n'.repeat(100));
  await writeFile(join(site, 'manifest.webmanifest'), '{}');
  await writeFile(join(data, 'secret.txt'), 'not for anybody');
  server = await deploy({ site, data, relays: [RELAY] });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop());

/** The status line that a raw request gets: fetch would tidy the path. */
const rawStatus = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    });
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('end', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
    socket.on('error', reject);
  });

describe('files', () => {
  it('have their types, and caches keep only what is named by its hash', async () => {
    const facts = async (path: string): Promise<unknown[]> => {
      const { status, headers } = await fetch(url + path);
      return [status, headers.get('content-type'), headers.get('cache-control')];
    };
    expect(await facts('/')).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(await facts('/index.html?x=1')).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
    expect(await facts('/sw.js')).toEqual([200, 'text/javascript; charset=utf-8', 'no-cache']);
    expect(await facts('/assets/app-1a2b.js')).toEqual([
      200,
      'text/javascript; charset=utf-8',
      'public, max-age=31536000, immutable',
    ]);
    const manifest = await fetch(`${url}/manifest.webmanifest`);
    expect(manifest.headers.get('content-type')).toMatch(/^application\/manifest\+json/);
    expect((await fetch(`${url}/nothing`)).status).toBe(404);
  });

  it('are compressed when asked, and not sent again when unchanged', async () => {
    const path = `${url}/assets/app-1a2b.js`;
    for (const coding of ['br', 'gzip']) {
      const answer = await fetch(path, { headers: { 'Accept-Encoding': coding } });
      expect(answer.headers.get('content-encoding')).toBe(coding);
      expect(Number(answer.headers.get('content-length'))).toBeLessThan(200);
      expect(await answer.text()).toBe('export {};\n'.repeat(100));
      const tag = answer.headers.get('etag') ?? '';
      const again = await fetch(path, {
        headers: { 'Accept-Encoding': coding, 'If-None-Match': tag },
      });
      expect(again.status).toBe(304);
    }
    const plain = await fetch(path, { headers: { 'Accept-Encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect((await fetch(path, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(path, { method: 'POST' })).status).toBe(405);
  });

  it('outside the directory are not found, however they are asked for', async () => {
    const up = ['/../secret.txt', '/assets/../../secret.txt', '//secret.txt', '/..%2fsecret.txt'];
    const odd = ['/%2e%2e/secret.txt', '/..\\secret.txt', '/assets', '/%00', '/%', '/index.html/'];
    for (const path of [...up, ...odd]) {
      expect([path, await rawStatus(path)]).toEqual([path, 'HTTP/1.1 404 Not Found']);
    }
  });
});

describe('every answer', () => {
  it('carries a policy that allows own scripts, own sockets and the configured relays', async () => {
    for (const path of ['/', '/nothing', '/config.json', '/healthz', '/readyz', '/metrics']) {
      const { headers } = await fetch(url + path);
      const policy = headers.get('content-security-policy') ?? '';
      const host = `127.0.0.1:${server.port}`;
      expect(policy).toContain(
        `connect-src 'self' ws://${host} wss://${host} wss://relay.example:443;`,
      );
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain("require-trusted-types-for 'script'");
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    }
  });

  it('never takes a host into the policy that is not one', async () => {
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => {
        socket.write('GET / HTTP/1.1\r\nHost: a; script-src *\r\nConnection: close\r\n\r\n');
      });
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString('latin1')));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toContain("connect-src 'self' wss://relay.example:443;");
    expect(answer).not.toContain('script-src *');
  });
});

describe('the relay', () => {
  it('is named in config.json, relative to the page, beside further ones', async () => {
    const text = await (await fetch(`${url}/config.json`)).text();
    const page = { protocol: 'https:', hostname: 'parley.example', port: '' };
    expect(readConfig(text, page)).toMatchObject({
      ok: true,
      value: { relays: [`/dns4/parley.example/tcp/443/wss/p2p/${server.relay.id}`, RELAY] },
    });
  });

  it('is reported by healthz', async () => {
    const answer = await fetch(`${url}/healthz`);
    expect(await answer.json()).toMatchObject({
      status: 'ok',
      relay: { listening: true, connections: 0, reservations: 0, circuits: 0, relayedBytes: 0 },
    });
  });

  it('that is announced is named completely, for pages of another host', async () => {
    const announce = { protocol: 'https:', hostname: 'relay.example', port: '' };
    const other = await deploy({ announce });
    const answer = await fetch(`http://127.0.0.1:${other.port}/config.json`);
    const address = `/dns4/relay.example/tcp/443/wss/p2p/${other.relay.id}`;
    expect(await answer.json()).toMatchObject({ relays: [address] });
    expect(other.address).toBe(address);
    await other.stop();
  });

  it('keeps its key over a restart, in a file that others cannot read', async () => {
    const directory = await freshDirectory();
    const ids: string[] = [];
    for (let run = 0; run < 2; run++) {
      const other = await deploy({ data: directory });
      ids.push(other.relay.id);
      await other.stop();
    }
    expect(ids[0]).toBe(ids[1]);
    expect((await stat(join(directory, 'relay.key'))).mode & 0o777).toBe(0o600);
  });

  it('does not start with a damaged key, rather than under another name', async () => {
    const directory = await freshDirectory();
    await writeFile(join(directory, 'relay.key'), 'junk');
    await expect(deploy({ data: directory })).rejects.toMatchObject({ code: 'BadRelayKey' });
  });

  it('does not stay behind when the port is taken', async () => {
    await expect(deploy({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

describe('settings', () => {
  it('have defaults that work, and refuse nonsense in one sentence', () => {
    expect(readSettings({})).toMatchObject({ port: 8080, host: '127.0.0.1', relays: [] });
    expect(readSettings({ PORT: '0', HOST: '::', PARLEY_RELAYS: RELAY })).toMatchObject({
      port: 0,
      host: '::',
      relays: [RELAY],
    });
    const bad = [
      { PORT: 'x' },
      { PORT: '99999' },
      { PARLEY_RELAYS: 'wss://x' },
      { PARLEY_ICE: '{' },
      { PARLEY_RELAYS: Array.from({ length: 8 }, () => RELAY).join(',') },
      { PARLEY_RELAY_ONLY: 'yes' },
      { PARLEY_PROXY: 'true' },
      { PARLEY_ANNOUNCE: 'relay.example' },
      { PARLEY_ANNOUNCE: 'wss://relay.example/path' },
      { PARLEY_ORIGINS: 'https://notes.example/,*' },
      { PARLEY_ORIGINS: ',' },
      { PARLEY_MAX_CONNECTIONS: '0' },
      { PARLEY_MAX_PER_ADDRESS: '1e3' },
    ];
    for (const env of bad) expect(() => readSettings(env)).toThrow(/^[A-Z].*\.$/);
  });

  it('name the variable that is wrong', () => {
    const names = ['PORT', 'PARLEY_ICE', 'PARLEY_RELAYS', 'PARLEY_ORIGINS', 'PARLEY_ANNOUNCE'];
    for (const name of names) {
      expect(() => readSettings({ [name]: 'nonsense' })).toThrow(new RegExp(`^${name} `));
    }
  });

  it('that are empty are left out, as a compose file leaves them', () => {
    expect(readSettings({ PORT: '', PARLEY_ANNOUNCE: '', PARLEY_ORIGINS: '' })).toEqual(
      readSettings({}),
    );
  });

  it('say where the relay is, who may use it, and how much of it', () => {
    const env = {
      PARLEY_ANNOUNCE: 'wss://relay.example:8443',
      PARLEY_ORIGINS: 'https://a.example, https://b.example:444',
      PARLEY_PROXY: '1',
      PARLEY_MAX_CONNECTIONS: '100',
      PARLEY_MAX_PER_ADDRESS: '7',
    };
    expect(readSettings(env)).toMatchObject({
      announce: { protocol: 'https:', hostname: 'relay.example', port: '8443' },
      origins: new Set(['https://a.example', 'https://b.example:444']),
      proxied: true,
      maxConnections: 100,
      maxPerAddress: 7,
    });
  });
});
