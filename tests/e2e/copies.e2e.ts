/**
 * A profile that exists twice, or again, or no more, or under another clock: every page load signs with
 * a key of its own, so nobody honest ever seems to tell two stories, and nothing is lost.
 */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
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

/** All come to see this text, and nobody anything odd; also after each page is loaded anew. */
async function agree(text: string, ...people: readonly Person[]): Promise<void> {
  const seen = (): Promise<unknown> =>
    Promise.all(
      people.map((person) =>
        eventually(async () => expect(await person.text()).toBe(text), 40_000),
      ),
    );
  await seen();
  for (const person of people) await seesNothingOdd(person);
  for (const person of people) {
    await person.saved();
    await person.reload();
  }
  await seen();
  for (const person of people) await seesNothingOdd(person);
}

/** Ada's profile is as it was when Bo had her first word alone, and both wrote more after that. */
async function fromBackup(): Promise<{ profile: Profile; bo: Person; address: string }> {
  const { profile, bo, address } = await pair();
  await profile.quit();
  const putBack = await profile.backUp();
  await profile.relaunch();
  const ada = await again(profile, address);
  await ada.type(' Late.', 'end');
  await bo.seesText('Beans. Late.');
  await bo.type(' Bo.', 'end');
  await ada.seesText('Beans. Late. Bo.');
  await ada.saved();
  await profile.quit();
  await putBack();
  await profile.relaunch();
  return { profile, bo, address };
}

/** Every `Date` of the page says that it is a day earlier. */
function yesterday(): void {
  const now = Date.now;
  window.Date = class extends Date {
    constructor(...given: readonly unknown[]) {
      super(...((given.length === 0 ? [Date.now()] : given) as [number]));
    }
  } as DateConstructor;
  Date.now = () => now() - 86_400_000;
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

long(
  'A18 A19 a profile put back from a backup gets back what it forgot, and is honest',
  async () => {
    const { profile, bo, address } = await fromBackup();
    const ada = await again(profile, address);
    await ada.type('Again. ', 'start');
    const second = await again(profile, address);
    await agree('Again. Beans. Late. Bo.', ada, second, bo);
  },
);

long('A18 A19 a profile put back from a backup writes alone, then meets the others', async () => {
  stage.expectUnreachable();
  const { profile, bo, address } = await fromBackup();
  await bo.cut();
  const ada = await again(profile, address);
  await ada.seesText('Beans.');
  await ada.type('Alone. ', 'start');
  await ada.saved();
  await bo.type(' Cut off.', 'end');
  await ada.reload();
  await ada.seesText('Alone. Beans.');
  await ada.type(' More.', 'end');
  expect(await ada.text()).toBe('Alone. Beans. More.');
  await bo.restore();
  for (const person of [ada, bo])
    await eventually(async () => {
      const text = await person.text();
      for (const part of ['Alone. Beans.', ' Late. Bo. Cut off.', ' More.'])
        expect(text).toContain(part);
    }, 40_000);
  await agree(await bo.text(), ada, bo);
});

long('A19 whoever has lost all that was stored joins again, and others lose nothing', async () => {
  const bo = await stage.person('Bo');
  await bo.create('Garden plan');
  await bo.type('Beans.');
  const ada = await stage.person('Ada');
  await ada.join(await bo.invite());
  await ada.seesText('Beans.');
  await ada.type(' Late.', 'end');
  await bo.seesText('Beans. Late.');
  const { origin } = new URL(ada.page.url());
  await ada.visit('about:blank');
  const session = await ada.page.context().newCDPSession(ada.page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await ada.join(await bo.invite());
  await ada.seesText('Beans. Late.');
  await ada.type(' Anew.', 'end');
  await agree('Beans. Late. Anew.', ada, bo);
});

long('A17 a clock that is set back by a day changes neither order nor text', async () => {
  const { profile, ada, bo, address } = await pair();
  await ada.type(' Today.', 'end');
  await bo.seesText('Beans. Today.');
  await profile.context.addInitScript(yesterday);
  await ada.reload();
  await ada.seesText('Beans. Today.');
  await ada.type(' Yesterday.', 'end');
  await bo.seesText('Beans. Today. Yesterday.');
  await bo.type(' Bo.', 'end');
  const cy = await stage.person('Cy');
  await cy.join(await ada.invite());
  await cy.type('Cy. ', 'start');
  const second = await again(profile, address);
  await agree('Cy. Beans. Today. Yesterday. Bo.', ada, second, bo, cy);
});
