/** What leaves the page: nothing of an invite's secret, no name lookups, no code but our own. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { contentSecurityPolicy } from '../../src/node/headers.ts';
import { decodeInvite } from '../../src/wire/link.ts';
import type { Person } from './harness/person.ts';
import { RecordingProxy } from './harness/proxy.ts';
import { NO_NAMES, Stage } from './harness/stage.ts';
import { everythingStored } from './harness/stored.ts';

/** What Chromium's autofill asks its maker on behalf of any page with a form. */
const AUTOFILL = 'content-autofill.googleapis.com';
const RULES = `MAP ${AUTOFILL} 127.0.0.1, ${NO_NAMES}`;

let stage: Stage;
let proxy: RecordingProxy;
let netLog: string;
let link: string;
let both: readonly [Person, Person];

beforeAll(async () => {
  netLog = join(await mkdtemp(join(tmpdir(), 'parley-netlog-')), 'log.json');
  stage = await Stage.open([`--log-net-log=${netLog}`, `--host-resolver-rules=${RULES}`]);
  proxy = await RecordingProxy.open(stage.server.port);
  const options = { url: proxy.url };
  both = [await stage.person('Ada', options), await stage.person('Bo', options)];
  const [ada, bo] = both;
  await ada.create('Garden plan');
  await ada.type('Beans.');
  link = await ada.invite();
  await bo.join(link);
  await bo.seesText('Beans.');
  await bo.type('Peas. ', 'start');
  await ada.seesText('Peas. Beans.');
  await ada.seesRoute('direct');
});
afterAll(async () => {
  await stage.close();
  await proxy.close();
  await rm(join(netLog, '..'), { recursive: true, force: true });
});

it('every page comes with the policy that the server promises', async () => {
  for (const path of ['', 'index.html', 'config.json', 'nothing']) {
    const { headers } = await fetch(stage.server.url + path);
    const policy = headers.get('content-security-policy');
    expect(policy).toBe(contentSecurityPolicy(`127.0.0.1:${stage.server.port}`, []));
    expect(policy).toMatch(/default-src 'none'.*require-trusted-types-for 'script'/);
  }
});

it('an invite’s secret is in no byte on the line, log, title, address or store', async () => {
  const said = [stage.server.log];
  for (const { page } of both) {
    said.push(page.url(), await page.title(), await everythingStored(page));
    const history = await (
      await page.context().newCDPSession(page)
    ).send('Page.getNavigationHistory');
    said.push(...history.entries.flatMap(({ url, title }) => [url, title]));
  }
  const frames = [...proxy.sent(), ...proxy.received()].map((bytes) => bytes.toString('latin1'));
  // That one sees what is to be searched: workspace ids in stores, libp2p's first words in frames.
  const payload = link.slice(link.lastIndexOf('/') + 1);
  const invite = decodeInvite(payload);
  if (!invite.ok) throw new Error('not a link');
  expect(said.filter((text) => text.includes(invite.value.workspace)).length).toBeGreaterThan(4);
  expect(proxy.sent().filter((bytes) => bytes.includes('/multistream/1.0.0')).length).toBe(2);

  const seed = Buffer.from(invite.value.seed);
  const secrets = ['base64url', 'base64', 'hex', 'latin1'] as const;
  for (const secret of [payload, ...secrets.map((coding) => seed.toString(coding))]) {
    const found = [...said, ...frames].filter((text) => text.includes(secret));
    expect(found.map((text) => text.slice(0, 200))).toEqual([]);
  }
});

it('no page does what the policy forbids, or looks up a name', async () => {
  for (const { page } of both) {
    // Lookups of ICE servers are in no log, but there are none to look up.
    expect(await page.evaluate(() => window.line.iceServers)).toEqual([]);
  }
  await stage.settle();
  await stage.closeBrowser();
  const { constants, events } = JSON.parse(await readFile(netLog, 'utf8')) as NetLog;
  const kinds = Object.entries(constants.logEventTypes);
  const lookups = new Set(
    kinds.flatMap(([kind, id]) => (kind.startsWith('HOST_RESOLVER') ? [id] : [])),
  );
  const names = events.flatMap(({ type, params }) => {
    // The browser itself asks for its maker's hosts, on behalf of no page.
    const ofPage = params?.network_anonymization_key?.includes('127.0.0.1');
    return lookups.has(type) && ofPage && params?.host ? [params.host] : [];
  });
  // Our own host is seen there, though it needs no lookup; and names that WebRTC gives to addresses.
  expect(names).toContain(proxy.url.slice(0, -1));
  expect(names.filter((name) => !/127\.0\.0\.1|\.local\b/.test(name))).toEqual([]);
});

/** What Chromium writes with `--log-net-log`. */
interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly {
    readonly type: number;
    readonly params?: { readonly host?: string; readonly network_anonymization_key?: string };
  }[];
}
