/** Screens of coming to the first page, and of what is not there or not saved. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { Studio } from './studio.ts';
import { press, visit, pill } from './steps.ts';
import { WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

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
