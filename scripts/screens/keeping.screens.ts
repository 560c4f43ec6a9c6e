/** Screens of a browser that may delete what it stores, and of what keeps a workspace all the same. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { KEEPING } from '../../tests/e2e/harness/hindrances.ts';
import type { Person } from '../../tests/e2e/harness/person.ts';
import { Studio } from './studio.ts';
import { PLAN, WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

const { keeping: w, recovery: r } = words;
const stays = async (): Promise<void> => {};
const below = ({ page }: Person) => page.locator('footer.below');
const press = (person: Person, name: string): Promise<void> =>
  below(person).getByRole('button', { name, exact: true }).click();

it('keep', async () => {
  const { refuses, picksInside } = KEEPING;
  const maya = await studio.person('Maya', `${refuses}${picksInside}`);
  await maya.create(WORKSPACE);
  await maya.renameDocument('Spring clean-up');
  await pasteByKeyboard(maya, PLAN);
  await maya.saved();
  await below(maya).getByText(w.aloneAtRisk).waitFor();
  await studio.shoot(maya, 'keeping-alone', { passing: true });
  const tomas = await studio.person('Tomás', refuses);
  await tomas.join(await maya.invite());
  await below(tomas).getByText(w.kept.keptMaybe().found).waitFor();
  await tomas.status(words.pill.synced(1));
  await studio.shoot(tomas, 'keeping-risk');
  await studio.shoot(tomas, 'keeping-help', { show: () => press(tomas, w.whatToDo) });
  await studio.shoot(tomas, 'status-risk', {
    show: async () => {
      await tomas.page.getByRole('status', { name: words.pill.label }).getByRole('button').click();
      await tomas.page.getByText(w.more).click();
    },
  });
  await tomas.page.close();
  await maya.reload();
  await below(maya).getByText(w.offer).waitFor();
  await studio.shoot(maya, 'keeping-kit');

  await press(maya, w.makeKit);
  const dialog = maya.page.getByRole('dialog', { name: r.kit.title });
  const pressIn = (name: string): Promise<void> =>
    dialog.getByRole('button', { name, exact: true }).click();
  await pressIn(r.kit.begin);
  await Promise.all([maya.page.waitForEvent('download'), pressIn(r.kit.save)]);
  await pressIn(w.backup.keep);
  await dialog.getByText(`${WORKSPACE}.parley`).waitFor();
  await maya.saved();
  await studio.shoot(maya, 'kit-file', { hide: stays });
  await maya.page.keyboard.press('Escape');
});
