/**
 * Writing at the same time as somebody else, with everything that people write with: input methods,
 * undo, the clipboard, files, the read view, and the other's caret.
 */
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { words } from '../words.ts';
import { pasteByKeyboard } from './harness/clipboard.ts';
import { eventually } from './harness/eventually.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
let ada: Person;
let bo: Person;
/** Titles of the documents in their workspace. */
const titles = [words.create.firstDocument];

beforeAll(async () => {
  stage = await Stage.open();
  [ada, bo] = await stage.pair();
  await ada.seesRoute('direct');
});
afterEach(() => stage.report());
afterAll(async () => {
  await stage.settle();
  await stage.close();
});

/** Ada and Bo in a new document that holds `text`. */
async function together(text: string): Promise<void> {
  const title = `Page ${titles.length + 1}`;
  titles.push(title);
  await ada.createDocument(title);
  await bo.openDocument(title);
  await ada.type(text);
  await both(text);
}

async function both(text: string): Promise<void> {
  await ada.seesText(text);
  await bo.seesText(text);
}

describe('an input method', () => {
  /** Through the browser's own input path, as an input method does it. */
  async function inputMethod(page: Page) {
    const session = await page.context().newCDPSession(page);
    return {
      compose: (text: string) =>
        session.send('Input.imeSetComposition', {
          text,
          selectionStart: text.length,
          selectionEnd: text.length,
        }),
      commit: (text: string) => session.send('Input.insertText', { text }),
    };
  }

  /** Ada composes; what Bo writes meanwhile has reached her tab, which holds it back. */
  async function meanwhile(write: () => Promise<void>): Promise<void> {
    const EVENT_BYTES = 150;
    const { received } = await ada.directBytes();
    await write();
    await bo.status(/^Sending/);
    await expect
      .poll(async () => (await ada.directBytes()).received, { timeout: 8_000 })
      .toBeGreaterThan(received + EVENT_BYTES);
  }

  it('composes while others write beside it: the composed text is whole, theirs follows', async () => {
    await together('Tea ');
    const { compose, commit } = await inputMethod(ada.page);
    await compose('に');
    await compose('にほ');
    await bo.seesText('Tea にほ');
    await meanwhile(async () => {
      await bo.type('and cake', 'end');
      await bo.type('Green ', 'start');
    });
    await compose('にほん');
    expect(await ada.text()).toBe('Tea にほん');
    await commit('日本');
    await expect.poll(() => ada.text()).toContain('Green ');
    expect(await ada.text()).toContain('日本');
    await expect.poll(async () => (await ada.text()) === (await bo.text())).toBe(true);
    expect([...(await ada.text())].sort().join('')).toBe(
      [...'Green Tea 日本and cake'].sort().join(''),
    );
  });

  it('composes while others write inside it: both texts are whole on both sides', async () => {
    await together('Tea ');
    const { compose, commit } = await inputMethod(ada.page);
    await compose('にほん');
    await bo.seesText('Tea にほん');
    await meanwhile(async () => {
      await bo.type('', 'end');
      await bo.page.keyboard.press('ArrowLeft');
      await bo.type('!?');
    });
    expect(await ada.text()).toBe('Tea にほん');
    await compose('にほんご');
    await commit('日本語');
    await expect.poll(() => ada.text()).toContain('!?');
    expect(await ada.text()).toContain('日本語');
    await expect.poll(() => bo.text()).toContain('日本語');
    expect(await bo.text()).toBe(await ada.text());
    await ada.type('.', 'end');
    await bo.seesText(await ada.text());
  });
});

describe('undo', () => {
  it('takes back only what was written here, whatever others write meanwhile', async () => {
    await together('');
    await ada.type('One.');
    await bo.seesText('One.');
    await bo.type(' Two.', 'end');
    await ada.seesText('One. Two.');
    await ada.page.keyboard.press('Control+z');
    await both(' Two.');
    await ada.page.keyboard.press('Control+y');
    await both('One. Two.');
    await bo.page.keyboard.press('Control+z');
    await both('One.');
  });

  it('does so after the other side was loaded anew, which has nothing to take back', async () => {
    await together('One.');
    await bo.type(' Two.', 'end');
    await ada.seesText('One. Two.');
    await bo.reload();
    await bo.seesText('One. Two.');
    await bo.editor.focus();
    await bo.page.keyboard.press('Control+z');
    await bo.type(' Three.', 'end');
    await both('One. Two. Three.');
    await ada.editor.focus();
    await ada.page.keyboard.press('Control+z');
    await both(' Two. Three.');
  });
});

describe('the clipboard', () => {
  it('brings a megabyte whole, to both sides', async () => {
    await together('');
    const line = 'Zwölf Boxkämpfer jagen Viktor quer über den Sylter Deich. 𝒜👩‍👩‍👧 ';
    const lines = Array.from({ length: 15_000 }, (_, n) => `${n} ${line}`);
    expect(lines.join('').length).toBeGreaterThan(1_000_000);
    await pasteByKeyboard(ada, lines.join('\r\n'));
    const text = lines.join('\n');
    await expect.poll(() => ada.exported(), { timeout: 30_000 }).toBe(text);
    await expect.poll(() => bo.exported(), { timeout: 60_000, interval: 500 }).toBe(text);
    await ada.status(words.pill.synced(1));
  });
});

