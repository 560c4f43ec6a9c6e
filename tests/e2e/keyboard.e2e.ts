/** The whole way by keys alone, as whoever cannot use a mouse goes it. */
import type { Locator, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import { Stage } from './harness/stage.ts';

/** More than any screen has places where Tab stops. */
const STOPS = 60;

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

class Keys {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  /** Goes on by Tab until this has the focus, and looks whether that can be seen. */
  async to(target: Locator): Promise<void> {
    await target.waitFor();
    for (let stop = 0; stop < STOPS && !(await hasFocus(target)); stop++) {
      // In the text, Tab indents; after Escape it goes on.
      if (await isEditor(this.page.locator(':focus'))) await this.press('Escape');
      await this.press('Tab');
    }
    expect(await hasFocus(target), `no way by Tab to ${String(target)}`).toBe(true);
    if (await isEditor(target)) return; // Its caret shows it.
    const outline = await target.evaluate((element) => getComputedStyle(element).outlineStyle);
    expect(outline, `${String(target)} does not show that it has the focus`).not.toBe('none');
  }

  async fill(label: string, text: string): Promise<void> {
    await this.to(this.page.getByLabel(label, { exact: true }));
    await this.press('Control+a');
    await this.type(text);
  }

  /** Presses a button of these words. */
  async do(name: string | RegExp): Promise<void> {
    const button = this.page.getByRole('button', { name, exact: true });
    await this.to(button.filter({ visible: true }).first());
    await this.press('Enter');
  }

  /** Chooses from the bar's menu. */
  async menu(entry: string): Promise<void> {
    await this.do(words.bar.menu);
    await this.do(entry);
  }
}

const isEditor = async (target: Locator): Promise<boolean> =>
  (await target.count()) > 0 &&
  target.evaluate((element) => element instanceof HTMLElement && element.isContentEditable);

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

long(
  'a workspace is made, written in, shared, searched and put in order by keys alone',
  async () => {
    const [ada, bo] = [await stage.person('Ada'), await stage.person('Bo')];
    const keys = new Keys(ada.page);
    await ada.visit();
    await keys.do(words.start.create);
    await keys.fill(words.create.name, 'Garden plan');
    await keys.fill(words.create.yourName, 'Ada');
    await keys.press('Enter');
    await ada.editor.waitFor();
    await eventually(async () => expect(await hasFocus(ada.editor)).toBe(true));
    await keys.type('Beans.');

    await keys.press('Escape');
    await keys.do(words.bar.invite);
    await keys.do(words.invite.make);
    const link = await ada.page.getByLabel(words.invite.link).inputValue();
    await keys.press('Escape');
    expect(
      await hasFocus(ada.page.getByRole('button', { name: words.bar.invite, exact: true })),
      'a dialog that closes gives the focus back',
    ).toBe(true);

    const guest = new Keys(bo.page);
    await bo.visit(link);
    await guest.fill(words.create.yourName, 'Bo');
    await guest.press('Enter');
    await bo.editor.waitFor();
    await bo.seesText('Beans.');
    await guest.to(bo.editor);
    await guest.press('Control+End');
    await guest.type(' Peas.');
    await ada.seesText('Beans. Peas.');

    await keys.do(/^People:/);
    await ada.page.getByRole('complementary', { name: words.workspace.people }).waitFor();
    await keys.press('Escape');
    await keys.menu(words.bar.read);
    await ada.page.getByText('Beans. Peas.').filter({ visible: true }).first().waitFor();
    await keys.menu(words.bar.write);
    await ada.editor.waitFor();

    await keys.do(words.workspace.newDocument);
    await eventually(async () =>
      expect(await ada.editor.getAttribute('aria-label')).toBe(words.workspace.newTitle),
    );
    await keys.fill(words.workspace.documentTitle, 'Tools');
    await keys.press('Enter');
    const first = words.create.firstDocument;
    await ada.seesDocuments(first, 'Tools');
    const list = ada.page.getByRole('navigation', { name: words.workspace.documents });
    await keys.to(list.getByRole('link', { name: 'Tools' }));
    await keys.press('Alt+ArrowUp');
    await ada.seesDocuments('Tools', first);
    await keys.do(words.workspace.options('Tools'));
    await keys.do(words.workspace.delete);
    await ada.seesDocuments(first);
    await keys.do(words.common.undo);
    await ada.seesDocuments('Tools', first);

    await keys.press('Control+Shift+F');
    await keys.type('peas');
    await ada.page.getByText('Beans. Peas.').filter({ visible: true }).first().waitFor();
    await keys.press('Escape');
    await keys.press('Escape');
  },
);

long('what a button of its own closes gives the focus back', async () => {
  const ada = await stage.person('Ada');
  const { page } = ada;
  const keys = new Keys(page);
  const returns = (name: string): Promise<void> =>
    eventually(async () =>
      expect(await hasFocus(page.getByRole('button', { name, exact: true }))).toBe(true),
    );
  await ada.visit();
  await keys.do(words.start.create);
  await keys.do(words.common.cancel);
  await returns(words.start.create);
  await ada.create('Garden plan');
  for (const width of [1280, 700]) {
    await page.setViewportSize({ width, height: 800 });
    await keys.do(/^People:/);
    await page.getByText(words.people.you('Ada')).click();
    await keys.do(words.people.takeBack(null));
    await keys.do(words.common.cancel);
    await returns(words.people.takeBack(null));
    await keys.do(words.people.addDevice);
    const dialog = page.getByRole('dialog', { name: words.adding.title });
    await dialog.getByLabel(words.adding.link).waitFor();
    await keys.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.locator(':focus:not(body)').count()).toBe(1);
  }
});
