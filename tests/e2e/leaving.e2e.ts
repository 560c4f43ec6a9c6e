/** Leaving a workspace while its browser cannot save, within the tab: nothing of it is lost. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { words } from '../words.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

/** Refuses to write events while `isFull`. */
const FULL = `(() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...what) {
    if (globalThis.isFull && this.name === 'runs') throw new DOMException('made by a test', 'QuotaExceededError');
    return put.apply(this, what);
  };
})();`;

it('a workspace that cannot be saved is as it was left when one comes back to it, and saved later', async () => {
  const ada = await stage.person('Ada', { before: FULL });
  const { page } = ada;
  await ada.create('Notes');
  await ada.type('Before. ');
  await ada.saved();
  const setFull = (isFull: boolean) =>
    page.evaluate((value) => Object.assign(globalThis, { isFull: value }), isFull);
  const asks = () =>
    page.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })));
  expect(await asks()).toBe(false);
  await setFull(true);
  await ada.type('Unsaved. ', 'end');
  await ada.status(words.pill.failed);
  const place = await page.evaluate(() => location.hash);
  for (let i = 0; i < 2; i++) {
    await page.evaluate(() => (location.hash = '#/'));
    await page.getByRole('heading', { level: 1, name: words.product }).waitFor();
    expect(await asks()).toBe(true);
    await page.evaluate((hash) => (location.hash = hash), place);
    await ada.seesText(`Before. Unsaved. ${i === 0 ? '' : '0. '}`);
    await ada.status(words.pill.failed);
    await page.getByRole('alert').waitFor();
    await ada.type(`${i}. `, 'end');
  }
  await page.evaluate(() => (location.hash = '#/'));
  await page.getByRole('heading', { level: 1, name: words.product }).waitFor();
  await setFull(false);
  await expect.poll(asks).toBe(false);
  await page.evaluate((hash) => (location.hash = hash), place);
  await ada.seesText('Before. Unsaved. 0. 1. ');
  await ada.saved();
  await ada.reload();
  await ada.seesText('Before. Unsaved. 0. 1. ');
});
