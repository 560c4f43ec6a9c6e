/** A new build on the host: nothing happens until it is accepted, and nothing is lost then. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { words } from '../words.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { PlainHost } from './harness/plain-host.ts';
import { Stage, type Profile } from './harness/stage.ts';

const DIST = join(import.meta.dirname, '../../dist');
const WORKER = join(DIST, 'sw.js');
const NEXT = 'ffffffffffff';
const AFTER_NEXT = 'eeeeeeeeeeee';

let stage: Stage;
let host: PlainHost;
beforeAll(async () => {
  [stage, host] = await Promise.all([Stage.open(), PlainHost.open('/')]);
  host.files.set('config.json', '{}');
});
afterEach(async () => {
  for (const one of [host.lacks, host.leads, host.fails]) one.clear();
  host.files.delete('sw.js');
  host.files.set('config.json', '{}');
  await stage.settle();
});
afterAll(async () => {
  await stage.close();
  await host.close();
});

const cachesOf = ({ page }: Person): Promise<string[]> => page.evaluate(() => caches.keys());

/** A built file that is asked for when it is needed. */
async function lazyPart(): Promise<string> {
  const [part] = (await readdir(join(DIST, 'assets'))).filter((name) =>
    name.startsWith('History-'),
  );
  return `assets/${part}`;
}

/** Ada, whose page opens without network. */
async function founded() {
  const profile = await stage.profile({ url: host.url });
  const ada = await profile.tab('Ada');
  await ada.create('Garden plan');
  await ada.type('Beans.');
  await ada.isKept();
  return { profile, ada };
}

/** Another tab with what Ada sees. */
async function beside(profile: Profile, ada: Person): Promise<Person> {
  const other = await profile.tab('Ada');
  await other.visit(ada.page.url());
  await other.seesText('Beans.');
  return other;
}

/** Accepts the build that this tab has been told of, and waits until it runs here. */
async function takes({ page }: Person): Promise<void> {
  await Promise.all([
    page.waitForEvent('load'),
    page.getByRole('button', { name: words.update.take, exact: true }).click(),
  ]);
}

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
    const { profile, ada } = await founded();
    const other = await beside(profile, ada);

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
    host.lacks.add(await lazyPart());
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

long(
  'of several releases the build that ran is kept, and each tab takes the new one by its own button',
  async () => {
    const { profile, ada } = await founded();
    const [own] = await cachesOf(ada);
    const other = await beside(profile, ada);

    await release(NEXT, ada);
    await ada.page.getByText(words.update.ready(NEXT)).waitFor();
    await release(AFTER_NEXT, ada);
    for (const { page } of [ada, other])
      await page.getByText(words.update.ready(AFTER_NEXT)).waitFor();
    await takes(ada);
    await ada.seesText('Beans.');
    await eventually(async () =>
      expect(await cachesOf(other)).toEqual([own, `parley-${AFTER_NEXT}`]),
    );
    await takes(other);
    await other.seesText('Beans.');
  },
);

long(
  'a host that goes back to the build that runs, in part, takes nothing of it away',
  async () => {
    const { profile, ada } = await founded();
    await release(NEXT, ada);
    await ada.page.getByText(words.update.ready(NEXT)).waitFor();

    host.files.delete('sw.js');
    host.lacks.add(await lazyPart());
    await ada.page.evaluate(async () => {
      const registration = await navigator.serviceWorker.ready;
      await registration.update();
      while (registration.installing) await new Promise((resolve) => setTimeout(resolve, 50));
    });
    stage.expectUnreachable();
    await profile.context.setOffline(true);
    await ada.reload();
    await ada.seesText('Beans.');
    await ada.menu(words.bar.history);
    await ada.page.getByRole('slider').waitFor();
  },
);

long('opens from a host that leads index.html elsewhere, with network and without', async () => {
  host.leads.set('index.html', './');
  const profile = await stage.profile({ url: host.url });
  const ada = await profile.tab('Ada');
  await ada.create('Garden plan');
  await ada.type('Beans.');
  await ada.isKept();
  await ada.reload();
  await ada.seesText('Beans.');
  stage.expectUnreachable();
  await profile.context.setOffline(true);
  await ada.reload();
  await ada.seesText('Beans.');
});

long('while the host cannot say how it is set up, what it said last counts', async () => {
  const [config, login] = ['{"relays":[]}', '<title>Log in</title>'];
  host.files.set('config.json', config);
  const ada = await (await stage.profile({ url: host.url })).tab('Ada');
  await ada.visit();
  await ada.isKept();
  const answer = (): Promise<[number, string]> =>
    ada.page.evaluate(async () => {
      const said = await fetch('./config.json');
      return [said.status, await said.text()];
    });
  host.fails.add('config.json');
  expect(await answer()).toEqual([200, config]);
  host.fails.clear();
  host.files.set('config.json', login);
  expect(await answer()).toEqual([200, login]);
  host.fails.add('config.json');
  expect(await answer()).toEqual([200, config]);
});
