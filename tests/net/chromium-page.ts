/**
 * Pages of one Chromium for tests of transports: each in a profile of its own, with a probe.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium, type Browser, type Page } from 'playwright';
import { build } from 'vite';

import { chromium as executable, CHROMIUM_FLAGS } from '../../scripts/chromium.ts';
import type { End } from '../contract/probe.ts';
import { freshDirectory } from './deployment.ts';

/** Bundles page.ts into a fresh directory, for a server to serve. */
export async function buildPage(): Promise<string> {
  const directory = await freshDirectory();
  const entry = join(import.meta.dirname, 'page.ts');
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: directory,
      minify: false,
      rolldownOptions: { input: entry, output: { entryFileNames: 'page.js' } },
    },
  });
  const page =
    '<!doctype html><title>Parley</title><script type="module" src="./page.js"></script>';
  await writeFile(join(directory, 'index.html'), page);
  return directory;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: [...CHROMIUM_FLAGS] });

export interface PageEnd extends End {
  readonly page: Page;
}

/** Opens a page in a new profile and starts its probe. `before` runs in it before any script. */
export async function openPage(browser: Browser, url: string, before = ''): Promise<PageEnd> {
  const context = await browser.newContext();
  await context.addInitScript(`${before};
    window.connections = [];
    if (window.RTCPeerConnection) window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...options) { super(...options); window.connections.push(this); }
    };`);
  const page = await context.newPage();
  await page.goto(url);
  await page.waitForFunction(() => typeof window.startProbe === 'function');
  await page.evaluate(() => window.startProbe());
  return {
    page,
    join: (topic) => page.evaluate((it) => window.probe.join(it), topic),
    leave: (topic) => page.evaluate((it) => window.probe.leave(it), topic),
    nudge: () => page.evaluate(() => window.probe.nudge()),
    stop: () => context.close(),
    status: () => page.evaluate(() => window.probe.status()),
    channels: () => page.evaluate(() => window.probe.channels()),
    send: (channel, from, to, length) =>
      page.evaluate((args) => window.probe.send(...args), [channel, from, to, length] as const),
    trySend: (channel, length) =>
      page.evaluate((args) => window.probe.trySend(...args), [channel, length] as const),
    close: (channel) => page.evaluate((it) => window.probe.close(it), channel),
  };
}

/** Bytes that this page's WebRTC connections have sent so far. */
export const directBytes = (end: PageEnd): Promise<number> =>
  end.page.evaluate(async () => {
    let sent = 0;
    for (const connection of window.connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'candidate-pair') sent += report.bytesSent;
      }
    }
    return sent;
  });
