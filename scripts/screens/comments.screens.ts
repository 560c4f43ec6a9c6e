/** Screens of comments: one who begins a thread, others who answer, and threads that are over. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import type { Person } from '../../tests/e2e/harness/person.ts';
import { Studio } from './studio.ts';
import { press, closeInspector } from './steps.ts';
import { PLAN, WORKSPACE } from './texts.ts';

const { comments: c } = words;

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

it('comments', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.renameDocument('Spring clean-up');
  await studio.shoot(maya, 'comments-none', {
    show: () => press(maya, words.workspace.comments),
    hide: () => closeInspector(maya),
  });
  await pasteByKeyboard(maya, PLAN);
  await maya.saved();
  const tomas = await studio.person('Tomás');
  await tomas.join(await maya.invite());
  await tomas.openDocument('Spring clean-up');
  const select = async ({ page }: Person, line: string, marked: string): Promise<void> => {
    await page.locator('.cm-line', { hasText: line }).click();
    for (const _ of 'rows') await page.keyboard.press('End'); // Of the last row, on a phone.
    for (const _ of marked) await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('ControlOrMeta+Alt+KeyM');
  };
  const say = async (person: Person, label: string, text: string): Promise<void> => {
    await person.page.getByRole('textbox', { name: label, exact: true }).fill(text);
    await person.page.getByRole('button', { name: c.send }).click();
    await person.page.getByText(text).filter({ visible: true }).first().waitFor();
  };
  await select(tomas, 'Weighing and', 'from eleven');
  await say(tomas, c.write, 'Is that not too late? The skips go at noon.');
  await select(maya, 'Permit from', 'Tomás');
  await say(maya, c.write, 'Have you heard from them?');
  await maya.page.getByRole('group', { name: c.threadOn('from eleven') }).waitFor();
  await maya.page
    .getByRole('group', { name: c.threadOn('from eleven') })
    .getByRole('button', { name: c.reply })
    .click();
  await say(maya, c.writeReply, 'Ten, then.');
  await closeInspector(maya);
  await maya.saved();
  await studio.shoot(maya, 'comments', {
    show: async () => {
      await press(maya, words.workspace.comments);
      await maya.page.getByText('Ten, then.').waitFor();
    },
    hide: () => closeInspector(maya),
  });
  await studio.shoot(maya, 'comment', {
    show: async () => {
      await select(maya, 'Two people who can', 'the quay wall');
      await maya.page.getByRole('textbox', { name: c.write }).fill('My brothers will come.');
    },
    hide: async () => {
      await press(maya, words.common.cancel);
      // Where it was over the page it is gone.
      await maya.page.getByRole('textbox', { name: c.write }).waitFor({ state: 'detached' });
      const close = maya.page.getByRole('button', { name: words.common.close, exact: true });
      if (await close.first().isVisible()) await closeInspector(maya);
    },
  });
});
