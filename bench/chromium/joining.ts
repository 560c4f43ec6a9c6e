/** Somebody joins a workspace with a long history: when its text is there, and whether keys work at once. */
import { until } from '../../scripts/replay/company.ts';
import { Person } from '../../tests/e2e/harness/person.ts';
import { documentUrl, fillWorkspace, shown, typedHistory, watched } from './scene.ts';
import type { Scene, Typed } from './scene.ts';
import { tasksDuring } from './tasks.ts';

export interface Joined {
  /** Milliseconds from the connection, proven on both sides, until the editor was drawn. */
  readonly begun: number;
  /** The same until the first screen of text was drawn as it is in the end. */
  readonly text: number;
  /** From a key pressed then until it stood in the text. */
  readonly key: number;
  /** Milliseconds of the longest task's processor time meanwhile, on the joiner's main thread. */
  readonly longestTask: number;
}

/** Place of "Show the invite" among the steps that a joiner sees: it begins when a member answers. */
export const PROOF = 2;
/** No history here begins with it. */
const MARK = 'Q';

export async function measureJoining(
  scene: Scene,
  trace: string,
  rounds: number,
): Promise<Joined[]> {
  const { stage } = scene;
  const typed = await typedHistory(trace);
  const member = await memberOf(scene, typed);
  const found: Joined[] = [];
  let text = typed.text;
  for (let round = 0; round < rounds; round++) {
    const link = await member.invite({ uses: '1 person' });
    const own = await stage.ownProfile();
    const joiner = new Person(await watched(own, { ...typed, text }), 'Bo', stage.server.url);
    let key = 0;
    const tasks = await tasksDuring(joiner.page, async () => {
      await joiner.knock(link);
      await shown(joiner.page);
      key = await firstKey(joiner);
    });
    const { steps, begun, shown: at } = await joiner.page.evaluate(() => window.seen);
    const open = steps[PROOF] ?? NaN;
    const longestTask = Math.max(...tasks);
    found.push({ begun: begun - open, text: at - open, key, longestTask });
    text = MARK + text;
    await same(joiner, text);
    await joiner.page.waitForTimeout(1_000);
    await own.close();
  }
  await same(member, text);
  await stage.settle();
  return found;
}

/** Who has the document open, in a browser of their own. */
export async function memberOf(scene: Scene, typed: Typed): Promise<Person> {
  const profile = await scene.stage.ownProfile();
  await fillWorkspace(scene, profile, typed);
  const page = await watched(profile, typed);
  await page.goto(documentUrl(scene));
  await shown(page);
  return new Person(page, 'Ada', scene.stage.server.url);
}

/** Waits until somebody has this text, which may still be on its way. */
async function same(person: Person, text: string): Promise<void> {
  await until(`${person.name} has the text`, async () => (await person.exported()) === text);
}

/** Milliseconds, by the page's own clock. */
async function firstKey({ page, editor }: Person): Promise<number> {
  await editor.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.press(MARK);
  const stood = await page.waitForFunction(
    (mark) =>
      document.querySelector('.cm-content')?.textContent.startsWith(mark)
        ? performance.now() - window.seen.pressed
        : 0,
    MARK,
    { polling: 'raf' },
  );
  return stood.jsonValue();
}
