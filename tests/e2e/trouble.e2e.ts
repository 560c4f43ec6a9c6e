/**
 * It breaks politely: whatever keeps Parley from starting or from saving is explained in plain words
 * (what happened, what is safe, what to do next), on a page that is not blank and that axe accepts.
 */
import { randomBytes } from 'node:crypto';
import { chromium, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import type { Trouble } from '../../src/app/environment.ts';
import { chromium as executable, CHROMIUM_FLAGS } from '../../scripts/chromium.ts';
import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { pasteByKeyboard } from './harness/clipboard.ts';
import { HINDRANCES } from './harness/hindrances.ts';
import { long } from './harness/long.ts';
import { NO_NAMES, Stage } from './harness/stage.ts';

/** No certificate and not this machine's own name: what browsers call an insecure origin. */
const INSECURE = 'parley.test';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

async function explains(page: Page, trouble: Trouble): Promise<void> {
  const { title, happened, safe, next } = words.trouble[trouble];
  await page.getByRole('heading', { level: 1, name: title }).waitFor({ timeout: 25_000 });
  const text = await page.getByRole('main').innerText();
  for (const sentence of [happened, words.common.safe, safe, words.common.nextStep, next])
    expect(text).toContain(sentence);
  expect(await page.title()).toContain(title);
  expect(await axeFindings(page)).toEqual([]);
}

describe('what keeps Parley from starting is explained', () => {
  it.each(Object.entries(HINDRANCES))('%s', async (trouble, hindrance) => {
    if (hindrance.unreachable === true) stage.expectUnreachable();
    const profile = await stage.profile(
      hindrance.before === undefined ? {} : { before: hindrance.before },
    );
    if (hindrance.prepare) {
      await hindrance.prepare((await profile.tab('a neighbour')).page, stage.server.url);
    }
    const ada = await profile.tab('Ada');
    const { page } = ada;
    if (hindrance.waits !== undefined) await page.clock.install();
    await ada.visit();
    if (hindrance.waits !== undefined) {
      await page.getByRole('heading', { level: 1, name: words.product }).waitFor();
      await page.clock.fastForward(hindrance.waits);
    }
    await explains(page, trouble as Trouble);
  });

  it('insecure: plain http on another address than this computer’s own', async () => {
    const rules = `MAP ${INSECURE} 127.0.0.1, ${NO_NAMES}`;
    const browser = await chromium.launch({
      executablePath: executable(),
      args: [...CHROMIUM_FLAGS, `--host-resolver-rules=${rules}`],
    });
    try {
      const page = await browser.newPage();
      await page.goto(`http://${INSECURE}:${stage.server.port}/`);
      await explains(page, 'insecure');
    } finally {
      await browser.close();
    }
  });
});

describe('a full disk', () => {
  long('is told at once, and nothing is lost when there is room again', async () => {
    const ada = await stage.person('Ada');
    const { page } = ada;
    const { origin } = new URL(stage.server.url);
    await ada.visit();
    await ada.isKept(); // That takes room, too.
    const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    const session = await page.context().newCDPSession(page);
    // Before the first write: Chromium remembers for a while how much room there is.
    const quotaSize = usage + 1_000_000;
    await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize });
    await ada.create('Notes');
    await ada.type('Before. ');
    await ada.saved();
    // The database packs what it can, so only noise takes its room.
    const noise = randomBytes(1_500_000).toString('base64').replace(/.{72}/g, '$&\n');
    await pasteByKeyboard(ada, noise);
    await ada.status(words.pill.failed);
    const banner = page.getByRole('alert');
    expect(await banner.innerText()).toContain(words.status.failedQuota);
    expect(await banner.innerText()).toContain(words.status.failedNext);
    expect(await axeFindings(page)).toEqual([]);
    await ada.type('Last.', 'end');
    const text = `Before. ${noise}Last.`;
    expect(await ada.exported()).toBe(text);
    await session.send('Storage.overrideQuotaForOrigin', { origin });
    await ada.saved();
    await banner.waitFor({ state: 'detached' });
    // The page is there long before its history has been read, and has remembered an older text.
    await session.send('Emulation.setCPUThrottlingRate', { rate: 8 });
    await ada.reload();
    const exported = await ada.exported();
    expect(exported.length).toBe(text.length); // A short failure, before a long one.
    expect(exported).toBe(text);
  });
});

describe('a browser whose WebCrypto has no Ed25519', () => {
  const NO_ED25519 = `(() => {
    if (!globalThis.SubtleCrypto) return; // Not on about:blank.
    const unsupported = () => Promise.reject(new DOMException('made by a test', 'NotSupportedError'));
    for (const name of ['generateKey', 'importKey', 'sign', 'verify']) {
      const own = SubtleCrypto.prototype[name];
      SubtleCrypto.prototype[name] = function (...words) {
        const wanted = words.some((word) => word === 'Ed25519' || word?.name === 'Ed25519');
        return wanted ? unsupported() : own.apply(this, words);
      };
    }
  })();`;

  long('keeps its key as a seed and takes part like any other', async () => {
    const ada = await stage.person('Ada', { before: NO_ED25519 });
    await ada.create('Notes');
    await ada.type('From Ada. ');
    const bo = await stage.person('Bo');
    await bo.join(await ada.invite());
    await bo.seesText('From Ada. ');
    await bo.type('From Bo.', 'end');
    await ada.seesText('From Ada. From Bo.');
    const cy = await stage.person('Cy', { before: NO_ED25519 });
    await cy.join(await ada.invite());
    await cy.seesText('From Ada. From Bo.');
    expect(await keyKinds(ada.page)).toEqual(['seed']);
    expect(await keyKinds(bo.page)).toEqual(['webcrypto']);
    expect(await keyKinds(cy.page)).toEqual(['seed']);
    await ada.reload();
    await ada.seesText('From Ada. From Bo.');
  });

  const keyKinds = (page: Page): Promise<string[]> =>
    page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const opening = indexedDB.open('parley');
          opening.onsuccess = () => {
            const db = opening.result;
            const all = db.transaction('workspaces').objectStore('workspaces').getAll();
            all.onsuccess = () => {
              db.close();
              resolve(all.result.map(({ device }: { device: { kind: string } }) => device.kind));
            };
          };
        }),
    );
});

describe('an address that names what is not here', () => {
  it('a workspace of another browser', async () => {
    const ada = await stage.person('Ada');
    await ada.visit(`${stage.server.url}#/w/${'ab'.repeat(32)}`);
    await ada.sees(words.absent.notHere.title);
    expect(await axeFindings(ada.page)).toEqual([]);
  });

  it('a document that has not arrived', async () => {
    const ada = await stage.person('Ada');
    await ada.create('Notes');
    const address = ada.page.url().replace(/[0-9a-f]{32}$/, 'cd'.repeat(16));
    await ada.visit(address);
    await ada.sees(words.workspace.missing);
    expect(await axeFindings(ada.page)).toEqual([]);
  });
});
