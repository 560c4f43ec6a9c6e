/** Screens of taking everything along in one file, and of bringing it in elsewhere. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { Studio } from './studio.ts';
import { PLAN, TOOLS, WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

const { take, bring } = words.archive;
const kept = async (): Promise<void> => {};

it('archive', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.renameDocument('Spring clean-up');
  await pasteByKeyboard(maya, PLAN);
  const tools = { name: 'Tools.csv', mimeType: 'text/csv', buffer: Buffer.from(TOOLS) };
  await maya.page.getByLabel(words.bar.import).setInputFiles(tools);
  await maya.page.getByRole('gridcell').first().waitFor();
  await maya.saved();
  await maya.menu(words.bar.archive);
  const going = maya.page.getByRole('dialog', { name: take.title });
  await going.getByText(take.intro).waitFor();
  await studio.shoot(maya, 'archive', { hide: kept });
  const [download] = await Promise.all([
    maya.page.waitForEvent('download'),
    going.getByRole('button', { name: take.go }).click(),
  ]);
  const name = download.suggestedFilename();
  await going.getByText(take.saved(name, 2)).waitFor();
  await studio.shoot(maya, 'archive-saved', { hide: kept, passing: true });
  const buffer = await readFile(await download.path());

  const tom = await studio.person('Tomás');
  await tom.create('Elsewhere');
  await tom.saved();
  const zip = { name: 'Harbour co-op.zip', mimeType: 'application/zip', buffer };
  await tom.page.getByLabel(words.bar.import).setInputFiles(zip);
  const coming = tom.page.getByRole('dialog', { name: bring.title });
  await coming.getByText(bring.found(1, 1, 0, 0)).waitFor();
  await studio.shoot(tom, 'bring-in', { hide: kept });
  await coming.getByRole('button', { name: bring.go }).click();
  await coming.getByText(bring.done(2)).waitFor();
  await studio.shoot(tom, 'bring-in-done', { hide: kept, passing: true });
  await coming.getByRole('button', { name: words.common.close }).last().click();
  const torn = { ...zip, buffer: buffer.subarray(0, 300) };
  await tom.page.getByLabel(words.bar.import).setInputFiles(torn);
  await coming.getByText(bring.refused.NotAZip).waitFor();
  await studio.shoot(tom, 'bring-in-refused', { hide: kept });
});
