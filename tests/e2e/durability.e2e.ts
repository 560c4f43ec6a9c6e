/**
 * What was shown as saved is there again, however the tab or the whole browser came to its end.
 *
 * Somebody types, the page says that it is saved, and at that very moment the browser gets SIGKILL
 * or the renderer crashes. Nobody else has the text, so it can only come back from the disk.
 * `npm run kills` does it more often (PARLEY_KILLS, PARLEY_CRASHES).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { chromium as executable, CHROMIUM_FLAGS } from '../../scripts/chromium.ts';
import type { Person } from './harness/person.ts';
import { watchPromises, type Promises } from './harness/promises.ts';
import { Profile, Stage } from './harness/stage.ts';

const KILLS = Number(process.env['PARLEY_KILLS'] ?? 1);
const CRASHES = Number(process.env['PARLEY_CRASHES'] ?? 1);
/** Longest time of one life on a busy machine, in milliseconds. */
const LIFE_MS = 30_000;

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterAll(() => stage.close());

it(
  `SIGKILL ${KILLS} times and a renderer’s crash ${CRASHES} times while typing: all that was shown as saved is there`,
  async () => {
    const writer = await Mortal.begin(stage.server.url);
    let text = '';
    let promised = 0;
    try {
      for (let life = 0; life < KILLS + CRASHES; life += 1) {
        // Spread evenly, so that each kind of end follows the other.
        const killed =
          Math.floor(((life + 1) * KILLS) / (KILLS + CRASHES)) >
          Math.floor((life * KILLS) / (KILLS + CRASHES));
        const { typed, shown } = await writer.writeUntilTheEnd(life, killed);
        const kept = await writer.comeBack();
        expect(kept.startsWith(text), `life ${life} kept what was there before it`).toBe(true);
        const rest = kept.slice(text.length);
        expect(rest.startsWith(shown), `life ${life} kept “${shown}”: “${rest}”`).toBe(true);
        expect(typed.startsWith(rest), `life ${life} made nothing up: “${rest}”`).toBe(true);
        text = kept;
        promised += shown.length;
      }
      // Somebody else, who verifies every signature and sees every contradiction, agrees.
      const bo = await stage.person('Bo');
      await bo.join(await writer.ada.invite());
      await expect.poll(() => bo.exported(), { timeout: LIFE_MS }).toBe(text);
      expect(await noticesOf(bo)).toEqual([]);
      expect(await noticesOf(writer.ada)).toEqual([words.activity.notices.joined({ name: 'Bo' })]);
      console.log(
        `${KILLS} SIGKILLs, ${CRASHES} renderer crashes: ${writer.promises} texts were shown as ` +
          `saved, ${promised} characters right before an end; lost: 0 of ${text.length}`,
      );
    } finally {
      await writer.close();
    }
    await stage.settle();
  },
  (KILLS + CRASHES + 2) * LIFE_MS,
);

interface Life {
  readonly profile: Profile;
  readonly promises: Promises;
}

/** Somebody whose browser dies again and again, on one profile. */
class Mortal {
  ada: Person;
  readonly #directory: string;
  readonly #url: string;
  readonly #address: string;
  #life: Life;
  #counted = 0;

  static async begin(url: string): Promise<Mortal> {
    const directory = await mkdtemp(join(tmpdir(), 'parley-mortal-'));
    const life = await launch(directory, url);
    const ada = await life.profile.tab('Ada');
    await ada.create('Logbook');
    await ada.saved();
    return new Mortal(directory, url, life, ada);
  }

  private constructor(directory: string, url: string, life: Life, ada: Person) {
    this.#directory = directory;
    this.#url = url;
    this.#life = life;
    this.ada = ada;
    this.#address = ada.page.url();
  }

  /** How many different texts the page has shown as saved. */
  get promises(): number {
    return this.#counted + this.#life.promises.count;
  }

  /** Types until the end comes: what was typed, and what of it was last shown as saved. */
  async writeUntilTheEnd(life: number, killed: boolean): Promise<{ typed: string; shown: string }> {
    const mark = `#${life} `;
    const { page } = this.ada;
    const { promises } = this.#life;
    const line = prose(life, mark);
    let typed = '';
    const type = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n += 1) {
        const word = line.next().value;
        typed += word;
        await page.keyboard.type(word, { delay: 5 });
      }
    };
    promises.begin(mark);
    await this.ada.editor.focus();
    await page.keyboard.press('Control+End');
    // Now and then everybody stops to think, and then the page says that all is saved.
    for (let thought = 0; thought <= life % 3; thought += 1) {
      await type(2 + ((life + thought) % 4));
      await promises.of(typed.slice(1));
    }
    await type(life % 5);
    // The page is gone in the middle of this, and the keyboard with it.
    const typing = type(Infinity).catch(() => {});
    await (killed ? this.#life.profile.kill() : this.#crash());
    const { last: shown } = promises;
    await typing;
    if (killed) {
      this.#counted += this.#life.promises.count;
      this.#life = await launch(this.#directory, this.#url);
    }
    return { typed, shown: `\n${shown}` };
  }

  /** Opens the workspace again; the whole text of the document. Nothing is reported. */
  async comeBack(): Promise<string> {
    const old = this.#life.profile.pages();
    this.ada = await this.#life.profile.tab('Ada');
    await this.ada.visit(this.#address);
    await this.ada.editor.waitFor();
    await this.ada.saved();
    for (const page of old) await page.close();
    expect(await noticesOf(this.ada)).toEqual([]);
    return this.ada.exported();
  }

  async close(): Promise<void> {
    await this.#life.profile.close();
    await rm(this.#directory, { recursive: true, force: true, maxRetries: 5 });
  }

  async #crash(): Promise<void> {
    const { page } = this.ada;
    const session = await page.context().newCDPSession(page);
    const crashed = page.waitForEvent('crash');
    session.send('Page.crash').catch(() => {}); // Nobody is left to answer.
    await crashed;
  }
}

/** A browser on this profile, which may be what another one left behind. */
async function launch(directory: string, url: string): Promise<Life> {
  const context = await chromium.launchPersistentContext(directory, {
    executablePath: executable(),
    args: [...CHROMIUM_FLAGS],
  });
  const promises = await watchPromises(context);
  return { profile: new Profile(context, url), promises };
}

/** A new line with its mark, then words without end, now and then another line. */
function* prose(seed: number, mark: string): Generator<string> {
  yield `\n${mark}`;
  for (let n = seed * 31 + 7; ; n = (n * 1103515245 + 12345) % 2147483648) {
    const word = n.toString(36).slice(0, 1 + (n % 9));
    yield n % 29 === 0 ? `${word}.\n` : `${word} `;
  }
}

/** What the activity list says. */
async function noticesOf(person: Person): Promise<string[]> {
  await person.menu(words.workspace.activity);
  const list = person.page.getByRole('complementary', { name: words.workspace.activity });
  const notices = await list.getByRole('listitem').locator('span').allInnerTexts();
  await list.getByRole('button', { name: words.common.close }).click();
  return notices;
}