describe('the read view', () => {
  const HOSTILE = [
    '# Title & <b>bold</b>',
    '<script>window.pwned = 1</script>',
    '<img src=x onerror="window.pwned = 2">',
    '<iframe src="https://elsewhere.example/frame"></iframe>',
    '[press](javascript:window.pwned=3) [data](data:text/html,<script>1</script>)',
    '<javascript:window.pwned=4>',
    '![seen by a stranger](https://elsewhere.example/pixel.png)',
    '[plain](https://elsewhere.example/page)',
    '<svg onload="window.pwned = 5"></svg>',
  ].join('\n\n');

  it('runs nothing, fetches nothing, and leads only to the web', async () => {
    await together('');
    await ada.paste(HOSTILE);
    await bo.seesText(HOSTILE);
    const asked: string[] = [];
    bo.page.on('request', (request) => asked.push(request.url()));
    await bo.menu(words.bar.read);
    const page = bo.page.getByRole('article');
    await page.getByRole('heading', { name: 'Title' }).waitFor();
    const links = page.getByRole('link');
    const targets = await links.evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    expect(targets).toEqual([
      'https://elsewhere.example/pixel.png',
      'https://elsewhere.example/page',
    ]);
    expect(await page.locator('script, img, iframe, svg, b, [onerror], [onload]').count()).toBe(0);
    expect(await page.innerText()).toContain('<script>window.pwned = 1</script>');
    for (const part of ['press', 'data'])
      await page.getByText(part, { exact: false }).first().click();
    expect(await bo.page.evaluate(() => 'pwned' in window)).toBe(false);
    expect(asked.filter((url) => !url.startsWith(stage.server.url))).toEqual([]);
    await bo.menu(words.bar.write);
    await bo.seesText(HOSTILE);
  });
});

describe('a file', () => {
  const TEXT = '# Plan 𝒜\n\nfirst\n\n- 👩‍👩‍👧\n- \ttab\n\nlast, without an end';

  async function importFile(person: Person, name: string, text: string): Promise<void> {
    const [chooser] = await Promise.all([
      person.page.waitForEvent('filechooser'),
      person.menu(words.bar.import),
    ]);
    await chooser.setFiles({ name, mimeType: '', buffer: Buffer.from(text) });
    await person.page.getByText(words.files.imported(name)).waitFor();
  }

  async function exportFile(
    person: Person,
    entry: string,
  ): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      person.page.waitForEvent('download'),
      person.menu(entry),
    ]);
    return {
      name: download.suggestedFilename(),
      text: await readFile(await download.path(), 'utf8'),
    };
  }

  it.each([
    ['Plan.md', words.bar.exportMarkdown],
    ['Plan.txt', words.bar.exportText],
  ])(
    '%s with Windows line ends comes in, goes out and comes in again the same',
    async (name, out) => {
      await together('');
      await importFile(ada, name, TEXT.replaceAll('\n', '\r\n'));
      await ada.seesText(TEXT);
      expect(await exportFile(ada, out)).toEqual({ name, text: TEXT });
      const again = `${name} again`;
      await importFile(ada, `${again}.md`, (await exportFile(ada, out)).text);
      titles.push('Plan', again);
      await ada.seesDocuments(...titles);
      await bo.seesDocuments(...titles);
      await bo.openDocument(again);
      await bo.seesText(TEXT);
    },
  );
});

describe('somebody else’s caret', () => {
  /** The text before Bo's caret in its line, as Ada sees it. */
  const before = (): Promise<string> =>
    ada.page.evaluate(() => {
      const caret = document.querySelector('.caret');
      const line = caret?.closest('.cm-line');
      if (!caret || !line) return '';
      const range = new Range();
      range.setStart(line, 0);
      range.setEndBefore(caret);
      return range.toString();
    });
  const isAfter = (text: string): Promise<void> =>
    eventually(async () => {
      const facts = await Promise.all([ada.facts(), bo.facts()]);
      expect(await before(), facts.join('; ')).toBe(text);
    });

  it('stays at its place in the text while others write before it', async () => {
    await together('Beans and peas');
    await bo.type('', 'end');
    for (let n = 0; n < 5; n += 1) await bo.page.keyboard.press('ArrowLeft');
    await isAfter('Beans and');
    await ada.type('Mint, ', 'start');
    await isAfter('Mint, Beans and');
    await bo.type(' sweet');
    await both('Mint, Beans and sweet peas');
    await isAfter('Mint, Beans and sweet');
    await ada.type('First\n', 'start');
    await isAfter('Mint, Beans and sweet');
    await bo.page.keyboard.press('Control+Home');
    await isAfter('');
    await ada.seesCarets(bo);
  });
});
