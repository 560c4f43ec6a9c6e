/**
 * Somebody in front of a tab: does what a person does and sees what a person sees.
 *
 * Everything goes by roles, labels and words. Only what has no role on purpose (other people's
 * carets, which screen readers are spared) is found by its class.
 */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright';
import { expect } from 'vitest';

import { words } from '../../words.ts';
import { eventually } from './eventually.ts';
import type { Line } from './line.ts';

/** How the bar's button of those who are here begins. */
export const PEOPLE = new RegExp(`^${words.bar.here([]).split(':')[0] ?? ''}:`);

export interface InviteWishes {
  readonly role?: 'can edit' | 'can read';
  readonly uses?: '1 person' | '5 people' | '25 people';
  /** An admin lets each person in. */
  readonly approval?: boolean;
}

export class Person {
  readonly page: Page;
  readonly name: string;
  readonly #url: string;

  constructor(page: Page, name: string, url: string) {
    this.page = page;
    this.name = name;
    this.#url = url;
  }

  /** The page's editor. */
  get editor(): Locator {
    return this.page.getByRole('main').getByRole('textbox').first();
  }

  async visit(url: string = this.#url): Promise<void> {
    await this.page.goto(url);
  }

  // -- Coming in

  async create(title: string): Promise<void> {
    await this.visit();
    await this.#button(words.start.create).click();
    await this.page.getByLabel(words.create.name).fill(title);
    await this.page.getByLabel(words.create.yourName).fill(this.name);
    await this.#button(words.create.go).click();
    await this.editor.waitFor();
  }

  /** Makes an invite and returns its link. */
  async invite({ role, uses, approval }: InviteWishes = {}): Promise<string> {
    await this.#button(words.bar.invite).click();
    const dialog = this.page.getByRole('dialog', { name: words.invite.title });
    if (role) {
      const { editor, reader } = words.invite.roles;
      const wanted = role === 'can edit' ? editor : reader;
      await dialog.getByLabel(words.invite.role).selectOption(wanted);
    }
    if (uses) {
      const wanted = words.invite.usesOf(Number.parseInt(uses, 10));
      await dialog.getByLabel(words.invite.uses).selectOption(wanted);
    }
    if (approval) await dialog.getByLabel(words.invite.approval).check();
    await dialog.getByRole('button', { name: words.invite.make }).click();
    const link = await dialog.getByLabel(words.invite.link).inputValue();
    await dialog.getByRole('button', { name: words.common.close }).click();
    return link;
  }

  /** Opens an invite link and asks to be let in; what comes of it is still to be seen. */
  async knock(link: string): Promise<void> {
    await this.visit('about:blank'); // A fragment alone would not load the page anew.
    await this.visit(link);
    await this.page.getByLabel(words.create.yourName).fill(this.name);
    await this.#button(words.join.go).click();
  }

