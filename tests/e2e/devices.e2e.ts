/** A second device of the same member, in front of both screens; and what leaves them. */
import { afterAll, afterEach, beforeAll, expect } from 'vitest';

import { decodeDeviceLink } from '../../src/wire/device-link.ts';
import { words } from '../words.ts';
import { axeFindings } from './harness/axe.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { RecordingProxy } from './harness/proxy.ts';
import { Stage } from './harness/stage.ts';
import { everythingStored } from './harness/stored.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

const { adding: a, attaching: u } = words;

/** Opens the dialog from one's own name, and returns it with the link in it. */
async function addDevice(person: Person) {
  const people = await person.inspect(words.workspace.people);
  await people.getByText(words.people.you(person.name)).click();
  await people.getByRole('button', { name: words.people.addDevice }).click();
  const dialog = person.page.getByRole('dialog', { name: a.title });
  const link = await dialog.getByLabel(a.link).inputValue();
  await dialog.getByRole('img', { name: a.qrLabel }).waitFor();
  return { dialog, link };
}

/** Both devices stand under the one member. */
async function seesTwoDevices(person: Person): Promise<void> {
  const people = await person.inspect(words.workspace.people);
  await people.getByText(words.people.you('Ada')).click();
  await people.getByText(words.people.thisDevice).waitFor();
  const list = people.getByRole('listitem').filter({ hasText: words.people.here });
  await eventually(async () => expect(await list.filter({ hasNotText: 'Ada' }).count()).toBe(2));
  expect(await people.getByText(words.people.you('Ada')).count()).toBe(1);
}

long(
  'C10 C12 P6 a link and four words make another browser a device of the same member',
  async () => {
    const ada = await stage.person('Ada');
    await ada.create('Garden plan');
    await ada.type('Beans.');
    await ada.saved();
    const { dialog, link } = await addDevice(ada);
    expect(await axeFindings(ada.page)).toEqual([]);

    const phone = await stage.person('Ada');
    await phone.visit(link);
    await phone.page
      .getByRole('heading', { level: 1, name: u.title('Garden plan', 'Ada') })
      .waitFor();
    expect(phone.page.url()).not.toContain('device');
    expect(await axeFindings(phone.page)).toEqual([]);
    await phone.page.getByRole('button', { name: u.go }).click();
    await phone.page.getByText(u.steps.asked).waitFor();
    await dialog.getByText(a.asks).waitFor();
    const own = phone.page.getByRole('main').getByRole('strong');
    const shown = dialog.getByRole('listitem').getByRole('strong');
    await eventually(async () => {
      const said = (await own.innerText()).split(' ');
      expect(said).toHaveLength(4);
      expect((await shown.innerText()).split(' ')).toEqual(said);
    });
    expect(await axeFindings(ada.page)).toEqual([]);
    expect(await axeFindings(phone.page)).toEqual([]);
    await dialog.getByRole('button', { name: a.add }).click();
    await dialog.getByText(a.added).waitFor();
    await dialog.getByRole('button', { name: a.done }).click();

    await phone.seesText('Beans.');
    await phone.type(' Peas.', 'end');
    await ada.seesText('Beans. Peas.');
    await ada.type('Plan: ', 'start');
    await phone.seesText('Plan: Beans. Peas.');
    await seesTwoDevices(ada);
    await seesTwoDevices(phone);
    expect(await axeFindings(phone.page)).toEqual([]);
    await phone.reload();
    await phone.seesText('Plan: Beans. Peas.');

    // It is used, and in this browser the workspace is there.
    const late = await stage.person('Ada');
    await late.visit(link);
    await late.page.getByRole('button', { name: u.go }).click();
    await late.sees(u.failures.NobodyOnline.title);
    await phone.visit('about:blank');
    await phone.visit(link);
    await phone.page.getByText(u.here('Garden plan')).waitFor();
    await phone.seesText('Plan: Beans. Peas.');
  },
);

long('C12 a person says not now, and the same link adds the device then', async () => {
  const ada = await stage.person('Ada');
  await ada.create('Garden plan');
  const { dialog, link } = await addDevice(ada);
  const phone = await stage.person('Ada');
  await phone.visit();
  await phone.page.getByRole('button', { name: words.start.invited }).click();
  await phone.page.getByLabel(words.join.paste).fill(link);
  await phone.page.getByRole('button', { name: words.join.pasteGo }).click();
  await phone.page.getByRole('button', { name: u.go }).click();
  await dialog.getByRole('button', { name: a.notNow }).click();
  await phone.sees(u.failures.Declined.title);
  expect(await axeFindings(phone.page)).toEqual([]);
  await dialog.getByLabel(a.link).waitFor();
  await phone.page.getByRole('button', { name: words.common.again }).click();
  await dialog.getByRole('button', { name: a.add }).click();
  await phone.editor.waitFor();
});

long('C10 the secret of a device link is in no byte on the line, log, title or store', async () => {
  const proxy = await RecordingProxy.open(stage.server.port);
  try {
    const ada = await stage.person('Ada', { url: proxy.url });
    await ada.create('Garden plan');
    const { dialog, link } = await addDevice(ada);
    const phone = await stage.person('Ada', { url: proxy.url });
    await phone.visit(link);
    await phone.page.getByRole('button', { name: u.go }).click();
    await dialog.getByRole('button', { name: a.add }).click();
    await phone.editor.waitFor();
    await phone.saved();
    const payload = link.slice(link.lastIndexOf('/') + 1);
    const decoded = decodeDeviceLink(payload);
    if (!decoded.ok) throw new Error('not a link');
    const said = [stage.server.log];
    for (const { page } of [ada, phone])
      said.push(page.url(), await page.title(), await everythingStored(page));
    const session = await phone.page.context().newCDPSession(phone.page);
    const { entries } = await session.send('Page.getNavigationHistory');
    said.push(...entries.flatMap(({ url, title }) => [url, title]));
    const frames = [...proxy.sent(), ...proxy.received()].map((bytes) => bytes.toString('latin1'));
    // What is searched for would be seen: the workspace's id is.
    const { workspace, secret } = decoded.value;
    expect(said.filter((text) => text.includes(workspace)).length).toBeGreaterThan(2);
    const codings = ['base64url', 'base64', 'hex', 'latin1'] as const;
    const secrets = codings.map((coding) => Buffer.from(secret).toString(coding));
    for (const one of [payload, ...secrets])
      expect([...said, ...frames].filter((text) => text.includes(one)).length).toBe(0);
  } finally {
    await proxy.close();
  }
});
