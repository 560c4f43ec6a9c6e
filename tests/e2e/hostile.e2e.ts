/**
 * A member whose program lies, and a stranger at the relay, against honest tabs in Chromium: over the
 * real relay, the real circuits and WebRTC.
 */
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';

import { fromHex } from '../../src/base/bytes.ts';
import { MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import { dataFrame } from '../../src/net/frames.ts';
import { SYNC_PROTOCOL } from '../../src/net/peer.ts';
import { TopicProof } from '../../src/replica/handshake.ts';
import { words } from '../words.ts';
import { decodeProof } from '../../src/wire/proof.ts';
import { readConfig } from '../../src/net/config.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { buildPage } from '../net/chromium-page.ts';
import { deploy } from '../net/deployment.ts';
import { Stranger } from '../net/stranger.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';

let stage: Stage;
/** Serves the liar's page, and nothing that anybody else uses. */
let site: ParleyServer;
let relays: readonly string[];
let honest: readonly [Person, Person, Person];
let link: string;
let liar: Page;

beforeAll(async () => {
  stage = await Stage.open();
  const answer = await fetch(`${stage.server.url}config.json`);
  const config = readConfig(await answer.text(), new URL(stage.server.url));
  relays = config.ok ? config.value.relays : [];
  const page = await buildPage(join(import.meta.dirname, 'harness/liar-page.ts'));
  site = await deploy({ site: page, relays });
  const [ada, bo] = await stage.pair();
  const cy = await stage.person('Cy');
  link = await ada.invite({ uses: '5 people' });
  await cy.join(link);
  honest = [ada, bo, cy];
  for (const person of honest) await person.seesText('Beans.');
  liar = (await stage.person('Mallory')).page;
  await liar.goto(`http://127.0.0.1:${site.port}/`);
  await liar.waitForFunction(() => 'beLiar' in window);
  await liar.evaluate(([to, by]) => window.beLiar(by).join(to), [link, relays] as const);
  await eventually(async () => expect(await liar.evaluate(() => window.liar.near)).toBe(3));
});
afterAll(async () => {
  await stage.settle();
  await stage.close();
  await site.stop();
});

long(
  'A54 A27 a join that is said again lets nobody in, and tells nothing of the workspace',
  async () => {
    const heard = await liar.evaluate(
      async (to) => (await window.liar.replay(to)).map((frame) => [...frame]),
      link,
    );
    const kinds = heard.map((frame) => {
      const read = decodeProof(Uint8Array.from(frame));
      return read.ok ? read.value.kind : read.error.code;
    });
    expect(kinds).toEqual(['greet']);
    const people = await honest[0].inspect(words.workspace.people);
    const mallory = people.getByText('Mallory', { exact: true });
    await mallory.first().waitFor();
    expect(await mallory.count()).toBe(1);
  },
);

long('A40 C1 a stranger at the relay learns no name, no key and no text', async () => {
  const { peers, topic, keys } = await liar.evaluate(() => window.liar.secrets());
  const stranger = await Stranger.arrive(relays[0] ?? '');
  const heard: Uint8Array[] = [];
  for (const peer of peers) await expect(stranger.tab(peer)).rejects.toThrow('PERMISSION_DENIED');
  // The relay knows topics by their hashes: this is what somebody could do who had one from there.
  (await stranger.meet()).say({ kind: 'meet', topic });
  for (const peer of peers) {
    const tab = await eventually(() => stranger.tab(peer));
    const stream = await tab.newStream(SYNC_PROTOCOL);
    stream.addEventListener('message', ({ data }) => void heard.push(data.subarray().slice()));
    stream.send(dataFrame(fromHex(topic), MAX_FRAME_BYTES));
    const names = {
      initiator: true,
      localName: new Uint8Array(32),
      remoteName: new Uint8Array(32),
    };
    const guess = new TopicProof(new Uint8Array(32), names, new Uint8Array(32).fill(1));
    stream.send(dataFrame(guess.open(), MAX_FRAME_BYTES));
    const greeted = guess.receive({ kind: 'greet', nonce: new Uint8Array(32).fill(2) });
    for (const frame of greeted.ok ? greeted.value.send : [])
      stream.send(dataFrame(frame, MAX_FRAME_BYTES));
    await eventually(async () => expect(stream.remoteWriteStatus).toBe('closed'));
  }
  await stranger.leave();
  // Three devices, their agents, and keys of those that have written.
  expect(keys.length).toBeGreaterThanOrEqual(7);
  const said = Buffer.concat(heard).toString('latin1');
  expect(said.length).toBeGreaterThanOrEqual(peers.length * 32);
  for (const secret of ['Ada', 'Bo', 'Cy', 'Mallory', 'Garden', 'Beans', ...keys])
    expect(said).not.toContain(secret);
  for (const key of keys) expect(said).not.toContain(Buffer.from(key, 'hex').toString('latin1'));
});

long(
  'A01 A02 two histories shown to three honest tabs end as one page for all, and are told',
  async () => {
    await liar.evaluate(() => window.liar.equivocate(['one ', 'two ']));
    await liar.close();
    const [ada, bo, cy] = honest;
    await ada.type(' Peas.', 'end');
    for (const person of honest)
      await eventually(async () => expect(await person.text()).toMatch(/ Peas\.$/));
    await eventually(async () => {
      const texts = await Promise.all(honest.map((person) => person.text()));
      expect(new Set(texts).size).toBe(1);
    });
    const told = words.activity.notices.forked({ name: 'Mallory' });
    for (const person of honest) {
      const activity = await person.inspect(words.workspace.activity);
      await activity.getByText(told).waitFor();
    }
    await bo.type(' Leeks.', 'end');
    for (const person of [ada, cy])
      await eventually(async () => expect(await person.text()).toMatch(/ Peas\. Leeks\.$/));
  },
);
