/** Two people write together: from nothing to the same text on both screens. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../../src/app/words.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

it('create, invite, join, write on both sides: the same text, and each knows of the other', async () => {
  const ada = await stage.person('Ada');
  await ada.create('Garden plan');
  await ada.type('Beans along the fence.');
  await ada.status(words.pill.saved);
  const bo = await stage.person('Bo');
  await bo.join(await ada.invite());
  await bo.seesText('Beans along the fence.');
  await bo.type('Peas too. ', 'start');
  await ada.seesText('Peas too. Beans along the fence.');
  await ada.type(' And mint.', 'end');
  await bo.seesText('Peas too. Beans along the fence. And mint.');
  for (const [one, other] of [
    [ada, bo],
    [bo, ada],
  ] as const) {
    await one.status(words.pill.synced(1));
    await one.seesHere(other.name);
    await expect.poll(() => one.carets()).toEqual([other.name]);
    expect(await one.page.title()).toBe('First page · Garden plan · Parley');
  }
});
