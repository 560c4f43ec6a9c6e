/** Two people write together: from nothing to the same text and the same list on both screens. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
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
    await one.seesCarets(other);
    expect(await one.page.title()).toBe('First page · Garden plan · Parley');
  }

  const panel = await bo.inspect(words.workspace.writers);
  await panel.getByText(words.writers.whole).waitFor();
  const parts = (): Promise<string[]> => panel.getByRole('listitem').allInnerTexts();
  const written = (name: string, n: number): unknown =>
    expect.stringMatching(new RegExp(`^${name}\\b[^]*${words.writers.characters(n)}`));
  expect(await parts()).toEqual([written('Ada', 32), written('Bo', 10)]);
  await bo.editor.press('ControlOrMeta+Home');
  for (let i = 0; i < 4; i++) await bo.page.keyboard.press('Shift+ArrowRight');
  await panel.getByText(words.writers.selected('Peas')).waitFor();
  expect(await parts()).toEqual([written('Bo', 4)]);
});

long('documents are made, named, moved, deleted and brought back on both sides', async () => {
  const [ada, bo] = await stage.pair();
  const both = async (...titles: readonly string[]): Promise<void> => {
    for (const person of [ada, bo]) await person.seesDocuments(...titles);
  };
  await ada.renameWorkspace('Garden, second year');
  await eventually(async () =>
    expect(await bo.page.title()).toBe('First page · Garden, second year · Parley'),
  );
  await bo.createDocument('Seeds');
  await both('First page', 'Seeds');
  await bo.type('Two packets of peas.');
  await ada.openDocument('Seeds');
  await ada.seesText('Two packets of peas.');
  await ada.renameDocument('Seeds to buy');
  await both('First page', 'Seeds to buy');
  await bo.withDocument('Seeds to buy', words.workspace.moveUp);
  await both('Seeds to buy', 'First page');
  await ada.withDocument('Seeds to buy', words.workspace.delete);
  await both('First page');
  await ada.undoLast();
  await both('Seeds to buy', 'First page');
  await ada.openDocument('Seeds to buy');
  await ada.seesText('Two packets of peas.');
});

it('who may only read sees everything live, and can change nothing', async () => {
  const ada = await stage.person('Ada');
  await ada.create('Garden plan');
  const rita = await stage.person('Rita');
  await rita.join(await ada.invite({ role: 'can read' }));
  await ada.type('Beans.');
  await rita.seesText('Beans.');
  expect(await rita.editor.getAttribute('aria-readonly')).toBe('true');
  await rita.type('No!');
  const make = rita.page.getByRole('button', { name: words.workspace.newDocument });
  expect(await make.count()).toBe(0);
  await ada.type(' And peas.', 'end');
  await rita.seesText('Beans. And peas.');
  expect(await ada.text()).toBe('Beans. And peas.');
});
