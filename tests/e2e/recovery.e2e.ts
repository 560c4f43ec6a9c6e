/** A browser is gone: what a recovery kit and a backup bring back, in front of the screen. */
import { readFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

const { kit: k, restore: r } = words.recovery;

long(
  'B1 B4 a workspace comes back in an empty browser with nobody online, from a file and twelve words',
  async () => {
    const profile = await stage.profile();
    const ada = await profile.tab('Ada');
    await ada.create('Garden plan');
    await ada.type('Beans.');
    await ada.saved();
    await ada.createDocument('Bed');
    await ada.page.evaluate(async () => {
      const canvas = new OffscreenCanvas(64, 48);
      canvas.getContext('2d')?.fillRect(8, 8, 20, 20);
      const data = new DataTransfer();
      data.items.add(new File([await canvas.convertToBlob()], 'bed.png', { type: 'image/png' }));
      document
        .querySelector('.cm-content')
        ?.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: data }));
    });
    await ada.page.getByRole('img', { name: 'bed' }).waitFor();
    await ada.saved();
    await ada.menu(words.bar.recovery);
    const dialog = ada.page.getByRole('dialog', { name: k.title });
    await dialog.getByRole('button', { name: k.begin }).click();
    const listed = dialog.getByRole('list', { name: k.list }).getByRole('listitem');
    await listed.first().waitFor();
    expect(await axeFindings(ada.page)).toEqual([]);
    const typed = (await listed.allInnerTexts()).join(' ');
    const [download] = await Promise.all([
      ada.page.waitForEvent('download'),
      dialog.getByRole('button', { name: k.save }).click(),
    ]);
    const name = download.suggestedFilename();
    expect(name).toMatch(/^Garden plan \d{4}-\d{2}-\d{2}\.parley$/);
    const buffer = await readFile(await download.path());
    await dialog.getByText(k.saved(name)).waitFor();
    await dialog.getByRole('button', { name: k.again, disabled: false }).waitFor();
    expect(await axeFindings(ada.page)).toEqual([]);
    await profile.close();

    const again = await stage.person('Ada');
    await again.visit();
    await again.page.getByRole('link', { name: words.start.restore }).click();
    await again.page.getByRole('heading', { level: 1, name: r.title }).waitFor();
    await again.page.getByRole('button', { name: r.go }).click();
    await again.page.getByText(r.noFile).first().waitFor();
    const file = { name, mimeType: 'application/octet-stream', buffer };
    await again.page.getByLabel(r.file).setInputFiles(file);
    await again.page.getByLabel(r.words).fill(typed.replace(/[a-z]+/, 'gardenn'));
    await again.page.getByRole('button', { name: r.go }).click();
    await again.page.getByText(r.unknown(1, 'gardenn')).first().waitFor();
    expect(await axeFindings(again.page)).toEqual([]);
    await again.page.getByLabel(r.words).fill(typed);
    await again.page.getByRole('button', { name: r.go }).click();
    await again.seesText('Beans.');
    await again.type(' Peas.', 'end');
    await again.saved();
    const people = await again.inspect(words.workspace.people);
    await people.getByText(words.people.you('Ada')).click();
    await people.getByText(words.people.kit, { exact: true }).waitFor();
    await again.page.reload();
    await again.seesText('Beans. Peas.');

    await again.openDocument('Bed');
    await again.page.getByRole('img', { name: 'bed' }).waitFor();

    await again.page.goto(`${stage.server.url}#/restore`);
    await again.page.getByLabel(r.file).setInputFiles({ ...file, buffer: buffer.subarray(0, 200) });
    await again.page.getByLabel(r.words).fill(typed);
    await again.page.getByRole('button', { name: r.go }).click();
    await again.page.getByRole('heading', { name: r.failures.NotABackup.title }).waitFor();
    expect(await axeFindings(again.page)).toEqual([]);
    await eventually(async () => expect(await again.page.title()).toContain(r.title));
  },
);
