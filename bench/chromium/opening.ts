/**
 * From the store to visible text: the application with a whole history in its database, beside Yjs
 * over y-indexeddb, in new tabs each time.
 */
import type { Page } from 'playwright';
import { Person } from '../../tests/e2e/harness/person.ts';
import { documentUrl, fillWorkspace, shown, typedHistory, watched, yjsUpdate } from './scene.ts';
import type { Scene } from './scene.ts';
import { tasksDuring } from './tasks.ts';

export interface Opened {
  /** Milliseconds from the click that opens the document until its text was drawn. */
  readonly fromClick: number;
  /** Milliseconds from the beginning of the page's load, at the document's own address. */
  readonly fromLoad: number;
}

export interface Openings {
  readonly opened: readonly Opened[];
  /** Milliseconds of processor time of each tab's longest task, in tabs that were not timed. */
  readonly longestTasks: readonly number[];
}

interface Subject extends Openings {
  readonly opened: Opened[];
  readonly longestTasks: number[];
  /** Where the document is, and where a click opens it. */
  readonly url: string;
  readonly start: string;
}

export interface Opening {
  readonly trace: string;
  readonly parley: Openings;
  readonly yjs: Openings | null;
}

/** The history is checked behind the text; tasks are looked at until that is over. */
const AFTER_MS = 2_000;
/** Tabs whose tasks are traced, which makes them slower. */
const TRACED = 2;

export async function measureOpening(
  scene: Scene,
  trace: string,
  rounds: number,
  withYjs: boolean,
): Promise<Opening> {
  const { stage, pages } = scene;
  const typed = await typedHistory(trace);
  const profile = await stage.profile();
  await fillWorkspace(scene, profile, typed);
  const parley: Subject = {
    url: documentUrl(scene),
    start: stage.server.url,
    opened: [],
    longestTasks: [],
  };
  const url = `${pages.url}yjs.html`;
  const yjs: Subject = { url, start: `${url}#wait`, opened: [], longestTasks: [] };
  if (withYjs) {
    pages.update = await yjsUpdate(trace);
    const page = await profile.context.newPage();
    await page.goto(`${url}#fill`);
    await page.waitForFunction(() => 'wholeText' in window);
    await page.close();
  }
  const both = withYjs ? [parley, yjs] : [parley];
  // A first tab fills the browser's caches of code, and is where texts are compared and looks remembered.
  for (const one of both) {
    const page = await watched(profile, typed);
    await open(page, one.url);
    if ((await wholeText(page, one === yjs)) !== typed.text)
      throw new Error(`${trace}: a wrong text`);
    await page.waitForTimeout(2 * AFTER_MS);
    await page.close();
  }
  for (let round = 0; round < rounds; round++)
    for (const one of both) {
      const direct = await watched(profile, typed);
      const fromLoad = await open(direct, one.url);
      await direct.waitForTimeout(AFTER_MS);
      await direct.close();
      const page = await watched(profile, typed);
      one.opened.push({ fromLoad, fromClick: await click(page, one.start) });
      await page.waitForTimeout(AFTER_MS);
      await page.close();
    }
  for (let round = 0; round < TRACED; round++)
    for (const one of both) {
      const page = await watched(profile, typed);
      const tasks = await tasksDuring(page, async () => {
        await open(page, one.url);
        await page.waitForTimeout(AFTER_MS);
      });
      one.longestTasks.push(Math.max(...tasks));
      await page.close();
    }
  await stage.settle();
  return { trace, parley, yjs: withYjs ? yjs : null };
}

async function open(page: Page, url: string): Promise<number> {
  await page.goto(url);
  await shown(page);
  return page.evaluate(() => window.seen.shown);
}

/** In a page that has been loaded and has come to rest. */
async function click(page: Page, url: string): Promise<number> {
  await page.goto(url);
  const entry = page.getByText('Bench', { exact: true }).first();
  await entry.waitFor();
  await page.waitForTimeout(AFTER_MS);
  await entry.click();
  await shown(page);
  return page.evaluate(() => window.seen.shown - window.seen.pressed);
}

/** In the application as a person gets it: by exporting. */
const wholeText = (page: Page, isOurs: boolean): Promise<string> =>
  isOurs ? page.evaluate(() => window.wholeText()) : new Person(page, 'Ada', '').exported();
