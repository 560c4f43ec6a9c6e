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
    const ada = await founded();
    const { page } = ada;
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
    await ada.seesText('Sow the beans.');
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

long(
  'a found place keeps the focus while others write; Escape, and a press on it, lead back to the page',
  async () => {
    const [ada, bo] = await stage.pair();
    const { page } = ada;
    await bo.seesText(await ada.text());
    await page.keyboard.press('ControlOrMeta+Shift+KeyF');
    const field = page.getByRole('searchbox', { name: words.search.field });
    const found = page.getByRole('search');
    await field.fill('beans');
    const place = found.locator('li button');
    await place.focus();
    await bo.type(' More beans.', 'end');
    await eventually(async () => expect(await place.count()).toBe(2));
    expect(await place.first().evaluate((one) => one === document.activeElement)).toBe(true);

    await field.press('Escape');
    await field.waitFor({ state: 'detached' });
    await eventually(async () => expect(await ada.editor.evaluate(hasFocus)).toBe(true));

    await ada.menu(words.bar.history);
    await page.keyboard.press('ControlOrMeta+Shift+KeyF');
    await field.fill('beans');
    await found.getByText(words.search.found(1)).waitFor();
    await field.press('Enter');
    await eventually(async () => expect(await ada.editor.evaluate(hasFocus)).toBe(true));
    expect(await page.evaluate(() => String(getSelection()))).toBe('Beans');
  },
);

long('on a narrow screen a heading of the outline leads to its place in the page', async () => {
  const ada = await founded();
  const { page } = ada;
  await page.setViewportSize({ width: 360, height: 740 });
  await ada.type('\n\n# Beds');
  await ada.inspect(words.workspace.outline);
  await page.getByRole('dialog').getByRole('button', { name: 'Beds' }).click();
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await eventually(async () => expect(await ada.editor.evaluate(hasFocus)).toBe(true));
});

const hasFocus = (element: Element): boolean => element === document.activeElement;

async function founded() {
  const ada = await stage.person('Ada');
  await ada.create('Garden');
  await ada.type('Sow the beans.');
  await ada.status(words.pill.saved);
  return ada;
}
