/**
 * Looks at a page as it stands: makes it hold still for its picture, and finds what is cut off, too
 * wide, or too small for a finger.
 */
import type { Page } from 'playwright';
import { encode } from 'uqr';
import { words } from '../../tests/words.ts';

const MIRRORED = process.env['PARLEY_DIRECTION'] === 'rtl';

/** What differs from run to run is not in a picture: builds, times, an invite's secret, a key's words. */
const NAME = '0123456789ab';
const BUILD = words.start.build(NAME);
/** The same in what the check found: which build, which port, how fast, how much room. */
const FOUND: readonly (readonly [string, string])[] = [
  ['\\b[0-9a-f]{12}\\b', NAME],
  ['127\\.0\\.0\\.1:\\d+', 'relay.example'],
  ['\\d+ ms', '24 ms'],
  ['\\d+ GB', '12 GB'],
];
const WORDS = 'maple orbit season cloud';
const LINK = `https://parley.example/#/join/${'AsYouLikeIt'.repeat(20)}`;

/** Waits for fonts and two frames, and puts fixed words where others would differ each time. */
export async function settle(page: Page): Promise<void> {
  const { data, size } = encode(LINK, { ecc: 'L', border: 3 });
  const squares = data.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])),
  );
  await page.evaluate(
    async ({ mirrored, build, begin, found, link, path, box, labels, spoken }) => {
      if (mirrored) document.documentElement.dir = 'rtl';
      await document.fonts.ready;
      for (const line of document.querySelectorAll('footer p'))
        if (line.textContent.startsWith(begin)) line.textContent = build;
      for (const [n, time] of [...document.querySelectorAll('time')].entries())
        time.textContent = `10:${String(42 - n).padStart(2, '0')}`;
      for (const line of document.querySelectorAll('.sheet li p')) {
        const before = line.textContent;
        const after = found.reduce(
          (text, [from, to]) => text.replace(new RegExp(from), to),
          before,
        );
        if (after !== before) line.textContent = after;
      }
      for (const id of document.querySelectorAll('dd.id')) id.textContent = '3f2a 91bc…';
      for (const said of document.querySelectorAll('strong[lang=en]')) said.textContent = spoken;
      for (const field of document.querySelectorAll('input'))
        if (field.value.includes('#/join/')) field.value = link;
      for (const label of labels) {
        const code = document.querySelector(`svg[aria-label="${label}"]`);
        code?.setAttribute('viewBox', `0 0 ${box} ${box}`);
        code?.querySelector('path')?.setAttribute('d', path);
      }
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
      await frame();
      await frame();
    },
    {
      mirrored: MIRRORED,
      build: BUILD,
      begin: words.start.build(''),
      found: FOUND,
      link: LINK,
      path: squares.join(''),
      box: size,
      labels: [words.invite.qrLabel, words.adding.qrLabel],
      spoken: WORDS,
    },
  );
}

/** One line for each element that is cut off, too wide or too small. */
export function layoutFindings(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** Kept out of sight on purpose. */
    const UNSEEN = '.unseen, .skip, .unseen *, .skip *';
    /** May be scrolled sideways on purpose. */
    const ROLLS = ':is(pre, .table-frame, [role="grid"], [role="toolbar"])';
    const SIDEWAYS = `${ROLLS}, ${ROLLS} *`;
    const PRESSED = 'button, summary, select, input[type="text"], nav a';
    const TOUCH = 44;
    const touch = matchMedia('(pointer: coarse)').matches;
    const width = document.documentElement.clientWidth;
    const found: string[] = [];
    const nameOf = (element: Element): string =>
      `<${element.localName} class="${element.className.toString()}"> “${(element.textContent ?? '').trim().slice(0, 40)}”`;

    if (document.documentElement.scrollWidth > innerWidth)
      found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const element of document.body.querySelectorAll<HTMLElement>('*')) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      if (element.matches(UNSEEN)) continue;
      const { left, right, width: across, height } = element.getBoundingClientRect();
      if (across === 0 || height === 0) continue;
      if (touch && element.matches(PRESSED) && Math.min(across, height) < TOUCH - 0.5) {
        const size = `${Math.round(across)} × ${Math.round(height)} px`;
        found.push(`too small for a finger, ${size}: ${nameOf(element)}`);
      }
      if (element.matches(SIDEWAYS)) continue;
      if (left < -1 || right > width + 1) found.push(`out of the window: ${nameOf(element)}`);
      const style = getComputedStyle(element);
      if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0) {
        const cut = style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis';
        const spilt = style.overflowX === 'visible' && element.matches('button, a, h1, h2, h3, p');
        if (cut || spilt) found.push(`${cut ? 'cut off' : 'spilt'}: ${nameOf(element)}`);
      }
    }
    return [...new Set(found)];
  });
}
