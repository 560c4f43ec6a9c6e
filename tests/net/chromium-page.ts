/**
 * Pages of one Chromium for tests of transports: each in a profile of its own, with a probe.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { build } from 'vite';

import { chromium as executable, CHROMIUM_FLAGS } from '../../scripts/chromium.ts';
import { leaveOut } from '../../scripts/leave-out.ts';
import { shortNames } from '../../scripts/short-names.ts';
import { LIBP2P, trim } from '../../scripts/trim.ts';
import type { End } from '../contract/probe.ts';
import { freshDirectory } from './deployment.ts';

/**
 * Bundles a script, page.ts if no other is named, with the libp2p of the built application, into a
 * fresh directory, for a server to serve.
 */
export async function buildPage(
  entry: string = join(import.meta.dirname, 'page.ts'),
): Promise<string> {
  const directory = await freshDirectory();
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: [leaveOut(join(import.meta.dirname, '../..'), 'libp2p'), trim(LIBP2P), shortNames()],
    build: {
      outDir: directory,
      minify: false,
      rolldownOptions: { input: entry, output: { entryFileNames: 'page.js' } },
    },
  });
  const page =
    '<!doctype html><title>Parley</title><script type="module" src="./page.js"></script>';
  await writeFile(join(directory, 'index.html'), page);
  await writeFile(join(directory, 'favicon.ico'), '');
  return directory;
}

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: executable(), args: [...CHROMIUM_FLAGS] });

export interface PageEnd extends End {
  readonly page: Page;
}

/** A profile whose pages remember their WebRTC connections. `before` runs before any script. */
export async function profile(browser: Browser, before = ''): Promise<BrowserContext> {
  const context = await browser.newContext();
  await context.addInitScript(`${before};
    window.connections = [];
    if (window.RTCPeerConnection) window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(...options) { super(...options); window.connections.push(this); }
    };`);
  return context;
}

/** Opens a page, or starts a new probe in one whose probe has stopped. */
export async function startEnd(context: BrowserContext, url: string): Promise<PageEnd> {
  const idle = context.pages().find((open) => open.url() === url && stopped.delete(open));
  const page = idle ?? (await context.newPage());
  if (idle === undefined) {
    await page.goto(url);
    await page.waitForFunction(() => typeof window.startProbe === 'function');
  }
  await page.evaluate(() => window.startProbe());
  return {
    page,
    join: (topic) => page.evaluate((it) => window.probe.join(it), topic),
    leave: (topic) => page.evaluate((it) => window.probe.leave(it), topic),
    nudge: () => page.evaluate(() => window.probe.nudge()),
    stop: async () => {
      await page.evaluate(() => window.probe.stop());
      stopped.add(page);
    },
    status: () => page.evaluate(() => window.probe.status()),
    channels: () => page.evaluate(() => window.probe.channels()),
    send: (channel, from, to, length) =>
      page.evaluate((args) => window.probe.send(...args), [channel, from, to, length] as const),
    trySend: (channel, length) =>
      page.evaluate((args) => window.probe.trySend(...args), [channel, length] as const),
    close: (channel) => page.evaluate((it) => window.probe.close(it), channel),
  };
}

/** Pages whose probe has stopped: starting another there is quicker than opening a page. */
const stopped = new WeakSet<Page>();

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
