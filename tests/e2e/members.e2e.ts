/** Who belongs here, in front of the screen: removing somebody who writes on offline, and taking back what somebody wrote. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

const w = words.people;

it('A07 somebody who is removed while offline writes on for nobody, and is told', async () => {
  stage.expectUnreachable();
  const [ada, bo] = await stage.pair();
  const cy = await stage.person('Cy');
  await cy.join(await ada.invite());
  await cy.seesText('Beans.');
  await bo.type(' Bo was here.', 'end');
  for (const person of [ada, cy]) await person.seesText('Beans. Bo was here.');
  await bo.cut();
  await bo.type(' Bo writes on.', 'end');
  await bo.seesText('Beans. Bo was here. Bo writes on.');

  const people = await ada.inspect(words.workspace.people);
  await people.getByText('Bo', { exact: true }).click();
  await people.getByText(w.cameBy('Ada', 'Ada')).first().waitFor();
  expect(await axeFindings(ada.page)).toEqual([]);
  await people.getByRole('button', { name: w.remove }).filter({ visible: true }).click();
  const dialog = ada.page.getByRole('dialog', { name: w.removeTitle('Bo') });
  await dialog.getByText(w.nothingChanges).waitFor();
  await dialog.getByLabel(w.keep).selectOption(w.keepOf.none);
  await dialog.getByText(w.changes(13, 0, 1)).waitFor();
  await dialog.getByLabel(w.keep).selectOption(w.keepOf.all);
  expect(await axeFindings(ada.page)).toEqual([]);
  await dialog.getByRole('button', { name: w.removeGo, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(await people.getByText('Bo', { exact: true }).count()).toBe(0);

  const activity = await cy.inspect(words.workspace.activity);
  const removal = words.activity.notices.removed({ name: 'Bo', by: 'Ada' });
  await activity.getByText(removal).waitFor();
  await cy.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await activity.getByLabel(words.activity.detailsOf(removal)).click();
  expect(await axeFindings(cy.page)).toEqual([]);
  await activity.getByText(words.activity.copy).filter({ visible: true }).click();
  await activity.getByText(words.activity.copied, { exact: true }).waitFor();
  const copied = await cy.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(removal);
  expect(copied).toMatch(/^event [0-9a-f]{64}\nkey [0-9a-f]{64}\ncertificate [0-9a-f]{128}\nrun /m);
  await cy.type(' Cy too.', 'end');
  await bo.restore();
  await bo.page.getByText(w.removed.said('Ada')).waitFor();
  for (const person of [ada, cy])
    await eventually(async () => expect(await person.text()).toBe('Beans. Bo was here. Cy too.'));
  expect(await bo.text()).toBe('Beans. Bo was here. Bo writes on.');

  const own = await cy.inspect(words.workspace.people);
  await own.getByText(w.you('Cy')).click();
  await own.getByRole('button', { name: w.leave }).click();
  const leaving = cy.page.getByRole('dialog', { name: w.leaveTitle });
  await leaving.getByRole('button', { name: w.leaveGo, exact: true }).click();
  await cy.page.getByText(w.removed.left).waitFor();
  expect(await cy.exported()).toBe('Beans. Bo was here. Cy too.');
});

it('A43 T11 what somebody wrote is taken back after a look at it, and comes back by Undo', async () => {
  const [ada, bo] = await stage.pair();
  await bo.type(' Weeds everywhere.', 'end');
  await ada.seesText('Beans. Weeds everywhere.');
  await ada.type(' Peas.', 'end');
  await bo.seesText('Beans. Weeds everywhere. Peas.');

  const people = await ada.inspect(words.workspace.people);
  await people.getByText('Bo', { exact: true }).click();
  await people
    .getByRole('button', { name: w.takeBack('Bo') })
    .filter({ visible: true })
    .click();
  const dialog = ada.page.getByRole('dialog', { name: w.takeBackTitle('Bo') });
  await dialog.getByText(w.changesIn(words.create.firstDocument, 18, 0)).waitFor();
  expect(await axeFindings(ada.page)).toEqual([]);
  await dialog.getByLabel(w.since).selectOption(w.sinceOf.ever);
  await dialog.getByText(w.changesIn(words.create.firstDocument, 18, 0)).waitFor();
  await dialog.getByRole('button', { name: w.takeBackGo, exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  for (const person of [ada, bo]) await person.seesText('Beans. Peas.');

  await ada.undoLast();
  for (const person of [ada, bo]) await person.seesText('Beans. Weeds everywhere. Peas.');
});
