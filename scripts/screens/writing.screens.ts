/** Screens of a workspace while people write, of tables and of search. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { PEOPLE, type Person } from '../../tests/e2e/harness/person.ts';
import { type Size, Studio } from './studio.ts';
import { press, pill, closeInspector } from './steps.ts';
import { OTHERS, PLAN, TOOLS, WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

it('workspace', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await studio.shoot(maya, 'workspace-empty');

  await maya.renameDocument('Spring clean-up');
  await pasteByKeyboard(maya, PLAN);
  for (const title of OTHERS) await maya.createDocument(title);
  await maya.openDocument('Spring clean-up');
  await maya.status(words.pill.saved);
  const tomas = await studio.person('Tomás');
  await tomas.join(await maya.invite());
  await tomas.openDocument('Spring clean-up');
  const ines = await studio.person('Inês');
  await ines.join(await maya.invite({ role: 'can read' }));
  await ines.openDocument('Spring clean-up');
  await studio.shoot(ines, 'reader');
  await ines.page.close();
  await maya.seesHere('Tomás');
  await maya.seesRoute('direct');
  await maya.status(words.pill.synced(1));
  for (const name of ['Tomás', 'Inês']) {
    const told = maya.page.getByText(words.activity.notices.joined({ name }));
    if (await told.isVisible()) await told.waitFor({ state: 'detached' });
  }

  // Tomás marks a few words and writes on; Maya stands in another line.
  const place = async (person: Person, line: string, marked: string): Promise<void> => {
    await person.page.getByText(line).first().click();
    await person.page.keyboard.press('End');
    for (const _ of marked) await person.page.keyboard.press('Shift+ArrowLeft');
  };
  const meet = async (): Promise<void> => {
    await place(maya, 'Permit from', '');
    await place(tomas, 'Weighing and', 'from eleven');
  };
  const stir = async (): Promise<void> => {
    await tomas.page.keyboard.press('ArrowRight');
    await place(tomas, 'Weighing and', 'from eleven');
    await maya.page.locator('.others-selection', { hasText: /^from eleven$/ }).waitFor();
    await maya.page.locator('.caret.labelled').waitFor();
    await maya.status(words.pill.synced(1));
  };
  await studio.shoot(maya, 'workspace', { show: meet, each: stir, hide: async () => {} });

  const people = async (size: Size): Promise<void> => {
    if (size === 'narrow') return press(maya, words.workspace.people);
    await maya.page.getByRole('button', { name: PEOPLE }).click();
  };
  const member = async (size: Size): Promise<void> => {
    await people(size);
    await maya.page.locator('summary', { hasText: 'Tomás' }).click();
    await maya.page.getByText(words.people.wordsHelp('Tomás')).waitFor();
  };
  await studio.shoot(maya, 'people', { show: people, hide: () => closeInspector(maya) });
  await studio.shoot(maya, 'member', { show: member, hide: () => closeInspector(maya) });
  await studio.shoot(maya, 'remove-member', {
    show: async (size) => {
      await member(size);
      await maya.page.getByRole('button', { name: words.people.remove }).first().click();
      await maya.page.getByLabel(words.people.keep).selectOption(words.people.keepOf.none);
    },
    hide: async () => {
      await maya.page.keyboard.press('Escape');
      await closeInspector(maya);
    },
  });
  await studio.shoot(maya, 'take-back', {
    show: async (size) => {
      await people(size);
      await maya.page.locator('summary', { hasText: words.people.you('Maya') }).click();
      await press(maya, words.people.takeBack(null));
      await maya.page.getByRole('dialog').getByRole('listitem').first().waitFor();
    },
    hide: async () => {
      await maya.page.keyboard.press('Escape');
      await closeInspector(maya);
    },
  });
  await studio.shoot(maya, 'activity', {
    show: async () => {
      await press(maya, words.workspace.activity);
      await maya.page.locator('summary', { hasText: words.activity.details }).first().click();
    },
    hide: () => closeInspector(maya),
  });
  await studio.shoot(maya, 'writers', {
    show: async () => {
      await place(maya, 'Weighing and', 'Weighing and sorting, from eleven');
      await press(maya, words.workspace.writers);
      // Where lines are short, less of it is in one.
      await maya.page.getByText(words.writers.selected('').slice(0, 4)).waitFor();
      await maya.page.locator('summary', { hasText: words.activity.details }).first().click();
    },
    hide: () => closeInspector(maya),
  });
  await studio.shoot(maya, 'outline', {
    show: async () => {
      await place(maya, 'Weighing and', 'Weighing and sorting, from eleven');
      await press(maya, words.workspace.outline);
      await maya.page.getByRole('button', { name: 'Who does what' }).waitFor();
    },
    hide: () => closeInspector(maya),
  });
  const panel = { show: () => pill(maya).click() };
  await studio.shoot(maya, 'status-online', panel);
  await studio.shoot(maya, 'menu', { show: () => press(maya, words.bar.menu) });
  await studio.shoot(maya, 'options', {
    sizes: ['wide', 'tablet'],
    show: () => press(maya, words.workspace.options('Budget')),
  });
  await studio.shoot(maya, 'shortcuts', { show: () => press(maya, words.bar.shortcuts) });
  await studio.shoot(maya, 'find', {
    show: async () => {
      await press(maya, words.bar.find);
      await maya.page.getByRole('textbox', { name: words.editor.Find }).fill('the');
    },
  });
  await studio.shoot(maya, 'read', {
    show: () => press(maya, words.bar.read),
    hide: () => press(maya, words.bar.write),
  });
  await studio.shoot(maya, 'documents', {
    sizes: ['narrow'],
    show: () => press(maya, words.workspace.documents),
  });
  await studio.shoot(maya, 'invite', { show: () => press(maya, words.bar.invite) });
  await studio.shoot(maya, 'invite-link', {
    show: async () => {
      await press(maya, words.bar.invite);
      const dialog = maya.page.getByRole('dialog', { name: words.invite.title });
      await dialog.getByRole('button', { name: words.invite.make }).click();
      await maya.page.getByText(words.invite.qr, { exact: true }).click();
      await maya.page.getByRole('img', { name: words.invite.qrLabel }).waitFor();
      await maya.status(words.pill.synced(1));
    },
  });
  await studio.shoot(maya, 'deleted', {
    show: async (size) => {
      if (size === 'narrow') await press(maya, words.workspace.documents);
      await press(maya, words.workspace.options('Ideas for autumn'));
      await press(maya, words.workspace.delete);
      if (size === 'narrow') await maya.page.keyboard.press('Escape');
      await maya.page.getByText(words.workspace.deleted('Ideas for autumn')).waitFor();
      await maya.status(words.pill.synced(1));
    },
    hide: () => maya.undoLast(),
  });

  // The line is dead without a word: what Maya writes is on its way until she notices.
  studio.rough = true;
  await maya.page.evaluate(() => window.line.cut());
  await maya.type('', 'end');
  await maya.paste('\n\nMaya brings ');
  await maya.status(words.pill.sending(1));
  await studio.shoot(maya, 'status-sending', { ...panel, sizes: ['narrow'] });
  await maya.cut();
  await maya.status(words.pill.offline(1));
  await maya.paste('the big ');
  await maya.status(words.pill.offline(2));
  await maya.paste('thermos.');
  await maya.status(words.pill.offline(3));
  await studio.shoot(maya, 'status-offline', panel);
});

it('table', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const picker = maya.page.locator('input[type=file]');
  const file = { name: 'Tools.csv', mimeType: 'text/csv', buffer: Buffer.from(TOOLS) };
  await picker.setInputFiles(file);
  const grid = maya.page.getByRole('grid', { name: 'Tools' });
  await grid.getByText('Wheelbarrows').click();
  await maya.page.keyboard.press('Shift+ArrowDown');
  await maya.page.keyboard.press('Shift+ArrowRight');
  await maya.saved();
  await studio.shoot(maya, 'table', { hide: async () => {} });
  await studio.shoot(maya, 'table-column-menu', {
    show: () => press(maya, words.table.columnMenu),
    passing: true,
  });
  await studio.shoot(maya, 'table-column', {
    show: async () => {
      await grid.getByText('Tomás').first().click();
      await press(maya, words.table.columnMenu);
      await press(maya, words.table.change);
      await maya.page.getByLabel(words.table.type).selectOption(words.table.types.choice);
    },
  });
  await maya.page.getByRole('button', { name: words.table.newTable }).click();
  await maya.page.getByRole('grid', { name: words.table.newTitle }).waitFor();
  await studio.shoot(maya, 'table-new', { hide: async () => {}, passing: true });
});

it('search', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.renameDocument('Spring clean-up');
  await pasteByKeyboard(maya, PLAN);
  const picker = maya.page.locator('input[type=file]');
  const file = { name: 'Tools.csv', mimeType: 'text/csv', buffer: Buffer.from(TOOLS) };
  await picker.setInputFiles(file);
  await maya.page.getByRole('grid', { name: 'Tools' }).waitFor();
  await maya.openDocument('Spring clean-up');
  const look = async (query: string, said: string): Promise<void> => {
    await maya.page.keyboard.press('ControlOrMeta+Shift+KeyF');
    await maya.page.getByRole('searchbox').fill(query);
    await maya.page.getByRole('search').getByText(said).waitFor();
  };
  await studio.shoot(maya, 'search', { show: () => look('Tomás', words.search.found(2)) });
  await studio.shoot(maya, 'search-nothing', {
    show: () => look('submarine', words.search.nothing('submarine')),
    passing: true,
  });
});
