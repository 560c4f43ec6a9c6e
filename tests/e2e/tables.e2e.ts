/** A table in front of the screen: written by two with keys alone, pasted into, sorted, and taken along as a file. */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import type { Person } from './harness/person.ts';
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

/** Pastes into whatever has the focus. */
const paste = (page: Page, pasted: string): Promise<void> =>
  page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData('text/plain', text);
    const event = new ClipboardEvent('paste', { clipboardData: data, bubbles: true });
    document.activeElement?.dispatchEvent(event);
  }, pasted);

/** Makes a table of these lines, and selects its first cell. */
async function makeTable(page: Page, lines: readonly string[]): Promise<void> {
  await page.getByRole('button', { name: w.newTable }).click();
  await page.getByRole('gridcell').first().click();
  await paste(page, lines.join('\n'));
  await page.keyboard.press('Control+Home');
}
const LINES = ['beans\t3', 'peas\t5', 'kale\t7', 'chard\t1'];
const CELLS = LINES.map((line) => line.split('\t'));

/** Ada's table, which Bo has open, too. */
async function sharedTable(): Promise<[ada: Page, bo: Page]> {
  const [{ page: ada }, { page: bo }] = await stage.pair();
  await makeTable(ada, LINES);
  await bo.getByRole('link', { name: w.newTitle }).click();
  await shows(bo, CELLS);
  return [ada, bo];
}
/** Chooses from a menu above the table, for the cell of this text. */
async function choose(page: Page, cell: string, menu: string, entry: string): Promise<void> {
  await page.getByRole('gridcell', { name: cell, exact: true }).click();
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('button', { name: entry, exact: true }).click();
}
const maker = async (): Promise<Person> => {
  const ada = await stage.person('Ada');
  await ada.create('Garden plan');
  return ada;
};
const isSeen = (element: Element): boolean => {
  const { left, top, width, height } = element.getBoundingClientRect();
  return element.contains(document.elementFromPoint(left + width / 2, top + height / 2));
};
const notices = (page: Page) => page.getByRole('status', { name: words.common.notices });

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
  await paste(ada.page, 'kale\t7\tsoon\nchard\t1\tlater\nsorrel\t2\tnever');
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
  const { page } = await maker();
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

it('what is being written in a row or column that somebody deletes goes nowhere else, and that is said', async () => {
  const [ada, bo] = await sharedTable();
  await ada.getByRole('gridcell', { name: 'peas' }).click();
  await ada.keyboard.type('lee');
  await choose(bo, 'peas', w.rowMenu, w.deleteRows(1));
  await notices(ada)
    .getByText(`${w.gone.row} ${w.notSaved('lee')}`)
    .waitFor();
  // Who looks at the keys goes on before reading that.
  await ada.keyboard.type('ks');
  await ada.keyboard.press('Enter');
  await ada.keyboard.type('and more');
  const left = [
    ['beans', '3'],
    ['kale', '7'],
    ['chard', '1'],
  ];
  await shows(ada, left);
  await ada.keyboard.press('ArrowUp');
  await ada.keyboard.type('sorrel');
  await ada.keyboard.press('Enter');
  left[0] = ['sorrel', '3'];
  await shows(bo, left);

  await ada.getByRole('gridcell', { name: 'kale' }).click();
  await ada.keyboard.type('leeks');
  await choose(bo, 'kale', w.columnMenu, w.deleteColumn);
  await notices(ada)
    .getByText(`${w.gone.column} ${w.notSaved('leeks')}`)
    .waitFor();
  await ada.keyboard.press('Enter');
  await shows(ada, [['3'], ['7'], ['1']]);
  await ada.keyboard.press('ArrowUp');
  await ada.keyboard.type('4');
  await ada.keyboard.press('Enter');
  await shows(bo, [['4'], ['7'], ['1']]);
});

it('what is being written stays in its row and column while others add some and move them', async () => {
  const [ada, bo] = await sharedTable();
  await ada.getByRole('gridcell', { name: 'peas' }).click();
  await ada.keyboard.type('lee');
  await ada.locator(':focus').dblclick(); // Which chooses the word.
  await ada.keyboard.press('End');
  await choose(bo, 'beans', w.rowMenu, w.above);
  await choose(bo, 'peas', w.rowMenu, w.rowDown);
  await choose(bo, 'peas', w.columnMenu, w.columnOn);
  await shows(ada, [
    ['', ''],
    ['3', 'beans'],
    ['7', 'kale'],
    ['5', ''], // Its other cell is being written.
    ['1', 'chard'],
  ]);
  await ada.keyboard.type('ks');
  await ada.keyboard.press('Enter');
  await shows(bo, [
    ['', ''],
    ['3', 'beans'],
    ['7', 'kale'],
    ['5', 'leeks'],
    ['1', 'chard'],
  ]);
});

