/** Coming in by a link: who lets you in, and what a link says that cannot be used. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { toHex } from '../../src/base/bytes.ts';
import type { EventId, WorkspaceId } from '../../src/base/ids.ts';
import { words } from '../words.ts';
import { encodeInvite, type Invite } from '../../src/wire/link.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { Server } from './harness/server.ts';
import { long } from './harness/long.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterAll(() => stage.close());

const { failures, steps } = words.join;
const { people } = words;

describe('a link that works', () => {
  afterEach(() => stage.settle());

  it('the inviter may be away: any member who is there lets you in', async () => {
    const inviter = await stage.profile();
    const ada = await inviter.tab('Ada');
    await ada.create('Garden plan');
    await ada.type('Beans.');
    const link = await ada.invite();
    const bo = await stage.person('Bo');
    await bo.join(link);
    await bo.seesText('Beans.');
    await bo.status(words.pill.synced(1));
    await inviter.close();
    const cy = await stage.person('Cy');
    await cy.join(link);
    await cy.seesText('Beans.');
    await cy.type(' Cy was here.', 'end');
    await bo.seesText('Beans. Cy was here.');
    await cy.seesHere('Bo');
  });

  it('whoever is a member already just comes in, and the secret leaves the address', async () => {
    const ada = await stage.person('Ada');
    await ada.create('Garden plan');
    await ada.type('Beans.');
    const link = await ada.invite();
    const address = ada.page.url();
    await ada.visit('about:blank');
    await ada.visit(link);
    await ada.seesText('Beans.');
    expect(ada.page.url()).toBe(address);
  });
});

describe.concurrent('a link that does not', () => {
  afterAll(() => stage.settle());

  long(
    'C9 let in at once: an admin says not now, and then lets in, both seeing the same words',
    async () => {
      const ada = await stage.person('Ada');
      await ada.create('Garden plan');
      await ada.type('Beans.');
      const link = await ada.invite({ approval: true });
      const bo = await stage.person('Bo');
      const asks = ada.page.getByText(people.asks('Bo')).filter({ visible: true }).last();
      await bo.knock(link);
      await asks.waitFor();
      await ada.page.getByRole('button', { name: people.notNowLabel('Bo') }).click();
      await bo.sees(failures.Declined.title);
      await bo.page.getByRole('button', { name: words.common.again }).click();
      await bo.page.getByText(steps.asked('Ada')).waitFor();
      await bo.page.getByText(words.join.asked).waitFor();
      const own = bo.page.getByText(words.join.words).getByRole('strong');
      const shown = ada.page.getByText(people.asksWords).getByRole('strong').last();
      await eventually(async () => {
        const said = (await own.innerText()).split(' ');
        expect(said).toHaveLength(4);
        expect((await shown.innerText()).split(' ')).toEqual(said);
      });
      expect(await axeFindings(ada.page)).toEqual([]);
      expect(await axeFindings(bo.page)).toEqual([]);
      await ada.page.getByRole('button', { name: people.letInLabel('Bo') }).click();
      await bo.seesText('Beans.');
      await asks.waitFor({ state: 'detached' });
    },
  );

  long('used up', async () => {
    const ada = await stage.person('Ada');
    await ada.create('Garden plan');
    await ada.type('Beans.');
    const link = await ada.invite({ uses: '1 person' });
    const bo = await stage.person('Bo');
    await bo.join(link);
    const cy = await stage.person('Cy');
    await cy.knock(link);
    await cy.sees(failures.UsedUp.title);
    await bo.seesText('Beans.');
  });

  it('damaged: said at once, without asking anybody', async () => {
    const bo = await stage.person('Bo');
    await bo.visit(`${stage.server.url}#/join/${encodeInvite(someInvite()).slice(0, -7)}`);
    await bo.sees(failures.NotALink.title);
  });

  long('to a workspace where nobody is online, or that nobody knows', async () => {
    const bo = await stage.person('Bo');
    await bo.knock(`${stage.server.url}#/join/${encodeInvite(someInvite())}`);
    await bo.sees(failures.NobodyOnline.title);
  });

  long('while the relay is gone', async () => {
    stage.expectUnreachable();
    const other = await Server.open();
    const bo = await stage.person('Bo', { url: other.url });
    await bo.visit(`${other.url}#/join/${encodeInvite(someInvite())}`);
    await bo.page.getByLabel(words.create.yourName).fill(bo.name);
    const go = bo.page.getByRole('button', { name: words.join.go, disabled: false });
    await go.waitFor(); // All that the page needs has come.
    await other.close();
    await go.click();
    await bo.sees(failures.NoRelay.title);
  });
});

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length));

/** To a workspace that does not exist. */
function someInvite(): Invite {
  const workspace = toHex(random(32)) as WorkspaceId;
  return { workspace, seed: random(32), event: toHex(random(32)) as EventId, relays: [] };
}
