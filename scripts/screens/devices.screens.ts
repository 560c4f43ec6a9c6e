/** Screens of a second device by link: the link, both screens while words are compared, and refusals. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { Studio } from './studio.ts';
import { PLAN, WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

const { adding: a, attaching: u } = words;
const kept = async (): Promise<void> => {};

it('devices', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.renameDocument('Spring clean-up');
  await pasteByKeyboard(maya, PLAN);
  await maya.saved();
  const people = await maya.inspect(words.workspace.people);
  await people.getByText(words.people.you('Maya')).click();
  await people.getByRole('button', { name: words.people.addDevice }).click();
  const dialog = maya.page.getByRole('dialog', { name: a.title });
  const link = await dialog.getByLabel(a.link).inputValue();
  await dialog.getByRole('img', { name: a.qrLabel }).waitFor();
  await studio.shoot(maya, 'device-link', { hide: kept });

  const phone = await studio.person('Maya');
  await phone.visit(link);
  const press = (name: string): Promise<void> =>
    phone.page.getByRole('button', { name, exact: true }).click();
  await phone.page.getByRole('button', { name: u.go }).waitFor();
  await studio.shoot(phone, 'device-use', { hide: kept });
  await press(u.go);
  await phone.page.getByText(u.steps.asked).waitFor();
  await dialog.getByText(a.asks).waitFor();
  await studio.shoot(maya, 'device-asked', { hide: kept });
  await studio.shoot(phone, 'device-words', { hide: kept });
  await dialog.getByRole('button', { name: a.notNow }).click();
  await phone.sees(u.failures.Declined.title);
  await studio.shoot(phone, 'device-declined', { hide: kept, passing: true });
  await press(words.common.again);
  await dialog.getByRole('button', { name: a.add }).click();
  await dialog.getByText(a.added).waitFor();
  await studio.shoot(maya, 'device-added', { hide: kept, passing: true });
  await dialog.getByRole('button', { name: a.done }).click();
  await phone.editor.waitFor();
  await maya.inspect(words.workspace.people);
  await people.getByText(words.people.you('Maya')).click();
  await people.getByText(words.people.devices, { exact: true }).waitFor();
  await studio.shoot(maya, 'device-list', { hide: kept, sizes: ['wide'] });

  const late = await studio.person('Maya');
  await late.visit(link);
  await late.page.getByRole('button', { name: u.go }).click();
  await late.sees(u.failures.NobodyOnline.title);
  await studio.shoot(late, 'device-gone', { hide: kept });
});
