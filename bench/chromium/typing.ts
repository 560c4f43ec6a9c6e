/**
 * What a key costs the main thread: in the application with a long history, beside a bare editor
 * with the same text. All of it: handling, layout, drawing, and what is cut, signed and stored
 * afterwards.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import { documentUrl, fillWorkspace, shown, typedHistory, watched } from './scene.ts';
import type { Scene } from './scene.ts';

export const PLACES = ['end', 'middle', 'start'] as const;
export type Place = (typeof PLACES)[number];

/** Milliseconds of the main thread for each key. */
export interface Keys {
  /** All that the thread did until the next key. */
  readonly all: readonly number[];
  /** Of that, in scripts. */
  readonly script: readonly number[];
}

export interface Typing {
  readonly trace: string;
  readonly place: Place;
  readonly parley: Keys;
  readonly bare: Keys;
}

/** Keys before those that are counted: code gets warm, carets settle. */
const BEFORE = 20;
/** Until the next key; what a key starts is over by then. */
const GAP_MS = 120;
const TEXT = 'the quick brown fox jumps over a lazy dog ';

export async function measureTyping(
  scene: Scene,
  trace: string,
  keys: number,
  rounds: number,
): Promise<Typing[]> {
  const { stage, pages } = scene;
  const typed = await typedHistory(trace);
  pages.text = typed.text;
  const profile = await stage.profile();
  await fillWorkspace(scene, profile, typed);
  const parley = await watched(profile, typed);
  await parley.goto(documentUrl(scene));
  await shown(parley);
  const bare = await watched(profile, typed);
  await bare.goto(`${pages.url}bare.html`);
  await shown(bare);
  const found: Typing[] = [];
  for (const place of PLACES) {
    const of = {
      parley: { all: [], script: [] } as Counted,
      bare: { all: [], script: [] } as Counted,
    };
    for (let round = 0; round < rounds; round++)
      for (const [name, page] of [
        ['parley', parley],
        ['bare', bare],
      ] as const)
        await type(page, place, keys, of[name]);
    found.push({ trace, place, ...of });
  }
  await parley.waitForTimeout(500);
  await stage.settle();
  return found;
}

interface Counted {
  readonly all: number[];
  readonly script: number[];
}

async function type(page: Page, place: Place, keys: number, into: Counted): Promise<void> {
  await page.bringToFront();
  await stand(page, place);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  for (let i = 0; i < BEFORE + keys; i++) {
    const before = await metrics(session);
    await page.keyboard.press(TEXT[i % TEXT.length] ?? ' ');
    await pause(GAP_MS);
    const after = await metrics(session);
    if (i < BEFORE) continue;
    into.all.push(after.all - before.all);
    into.script.push(after.script - before.script);
  }
  await session.detach();
}

/** Puts the caret there, as a person does. */
async function stand(page: Page, place: Place): Promise<void> {
  const editor = page.locator('.cm-content');
  await editor.focus();
  await page.keyboard.press(place === 'start' ? 'Control+Home' : 'Control+End');
  await pause(500);
  if (place !== 'middle') return;
  const scroller = page.locator('.cm-scroller');
  await scroller.evaluate((box) => (box.scrollTop = box.scrollHeight / 2));
  await pause(500);
  const box = await scroller.boundingBox();
  if (box === null) throw new Error('the editor is not visible');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await pause(500);
}

async function metrics(session: CDPSession): Promise<{ all: number; script: number }> {
  const { metrics: list } = await session.send('Performance.getMetrics');
  const of = (name: string): number => 1000 * (list.find((one) => one.name === name)?.value ?? NaN);
  return { all: of('TaskDuration'), script: of('ScriptDuration') };
}
