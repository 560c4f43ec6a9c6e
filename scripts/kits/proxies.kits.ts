/** People who write together behind each proxy, and what the proxy says of every file. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { words } from '../../tests/words.ts';
import { contentSecurityPolicy, SECURITY_HEADERS } from '../../src/node/headers.ts';
import { freePort } from '../../tests/e2e/harness/server.ts';
import { NO_NAMES, Stage } from '../../tests/e2e/harness/stage.ts';
import { Certificate, DOMAIN, Front, NEIGHBOUR, type Kind } from './front.ts';
import { has } from './programs.ts';

const KINDS: readonly Kind[] = ['nginx', 'caddy'];
const CACHES = {
  'index.html': 'no-cache',
  'sw.js': 'no-cache',
  'version.json': 'no-cache',
  'config.json': 'no-cache',
  'manifest.webmanifest': 'no-cache',
} as const;
const FOR_EVER = 'public, max-age=31536000, immutable';

describe.runIf(has('openssl'))('behind a proxy, with TLS, under a path of its own', () => {
  let stage: Stage;
  let certificate: Certificate;
  beforeAll(async () => {
    certificate = new Certificate();
    process.env['PARLEY_PROXY'] = '1';
    const names = `--host-resolver-rules=MAP ${DOMAIN} 127.0.0.1, ${NO_NAMES}`;
    stage = await Stage.open([names, certificate.flag]);
  });
  afterEach(() => stage.settle());
  afterAll(async () => {
    await stage.close();
    certificate.remove();
  });

  describe.each(KINDS)('%s', (kind) => {
    let front: Front;
    beforeAll(async () => {
      if (!has(kind)) return;
      const [port, relayPort] = [await freePort(), stage.server.port];
      front = await Front.start(kind, { port, relayPort, certificate });
    });
    afterAll(() => front?.stop());

    it.runIf(has(kind))('two profiles meet, write, and work without network', async () => {
      const ada = await stage.person('Ada', { url: front.url });
      await ada.create('Notes');
      await ada.type('From Ada. ');
      const link = await ada.invite();
      expect(link.startsWith(`${front.url}#/join/`)).toBe(true);
      const bo = await stage.person('Bo', { url: front.url });
      await bo.join(link);
      await bo.seesText('From Ada. ');
      await bo.type('From Bo.', 'end');
      await ada.seesText('From Ada. From Bo.');
      await ada.status(words.pill.synced(1));
      expect((await stage.server.figures()).connections).toBe(2);
      const kept = await ada.page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        const names = await caches.keys();
        return (await (await caches.open(names[0] ?? '')).keys()).length;
      });
      expect(kept).toBeGreaterThan(10);
    });

    it.runIf(has(kind))(
      'every file has its headers, and is kept as long as it may be',
      async () => {
        const host = front.url.split('/')[2];
        const asset = /assets\/[\w-]+\.js/.exec((await front.get('/notes/')).body)?.[0] ?? '';
        for (const [path, cache] of [
          ['', 'no-cache'],
          ...Object.entries(CACHES),
          [asset, FOR_EVER],
        ]) {
          const { statusCode, headers } = await front.get(`/notes/${path}`);
          expect([path, statusCode, headers['cache-control']]).toEqual([path, 200, cache]);
          for (const [name, value] of Object.entries(SECURITY_HEADERS))
            expect([path, name, headers[name.toLowerCase()]]).toEqual([path, name, value]);
          if (path === 'config.json') continue;
          expect(headers['strict-transport-security']).toBe('max-age=31536000');
          const policy = String(headers['content-security-policy']).split('; ').sort();
          const wanted = contentSecurityPolicy(host, []).split('; ').sort();
          // Over HTTPS a plain socket is refused anyway.
          const plain = (part: string): string => part.replace(` ws://${host}`, '');
          expect(policy.map(plain)).toEqual(wanted.map(plain));
        }
        const manifest = await front.get('/notes/manifest.webmanifest');
        expect(manifest.headers['content-type']).toMatch(/^application\/manifest\+json/);
      },
    );

    it.runIf(has(kind))(
      'the other site stays, and what is for the host is kept from others',
      async () => {
        expect((await front.get('/')).body).toBe(NEIGHBOUR);
        const moved = await front.get('/notes');
        expect([moved.statusCode, moved.headers.location]).toEqual([
          301,
          expect.stringMatching(/\/notes\/$/),
        ]);
        for (const path of ['/notes/metrics', '/notes/readyz', '/metrics'])
          expect([path, (await front.get(path)).statusCode]).toEqual([path, 404]);
      },
    );
  });
});
