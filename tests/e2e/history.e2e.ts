/** People look at what was: step by step, by name, what changed since they were here, and back to it. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import { Stage } from './harness/stage.ts';

const { history: w } = words;

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

it('T13 T16 T19 walks back by keys, restores what was and undoes that, and shows who wrote what', async () => {
  const ada = await stage.person('Ada');
  await ada.create('Garden plan');
  const [first, second] = ['Beans and leeks. '.repeat(5), 'Peas. '.repeat(12)];
  await ada.paste(first);
  await ada.saved();
  await ada.paste(second);
  await ada.menu(words.bar.history);
  const title = await ada.page.getByRole('heading', { level: 1 }).innerText();
  const past = ada.page.getByRole('region', { name: w.of(title) });
  const slider = past.getByRole('slider', { name: w.moment });
  await slider.focus();
  await ada.page.keyboard.press('ArrowLeft');
  const shown = past.getByRole('textbox', { name: w.of(title) });
  await eventually(async () => expect((await shown.innerText()).trim()).toBe(first.trim()));
  expect(await slider.getAttribute('aria-valuetext')).toContain(w.you('Ada'));
  await past.getByRole('button', { name: w.restore }).click();
  await ada.seesText(first);
  await ada.undoLast();
  await ada.seesText(first + second);
  await ada.menu(words.bar.colours);
  await ada.page.locator('.wrote[title="Ada"]').first().waitFor();
  await ada.page.getByRole('list', { name: w.legend }).getByText('Ada').waitFor();
});

long('T17 T18 shows what changed since a visit; names a version, which others find', async () => {
  const [ada, bo] = await stage.pair();
  await ada.status(words.pill.synced(1));
  await ada.createDocument('Seeds'); // Ada looks elsewhere.
  await bo.paste('Peas first. ');
  const first = ada.page.getByRole('link', { name: 'First page', exact: true });
  await eventually(async () =>
    expect(await first.evaluate((link) => link.getAttribute('aria-describedby'))).not.toBeNull(),
  );
  await ada.openDocument('First page');
  await ada.page.getByText(/^Changed since your last visit .*by Bo\.$/).waitFor();
  await ada.page.getByRole('button', { name: w.showChanges }).click();
  await ada.page.getByText(w.shown(12, 0)).waitFor();
  expect(await ada.page.locator('.cm-content ins').allInnerTexts()).toEqual(['Peas first. ']);
  await ada.page.getByRole('button', { name: w.hideChanges }).click();
  expect(await ada.page.locator('.cm-content ins').count()).toBe(0);

  await ada.menu(words.bar.history);
  const past = ada.page.getByRole('region', { name: w.of('First page') });
  await past.getByRole('slider', { name: w.moment }).press('ArrowLeft');
  const shown = past.getByRole('textbox', { name: w.of('First page') });
  await eventually(async () => expect(await shown.innerText()).toBe('Beans.'));
  await past.getByRole('textbox', { name: w.name }).fill('Draft');
  await past.getByRole('button', { name: w.nameGo }).click();
  await past.getByRole('button', { name: /^Draft/ }).waitFor();
  await past.getByRole('button', { name: w.restore }).click();
  await ada.seesText('Beans.');
  await bo.seesText('Beans.');
  await ada.undoLast();
  await bo.seesText('Peas first. Beans.');

  await bo.menu(words.bar.history);
  const there = bo.page.getByRole('region', { name: w.of('First page') });
  await there.getByRole('button', { name: /^Draft/ }).click();
  await there.getByText(/^Step \d+ of /).waitFor();
  await bo.page.keyboard.press('Escape');
  await bo.menu(words.bar.colours);
  await bo.page.locator('.wrote[title="Ada"]').first().waitFor();
});
