/** People discuss parts of a text beside it, while it is being written. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';

const { comments: w } = words;

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

it('N3 N4 two people discuss words that move, by keys alone, and resolve that', async () => {
  const [ada, bo] = await stage.pair();
  const at = (page: typeof ada.page) =>
    page.getByRole('group', { name: words.workspace.comments, exact: true });
  const marked = (page: typeof ada.page): Promise<string[]> =>
    page.locator('.cm-content .commented').allInnerTexts();
  const thread = (page: typeof ada.page, quote: string) =>
    at(page).getByRole('group', { name: w.threadOn(quote) });

  await ada.type(' Peas and leeks.', 'end');
  for (const _ of 'leeks.') await ada.page.keyboard.press('Shift+ArrowLeft');
  await ada.page.keyboard.press('Control+Alt+KeyM');
  await at(ada.page).getByRole('textbox', { name: w.write }).waitFor();
  await ada.page.keyboard.type('Too many?');
  await ada.page.keyboard.press('Control+Enter');
  await thread(ada.page, 'leeks.').getByText('Too many?').waitFor();

  await bo.page.locator('.cm-content .commented').waitFor();
  await bo.page.getByText(w.arrived('Ada', 'Too many?')).waitFor({ state: 'attached' });
  await bo.type('My ', 'start');
  expect(await marked(bo.page)).toEqual(['leeks.']);
  await eventually(async () => expect(await ada.text()).toMatch(/^My .*leeks\.$/));
  await bo.page.keyboard.press('Control+End');
  await bo.page.keyboard.press('Control+Alt+KeyM');
  const theirs = thread(bo.page, 'leeks.');
  await eventually(async () =>
    expect(await theirs.evaluate((one) => one === document.activeElement)).toBe(true),
  );
  await theirs.getByRole('button', { name: w.reply }).press('Enter');
  await bo.page.keyboard.type('No.');
  await bo.page.keyboard.press('Control+Enter');
  await thread(ada.page, 'leeks.').getByText('No.').waitFor();
  expect(await axeFindings(ada.page)).toEqual([]);

  // Back to the words, which go away, and the thread keeps them.
  await thread(ada.page, 'leeks.')
    .getByRole('button', { name: w.goTo('leeks.') })
    .press('Enter');
  await ada.page.keyboard.press('Delete');
  await at(ada.page).getByText(w.aboutGone).waitFor();
  await thread(bo.page, 'leeks.').getByText(w.aboutGone).waitFor();
  await theirs.getByRole('button', { name: w.resolve }).press('Enter');
  await at(bo.page).getByText(w.noneOpen).waitFor();
  await thread(ada.page, 'leeks.').getByRole('button', { name: w.reopen }).waitFor();
  await at(bo.page)
    .getByRole('checkbox', { name: w.showResolved(1) })
    .check();
  await theirs.getByRole('button', { name: w.reopen }).press('Enter');
  await thread(ada.page, 'leeks.').getByRole('button', { name: w.resolve }).waitFor();
});

/** Ada, on a phone, with a word selected. */
async function onPhone(): Promise<Person> {
  const ada = await stage.person('Ada');
  const { page } = ada;
  await ada.create('Garden plan');
  await page.setViewportSize({ width: 320, height: 640 });
  await ada.type('Peas and leeks.');
  for (const _ of 'leeks.') await page.keyboard.press('Shift+ArrowLeft');
  return ada;
}

long(
  'on a phone Esc in the comments leads back to the words, and what was begun is kept',
  async () => {
    const ada = await onPhone();
    const { page } = ada;
    const field = page.getByRole('dialog').getByRole('textbox', { name: w.write });
    await page.keyboard.press('Control+Alt+KeyM');
    await field.fill('Too many?');
    await page.keyboard.press('Escape');
    await field.waitFor({ state: 'detached' });
    await eventually(async () =>
      expect(await ada.editor.evaluate((one) => one === document.activeElement)).toBe(true),
    );
    await page.keyboard.press('Control+Alt+KeyM');
    await eventually(async () => expect(await field.inputValue()).toBe('Too many?'));
  },
);

long(
  'on a phone what was deleted in the comments is said there, and brought back there',
  async () => {
    const ada = await onPhone();
    const { page } = ada;
    await page.keyboard.press('Control+Alt+KeyM');
    const drawer = page.getByRole('dialog', { name: words.workspace.comments });
    await drawer.getByRole('textbox', { name: w.write }).fill('Too many?');
    await page.keyboard.press('Control+Enter');
    const said = drawer.getByText('Too many?');
    await said.waitFor();
    const notices = drawer.getByRole('status', { name: words.common.notices });
    expect(await notices.innerText()).toBe('');
    await drawer.getByRole('button', { name: w.deleteLabel('Too many?') }).click();
    await notices.getByText(w.deleted).waitFor();
    await said.waitFor({ state: 'detached' });
    expect(await axeFindings(page)).toEqual([]);
    await notices.getByRole('button', { name: words.common.undo }).click();
    await said.waitFor();
  },
);
