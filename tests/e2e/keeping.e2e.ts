/**
 * A browser that may delete what it stores, and what is done about it: it is said, a recovery kit is
 * offered, a file is kept up to date, and whoever removes a workspace hears what goes with it.
 */
import type { Locator } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { KEEPING } from './harness/hindrances.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

const { keeping: w, recovery: r } = words;
const below = ({ page }: Person): Locator => page.locator('footer.below');
const press = (place: Locator, name: string): Promise<void> =>
  place.getByRole('button', { name, exact: true }).click();

it('is told that the browser may delete it, and what to do, until that is put off; then a kit is offered, once', async () => {
  const { refuses } = KEEPING;
  const ada = await stage.person('Ada', { before: refuses });
  await ada.create('Garden plan');
  await ada.type('Beans.');
  await below(ada).getByText(w.aloneAtRisk).waitFor();
  expect(await axeFindings(ada.page)).toEqual([]);
  await press(below(ada), w.whatToDo);
  const help = ada.page.getByRole('group', { name: w.title });
  await press(help, w.ask);
  await help.getByText(w.kept.keptNotYet().found).waitFor();
  expect(await axeFindings(ada.page)).toEqual([]);
  await ada.page.keyboard.press('Escape');
  await press(below(ada), words.common.dismiss);
  await below(ada).getByText(w.aloneAtRisk).waitFor({ state: 'detached' });
  await ada.saved();
  await ada.reload();
  await below(ada).getByText(w.offer).waitFor();
  await press(below(ada), w.notNow);
  await ada.reload();
  // Still said where somebody looks, whatever was put off.
  await press(ada.page.getByRole('status', { name: words.pill.label }), words.pill.saved);
  const panel = ada.page.getByRole('group', { name: words.status.title });
  await panel.getByText(w.kept.keptMaybe().found).waitFor();
  await panel.getByText(w.backup.none).waitFor();
  expect(await below(ada).getByRole('button').count()).toBe(0);
});

/** Makes a kit from the strip or the menu, and saves the first backup; the words. */
async function makeKit(person: Person, open: () => Promise<void>): Promise<string> {
  await open();
  const dialog = person.page.getByRole('dialog', { name: r.kit.title });
  await press(dialog, r.kit.begin);
  const listed = dialog.getByRole('list', { name: r.kit.list }).getByRole('listitem');
  await listed.first().waitFor();
  const typed = (await listed.allInnerTexts()).join(' ');
  const [download] = await Promise.all([
    person.page.waitForEvent('download'),
    press(dialog, r.kit.save),
  ]);
  await dialog.getByText(r.kit.saved(download.suggestedFilename())).waitFor();
  return typed;
}

long('B6 a file is kept up to date by itself, and brings the workspace back', async () => {
  const { picksInside } = KEEPING;
  const profile = await stage.profile({ before: picksInside });
  const ada = await profile.tab('Ada');
  const { page } = ada;
  await ada.create('Garden plan');
  await ada.type('Beans.');
  const typed = await makeKit(ada, () => ada.menu(words.bar.recovery));
  const dialog = page.getByRole('dialog', { name: r.kit.title });
  await press(dialog, w.backup.keep);
  await dialog.getByText('“Garden plan.parley”').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  const size = (): Promise<number> =>
    page.evaluate(async () => {
      const folder = await navigator.storage.getDirectory();
      return (await (await folder.getFileHandle('Garden plan.parley')).getFile()).size;
    });
  const before = await size();
  await ada.type(' Peas, and whatever else will grow in the shade of the wall.', 'end');
  await ada.saved();
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(size).toBeGreaterThan(before);
  const base64 = await page.evaluate(async () => {
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle('Garden plan.parley')).getFile();
    return btoa(String.fromCharCode(...new Uint8Array(await file.arrayBuffer())));
  });
  await profile.close();

  const again = await stage.person('Ada');
  await again.visit(`${stage.server.url}#/restore`);
  const buffer = Buffer.from(base64, 'base64');
  const file = { name: 'Garden plan.parley', mimeType: 'application/octet-stream', buffer };
  await again.page.getByLabel(r.restore.file).setInputFiles(file);
  await again.page.getByLabel(r.restore.words).fill(typed);
  await again.page.getByRole('button', { name: r.restore.go }).click();
  await again.seesText('Beans. Peas, and whatever else will grow in the shade of the wall.');
});

long(
  'a workspace among several is removed from this browser, after what goes with it was said',
  async () => {
    const ada = await stage.person('Ada');
    for (const title of ['Kitchen garden', 'Garden plan']) {
      await ada.create(title);
      await ada.type(`${title}.`);
      await ada.saved();
    }
    await ada.visit();
    const list = ada.page.getByRole('region', { name: words.start.here });
    await expect.poll(() => list.getByRole('link').count()).toBe(2);
    await press(list, words.start.remove('Kitchen garden'));
    const asks = ada.page.getByRole('dialog', { name: w.forget.title('Kitchen garden') });
    await asks.getByText(w.forget.noKit).waitFor();
    await asks.getByText(w.forget.alone).waitFor();
    expect(await axeFindings(ada.page)).toEqual([]);
    const typed = await makeKit(ada, () => press(asks, w.forget.makeKit));
    expect(typed.match(/[a-z]+/g)).toHaveLength(12);
    await ada.page.keyboard.press('Escape');
    await asks.getByText(/^Newest backup/).waitFor();
    await press(asks, w.forget.go);
    await ada.page.getByText(w.forget.gone('Kitchen garden')).waitFor();
    await expect.poll(() => list.getByRole('link').count()).toBe(1);
    await list.getByRole('link', { name: /Garden plan/ }).click();
    await ada.seesText('Garden plan.');
  },
);
