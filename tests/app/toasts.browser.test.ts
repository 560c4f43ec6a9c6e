/** Toasts are shown in one place: where they can be read, heard and reached. */
import { createRawSnippet, flushSync, mount, unmount } from 'svelte';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { toasts } from '../../src/app/toasts.svelte.ts';
import Modal from '../../src/app/views/Modal.svelte';
import Strip from '../../src/app/views/Strip.svelte';
import { withWords } from '../../src/app/words/languages.ts';
import '../../src/app/styles/base.css';

const open = new Set<object>();
const close = (one: object): void => {
  open.delete(one);
  void unmount(one);
  flushSync();
};
function add<T extends object>(one: T): T {
  open.add(one);
  flushSync();
  return one;
}

/** A modal of this title, in the last one that is open if there is one. */
function modal(title: string, drawer?: 'start' | 'end'): object {
  const target = [...document.querySelectorAll('dialog')].at(-1) ?? document.body;
  const children = createRawSnippet(() => ({ render: () => '<p>Words.</p>' }));
  return add(mount(Modal, { target, props: { title, drawer, children, onclose: () => {} } }));
}
/** Which dialogs, by their titles, show this; '' is the page. */
const placesOf = (text: string): string[] =>
  [...document.querySelectorAll('.toast')]
    .filter((toast) => toast.textContent.includes(text))
    .map((toast) => toast.closest('dialog')?.querySelector('h2')?.textContent ?? '');
const regionOf = (title: string): Element | null | undefined =>
  [...document.querySelectorAll('dialog')]
    .find((dialog) => dialog.querySelector('h2')?.textContent === title)
    ?.querySelector(':scope > .toasts > [aria-live]');
const boxOf = (selector: string): DOMRect => {
  const found = document.querySelector(selector);
  if (found === null) throw new Error(`nothing is ${selector}`);
  return found.getBoundingClientRect();
};
/** What a finger in the middle of this meets. */
function metAt({ left, top, width, height }: DOMRect): Element | null {
  return document.elementFromPoint(left + width / 2, top + height / 2);
}

beforeAll(() => withWords(Promise.resolve()));
beforeEach(() => void add(mount(Strip, { target: document.body })));
afterEach(async () => {
  for (const { id } of toasts.shown) toasts.dismiss(id);
  for (const one of [...open].reverse()) close(one);
  await page.viewport(1280, 800);
});

describe('a toast', () => {
  it('is below the page, in the modal on top while there is one, and never in two places', () => {
    const show = (text: string): void => flushSync(() => toasts.show(text));
    show('One');
    expect(placesOf('One')).toEqual(['']);
    const outer = modal('Comments', 'end');
    expect(placesOf('One')).toEqual(['Comments']);
    const inner = modal('Remove');
    show('Two');
    expect([placesOf('One'), placesOf('Two')]).toEqual([['Remove'], ['Remove']]);
    close(inner);
    expect([placesOf('One'), placesOf('Two')]).toEqual([['Comments'], ['Comments']]);
    close(outer);
    expect([placesOf('One'), placesOf('Two')]).toEqual([[''], ['']]);
  });

  it('comes into a place that was there before, so that it is read out', () => {
    modal('Comments', 'end');
    const region = regionOf('Comments');
    expect(region?.childElementCount).toBe(0);
    flushSync(() => toasts.show('One'));
    expect(regionOf('Comments')).toBe(region);
    expect(region?.textContent).toContain('One');
  });

  it.each([
    [320, 640, undefined],
    [320, 640, 'start'],
    [320, 640, 'end'],
    [1280, 800, undefined],
    [1000, 800, 'end'],
  ] as const)(
    'can be reached at %i × %i in a modal of side %s, which stays as it is',
    async (width, height, side) => {
      await page.viewport(width, height);
      modal('Comments', side);
      const before = boxOf('dialog');
      let undone = 0;
      flushSync(() =>
        toasts.show('Your comment is deleted.', { label: 'Undo', run: () => undone++ }),
      );
      expect(boxOf('dialog')).toEqual(before);
      const { left, right, top, bottom } = boxOf('.toast');
      expect([left >= 0, right <= width, top >= 0, bottom <= height]).toEqual([
        true,
        true,
        true,
        true,
      ]);
      const button = metAt(boxOf('.toast .act'));
      expect(button?.textContent.trim()).toBe('Undo');
      (button as HTMLElement).click();
      expect(undone).toBe(1);
      expect(document.querySelector('dialog')?.open).toBe(true);
    },
  );

  it('lies at the end of a drawer, and hides nothing of a long one for good', async () => {
    await page.viewport(320, 640);
    modal('Comments', 'end');
    flushSync(() => toasts.show('One'));
    expect(boxOf('.toast').bottom).toBeGreaterThan(600);
    const words = document.querySelector<HTMLElement>('dialog p');
    words?.style.setProperty('height', '3000px');
    expect(metAt(boxOf('.toast'))?.closest('.toast')).not.toBeNull();
    document.querySelector('dialog')?.scrollTo(0, 9_999);
    expect(boxOf('dialog p').bottom).toBeLessThanOrEqual(boxOf('.toast').top);
  });
});
