/** A table in front of the screen: written by two with keys alone, pasted into, sorted, and taken along as a file. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

const w = words.table;

/** What a grid shows, row by row, its column of numbers left out. */
const cells = (page: Page): Promise<string[][]> =>
  page
    .getByRole('grid')
    .evaluate((grid) =>
      [...grid.querySelectorAll('.rows [role="row"]')].map((row) =>
        [...row.querySelectorAll<HTMLElement>('[role="gridcell"]')].map((cell) =>
          cell.innerText.trim(),
        ),
      ),
    );
const shows = (page: Page, wanted: string[][]): Promise<void> =>
  eventually(async () => expect(await cells(page)).toEqual(wanted));

it('M1 two write in one table with keys, undo their own, and take it along', async () => {
  const [ada, bo] = await stage.pair();
  await ada.page.getByRole('button', { name: w.newTable }).click();
  await ada.page.getByRole('gridcell').first().waitFor();
  const { keyboard } = ada.page;
  await keyboard.type('beans');
  await keyboard.press('Tab');
  await keyboard.type('3');
  await keyboard.press('Enter');
  await keyboard.press('ArrowLeft');
  await keyboard.type('peas');
  await keyboard.press('Enter');
  const first = [
    ['beans', '3'],
    ['peas', ''],
    ['', ''],
  ];
  await shows(ada.page, first);
  expect(await axeFindings(ada.page)).toEqual([]);

  await bo.page.getByRole('link', { name: w.newTitle }).click();
  await shows(bo.page, first);
  await bo.page.getByRole('gridcell', { name: 'beans' }).click();
  await bo.page.keyboard.type('leeks');
  await bo.page.keyboard.press('Enter');
  await shows(ada.page, [['leeks', '3'], ...first.slice(1)]);
  await keyboard.press('Control+z');
  await shows(bo.page, [
    ['leeks', '3'],
    ['', ''],
    ['', ''],
  ]);
  await keyboard.press('Control+y');
  await shows(bo.page, [['leeks', '3'], ...first.slice(1)]);

  await ada.page.getByRole('gridcell', { name: 'peas' }).click();
  await ada.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData('text/plain', 'kale\t7\tsoon\nchard\t1\tlater\nsorrel\t2\tnever');
    const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
    document.activeElement?.dispatchEvent(paste);
  });
  const pasted = [
    ['leeks', '3', ''],
    ['kale', '7', 'soon'],
    ['chard', '1', 'later'],
    ['sorrel', '2', 'never'],
  ];
  await shows(bo.page, pasted);

  await ada.page.getByRole('gridcell', { name: '7' }).click();
  await ada.page.getByRole('button', { name: w.columnMenu, exact: true }).click();
  await ada.page.getByRole('button', { name: w.change }).click();
  const dialog = ada.page.getByRole('dialog', { name: w.columnTitle });
  await dialog.getByLabel(w.name).fill('Count');
  await dialog.getByLabel(w.type).selectOption(w.types.number);
  await dialog.getByRole('button', { name: w.save }).click();
  await ada.page.getByRole('button', { name: w.columnMenu, exact: true }).click();
  await ada.page.getByRole('button', { name: w.descending }).click();
  await shows(ada.page, [pasted[1], pasted[0], pasted[3], pasted[2]] as string[][]);
  await shows(bo.page, pasted);

  const coming = ada.page.waitForEvent('download');
  await ada.menu(words.bar.exportTable);
  const file = await readFile(await (await coming).path(), 'utf8');
  expect(file.replace('\ufeff', '').trim().split('\n')).toEqual([
    'Name,Count,Column 3',
    'kale,7,soon',
    'leeks,3,',
    'sorrel,2,never',
    'chard,1,later',
  ]);
});

it('a column that becomes a choice offers what stands in it, each once', async () => {
  const ada = await stage.person('Ada');
  const { page } = ada;
  await ada.create('Garden plan');
  await page.getByRole('button', { name: w.newTable }).click();
  await page.getByRole('gridcell').first().click();
  for (const text of ['peas', 'beans', 'peas']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }
  await page.getByRole('gridcell', { name: 'beans' }).click();
  await page.getByRole('button', { name: w.columnMenu, exact: true }).click();
  await page.getByRole('button', { name: w.change }).click();
  const dialog = page.getByRole('dialog', { name: w.columnTitle });
  await dialog.getByLabel(w.type).selectOption(w.types.choice);
  expect(await dialog.getByLabel(w.choices).inputValue()).toBe('peas\nbeans');
});
