/** Long texts come in as people bring them in: by the clipboard and the keyboard. */
import type { Person } from './person.ts';

/** Copies `text` and pastes it at the caret. Only one person at a time: there is one clipboard. */
export async function pasteByKeyboard({ page, editor }: Person, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await editor.focus();
  await page.keyboard.press('Control+v');
}
