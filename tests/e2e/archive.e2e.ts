/** Everything goes along in one file, and comes in elsewhere, in front of the screen. */
import { readFile } from 'node:fs/promises';
import { unzipSync, strFromU8 } from 'fflate';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

const { take, bring } = words.archive;

/** Pastes a small image at the caret. */
const putImage = ({ page }: Person): Promise<void> =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(64, 48);
    canvas.getContext('2d')?.fillRect(8, 8, 20, 20);
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob()], 'bed.png', { type: 'image/png' }));
    document
      .querySelector('.cm-content')
      ?.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: data }));
  });

long(
  'Z1 Z2 everything goes along in one file, and comes into the workspace of somebody else',
  async () => {
    const ada = await stage.person('Ada');
    await ada.create('Garden plan');
    await ada.renameDocument('Beds');
    await ada.type('Beans and leeks. ');
    await putImage(ada);
    await ada.page.getByRole('img', { name: 'bed' }).waitFor();
    await ada.page.keyboard.press('Control+Home');
    await ada.page.keyboard.press('Shift+Control+ArrowRight');
    await ada.page.keyboard.press('Control+Alt+m');
    await ada.page.getByLabel(words.comments.write).fill('Which beans?');
    await ada.page.getByRole('button', { name: words.comments.send }).click();
    await ada.page.getByText('Which beans?').waitFor();
    await ada.page.getByRole('button', { name: words.table.newTable }).click();
    await ada.page.getByRole('gridcell').first().waitFor();
    await ada.page.keyboard.type('peas');
    await ada.page.keyboard.press('Enter');
    await ada.saved();

    await ada.menu(words.bar.archive);
    const going = ada.page.getByRole('dialog', { name: take.title });
    await going.getByRole('button', { name: take.go }).waitFor();
    expect(await axeFindings(ada.page)).toEqual([]);
    const [download] = await Promise.all([
      ada.page.waitForEvent('download'),
      going.getByRole('button', { name: take.go }).click(),
    ]);
    const name = download.suggestedFilename();
    expect(name).toMatch(/^Garden plan \d{4}-\d{2}-\d{2}\.zip$/);
    await going.getByText(take.saved(name, 2)).waitFor();
    const buffer = await readFile(await download.path());
    const files = unzipSync(buffer);
    const paths = Object.keys(files).map((path) => path.replace(/[0-9a-f]{64}/, 'HASH'));
    expect(paths.sort()).toEqual([
      'Garden plan/Beds.md',
      `Garden plan/${words.table.newTitle}.csv`,
      'comments.md',
      'images/HASH.png',
      'parley.json',
    ]);
    expect(strFromU8(files['Garden plan/Beds.md'] as Uint8Array)).toMatch(
      /^Beans and leeks\. !\[bed\]\(\.\.\/images\/[0-9a-f]{64}\.png\)$/,
    );

    const bo = await stage.person('Bo');
    await bo.create('Elsewhere');
    await bo.page
      .getByLabel(words.bar.import)
      .setInputFiles({ name, mimeType: 'application/zip', buffer });
    const coming = bo.page.getByRole('dialog', { name: bring.title });
    await coming.getByText(bring.found(1, 1, 1, 1)).waitFor();
    expect(await axeFindings(bo.page)).toEqual([]);
    await coming.getByRole('button', { name: bring.go }).click();
    await coming.getByText(bring.done(2)).waitFor();
    await coming.getByRole('button', { name: words.common.close }).last().click();
    await bo.openDocument('Beds');
    await eventually(async () => expect(await bo.text()).toContain('Beans and leeks.'));
    await bo.page.getByRole('img', { name: 'bed' }).waitFor();
    await bo.inspect(words.workspace.comments);
    await bo.page.getByText(/^Ada, .+:\s+Which beans\?$/).waitFor();
    await bo.page.getByRole('link', { name: words.table.newTitle }).click();
    await bo.page.getByRole('gridcell', { name: 'peas' }).waitFor();
    await bo.saved();
    await bo.page.reload();
    await bo.page.getByRole('gridcell', { name: 'peas' }).waitFor();

    const torn = { name, mimeType: 'application/zip', buffer: buffer.subarray(0, 400) };
    await bo.page.getByLabel(words.bar.import).setInputFiles(torn);
    await coming.getByText(bring.refused.NotAZip).waitFor();
    expect(await axeFindings(bo.page)).toEqual([]);
  },
);