  async join(link: string): Promise<void> {
    await this.knock(link);
    await this.editor
      .or(this.#heading(1).filter({ visible: true }))
      .first()
      .waitFor();
    await eventually(async () => expect(await this.#arrival()).toBe('the editor'));
  }

  /** Where a join stands, as seen: `the editor`, or the heading that stands there instead. */
  async #arrival(): Promise<string> {
    if (await this.editor.isVisible()) return 'the editor';
    const heading = this.#heading(1);
    return (await heading.count()) > 0 ? heading.first().innerText() : '';
  }

  /** The sentence that stands above everything else when something went wrong, after its timeout. */
  async sees(heading: string): Promise<void> {
    await this.#heading(1, heading).waitFor({ timeout: 40_000 });
  }

  /** Loads the page anew and waits until its text is there. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.editor.waitFor();
  }

  // -- Writing

  /** Types at the caret; `at` puts it there first. */
  async type(text: string, at?: 'start' | 'end'): Promise<void> {
    await this.editor.focus();
    if (at) await this.page.keyboard.press(at === 'start' ? 'Control+Home' : 'Control+End');
    await this.page.keyboard.type(text);
  }

  /** Puts a long text at the caret in one go, as pasting does. */
  async paste(text: string): Promise<void> {
    await this.editor.focus();
    await this.page.keyboard.insertText(text);
  }

  /** What is on the page; only the part near the window if it is long. */
  text(): Promise<string> {
    return this.editor.evaluate((content) => {
      const lines = [...content.children].map((line) => {
        const copy = line.cloneNode(true) as Element;
        for (const hint of copy.querySelectorAll('.cm-placeholder')) hint.remove();
        return copy.textContent;
      });
      return lines.join('\n');
    });
  }

  /** The document's whole text, as exported. */
  async exported(): Promise<string> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.menu(words.bar.exportText),
    ]);
    return readFile(await download.path(), 'utf8');
  }

  async seesText(text: string): Promise<void> {
    await eventually(async () => expect(await this.text()).toBe(text));
  }

  /** The store has confirmed all that was typed, as far as the page says so. */
  async saved(): Promise<void> {
    await this.status(
      new RegExp(`^(?!${words.pill.saving}|${words.pill.failed}|${words.pill.memory})`),
    );
  }

  // -- What the page says

  /** Waits for the status pill to say this. */
  async status(wanted: string | RegExp): Promise<void> {
    await eventually(async () => expect(await this.#pill.innerText()).toMatch(wanted));
  }

  /** Who else is here, as the bar says: `People: Bo here`. */
  async seesHere(...names: readonly string[]): Promise<void> {
    const button = this.page.getByRole('banner').getByRole('button', { name: PEOPLE });
    await eventually(async () =>
      expect(await button.getAttribute('aria-label')).toBe(words.bar.here(names)),
    );
  }

  /** The status panel's lines about others: name, way and state. */
  async connections(): Promise<string[]> {
    await this.#pill.click();
    const panel = this.page.getByRole('group', { name: words.status.title });
    await panel.getByText(words.status.device, { exact: true }).waitFor();
    const lines = await panel.getByRole('listitem').allInnerTexts();
    await this.page.keyboard.press('Escape');
    return lines.map((line) => line.replace(/\s+/g, ' '));
  }

  /** Waits until the panel says that there is one connection, and how it goes. */
  async seesRoute(route: 'direct' | 'relay' | 'tab'): Promise<void> {
    await eventually(async () =>
      expect(await this.connections()).toEqual([
        expect.stringContaining(words.status.routes[route]),
      ]),
    );
  }

  /** Names beside other people's carets in this document. */
  carets(): Promise<string[]> {
    return this.page
      .locator('.caret')
      .evaluateAll((carets) => carets.map((caret) => caret.getAttribute('data-name') ?? ''));
  }

  /** Whose carets this person sees: those of these people; what all their pages say, if that is not so. */
  async seesCarets(...others: readonly Person[]): Promise<void> {
    await eventually(async () => {
      const facts = await Promise.all([this, ...others].map((one) => one.facts()));
      expect(await this.carets(), facts.join('; ')).toEqual(others.map(({ name }) => name));
    });
  }

  /** Where the focus is, and what the bar says: for the message of a test that fails. */
  async facts(): Promise<string> {
    const focus = await this.page.evaluate(
      () => `${document.activeElement?.className ?? ''} ${String(document.hasFocus())}`,
    );
    const here = this.page.getByRole('banner').getByRole('button', { name: PEOPLE });
    const bar = await Promise.all([this.#pill.innerText(), here.getAttribute('aria-label')]);
    return `${this.name}: ${[focus, ...bar].join(', ')}`;
  }

  // -- Documents

  get #list(): Locator {
    return this.page.getByRole('navigation', { name: words.workspace.documents });
  }

  async seesDocuments(...titles: readonly string[]): Promise<void> {
    await eventually(async () =>
      expect(await this.#list.getByRole('link').allInnerTexts()).toEqual(titles),
    );
  }

  async openDocument(title: string): Promise<void> {
    await this.#list.getByRole('link', { name: title, exact: true }).click();
    await eventually(async () => expect(await this.editor.getAttribute('aria-label')).toBe(title));
  }

  /** Makes a document, which opens it, and gives it a title. */
  async createDocument(title: string): Promise<void> {
    await this.#button(words.workspace.newDocument).click();
    await eventually(async () =>
      expect(await this.editor.getAttribute('aria-label')).toBe(words.workspace.newTitle),
    );
    await this.renameDocument(title);
  }

  /** Renames the open document where its title stands. */
  async renameDocument(title: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: words.workspace.documentTitle });
    await field.fill(title);
    await field.press('Enter');
  }

  async renameWorkspace(title: string): Promise<void> {
    const field = this.page.getByRole('textbox', { name: words.workspace.name });
    await field.fill(title);
    await field.press('Enter');
  }

  /** Chooses from the menu of a document in the list. */
  async withDocument(title: string, entry: string): Promise<void> {
    await this.#list.getByRole('link', { name: title, exact: true }).hover();
    await this.#list.getByRole('button', { name: words.workspace.options(title) }).click();
    await this.#list.getByRole('button', { name: entry, exact: true }).click();
  }

  /** Chooses from the bar's menu. */
  async menu(entry: string): Promise<void> {
    await this.#button(words.bar.menu).click();
    await this.page
      .getByRole('group', { name: words.bar.menu })
      .getByRole('button', { name: entry })
      .click();
  }

  /** Has the page coloured by who wrote what. */
  showWriters(): Promise<void> {
    return this.menu(words.bar.colours);
  }

  /** Opens what can be looked into beside the page: people or activity. */
  async inspect(tab: string): Promise<Locator> {
    if (tab === words.workspace.people)
      await this.page.getByRole('button', { name: new RegExp(`^${tab} ·`) }).click();
    else await this.menu(tab);
    return this.page.getByRole('complementary', { name: tab });
  }

  /** Takes back what the last message at the bottom offers to take back. */
  async undoLast(): Promise<void> {
    await this.#button(words.common.undo).click();
  }

  // -- The line to the world (see line.ts)

  /** The application is kept for a start without network. */
  async isKept(): Promise<void> {
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }

  async cut(): Promise<void> {
    await this.isKept();
    await this.page.evaluate(() => window.line.cut());
    await this.page.context().setOffline(true);
  }

  async restore(): Promise<void> {
    await this.page.evaluate(() => window.line.restore());
    await this.page.context().setOffline(false);
  }

  /** Messages that a cut line has dropped so far. */
  dropped(): Promise<Line['dropped']> {
    return this.page.evaluate(() => window.line.dropped);
  }

  /** Bytes that this page's WebRTC connections have carried so far. */
  directBytes(): Promise<{ sent: number; received: number }> {
    return this.page.evaluate(() => window.line.directBytes());
  }

  /** States of the WebRTC connections that this page ever made. */
  directStates(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.line.directStates());
  }

  get #pill(): Locator {
    return this.page.getByRole('status', { name: words.pill.label }).getByRole('button').first();
  }

  #button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true }).filter({ visible: true }).first();
  }

  #heading(level: number, name?: string): Locator {
    return this.page.getByRole('heading', { level, ...(name !== undefined && { name }) });
  }
}
