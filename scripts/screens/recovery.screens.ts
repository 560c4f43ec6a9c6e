/** Screens of the recovery kit, of backups, and of putting one back. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { Studio } from './studio.ts';
import { PLAN, WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

const { kit: k, restore: r } = words.recovery;
const kept = async (): Promise<void> => {};

it('recovery', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.renameDocument('Spring clean-up');
  await pasteByKeyboard(maya, PLAN);
  await maya.saved();
  await maya.menu(words.bar.recovery);
  const dialog = maya.page.getByRole('dialog', { name: k.title });
  const press = (name: string): Promise<void> =>
    dialog.getByRole('button', { name, exact: true }).click();
  await dialog.getByText(k.intro).waitFor();
  await studio.shoot(maya, 'kit', { hide: kept });
  await press(k.begin);
  const list = dialog.getByRole('list', { name: k.list }).getByRole('listitem');
  await list.first().waitFor();
  await studio.shoot(maya, 'kit-words', { hide: kept });
  const typed = (await list.allInnerTexts()).join(' ');
  await maya.page.emulateMedia({ media: 'print' });
  await studio.shoot(maya, 'kit-paper', { hide: kept, sizes: ['wide'] });
  await maya.page.emulateMedia({ media: 'screen' });
  const [download] = await Promise.all([maya.page.waitForEvent('download'), press(k.save)]);
  const name = download.suggestedFilename();
  const buffer = await readFile(await download.path());
  await dialog.getByText(k.saved(name)).waitFor();
  await studio.shoot(maya, 'kit-saved', { hide: kept });
  await press(k.anew);
  await studio.shoot(maya, 'kit-anew', { hide: kept, passing: true });

  const again = await studio.person('Maya');
  await again.visit(`${studio.server.url}#/restore`);
  await again.page.getByRole('heading', { name: r.title }).waitFor();
  await studio.shoot(again, 'restore');
  const file = { name, mimeType: 'application/octet-stream', buffer };
  const go = (): Promise<void> => again.page.getByRole('button', { name: r.go }).click();
  await again.page.getByLabel(r.words).fill(typed.replace(/[a-z]+/, 'gardenn'));
  await go();
  await again.page.getByText(r.noFile).first().waitFor();
  await studio.shoot(again, 'restore-wrong');
  await again.page.getByLabel(r.words).fill(typed);
  await again.page.getByLabel(r.file).setInputFiles({ ...file, buffer: buffer.subarray(0, 300) });
  await go();
  await again.page.getByRole('heading', { name: r.failures.NotABackup.title }).waitFor();
  await studio.shoot(again, 'restore-refused', { passing: true });
});
