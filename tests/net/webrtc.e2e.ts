/** The libp2p transport in Chromium, against a real relay: circuit first, then WebRTC. */
import type { Browser, BrowserContext } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { long } from '../e2e/harness/long.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import {
  eventually,
  gotFrames,
  openChannel,
  TOPIC,
  transportContract,
} from '../contract/transport.ts';
import {
  buildPage,
  directBytes,
  launch,
  profile,
  startEnd,
  type PageEnd,
} from './chromium-page.ts';
import { deploy, freshDirectory } from './deployment.ts';

/** WebRTC is there, and never opens: nobody hears of the other's addresses. */
const BLOCKED = 'RTCPeerConnection.prototype.addIceCandidate = async () => undefined';

let browser: Browser;
let usual: BrowserContext;
let without: BrowserContext;
let blocked: BrowserContext;
let site: string;
let data: string;
let server: ParleyServer;

beforeAll(async () => {
  [site, data, browser] = await Promise.all([buildPage(), freshDirectory(), launch()]);
  [usual, without, blocked] = await Promise.all([
    profile(browser),
    profile(browser, 'delete window.RTCPeerConnection'),
    profile(browser, BLOCKED),
  ]);
  server = await deploy({ site, data });
}, 60_000);
afterAll(async () => {
  await browser.close();
  await server.stop();
}, 20_000);

const open = (context: BrowserContext = usual): Promise<PageEnd> =>
  startEnd(context, `http://127.0.0.1:${server.port}/`);

transportContract('Chromium', open, 'direct');

describe('libp2p in Chromium', { timeout: 90_000 }, () => {
  const ends: PageEnd[] = [];
  const pair = async (one = usual, other = usual): Promise<[PageEnd, PageEnd]> => {
    const both: [PageEnd, PageEnd] = [await open(one), await open(other)];
    ends.push(...both);
    for (const end of both) await end.join(TOPIC);
    return both;
  };
  const restart = async (port: number): Promise<void> => {
    server = await deploy({ site, data, port });
  };
  afterEach(async () => {
    for (const end of ends.splice(0)) await end.stop();
  });

  it('the circuit comes first, a WebRTC channel replaces it, and the relay carries no more', async () => {
    const [a, b] = await pair();
    const direct = await openChannel(a, TOPIC, 'direct');
    const received = await openChannel(b, TOPIC, 'direct');
    expect((await a.channels()).map((view) => view.route)).toEqual(['relay', 'direct']);
    expect((await b.channels()).map((view) => view.route)).toEqual(['relay', 'direct']);
    await eventually(async () => {
      expect((await a.channels()).map((view) => view.closes)).toEqual([1, 0]);
      expect((await b.channels()).map((view) => view.closes)).toEqual([1, 0]);
    });
    const relayed = server.relay.figures().relayedBytes;
    const before = await directBytes(a);
    await a.send(direct.index, 0, 50, 100_000);
    await gotFrames(b, received.index, 50);
    expect((await directBytes(a)) - before).toBeGreaterThan(5_000_000);
    expect(server.relay.figures().relayedBytes).toBe(relayed);
  });

  it('without WebRTC at one end the circuit stays', async () => {
    const [a, b] = await pair(without);
    const { index } = await openChannel(a);
    const received = await openChannel(b);
    await a.send(index, 0, 20, 100_000);
    await gotFrames(b, received.index, 20);
    expect((await a.channels()).map((view) => view.route)).toEqual(['relay']);
  });

  long('where WebRTC never opens the circuit stays, and nobody tries again and again', async () => {
    const [a, b] = await pair(blocked, blocked);
    const { index } = await openChannel(a);
    const received = await openChannel(b);
    const attempts = (end: PageEnd): Promise<string[]> =>
      end.page.evaluate(() => window.connections.map((attempt) => attempt.connectionState));
    await eventually(async () => expect(await attempts(a)).toContain('closed'));
    await a.send(index, 0, 5, 100_000);
    await gotFrames(b, received.index, 5);
    expect((await a.channels()).map((view) => view.route)).toEqual(['relay']);
    expect((await attempts(a)).length).toBeLessThanOrEqual(2);
  });

  it('the relay dies and returns: direct channels never notice, new tabs are met again', async () => {
    const [a, b] = await pair();
    const direct = await openChannel(a, TOPIC, 'direct');
    const received = await openChannel(b, TOPIC, 'direct');
    const { port } = server;
    await server.stop();
    for (const end of [a, b]) {
      await eventually(async () => expect((await end.status())?.relay).toBe('unreachable'));
    }
    await a.send(direct.index, 0, 20, 50_000);
    await gotFrames(b, received.index, 20);
    await restart(port);
    for (const end of [a, b]) {
      await eventually(async () => expect((await end.status())?.relay).toBe('connected'));
    }
    expect((await a.channels())[direct.index]?.closes).toBe(0);
    const [c] = await pair();
    await eventually(async () => {
      const peers = new Set((await c.channels()).map((view) => view.remote));
      expect(peers.size).toBe(3);
    });
  });

  it('the relay dies and returns: relayed channels close, then open again', async () => {
    const [a, b] = await pair(without);
    const { index } = await openChannel(a);
    const received = await openChannel(b);
    const { port } = server;
    await server.stop();
    for (const [end, number] of [
      [a, index],
      [b, received.index],
    ] as const) {
      await eventually(async () => expect((await end.channels())[number]?.closes).toBe(1));
    }
    await restart(port);
    const again = await openChannel(a);
    const receivedAgain = await openChannel(b);
    await a.send(again.index, 0, 5, 1_000);
    await gotFrames(b, receivedAgain.index, 5);
  });

  it('a page that starts while the relay is away meets the others when it comes', async () => {
    const a = await open(without);
    const b = await open(without);
    ends.push(a, b);
    const { port } = server;
    await server.stop();
    for (const end of [a, b]) {
      await eventually(async () => expect((await end.status())?.relay).toBe('unreachable'));
      await end.join(TOPIC);
    }
    await restart(port);
    await openChannel(a);
    await openChannel(b);
  });

  long('eight tabs of one machine all meet', async () => {
    const tabs: PageEnd[] = [];
    for (let tab = 0; tab < 8; tab++) tabs.push(await open(without));
    ends.push(...tabs);
    await Promise.all(tabs.map((tab) => tab.join(TOPIC)));
    for (const tab of tabs) {
      await eventually(async () => {
        const openNow = (await tab.channels()).filter((view) => view.closes === 0);
        expect(new Set(openNow.map((view) => view.remote)).size).toBe(7);
      });
    }
  });
});
