/** From right to left: every main screen on a desk, a tablet and a phone, and Hebrew and Arabic in an English page. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { layoutFindings } from '../../scripts/screens/look.ts';
import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

const SIZES = [
  { width: 1280, height: 800 },
  { width: 820, height: 1180 },
  { width: 320, height: 640 },
];
const HEBREW = 'שלום לכולם';
const ARABIC = 'مرحبا بالجميع';

const turn = ({ page }: Person): Promise<unknown> => page.evaluate(() => (document.dir = 'rtl'));

/** Nothing is cut off, too wide or out of reach, whatever the width; what is over the page is closed then. */
async function fits({ page }: Person, screen: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise(requestAnimationFrame));
    const found = [...(await layoutFindings(page)), ...(await axeFindings(page))];
    expect(found.map((finding) => `${screen}, ${size.width} px: ${finding}`)).toEqual([]);
  }
  const dialog = page.getByRole('dialog');
  if (await dialog.isVisible()) {
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
  }
  await page.setViewportSize({ width: 1280, height: 800 });
}

long('the main screens go from right to left at every width', async () => {
  const ada = await stage.person('Ada');
  const { page } = ada;
  await ada.visit();
  await page.getByText(words.start.emptyTitle).waitFor();
  await turn(ada);
  await fits(ada, 'start');
  await ada.create('Garden plan');
  await turn(ada);
  await ada.paste(`# ${HEBREW}\n\nBeans.\n\n- ${ARABIC}\n- two\n`);
  await ada.saved();
  await fits(ada, 'workspace');
  for (const tab of [words.workspace.activity, words.workspace.outline, words.workspace.comments]) {
    await ada.menu(tab);
    await page.getByRole('complementary', { name: tab }).waitFor();
    await fits(ada, tab);
  }
  await page.getByRole('banner').getByRole('button', { name: words.bar.invite }).click();
  await page.getByRole('dialog').waitFor();
  await fits(ada, 'invite');
  await ada.menu(words.bar.history);
  await page.getByRole('slider', { name: words.history.moment }).waitFor();
  await fits(ada, 'history');
  await page.getByRole('button', { name: words.history.close }).click();
  await ada.menu(words.bar.read);
  await page.getByRole('article').waitFor();
  await fits(ada, 'read');
  await page.getByRole('button', { name: words.table.newTable }).click();
  await page.getByRole('grid').waitFor();
  await fits(ada, 'table');
});

long('arrow keys go where they point from right to left', async () => {
  const ada = await stage.person('Ada');
  const { page } = ada;
  await ada.create('Garden plan');
  await turn(ada);
  const toolbar = page.getByRole('toolbar', { name: words.formats.label });
  await toolbar.getByRole('button', { name: words.formats.heading }).focus();
  await page.keyboard.press('ArrowLeft');
  const focused = (): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(await focused()).toBe(words.formats.bold);
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe(words.formats.heading);
  await page.getByRole('button', { name: words.table.newTable }).click();
  await page.getByRole('gridcell').first().click();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('second');
  await page.keyboard.press('Enter');
  await eventually(async () =>
    expect(await page.getByRole('gridcell').nth(1).innerText()).toBe('second'),
  );
});

long(
  'a Hebrew line in an English page is written from right to left, and the caret goes so',
  async () => {
    const ada = await stage.person('Ada');
    const { page } = ada;
    await ada.create('Garden plan');
    await ada.type(`Hello\n${HEBREW}`);
    const line = page.locator('.cm-line', { hasText: HEBREW });
    await eventually(async () => expect(await line.getAttribute('dir')).toBe('rtl'));
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.type('X');
    await ada.seesText(`Hello\n${HEBREW.slice(0, 1)}X${HEBREW.slice(1)}`);
  },
);
