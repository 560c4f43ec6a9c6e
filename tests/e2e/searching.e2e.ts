/** Words are looked for in the whole workspace with keys alone, and found where they are written. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

long(
  'words are found in texts and tables, as they are typed, and each leads to its place',
  async () => {
    const { page, ...ada } = await founded();
    await page.getByRole('button', { name: words.table.newTable }).click();
    await page.getByRole('gridcell').first().waitFor();
    await page.keyboard.type('Bush beans');
    await page.keyboard.press('Enter');

    await page.keyboard.press('ControlOrMeta+Shift+KeyF');
    const field = page.getByRole('searchbox', { name: words.search.field });
    await field.fill('BEANS');
    const found = page.getByRole('search');
    await found.getByText(words.search.found(2)).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await field.press('Enter');
    await ada.sees('Sow the beans.');
    await eventually(async () =>
      expect(await page.evaluate(() => String(getSelection()))).toBe('beans'),
    );

    await found.getByRole('button', { name: 'Bush beans' }).click();
    await eventually(async () =>
      expect(await page.evaluate(() => (document.activeElement as HTMLElement).innerText)).toBe(
        'Bush beans',
      ),
    );
    await field.fill('leeks');
    await found.getByText(words.search.nothing('leeks')).waitFor();
  },
);

async function founded() {
  const ada = await stage.person('Ada');
  await ada.create('Garden');
  await ada.type('Sow the beans.');
  await ada.status(words.pill.saved);
  return { page: ada.page, sees: (text: string) => ada.seesText(text) };
}