it('a notice undoes the deletion that it tells of, whatever was done since', async () => {
  const { page } = await maker();
  await makeTable(page, LINES);
  const { keyboard } = page;
  await choose(page, 'peas', w.rowMenu, w.deleteRows(1));
  await page.locator('[role="gridcell"]:focus').waitFor();
  await keyboard.type('leeks'); // Where the next row moved up.
  await keyboard.press('Enter');
  const [beans, peas, kale, chard] = CELLS as [string[], string[], string[], string[]];
  const leeks = ['leeks', '7'];
  await shows(page, [beans, leeks, chard]);
  await notices(page).getByRole('button', { name: words.common.undo }).click();
  await shows(page, [beans, peas, leeks, chard]);
  await keyboard.press('Control+z');
  await shows(page, CELLS);
  await keyboard.press('Control+y');
  await shows(page, [beans, peas, leeks, chard]);
  await keyboard.press('Control+y');
  await shows(page, [beans, leeks, chard]);

  await keyboard.press('Control+z');
  await keyboard.press('Control+z');
  await shows(page, [beans, peas, kale, chard]);
  await choose(page, 'peas', w.rowMenu, w.deleteRows(1));
  await shows(page, [beans, kale, chard]);
  await keyboard.press('Control+z');
  await shows(page, CELLS);
  await notices(page).getByRole('button', { name: words.common.undo }).click();
  await page.getByRole('gridcell', { name: 'beans' }).click();
  await keyboard.type('last');
  await keyboard.press('Enter');
  await shows(page, [['last', '3'], peas, kale, chard]);
});

it('the selected cell keeps the focus, and what is being written in it, when it is scrolled out of sight', async () => {
  const { page } = await maker();
  await makeTable(
    page,
    Array.from({ length: 300 }, (_, i) => `plant ${i}\t${i}`),
  );
  const { keyboard } = page;
  const cellOf = (row: number) =>
    page.locator(`[role="row"][aria-rowindex="${row + 2}"] [role="gridcell"]`).first();
  const shown = (row: number, text: string) =>
    eventually(async () => expect(await cellOf(row).innerText()).toBe(text));
  /** By the wheel, until what is beside the row is no longer drawn. */
  const scrollAway = async (row: number): Promise<void> => {
    await page.mouse.wheel(0, 5_000);
    await cellOf(row + 1).waitFor({ state: 'detached' });
    const focus = page.locator(':focus');
    expect(await focus.count()).toBe(1);
    expect(await page.locator('[role="gridcell"][tabindex="0"]').count()).toBe(1);
  };

  await cellOf(2).click();
  await scrollAway(2);
  expect(await axeFindings(page)).toEqual([]);
  await keyboard.type('beans');
  await eventually(async () => expect(await page.locator(':focus').evaluate(isSeen)).toBe(true));
  await keyboard.press('Enter');
  await shown(2, 'beans');

  await cellOf(3).click();
  await keyboard.type('pe');
  await scrollAway(3);
  await keyboard.type('as');
  await keyboard.press('Enter');
  await shown(3, 'peas');

  await cellOf(4).click();
  await scrollAway(4);
  await paste(page, 'kale\nchard');
  await shown(4, 'kale');
  await shown(5, 'chard');
  await shown(6, 'plant 6');
  expect(await page.getByRole('grid').getAttribute('aria-rowcount')).toBe('301');
});

it('a table whose part of Parley cannot be fetched says so', async () => {
  const ada = await maker();
  await makeTable(ada.page, LINES);
  stage.expectUnreachable();
  const bo = await stage.person('Bo');
  await bo.page.context().route('**/assets/table-*.js', async (route) => {
    const answer = await route.fetch();
    // What writes in tables, and not the words about them.
    const isPart = (await answer.text()).includes('getRandomValues');
    await (isPart ? route.abort() : route.fulfill({ response: answer }));
  });
  await bo.join(await ada.invite());
  await bo.page.getByRole('link', { name: w.newTitle }).click();
  await bo.page.getByRole('main').getByRole('alert').getByText(words.common.notLoaded).waitFor();
  expect(await bo.page.getByRole('main').getByText(w.opening).count()).toBe(0);
  expect(await axeFindings(bo.page)).toEqual([]);
});
