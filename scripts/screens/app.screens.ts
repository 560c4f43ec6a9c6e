/** The screens one after another, group by group; each group has people and a server of its own. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { Trouble } from '../../src/app/environment.ts';
import { fromBase64Url, toBase64Url } from '../../src/base/bytes.ts';
import type { EventId } from '../../src/base/ids.ts';
import type { JoinFailure } from '../../src/host/session.ts';
import { decodeInvite, encodeInvite, type Invite } from '../../src/wire/link.ts';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { HINDRANCES } from '../../tests/e2e/harness/hindrances.ts';
import { PEOPLE, type Person } from '../../tests/e2e/harness/person.ts';
import { NO_NAMES } from '../../tests/e2e/harness/stage.ts';
import { type Shot, type Size, Studio } from './studio.ts';
import { OTHERS, PLAN, TOOLS, WORKSPACE } from './texts.ts';

const { history: w, check, comments: c } = words;

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

/** Presses a button, in the bar or, where that is too narrow for it, in the menu. */
async function press({ page }: Person, name: string): Promise<void> {
  const inBar = page.getByRole('banner').getByRole('button', { name, exact: true });
  const button = page.getByRole('button', { name, exact: true }).filter({ visible: true });
  if ((await button.count()) > 0) return button.first().click();
  await inBar
    .or(page.getByRole('button', { name: words.bar.menu, exact: true }))
    .first()
    .click();
  await page
    .getByRole('group', { name: words.bar.menu })
    .getByRole('button', { name, exact: true })
    .click();
}

const visit = async (person: Person, url: string): Promise<void> => {
  await person.visit('about:blank'); // A fragment alone would not load the page anew.
  await person.visit(url);
};

it('start', async () => {
  const maya = await studio.person('Maya');
  await maya.visit();
  await maya.page.getByText(words.start.emptyTitle).waitFor();
  await studio.shoot(maya, 'start-empty');
  await studio.shoot(maya, 'create', { show: () => press(maya, words.start.create) });
  await studio.shoot(maya, 'paste-link', { show: () => press(maya, words.start.invited) });
  for (const title of ['Reading circle', 'Kitchen garden', WORKSPACE]) {
    await maya.create(title);
    await maya.saved();
  }
  await maya.visit();
  await maya.page.getByRole('link', { name: WORKSPACE }).waitFor();
  await studio.shoot(maya, 'start');
  await studio.shoot(maya, 'remove', {
    show: async () => {
      await press(maya, words.start.remove('Kitchen garden'));
      await maya.page.getByText(words.keeping.forget.alone).waitFor();
    },
  });
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

const pill = ({ page }: Person) =>
  page.getByRole('status', { name: words.pill.label }).getByRole('button').first();

const closeInspector = ({ page }: Person): Promise<void> =>
  page.getByRole('button', { name: words.common.close, exact: true }).first().click();

it('documents', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.saved();
  const address = maya.page.url();
  await maya.withDocument(words.create.firstDocument, words.workspace.delete);
  await maya.page.getByText(words.workspace.isDeleted).waitFor();
  await studio.shoot(maya, 'document-deleted');
  await visit(maya, address.replace(/\/[0-9a-f]{32}$/, ''));
  await maya.sees(words.workspace.none);
  await studio.shoot(maya, 'documents-none');
  await visit(maya, address.replace(/[0-9a-f]{32}$/, 'cd'.repeat(16)));
  await maya.sees(words.workspace.missing);
  await studio.shoot(maya, 'document-missing');
  await visit(maya, `${studio.server.url}#/w/${'ab'.repeat(32)}`);
  await maya.sees(words.absent.notHere.title);
  await studio.shoot(maya, 'workspace-missing');
});

it('not saved', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.saved();
  await maya.page.evaluate(() => {
    IDBObjectStore.prototype.put = () => {
      throw new DOMException('made by a picture', 'QuotaExceededError');
    };
  });
  await maya.type('This line has no room on the disk.');
  await maya.status(words.pill.failed);
  await studio.shoot(maya, 'not-saved');
  await studio.shoot(maya, 'status-not-saved', { show: () => pill(maya).click() });
});

