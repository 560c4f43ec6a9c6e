/** Screens of how a text came about: its moments, who wrote what, versions and what is taken back. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { Studio } from './studio.ts';
import { press } from './steps.ts';
import { PLAN, WORKSPACE } from './texts.ts';

const { history: w } = words;

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

it('history', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.renameDocument('Spring clean-up');
  await pasteByKeyboard(maya, PLAN);
  await maya.createDocument('Budget');
  await maya.openDocument('Spring clean-up');
  const tomas = await studio.person('Tomás');
  await tomas.join(await maya.invite());
  await tomas.openDocument('Spring clean-up');
  await maya.status(words.pill.synced(1));
  const walk = async (): Promise<void> => {
    await press(maya, words.bar.history);
    await maya.page.getByRole('slider', { name: w.moment }).focus();
  };
  await walk();
  await maya.page.getByRole('textbox', { name: w.name }).fill('As agreed on Monday');
  await maya.page.getByRole('button', { name: w.nameGo }).click();
  await maya.page.getByRole('button', { name: /^As agreed on Monday/ }).waitFor();
  await maya.page.keyboard.press('Escape');
  await maya.openDocument('Budget'); // She looks elsewhere, and it changes.
  await tomas.page.getByText('Weighing and').first().click();
  await tomas.page.keyboard.press('End');
  for (const _ of 'from eleven') await tomas.page.keyboard.press('Backspace');
  await tomas.paste('from twelve, and lunch for everybody');
  await maya.page.locator('.dot').waitFor();
  await studio.shoot(maya, 'unread', {
    show: async (size) => {
      if (size === 'narrow') await press(maya, words.workspace.documents);
    },
    hide: async () => {},
  });
  if (await maya.page.getByRole('dialog').isVisible()) await maya.page.keyboard.press('Escape');
  await maya.openDocument('Spring clean-up');
  await maya.page.getByRole('button', { name: w.showChanges }).waitFor();
  await studio.shoot(maya, 'changed', { show: async () => {}, hide: async () => {} });
  await maya.page.getByRole('button', { name: w.showChanges }).click();
  await maya.page.getByRole('button', { name: w.hideChanges }).waitFor();
  await studio.shoot(maya, 'changes', {
    show: () => maya.page.locator('.cm-content ins').first().scrollIntoViewIfNeeded(),
    hide: async () => {},
  });
  await maya.page.getByRole('button', { name: w.hideChanges }).click();
  await studio.shoot(maya, 'colours', {
    show: async () => {
      await press(maya, words.bar.colours);
      await maya.page.locator('.wrote').first().waitFor();
    },
    hide: () => press(maya, words.bar.hideColours),
  });
  await studio.shoot(maya, 'history-writers', {
    show: async () => {
      await walk();
      await maya.page.getByLabel(w.show, { exact: true }).selectOption('authors');
      await maya.page.locator('.page .wrote').first().waitFor();
    },
    hide: () => press(maya, w.close),
  });
  await studio.shoot(maya, 'history', {
    show: async () => {
      await walk();
      const since = { label: w.sinceVersion('As agreed on Monday') };
      await maya.page.getByLabel(w.show, { exact: true }).selectOption(since);
      await maya.page.locator('.page del').first().waitFor();
    },
    hide: () => press(maya, w.close),
  });
});
