/** An image is pasted by one and seen by the other: in the page, in the read view, and through a cut line. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

/** Pastes or drops a PNG of so many pixels of noise, which no format makes small; its bytes. */
function put({ page }: Person, width: number, height: number, how: 'paste' | 'drop' = 'paste') {
  return page.evaluate(
    async ([wide, high, kind]) => {
      const canvas = new OffscreenCanvas(wide, high);
      const context = canvas.getContext('2d');
      const noise = new ImageData(wide, high);
      for (let i = 0; i < noise.data.length; i += 65_536)
        crypto.getRandomValues(noise.data.subarray(i, i + 65_536) as never);
      for (let i = 3; i < noise.data.length; i += 4) noise.data[i] = 255;
      context?.putImageData(noise, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/png' });
      const data = new DataTransfer();
      data.items.add(new File([blob], 'bean bed.png', { type: 'image/png' }));
      const target = document.querySelector('.cm-content') as HTMLElement;
      const { left, top } = target.getBoundingClientRect();
      const init = { bubbles: true, cancelable: true };
      target.focus();
      target.dispatchEvent(
        kind === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent('drop', {
              ...init,
              dataTransfer: data,
              clientX: left + 60,
              clientY: top + 60,
            }),
      );
      return blob.size;
    },
    [width, height, how] as const,
  );
}

/** Width of the image as it was decoded; 0 while it is not there. */
const shown = ({ page }: Person, within = '.cm-content'): Promise<number> =>
  page.evaluate(
    (place) => document.querySelector<HTMLImageElement>(`${place} .image img`)?.naturalWidth ?? 0,
    within,
  );

it('I2 I3 an image is pasted, and shown to the other where it stands, in both views', async () => {
  const [ada, bo] = await stage.pair();
  await ada.type('\n\nThe bed: ', 'end');
  await put(ada, 64, 48);
  await eventually(async () => expect(await shown(ada)).toBe(64));
  await eventually(async () => expect(await shown(bo)).toBe(64));
  expect(await bo.page.getByRole('img', { name: 'bean bed' }).count()).toBe(1);
  expect(await axeFindings(bo.page)).toEqual([]);
  await bo.menu(words.bar.read);
  await eventually(async () => expect(await shown(bo, '.reading')).toBe(64));
  // Undo takes the text back, and what stands in its place.
  await ada.editor.press('ControlOrMeta+z');
  await eventually(async () => expect(await shown(bo, '.reading')).toBe(0));
});

long(
  'I3 an image of 5 MB arrives through a line that is cut again and again',
  async () => {
    stage.expectUnreachable();
    const [ada, bo] = await stage.pair();
    await ada.seesRoute('direct');
    await bo.cut();
    expect(await put(ada, 1_360, 1_320, 'drop')).toBeGreaterThan(5_242_880);
    await eventually(async () => expect(await shown(ada)).toBe(1_360));
    for (let cuts = 0; cuts < 3; cuts++) {
      await bo.restore();
      await bo.page.getByText(/^Fetching the image: \d+ of \d+ parts$/).waitFor();
      await bo.cut();
    }
    await bo.page.getByText(words.images.nobody(0, 1).slice(0, 20)).waitFor();
    await bo.restore();
    await eventually(async () => expect(await shown(bo)).toBe(1_360), 60_000);
    // It stays, also with nobody there.
    await ada.page.close();
    await bo.reload();
    await eventually(async () => expect(await shown(bo)).toBe(1_360));
  },
  240_000,
);
