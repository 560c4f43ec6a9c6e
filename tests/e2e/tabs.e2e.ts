/** Two tabs of one profile: one database, two agents, with and without a network. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import type { Person } from './harness/person.ts';
import { eventually } from './harness/eventually.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

it('both type at once, online and offline: the same text, nothing lost, and all of it reaches another', async () => {
  const profile = await stage.profile();
  const left = await profile.tab('Ada');
  await left.create('Garden plan');
  await left.type('|');
  const link = await left.invite();
  const right = await profile.tab('Ada');
  await right.visit(left.page.url());
  await right.seesText('|');

  await together(left, 'l'.repeat(60), right, 'r'.repeat(60));
  expect(count(await left.text())).toEqual({ '|': 1, l: 60, r: 60 });
  await left.page.evaluate(() => navigator.serviceWorker.ready.then(() => null));
  await stage.killServer();
  await together(left, 'L'.repeat(60), right, 'R'.repeat(60));
  const all = await left.text();
  expect(count(all)).toEqual({ '|': 1, l: 60, r: 60, L: 60, R: 60 });
  const third = await profile.tab('Ada');
  await third.visit(left.page.url());
  await third.seesText(all);

  await stage.server.start();
  const bo = await stage.person('Bo');
  await bo.join(link);
  await bo.seesText(all);
  await bo.type('!', 'end');
  for (const tab of [left, right, third]) await tab.seesText(`${all}!`);
});

/** Both type at the same time, one before everything and one after, until both show the same. */
async function together(one: Person, ofOne: string, two: Person, ofTwo: string): Promise<void> {
  const before = (await one.text()).length;
  await Promise.all([one.type(ofOne, 'start'), two.type(ofTwo, 'end')]);
  const length = before + ofOne.length + ofTwo.length;
  await eventually(async () => expect((await one.text()).length).toBe(length));
  await two.seesText(await one.text());
}

function count(text: string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const letter of text) counts[letter] = (counts[letter] ?? 0) + 1;
  return counts;
}
