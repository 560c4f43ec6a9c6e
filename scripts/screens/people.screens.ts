/** Screens of who is here and of what they may do. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { PEOPLE } from '../../tests/e2e/harness/person.ts';
import { type Size, Studio } from './studio.ts';
import { press, closeInspector } from './steps.ts';
import { WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

it('circle', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const tomas = await studio.person('Tomás');
  await tomas.join(await maya.invite());
  const open = async (size: Size): Promise<void> => {
    if (size === 'narrow') await press(maya, words.workspace.people);
    else await maya.page.getByRole('button', { name: PEOPLE }).click();
    await maya.page.locator('summary', { hasText: 'Tomás' }).click();
  };
  await open('wide');
  await maya.page.getByLabel(words.people.role).first().selectOption(words.people.roles.admin);
  await tomas.page.getByRole('button', { name: words.bar.invite }).first().waitFor();
  for (const name of ['Inês', 'Jo']) {
    const guest = await studio.person(name);
    await guest.join(await tomas.invite());
  }
  await maya.page.locator('summary', { hasText: 'Jo' }).waitFor();
  await closeInspector(maya);
  await studio.shoot(maya, 'remove-circle', {
    show: async (size) => {
      await open(size);
      await maya.page.getByRole('button', { name: words.people.remove }).first().click();
      await maya.page.getByLabel(words.people.removeBrought(['Inês', 'Jo'], 'Tomás')).check();
    },
    hide: async () => {
      await maya.page.keyboard.press('Escape');
      await closeInspector(maya);
    },
  });
});
