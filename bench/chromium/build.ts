/** Builds the pages of this measurement, as the application is built, and serves them. */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { build } from 'vite';
import { readSite, serveAsset } from '../../src/node/site.ts';

const HERE = import.meta.dirname;
const OUT = join(HERE, '../../.cache/bench/pages');

/** Builds all pages; the script that fills a database, as text. */
export async function buildPages(): Promise<string> {
  const common = { configFile: false, logLevel: 'warn', publicDir: false } as const;
  const root = join(HERE, 'pages');
  const pages = ['bare.html', 'yjs.html'].map((page) => join(root, page));
  await build({
    ...common,
    root,
    build: { outDir: OUT, emptyOutDir: true, rolldownOptions: { input: pages } },
  });
  const outDir = join(OUT, 'fill');
  const lib = { entry: join(root, 'fill.ts'), formats: ['iife' as const], name: 'filler' };
  await build({
    ...common,
    root,
    build: { outDir, emptyOutDir: true, lib: { ...lib, fileName: () => 'fill.js' } },
  });
  return readFileSync(join(outDir, 'fill.js'), 'utf8');
}

export interface Pages {
  readonly url: string;
  /** What `text.txt` is from now on, and `update.bin`. */
  text: string;
  update: Uint8Array;
  close(): Promise<void>;
}

export async function servePages(): Promise<Pages> {
  const site = await readSite(OUT);
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname === '/text.txt')
      response.writeHead(200, { 'Content-Type': 'text/plain; charset=utf-8' }).end(pages.text);
    else if (pathname === '/update.bin') response.writeHead(200).end(pages.update);
    else if (!serveAsset(site, pathname, request, response)) response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const pages: Pages = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    text: '',
    update: new Uint8Array(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return pages;
}
