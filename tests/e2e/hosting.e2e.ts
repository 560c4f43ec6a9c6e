/** The built page on any host, and the page that says whether host and browser have what it needs. */
import { chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { chromium as executable, CHROMIUM_FLAGS } from '../../scripts/chromium.ts';
import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { HINDRANCES } from './harness/hindrances.ts';
import { long } from './harness/long.ts';
import { Person } from './harness/person.ts';
import { PlainHost } from './harness/plain-host.ts';
import { Stage } from './harness/stage.ts';
import { Stun } from './harness/stun.ts';

const { check } = words;

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

/** What was found, row by row, when the check has ended. */
async function foundOn(page: Page): Promise<string[]> {
  await page
    .getByRole('button', { name: check.again, disabled: false })
    .waitFor({ timeout: 60_000 });
  const rows = await page.getByRole('main').getByRole('listitem').all();
  return Promise.all(rows.map((row) => row.getByRole('paragraph').first().innerText()));
}

async function onPlainHost(): Promise<void> {
  const plain = await PlainHost.open('/some/where/');
  // Not the stage's browser: what is refused here on purpose it would report.
  const browser = await chromium.launch({
    executablePath: executable(),
    args: [...CHROMIUM_FLAGS],
  });
  const ada = new Person(await browser.newPage(), 'Ada', plain.url);
  await ada.create('Notes');
  await ada.type('Kept here.');
  await ada.status(words.pill.saved);
  await ada.reload();
  await ada.seesText('Kept here.');
  const { page } = ada;
  await page.getByRole('status', { name: words.pill.label }).getByRole('button').first().click();
  await page.getByText(words.status.noRelay).waitFor();

  // The page's own policy holds, though nothing came with it.
  const refused = await page.evaluate(async () => {
    const outside = await fetch('http://127.0.0.1:9/').catch(() => 'refused');
    let markup = 'taken';
    try {
      document.createElement('p').innerHTML = '<b>x</b>';
    } catch {
      markup = 'refused';
    }
    return [outside, markup];
  });
  expect(refused).toEqual(['refused', 'refused']);

  plain.files.set('frame.html', '<title>Frame</title><iframe src="./"></iframe>');
  await ada.visit(`${plain.url}frame.html`);
  await page
    .frameLocator('iframe')
    .getByRole('heading', { name: words.trouble.framed.title })
    .waitFor();

  plain.files.set('config.json', '{"relays":["wss://relay.example"]}');
  await ada.visit(plain.url);
  await page.getByText(words.start.badSetup('relays[0]')).waitFor();
  await page.getByRole('link', { name: words.common.check }).first().click();
  await ada.sees(check.title);
  expect(await foundOn(page)).toContain(check.findings.setupRefused({ name: 'relays[0]' }).found);
  await browser.close();
  await plain.close();
}

long(
  'works from any path of a host that sets no headers, and says that there is no relay',
  onPlainHost,
);

async function afterTrouble(): Promise<void> {
  const { storageRefused, engineNone, relayUntried } = check.findings;
  const relay = relayUntried({ name: `127.0.0.1:${stage.server.port}` });
  const cases = {
    storageRefused: [storageRefused({ name: 'SecurityError' })],
    noCrypto: [engineNone({}), relay],
  } as const;
  for (const trouble of ['storageRefused', 'noCrypto'] as const) {
    const { before = '' } = HINDRANCES[trouble];
    const ada = await stage.person('Ada', { before });
    const { page } = ada;
    const { title } = words.trouble[trouble];
    await ada.visit();
    await ada.sees(title);
    await page.getByRole('link', { name: words.common.check }).click();
    await ada.sees(check.title);
    const found = await foundOn(page);
    for (const finding of cases[trouble]) expect(found).toContain(finding.found);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: words.common.start }).click();
    await ada.sees(title);
  }
}

long('the check opens from what keeps Parley from starting, and says what that is', afterTrouble);

async function withHelpers(): Promise<void> {
  const stun = await Stun.open();
  const silent = 'stun:127.0.0.1:9';
  const config = await fetch(`${stage.server.url}config.json`);
  const json = { ...(await config.json()), iceServers: [{ urls: stun.url }, { urls: silent }] };
  // What a service worker fetches does not pass by the page's routes.
  const before = `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`;
  const ada = await stage.person('Ada', { before });
  await ada.page.route('**/config.json', (route) => route.fulfill({ json }));
  await ada.visit(`${stage.server.url}#/check`);
  const found = await foundOn(ada.page);
  const { helpersAnswer, helpersSilent } = check.findings;
  expect(found).toContain(helpersAnswer({ name: stun.url }).found);
  expect(found).toContain(helpersSilent({ name: silent }).found);
  stun.close();
}

long('the check says of each server for direct connections whether it answers', withHelpers);

it('the check finds what works, and gives a report to copy', async () => {
  const ada = await stage.person('Ada');
  await ada.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await ada.visit(`${stage.server.url}#/check`);
  const { page } = ada;
  const found = await foundOn(page);
  const fine = ['secureYes', 'storageWorks', 'engineFast', 'clockRight', 'helpersNone'] as const;
  for (const code of fine) expect(found).toContain(check.findings[code]({}).found);
  const relay = `The relay at 127.0.0.1:${stage.server.port} answers; there and back`;
  expect(found.filter((sentence) => sentence.startsWith(relay))).toHaveLength(1);
  // Direct, unless this machine is too busy for it.
  expect(found.filter((sentence) => sentence.startsWith('Connections'))).toHaveLength(1);
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: check.copy }).click();
  await page.getByRole('button', { name: check.copied }).waitFor();
  const report = await page.evaluate(() => navigator.clipboard.readText());
  expect(report).toContain(`${stage.server.url}\n`);
  expect(report).toMatch(/^good Relay: .* \[relayAnswers\]$/m);
  // Nobody is left waiting at the relay.
  await page.getByRole('link', { name: words.common.start }).click();
  await page.getByRole('heading', { level: 1, name: words.product }).waitFor();
});