it('join', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const link = await maya.invite();
  const single = await maya.invite({ uses: '1 person' });
  const tomas = await studio.person('Tomás');
  await visit(tomas, link);
  await tomas.page.getByLabel(words.create.yourName).fill('Tomás');
  await studio.shoot(tomas, 'join');

  const knocks = (with_: string) => async (): Promise<void> => tomas.knock(with_);
  const fails = async (failure: JoinFailure, tried: string, shot?: Shot): Promise<void> => {
    await visit(tomas, tried);
    // Not before the link has been read: until then it could be any.
    const ready = tomas.page.getByRole('button', { name: words.join.go, disabled: false });
    const explained = tomas.page.getByRole('heading', {
      level: 1,
      name: words.join.failures[failure].title,
    });
    await ready.or(explained).first().waitFor();
    if (await ready.isVisible()) await knocks(tried)();
    await tomas.sees(words.join.failures[failure].title);
    await studio.shoot(tomas, `join-${failure}`, shot);
  };
  await visit(tomas, `${studio.server.url}#/join`);
  await tomas.sees(words.join.gone.title);
  await studio.shoot(tomas, 'join-reloaded');
  await fails('NotALink', link.slice(0, -30));
  await fails(
    'NewerLink',
    altered(link, (payload) => payload.with(0, 2)),
    { passing: true },
  );
  await fails('Refused', reworded(link, { event: 'ef'.repeat(32) as EventId }));

  await tomas.knock(await maya.invite({ approval: true }));
  const asks = maya.page.getByRole('button', { name: words.people.notNowLabel('Tomás') });
  await asks.waitFor();
  await tomas.page
    .getByText(words.join.words)
    .getByText(/^([a-z]+ ){3}[a-z]+$/)
    .waitFor();
  await studio.shoot(tomas, 'join-asked');
  await studio.shoot(maya, 'asking', {
    show: async (size) => {
      if (size !== 'wide') return; // It is open, over the page now.
      await maya.page.getByRole('button', { name: PEOPLE }).click();
    },
    hide: async () => {},
  });
  await asks.first().click();
  await tomas.sees(words.join.failures.Declined.title);
  await studio.shoot(tomas, 'join-Declined', { passing: true });

  const ines = await studio.person('Inês');
  await ines.join(single);
  await ines.page.context().close();
  await fails('UsedUp', single);
  await maya.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 30 * 86_400_000;
  });
  await fails('Expired', link);
  await maya.page.context().close();
  await studio.shoot(tomas, 'join-steps', {
    show: knocks(link),
    hide: () => press(tomas, words.join.stop),
  });
  await fails('NobodyOnline', link);
  studio.rough = true;
  await studio.server.kill();
  await fails('NoRelay', link);
});

/** A page is busy for a while when it stores what it has joined: time for a member to go. */
const PAUSE = `{
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (...about) {
    IDBObjectStore.prototype.add = add;
    for (const end = Date.now() + 6_000; Date.now() < end; );
    return add.apply(this, about);
  };
}`;

it('behind', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const ines = await studio.person('Inês');
  await ines.join(await maya.invite());
  await ines.saved();
  const hers = ines.page.url();
  await ines.visit('about:blank');
  const tomas = await studio.person('Tomás', PAUSE);
  await tomas.knock(await maya.invite());
  await maya.page
    .getByText(words.activity.notices.joined({ name: 'Tomás' }))
    .first()
    .waitFor();
  await maya.visit('about:blank');
  await ines.visit(hers);
  await tomas.page.getByText(words.join.behind(['Inês'])).waitFor({ timeout: 60_000 });
  await studio.shoot(tomas, 'join-behind');
});

it('circle', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const tomas = await studio.person('Tomás');
  await tomas.join(await maya.invite());
  const open = async (size: Size): Promise<void> => {
    if (size === 'narrow') await press(maya, words.workspace.people);
    else await maya.page.getByRole('button', { name: PEOPLE }).click();
    await maya.page.locator('summary', { hasText: 'Tomás' }).click();
  };
  await open('wide');
  await maya.page.getByLabel(words.people.role).first().selectOption(words.people.roles.admin);
  await tomas.page.getByRole('button', { name: words.bar.invite }).first().waitFor();
  for (const name of ['Inês', 'Jo']) {
    const guest = await studio.person(name);
    await guest.join(await tomas.invite());
  }
  await maya.page.locator('summary', { hasText: 'Jo' }).waitFor();
  await closeInspector(maya);
  await studio.shoot(maya, 'remove-circle', {
    show: async (size) => {
      await open(size);
      await maya.page.getByRole('button', { name: words.people.remove }).first().click();
      await maya.page.getByLabel(words.people.removeBrought(['Inês', 'Jo'], 'Tomás')).check();
    },
    hide: async () => {
      await maya.page.keyboard.press('Escape');
      await closeInspector(maya);
    },
  });
});

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

