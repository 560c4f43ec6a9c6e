/**
 * A profile that exists twice, or again: every page load signs with a key of its own, so nobody honest
 * ever seems to tell two stories, and nothing is lost.
 */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../../src/app/words.ts';
import { eventually } from './harness/eventually.ts';
import type { Person } from './harness/person.ts';
import { long } from './harness/long.ts';
import { type Profile, Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

/** Ada in a browser of her own, Bo in another, and where Ada's workspace is. */
async function pair(): Promise<{ profile: Profile; ada: Person; bo: Person; address: string }> {
  const profile = await stage.ownProfile();
  const ada = await profile.tab('Ada');
  await ada.create('Garden plan');
  await ada.type('Beans.');
  const bo = await stage.person('Bo');
  await bo.join(await ada.invite());
  await bo.seesText('Beans.');
  await ada.saved();
  return { profile, ada, bo, address: ada.page.url() };
}

async function again(profile: Profile, address: string): Promise<Person> {
  const ada = await profile.tab('Ada');
  await ada.visit(address);
  await ada.editor.waitFor();
  return ada;
}

/** Nobody was told of anything odd. */
async function seesNothingOdd(person: Person): Promise<void> {
  const activity = await person.inspect(words.workspace.activity);
  expect(await activity.innerText()).not.toContain('two different histories');
}

long(
  'A18 A19 an older copy of a profile runs beside the original, and both are honest',
  async () => {
    const { profile, bo, address } = await pair();
    await profile.kill();
    const older = await stage.copyOf(profile);
    await profile.relaunch();
    const ada = await again(profile, address);
    await ada.type(' Late.', 'end');
    await bo.seesText('Beans. Late.');
    const restored = await again(older, address);
    await restored.type('Again. ', 'start');
    await ada.type(' More.', 'end');
    for (const person of [ada, restored, bo]) {
      const agreed = async (): Promise<void> =>
        expect(await person.text()).toBe('Again. Beans. Late. More.');
      await eventually(agreed, 30_000);
      await seesNothingOdd(person);
    }
  },
);
