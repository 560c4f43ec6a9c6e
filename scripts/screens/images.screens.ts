/** Screens of images in a text: where one is written, where one reads, and while nobody is there to fetch one from. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import { words } from '../../tests/words.ts';
import { pasteByKeyboard } from '../../tests/e2e/harness/clipboard.ts';
import { Studio } from './studio.ts';
import { WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

const ALT = 'Four beds seen from above';
const TEXT = '# The beds\n\nFrom the gate, the beans are on the left.\n\n';

it('images', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  await maya.renameDocument('The beds');
  await pasteByKeyboard(maya, TEXT);
  await maya.page.evaluate(async (name) => {
    const canvas = new OffscreenCanvas(480, 200);
    const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    pen.fillStyle = '#d9cdb4';
    pen.fillRect(0, 0, 480, 200);
    ['#5b7f4a', '#86a35c', '#b5653c', '#4c6b57'].forEach((colour, i) => {
      pen.fillStyle = colour;
      pen.fillRect(20 + 114 * i, 24, 98, 152);
    });
    const data = new DataTransfer();
    data.items.add(new File([await canvas.convertToBlob()], `${name}.png`, { type: 'image/png' }));
    document
      .querySelector('.cm-content')
      ?.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, clipboardData: data }));
  }, ALT);
  await maya.page.getByRole('img', { name: ALT }).waitFor();
  await maya.type('\n\nWhat is missing is the compost.', 'end');
  await maya.saved();
  await studio.shoot(maya, 'image');
  await maya.menu(words.bar.read);
  await maya.page.locator('.reading .image img').waitFor();
  await studio.shoot(maya, 'image-read');
});
