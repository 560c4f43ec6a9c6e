/** A new build on the host: nothing happens until it is accepted, and nothing is lost then. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { PlainHost } from './harness/plain-host.ts';
import { Stage } from './harness/stage.ts';

const DIST = join(import.meta.dirname, '../../dist');
const WORKER = join(DIST, 'sw.js');
const NEXT = 'ffffffffffff';

let stage: Stage;
let host: PlainHost;
beforeAll(async () => {
  [stage, host] = await Promise.all([Stage.open(), PlainHost.open('/')]);
  host.files.set('config.json', '{}');
});
afterEach(() => stage.settle());
afterAll(async () => {
  await stage.close();
  await host.close();
});

const cachesOf = ({ page }: Person): Promise<string[]> => page.evaluate(() => caches.keys());

/** The host has another build from now on, and a tab that is looked at again asks for it. */
async function release(build: string, seenBy: Person): Promise<void> {
  const [own] = await cachesOf(seenBy);
  const worker = await readFile(WORKER, 'utf8');
  const id = own?.replace('parley-', '') ?? '';
  expect(worker).toContain(id);
  host.files.set('sw.js', worker.replaceAll(id, build));
  await seenBy.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

long(
  'a new build waits until it is accepted; what is typed by then is there, and other tabs go on',
  async () => {
    const profile = await stage.profile({ url: host.url });
    const ada = await profile.tab('Ada');
    await ada.create('Garden plan');
    await ada.type('Beans.');
    await ada.isKept();
    const other = await profile.tab('Ada');
    await other.visit(ada.page.url());
    await other.seesText('Beans.');

    await release(NEXT, ada);
    await ada.page.getByText(words.update.ready(NEXT)).waitFor();
    await ada.type(' Peas.', 'end');
    await ada.seesText('Beans. Peas.');
    await ada.page.getByRole('button', { name: words.update.take, exact: true }).click();
    await ada.page.waitForEvent('load');
    await ada.seesText('Beans. Peas.');
    expect(await cachesOf(ada)).toContain(`parley-${NEXT}`);
    await other.seesText('Beans. Peas.');

    // The host has nothing of the build that the other tab runs.
    stage.expectUnreachable();
    await profile.context.setOffline(true);
    await other.menu(words.bar.history);
    await other.page.getByRole('slider').waitFor();
  },
);

long(
  'what could not be kept for a start without network is kept when the line is back',
  async () => {
    const [part] = (await readdir(join(DIST, 'assets'))).filter((name) =>
      name.startsWith('History-'),
    );
    host.lacks.add(`assets/${part}`);
    const profile = await stage.profile({ url: host.url });
    const ada = await profile.tab('Ada');
    await ada.create('Garden plan');
    await eventually(() => expect(host.refused).toBeGreaterThan(0));
    await eventually(async () => expect(await cachesOf(ada)).toEqual([]));

    host.lacks.clear();
    stage.expectUnreachable();
    await profile.context.setOffline(true);
    await profile.context.setOffline(false);
    await eventually(async () => expect(await cachesOf(ada)).toHaveLength(1));
    await ada.isKept();
  },
);
