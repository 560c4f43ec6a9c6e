/** Who wrote what, painted over a document with a long history: how long until it stands, and what else waits for it. */
import { Person } from '../../tests/e2e/harness/person.ts';
import { documentUrl, fillWorkspace, shown, typedHistory, watched } from './scene.ts';
import type { Scene } from './scene.ts';
import { tasksDuring } from './tasks.ts';

export interface Coloured {
  /** Milliseconds from the wish until the part in view is painted: the whole history is read for it. */
  readonly painted: number;
  /** Milliseconds of the longest task's processor time meanwhile, on the page's main thread. */
  readonly longestTask: number;
}

/** What opening starts behind the text is over by then. */
const REST_MS = 4_000;

export async function measureColouring(
  scene: Scene,
  trace: string,
  rounds: number,
): Promise<Coloured[]> {
  const { stage } = scene;
  const typed = await typedHistory(trace);
  const profile = await stage.profile();
  await fillWorkspace(scene, profile, typed);
  const found: Coloured[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await watched(profile, typed);
    await page.goto(documentUrl(scene));
    await shown(page);
    await page.waitForTimeout(REST_MS);
    const person = new Person(page, 'Ada', stage.server.url);
    const colour = page.locator('.cm-content .wrote').filter({ visible: true }).first();
    let painted = 0;
    const tasks = await tasksDuring(page, async () => {
      const began = performance.now();
      await person.showWriters();
      await colour.waitFor();
      painted = performance.now() - began;
    });
    found.push({ painted, longestTask: Math.max(...tasks) });
    await page.close();
  }
  await stage.settle();
  return found;
}
