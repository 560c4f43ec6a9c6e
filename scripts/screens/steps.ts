/** What several groups of screens do on the way to a picture. */
import { words } from '../../tests/words.ts';
import type { Person } from '../../tests/e2e/harness/person.ts';

/** Presses a button, in the bar or, where that is too narrow for it, in the menu. */
export async function press({ page }: Person, name: string): Promise<void> {
  const inBar = page.getByRole('banner').getByRole('button', { name, exact: true });
  const button = page.getByRole('button', { name, exact: true }).filter({ visible: true });
  if ((await button.count()) > 0) return button.first().click();
  await inBar
    .or(page.getByRole('button', { name: words.bar.menu, exact: true }))
    .first()
    .click();
  await page
    .getByRole('group', { name: words.bar.menu })
    .getByRole('button', { name, exact: true })
    .click();
}

export const visit = async (person: Person, url: string): Promise<void> => {
  await person.visit('about:blank'); // A fragment alone would not load the page anew.
  await person.visit(url);
};

export const pill = ({ page }: Person) =>
  page.getByRole('status', { name: words.pill.label }).getByRole('button').first();

export const closeInspector = ({ page }: Person): Promise<void> =>
  page.getByRole('button', { name: words.common.close, exact: true }).first().click();
