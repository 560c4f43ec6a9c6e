/** Where the measurements in Chromium play: the real server, the pages beside it, filled databases. */
import { readFileSync } from 'node:fs';
import { deserialize } from 'node:v8';
import type { Page } from 'playwright';
import { Stage, type Profile } from '../../tests/e2e/harness/stage.ts';
import { fixturePath } from '../child.ts';
import { readRecording } from '../histories.ts';
import { storedWorkspace, type Fixture } from '../parley/history.ts';
import { DOCUMENT, workspace } from '../parley/lab.ts';
import type { PeerFixture } from '../peers/prepare.ts';
import { prepared } from '../processes.ts';
import { buildPages, servePages, type Pages } from './build.ts';
import { toJson, type Packed } from './packed.ts';
import { installWatch } from './watch.ts';

export interface Scene {
  readonly stage: Stage;
  readonly pages: Pages;
  /** The script that puts a workspace into a database. */
  readonly fill: string;
}

export async function openScene(): Promise<Scene> {
  const fill = await buildPages();
  return { stage: await Stage.open(), pages: await servePages(), fill };
}

export async function closeScene({ stage, pages }: Scene): Promise<void> {
  await stage.close();
  await pages.close();
}

/** Where the document of every history here is. */
export const documentUrl = ({ stage }: Scene): string =>
  `${stage.server.url}#/w/${workspace}/${DOCUMENT}`;

/** A history typed by one person, and the text that it ends in. */
export interface Typed {
  readonly text: string;
  readonly packed: Packed;
}

export async function typedHistory(trace: string): Promise<Typed> {
  const fixture = await fixtureOf<Fixture>('parley/typist', trace);
  return { text: readRecording(trace).endContent, packed: toJson(storedWorkspace(fixture)) };
}

export async function yjsUpdate(trace: string): Promise<Uint8Array> {
  return (await fixtureOf<PeerFixture>('yjs', trace)).stored;
}

async function fixtureOf<T>(subject: 'yjs' | 'parley/typist', trace: string): Promise<T> {
  if (!(await prepared(subject, trace))) throw new Error(`${subject} writes ${trace} too slowly`);
  return deserialize(readFileSync(fixturePath(subject, trace))) as T;
}

/** Units of a text whose beginning a page must show: they fit on any screen. */
const SCREEN = 500;

/** A page of a profile, watched from its beginning until it shows a text. */
export async function watched(profile: Profile, { text }: Typed): Promise<Page> {
  const page = await profile.context.newPage();
  await page.addInitScript(installWatch, text.slice(0, SCREEN).replaceAll('\n', ''));
  return page;
}

/** Puts a history into the application's database in a profile. */
export async function fillWorkspace(scene: Scene, profile: Profile, typed: Typed): Promise<void> {
  const page = await profile.context.newPage();
  await page.goto(scene.stage.server.url);
  await page.evaluate(scene.fill);
  await page.evaluate((packed) => window.fill(packed), typed.packed);
  await page.close();
}

/** Waits until the text stands there. */
export async function shown(page: Page): Promise<void> {
  await page.waitForFunction(() => window.seen.shown > 0, undefined, { polling: 50 });
}