it('join without room', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const tomas = await studio.person(
    'Tomás',
    `IDBObjectStore.prototype.add = () => { throw new DOMException('made by a picture', 'QuotaExceededError'); };`,
  );
  await tomas.knock(await maya.invite());
  await tomas.sees(words.join.failures.Storage.title);
  await studio.shoot(tomas, 'join-Storage');
});

/** A browser in which nearly everything is worth a word. */
const AILING = `if (globalThis.StorageManager) {
  delete window.RTCPeerConnection;
  const { now } = Date;
  Date.now = () => now() + 9 * 60_000;
  StorageManager.prototype.persisted = async () => false;
  StorageManager.prototype.estimate = async () => ({ quota: 3_000_000, usage: 1_000_000 });
  Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
  for (const name of ['generateKey', 'importKey', 'sign', 'verify']) {
    const own = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = function (...words) {
      const wanted = words.some((word) => word === 'Ed25519' || word?.name === 'Ed25519');
      if (wanted) return Promise.reject(new DOMException('made by a picture', 'NotSupportedError'));
      return own.apply(this, words);
    };
  }
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name, version) {
    if (name === 'parley-check') throw new DOMException('made by a picture', 'QuotaExceededError');
    return open.call(this, name, version);
  };
}`;

it('check', async () => {
  const ended = async ({ page }: Person): Promise<void> =>
    page.getByRole('button', { name: check.again, disabled: false }).waitFor({ timeout: 60_000 });
  const shoot = async (person: Person, name: string): Promise<void> => {
    await ended(person);
    await studio.shoot(person, name);
    const end = (): Promise<void> =>
      person.page.getByText(check.reportHint).scrollIntoViewIfNeeded();
    await studio.shoot(person, `${name}-end`, { show: end, hide: async () => {} });
  };
  const address = `${studio.server.url}#/check`;
  const maya = await studio.person('Maya');
  await maya.visit(address);
  await shoot(maya, 'check');

  const tomas = await studio.person('Tomás', AILING);
  await tomas.page.route('**/version.json', (route) =>
    route.fulfill({ json: { build: '0123456789ab' }, headers: { date: new Date().toUTCString() } }),
  );
  await tomas.visit(address);
  await shoot(tomas, 'check-ailing');

  // What a service worker fetches does not pass by the page's routes.
  const ines = await studio.person(
    'Inês',
    `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`,
  );
  await ines.page.route('**/config.json', (route) =>
    route.fulfill({ json: { relays: ['wss://relay.example'] } }),
  );
  await ines.visit(studio.server.url);
  await ines.page.getByText(words.start.badSetup('relays[0]')).waitFor();
  await studio.shoot(ines, 'start-set-up');
  await visit(ines, address);
  await shoot(ines, 'check-set-up');

  studio.rough = true;
  await studio.server.kill();
  await press(maya, check.again);
  await shoot(maya, 'check-away');
});

it.each(Object.entries(HINDRANCES))('trouble %s', async (trouble, hindrance) => {
  studio.rough = hindrance.unreachable === true;
  const maya = await studio.person('Maya', hindrance.before);
  if (hindrance.prepare) {
    await hindrance.prepare(await maya.page.context().newPage(), studio.server.url);
  }
  await maya.visit();
  await maya.sees(words.trouble[trouble as Trouble].title);
  await studio.shoot(maya, `trouble-${trouble}`);
});

it('trouble insecure', async () => {
  // Neither a certificate nor this machine's own name.
  const name = 'parley.test';
  const elsewhere = await Studio.open([`--host-resolver-rules=MAP ${name} 127.0.0.1, ${NO_NAMES}`]);
  try {
    elsewhere.rough = true;
    const url = `http://${name}:${elsewhere.server.port}/`;
    const maya = await elsewhere.person('Maya', undefined, url);
    await maya.visit();
    await maya.sees(words.trouble.insecure.title);
    await elsewhere.shoot(maya, 'trouble-insecure');
    await elsewhere.settle();
  } finally {
    await elsewhere.close();
  }
});

/** The same link with another payload. */
function altered(link: string, change: (payload: Uint8Array) => Uint8Array): string {
  const at = link.lastIndexOf('/') + 1;
  const payload = fromBase64Url(link.slice(at));
  expect(payload).toBeDefined();
  return link.slice(0, at) + toBase64Url(change(payload ?? new Uint8Array()));
}

function reworded(link: string, change: Partial<Invite>): string {
  const at = link.lastIndexOf('/') + 1;
  const invite = decodeInvite(link.slice(at));
  if (!invite.ok) throw new Error(invite.error.code);
  return link.slice(0, at) + encodeInvite({ ...invite.value, ...change });
}
