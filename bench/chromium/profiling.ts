/**
 * Where the time of the page's main thread goes while a document is opened, a key is pressed and
 * somebody joins, by rooms of the house: the explanation of what `npm run bench:chromium` measures.
 *
 * For this the application is built with its lines as they are written, and with maps that tell which
 * file each is of. Sampling makes everything slower, so the shares mean more than the sums.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright';
import { buildApplication } from '../../scripts/build-once.ts';
import { words } from '../../tests/words.ts';
import { type PageRooms, WAITING } from '../report/profile.ts';
import { byRoom, each, type Plan, type Profile, type Rooms } from '../rooms.ts';
import { memberOf, PROOF } from './joining.ts';
import { closeScene, documentUrl, fillWorkspace, openScene, shown, typedHistory } from './scene.ts';
import { watched, type Scene, type Typed } from './scene.ts';

const ASSETS = join(import.meta.dirname, '../../dist/assets');
const INTERVAL_US = 200;
const KEYS = 60;
/** Before those that count. */
const WARMING = 20;
const GAP_MS = 120;
/** Until a page has nothing to do. */
const REST_MS = 2_000;

const ROOMS: readonly (readonly [RegExp, string])[] = [
  [/@noble\/hashes|src\/base\/hash\.ts/, 'hashing'],
  [/@noble\/ed25519|src\/base\/keys\.ts|src\/host\/signatures/, 'signatures'],
  [/@lezer\/|src\/app\/editor\/(?:grammar|markdown|sections)/, 'Markdown (Lezer)'],
  [/@codemirror\/|style-mod|src\/app\/editor\//, 'the editor (CodeMirror, `app/editor/`)'],
  [/node_modules\/svelte|src\/app\//, 'the screens (Svelte, `app/`)'],
  [/node_modules\/idb|src\/storage\//, 'the database (`storage/`)'],
  [/src\/host\//, 'what joins them (`host/`)'],
  [/src\/(?:base|wire|crdt|replica)\//, 'the replica (`wire/`, `crdt/`, `replica/`)'],
  [/src\/net\/|node_modules/, 'the line (`net/`, libp2p)'],
];

/** Profiles each way so many times. */
export async function profilePages(rounds: number): Promise<PageRooms> {
  buildApplication('--minify', 'false', '--sourcemap', 'hidden');
  const scene = await openScene();
  try {
    const long = await typedHistory('typed:1000000');
    const found = {
      opening: await opening(scene, await typedHistory('automerge-paper'), rounds),
      ...(await typing(scene, long, rounds)),
      joining: await joining(scene, long, rounds),
    };
    await scene.stage.settle();
    return found;
  } finally {
    await closeScene(scene);
    buildApplication();
  }
}

async function opening(scene: Scene, typed: Typed, rounds: number): Promise<Rooms[]> {
  const plan = planOf(scene);
  const profile = await scene.stage.profile();
  await fillWorkspace(scene, profile, typed);
  const first = await watched(profile, typed);
  await first.goto(documentUrl(scene));
  await shown(first);
  await first.waitForTimeout(REST_MS); // What it looks like is remembered.
  await first.close();
  const found: Rooms[] = [];
  for (let round = 0; round < rounds; round++) {
    const page = await watched(profile, typed);
    await page.goto(scene.stage.server.url);
    const entry = page.getByText('Bench', { exact: true }).first();
    await entry.waitFor();
    await page.waitForTimeout(REST_MS);
    const sampler = await Sampler.start(page);
    await entry.click();
    await shown(page);
    const { pressed, shown: drawn } = await page.evaluate(() => window.seen);
    found.push(byRoom(await sampler.stop(), plan, await sampler.span(pressed, drawn)));
    await page.close();
  }
  return found;
}

async function typing(
  scene: Scene,
  typed: Typed,
  rounds: number,
): Promise<Pick<PageRooms, 'key' | 'bare key'>> {
  const { stage, pages } = scene;
  const plan = planOf(scene);
  pages.text = typed.text;
  const profile = await stage.profile();
  await fillWorkspace(scene, profile, typed);
  const found: Record<'key' | 'bare key', Rooms[]> = { key: [], 'bare key': [] };
  const urls = { key: documentUrl(scene), 'bare key': `${pages.url}bare.html` };
  for (let round = 0; round < rounds; round++)
    for (const way of ['key', 'bare key'] as const) {
      const page = await watched(profile, typed);
      await page.goto(urls[way]);
      await shown(page);
      await page.waitForTimeout(REST_MS);
      await page.locator('.cm-content').focus();
      await page.keyboard.press('Control+End');
      await press(page, WARMING);
      const sampler = await Sampler.start(page);
      await press(page, KEYS);
      found[way].push(each(byRoom(await sampler.stop(), plan), KEYS));
      await page.close();
    }
  return found;
}

async function press(page: Page, keys: number): Promise<void> {
  for (let i = 0; i < keys; i++) {
    await page.keyboard.press('the quick '[i % 10] ?? ' ');
    await pause(GAP_MS);
  }
}

async function joining(scene: Scene, typed: Typed, rounds: number): Promise<Rooms[]> {
  const { stage } = scene;
  const plan = planOf(scene);
  const member = await memberOf(scene, typed);
  const found: Rooms[] = [];
  for (let round = 0; round < rounds; round++) {
    const link = await member.invite({ uses: '1 person' });
    const own = await stage.ownProfile();
    const joiner = await watched(own, typed);
    await joiner.goto(link);
    await joiner.getByLabel(words.create.yourName).fill('Bo');
    const sampler = await Sampler.start(joiner);
    await joiner.getByRole('button', { name: words.join.go }).click();
    await shown(joiner);
    const { steps, shown: drawn } = await joiner.evaluate(() => window.seen);
    const span = await sampler.span(steps[PROOF] ?? NaN, drawn);
    found.push(byRoom(await sampler.stop(), plan, span));
    await own.close();
  }
  return found;
}

/** The files of the house by what the browser calls them. */
function planOf({ pages }: Scene): Plan {
  const maps = new Map(
    readdirSync(ASSETS)
      .filter((name) => name.endsWith('.map'))
      .map((name) => [name.slice(0, -'.map'.length), mapOf(join(ASSETS, name))]),
  );
  return {
    roomOf({ functionName, url, lineNumber, columnNumber }) {
      if (functionName === '(garbage collector)') return 'garbage collection';
      if (functionName === '(program)') return 'the browser: layout, drawing, messages';
      if (functionName === '(idle)') return WAITING;
      if (url.startsWith(pages.url)) return 'the editor (CodeMirror, `app/editor/`)';
      const entry = maps.get(basename(url))?.findEntry(lineNumber, columnNumber);
      const source = entry && 'originalSource' in entry ? entry.originalSource : undefined;
      return source && ROOMS.find(([pattern]) => pattern.test(source))?.[1];
    },
    rest: 'the rest',
  };
}

const mapOf = (path: string): SourceMap =>
  new SourceMap(JSON.parse(readFileSync(path, 'utf8')) as SourceMapPayload);

/** Samples the main thread of a page. */
class Sampler {
  readonly #session: CDPSession;

  private constructor(session: CDPSession) {
    this.#session = session;
  }

  static async start(page: Page): Promise<Sampler> {
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', { interval: INTERVAL_US });
    await session.send('Profiler.start');
    return new Sampler(session);
  }

  async stop(): Promise<Profile> {
    return (await this.#session.send('Profiler.stop')).profile;
  }

  /** What the page's clock says in milliseconds, by the profile's. */
  async span(from: number, to: number): Promise<[number, number]> {
    const { metrics } = await this.#session.send('Performance.getMetrics');
    const start = metrics.find(({ name }) => name === 'NavigationStart')?.value ?? NaN;
    return [start * 1e6 + from * 1000, start * 1e6 + to * 1000];
  }
}
