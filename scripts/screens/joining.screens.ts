/** Screens of joining by a link, and of all that keeps somebody from it. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { fromBase64Url, toBase64Url } from '../../src/base/bytes.ts';
import type { EventId } from '../../src/base/ids.ts';
import type { JoinFailure } from '../../src/host/session.ts';
import { decodeInvite, encodeInvite, type Invite } from '../../src/wire/link.ts';
import { words } from '../../tests/words.ts';
import { PEOPLE } from '../../tests/e2e/harness/person.ts';
import { type Shot, Studio } from './studio.ts';
import { press, visit } from './steps.ts';
import { WORKSPACE } from './texts.ts';

let studio: Studio;
beforeAll(async () => void (studio = await Studio.open()));
afterEach(() => studio.settle());
afterAll(() => studio.close());

it('join', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const link = await maya.invite();
  const single = await maya.invite({ uses: '1 person' });
  const tomas = await studio.person('Tomás');
  await visit(tomas, link);
  await tomas.page.getByLabel(words.create.yourName).fill('Tomás');
  await studio.shoot(tomas, 'join');

  const knocks = (with_: string) => async (): Promise<void> => tomas.knock(with_);
  const fails = async (failure: JoinFailure, tried: string, shot?: Shot): Promise<void> => {
    await visit(tomas, tried);
    // Not before the link has been read: until then it could be any.
    const ready = tomas.page.getByRole('button', { name: words.join.go, disabled: false });
    const explained = tomas.page.getByRole('heading', {
      level: 1,
      name: words.join.failures[failure].title,
    });
    await ready.or(explained).first().waitFor();
    if (await ready.isVisible()) await knocks(tried)();
    await tomas.sees(words.join.failures[failure].title);
    await studio.shoot(tomas, `join-${failure}`, shot);
  };
  await visit(tomas, `${studio.server.url}#/join`);
  await tomas.sees(words.join.gone.title);
  await studio.shoot(tomas, 'join-reloaded');
  await fails('NotALink', link.slice(0, -30));
  await fails(
    'NewerLink',
    altered(link, (payload) => payload.with(0, 2)),
    { passing: true },
  );
  await fails('Refused', reworded(link, { event: 'ef'.repeat(32) as EventId }));

  await tomas.knock(await maya.invite({ approval: true }));
  const asks = maya.page.getByRole('button', { name: words.people.notNowLabel('Tomás') });
  await asks.waitFor();
  await tomas.page
    .getByText(words.join.words)
    .getByText(/^([a-z]+ ){3}[a-z]+$/)
    .waitFor();
  await studio.shoot(tomas, 'join-asked');
  await studio.shoot(maya, 'asking', {
    show: async (size) => {
      if (size !== 'wide') return; // It is open, over the page now.
      await maya.page.getByRole('button', { name: PEOPLE }).click();
    },
    hide: async () => {},
  });
  await asks.first().click();
  await tomas.sees(words.join.failures.Declined.title);
  await studio.shoot(tomas, 'join-Declined', { passing: true });

  const ines = await studio.person('Inês');
  await ines.join(single);
  await ines.page.context().close();
  await fails('UsedUp', single);
  await maya.page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 30 * 86_400_000;
  });
  await fails('Expired', link);
  await maya.page.context().close();
  await studio.shoot(tomas, 'join-steps', {
    show: knocks(link),
    hide: () => press(tomas, words.join.stop),
  });
  await fails('NobodyOnline', link);
  await tomas.isKept();
  studio.rough = true;
  await studio.server.kill();
  await fails('NoRelay', link);
});

/** A page is busy for a while when it stores what it has joined: time for a member to go. */
const PAUSE = `{
  const { add } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.add = function (...about) {
    IDBObjectStore.prototype.add = add;
    for (const end = Date.now() + 6_000; Date.now() < end; );
    return add.apply(this, about);
  };
}`;

it('behind', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const ines = await studio.person('Inês');
  await ines.join(await maya.invite());
  await ines.saved();
  const hers = ines.page.url();
  await ines.visit('about:blank');
  const tomas = await studio.person('Tomás', PAUSE);
  await tomas.knock(await maya.invite());
  await maya.page
    .getByText(words.activity.notices.joined({ name: 'Tomás' }))
    .first()
    .waitFor();
  await maya.visit('about:blank');
  await ines.visit(hers);
  await tomas.page.getByText(words.join.behind(['Inês'])).waitFor({ timeout: 60_000 });
  await studio.shoot(tomas, 'join-behind');
});

it('join without room', async () => {
  const maya = await studio.person('Maya');
  await maya.create(WORKSPACE);
  const tomas = await studio.person(
    'Tomás',
    `IDBObjectStore.prototype.add = () => { throw new DOMException('made by a picture', 'QuotaExceededError'); };`,
  );
  await tomas.knock(await maya.invite());
  await tomas.sees(words.join.failures.Storage.title);
  await studio.shoot(tomas, 'join-Storage');
});

/** The same link with another payload. */
function altered(link: string, change: (payload: Uint8Array) => Uint8Array): string {
  const at = link.lastIndexOf('/') + 1;
  const payload = fromBase64Url(link.slice(at));
  expect(payload).toBeDefined();
  return link.slice(0, at) + toBase64Url(change(payload ?? new Uint8Array()));
}

function reworded(link: string, change: Partial<Invite>): string {
  const at = link.lastIndexOf('/') + 1;
  const invite = decodeInvite(link.slice(at));
  if (!invite.ok) throw new Error(invite.error.code);
  return link.slice(0, at) + encodeInvite({ ...invite.value, ...change });
}
