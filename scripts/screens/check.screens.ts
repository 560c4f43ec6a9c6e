/** Screens of the check of a browser, and of browsers that lack something. */
import { afterAll, afterEach, beforeAll, it } from 'vitest';
import type { Trouble } from '../../src/app/environment.ts';
import { words } from '../../tests/words.ts';
import { HINDRANCES } from '../../tests/e2e/harness/hindrances.ts';
import type { Person } from '../../tests/e2e/harness/person.ts';
import { NO_NAMES } from '../../tests/e2e/harness/stage.ts';
import { Studio } from './studio.ts';
import { press, visit } from './steps.ts';

const { check } = words;

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

/** A browser in which nearly everything is worth a word. */
const AILING = `if (globalThis.StorageManager) {
  delete window.RTCPeerConnection;
  const { now } = Date;
  Date.now = () => now() + 9 * 60_000;
  StorageManager.prototype.persisted = async () => false;
  StorageManager.prototype.estimate = async () => ({ quota: 3_000_000, usage: 1_000_000 });
  Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
  for (const name of ['generateKey', 'importKey', 'sign', 'verify']) {
    const own = SubtleCrypto.prototype[name];
    SubtleCrypto.prototype[name] = function (...words) {
      const wanted = words.some((word) => word === 'Ed25519' || word?.name === 'Ed25519');
      if (wanted) return Promise.reject(new DOMException('made by a picture', 'NotSupportedError'));
      return own.apply(this, words);
    };
  }
  const { open } = IDBFactory.prototype;
  IDBFactory.prototype.open = function (name, version) {
    if (name === 'parley-check') throw new DOMException('made by a picture', 'QuotaExceededError');
    return open.call(this, name, version);
  };
}`;

it('check', async () => {
  const ended = async ({ page }: Person): Promise<void> =>
    page.getByRole('button', { name: check.again, disabled: false }).waitFor({ timeout: 60_000 });
  const shoot = async (person: Person, name: string): Promise<void> => {
    await ended(person);
    await studio.shoot(person, name);
    const end = (): Promise<void> =>
      person.page.getByText(check.reportHint).scrollIntoViewIfNeeded();
    await studio.shoot(person, `${name}-end`, { show: end, hide: async () => {} });
  };
  const address = `${studio.server.url}#/check`;
  const maya = await studio.person('Maya');
  await maya.visit(address);
  await shoot(maya, 'check');

  const tomas = await studio.person('Tomás', AILING);
  await tomas.page.route('**/version.json', (route) =>
    route.fulfill({ json: { build: '0123456789ab' }, headers: { date: new Date().toUTCString() } }),
  );
  await tomas.visit(address);
  await shoot(tomas, 'check-ailing');

  // What a service worker fetches does not pass by the page's routes.
  const ines = await studio.person(
    'Inês',
    `Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });`,
  );
  await ines.page.route('**/config.json', (route) =>
    route.fulfill({ json: { relays: ['wss://relay.example'] } }),
  );
  await ines.visit(studio.server.url);
  await ines.page.getByText(words.start.badSetup('relays[0]')).waitFor();
  await studio.shoot(ines, 'start-set-up');
  await visit(ines, address);
  await shoot(ines, 'check-set-up');

  studio.rough = true;
  await studio.server.kill();
  await press(maya, check.again);
  await shoot(maya, 'check-away');
});

it.each(Object.entries(HINDRANCES))('trouble %s', async (trouble, hindrance) => {
  studio.rough = hindrance.unreachable === true;
  const maya = await studio.person('Maya', hindrance.before);
  if (hindrance.prepare) {
    await hindrance.prepare(await maya.page.context().newPage(), studio.server.url);
  }
  await maya.visit();
  await maya.sees(words.trouble[trouble as Trouble].title);
  await studio.shoot(maya, `trouble-${trouble}`);
});

it('trouble insecure', async () => {
  // Neither a certificate nor this machine's own name.
  const name = 'parley.test';
  const elsewhere = await Studio.open([`--host-resolver-rules=MAP ${name} 127.0.0.1, ${NO_NAMES}`]);
  try {
    elsewhere.rough = true;
    const url = `http://${name}:${elsewhere.server.port}/`;
    const maya = await elsewhere.person('Maya', undefined, url);
    await maya.visit();
    await maya.sees(words.trouble.insecure.title);
    await elsewhere.shoot(maya, 'trouble-insecure');
    await elsewhere.settle();
  } finally {
    await elsewhere.close();
  }
});
