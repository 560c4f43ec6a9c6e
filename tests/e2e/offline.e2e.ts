/** Without a network: nothing stops, nothing is lost, and afterwards everybody has everything. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

/** Both sides have the other's text this soon after the line is back. */
const BACK_MS = 10_000;

long('a line is cut, both sides write on, and when it is back they agree', async () => {
  stage.expectUnreachable();
  const [ada, bo] = await stage.pair();
  await ada.seesRoute('direct');
  await bo.cut();
  await ada.type(' Ada alone.', 'end');
  await bo.type('Bo alone. ', 'start');
  // What proves the cut: messages were on their way, in both directions, and came to nothing.
  await eventually(async () => expect((await bo.dropped()).received).toBeGreaterThan(0));
  await eventually(async () => expect((await bo.dropped()).sent).toBeGreaterThan(0));
  await bo.status(/^Offline · \d+ saved$/);
  expect(await ada.text()).toBe('Beans. Ada alone.');
  expect(await bo.text()).toBe('Bo alone. Beans.');
  await bo.restore();
  for (const person of [ada, bo]) {
    const agreed = async (): Promise<void> =>
      expect(await person.text()).toBe('Bo alone. Beans. Ada alone.');
    await eventually(agreed, BACK_MS);
    await person.status(words.pill.synced(1));
  }
});

it('with the server dead, a reload and a killed browser lose nothing that was saved', async () => {
  const profile = await stage.ownProfile();
  const ada = await profile.tab('Ada');
  await ada.create('Garden plan');
  await ada.type('Beans.');
  await ada.saved();
  await ada.page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  const kept = await ada.page.evaluate(async () => {
    const names = await caches.keys();
    const entries = names.map(async (name) => (await (await caches.open(name)).keys()).length);
    return Promise.all(entries);
  });
  expect(kept).toEqual([expect.toSatisfy((entries: number) => entries > 3)]);
  await stage.killServer();
  await ada.reload();
  await ada.seesText('Beans.');
  await ada.type(' Written offline.', 'end');
  await ada.saved();
  const address = ada.page.url();
  await profile.kill();
  await profile.relaunch();
  const again = await profile.tab('Ada');
  await again.visit(address);
  await again.seesText('Beans. Written offline.');
});
