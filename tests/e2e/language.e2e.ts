/** Another language: chosen, kept, and nothing is lost by the choice. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import de from '../../src/app/words/de/first.ts';
import workspaceDe from '../../src/app/words/de/workspace.ts';
import { words } from '../words.ts';
import { long } from './harness/long.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

long(
  'a language is chosen where one writes, with all that was typed, and kept for the next time',
  async () => {
    const ada = await stage.person('Ada');
    const { page } = ada;
    await ada.create('Garden plan');
    await ada.type('Beans.');
    await page.getByRole('button', { name: words.bar.menu, exact: true }).click();
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByRole('button', { name: workspaceDe.bar.menu, exact: true }).waitFor();
    await ada.seesText('Beans.');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await ada.visit('about:blank');
    await ada.visit();
    await page.getByRole('button', { name: de.start.create, exact: true }).waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('button', { name: words.start.create, exact: true }).waitFor();
  },
);
