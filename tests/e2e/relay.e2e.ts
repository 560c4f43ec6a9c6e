/** What the relay is needed for, and what not; and what happens where WebRTC does not open. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

import { words } from '../words.ts';
import { eventually } from './harness/eventually.ts';
import { long } from './harness/long.ts';
import { NO_WEBRTC, Stage, WEBRTC_TIMES_OUT } from './harness/stage.ts';

let stage: Stage;
beforeAll(async () => void (stage = await Stage.open()));
afterEach(() => stage.settle());
afterAll(() => stage.close());

/** What may pass over a relay that only keeps in touch. */
const MURMUR_BYTES = 2_000;
/** A newcomer is let in this soon after the relay is back. */
const BACK_MS = 15_000;

it('text travels over WebRTC: its bytes are counted there, and the relay’s counter stands still', async () => {
  const [ada, bo] = await stage.pair();
  await ada.seesRoute('direct');
  await bo.seesRoute('direct');
  await ada.status(words.pill.synced(1));
  const text = Array.from({ length: 300_000 }, () => letters[Math.floor(Math.random() * 64)]).join(
    '',
  );
  const { relayedBytes } = await stage.server.figures();
  const { sent } = await ada.directBytes();
  await ada.paste(text);
  await ada.status(words.pill.synced(1));
  expect(await bo.exported()).toBe(`Beans.${text}`);
  const after = await stage.server.figures();
  expect((await ada.directBytes()).sent - sent).toBeGreaterThanOrEqual(text.length);
  expect(after.relayedBytes - relayedBytes).toBeLessThan(MURMUR_BYTES);
});

long(
  'the relay may be gone for a whole conversation; once it is back, people can join again',
  async () => {
    const [ada, bo] = await stage.pair();
    await ada.seesRoute('direct');
    await bo.seesRoute('direct');
    for (const person of [ada, bo]) await person.isKept();
    await stage.killServer();
    for (const round of [1, 2, 3]) {
      await ada.type(` Ada ${round}.`, 'end');
      await bo.seesText(await ada.text());
      await bo.type(` Bo ${round}.`, 'end');
      await ada.seesText(await bo.text());
    }
    expect(await ada.text()).toBe('Beans. Ada 1. Bo 1. Ada 2. Bo 2. Ada 3. Bo 3.');
    await ada.status(words.pill.synced(1));
    const link = await ada.invite();
    await stage.server.start();
    const cy = await stage.person('Cy');
    await cy.knock(link);
    await cy.editor.waitFor({ timeout: BACK_MS });
    await cy.seesText(await ada.text());
    await cy.seesHere('Ada', 'Bo');
  },
);

it('without WebRTC everything goes through the relay, and the panel says so', async () => {
  const [ada, bo] = await stage.pair({ bo: { before: NO_WEBRTC } });
  await bo.type('Peas. ', 'start');
  await ada.seesText('Peas. Beans.');
  for (const person of [ada, bo]) {
    await person.status(words.pill.synced(1));
    await person.seesRoute('relay');
  }
});

long('where WebRTC never opens, writing does not wait for it', async () => {
  const blocked = await Stage.open(WEBRTC_TIMES_OUT);
  const [ada, bo] = await blocked.pair();
  await bo.type('Peas. ', 'start');
  await ada.seesText('Peas. Beans.');
  const states = async (): Promise<string[]> => [
    ...(await ada.directStates()),
    ...(await bo.directStates()),
  ];
  await eventually(async () => expect(await states()).toContain('closed'));
  expect(await states()).not.toContain('connected');
  await ada.type(' Mint.', 'end');
  await bo.seesText('Peas. Beans. Mint.');
  for (const person of [ada, bo]) await person.seesRoute('relay');
  await blocked.settle();
  await blocked.close();
});

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_';
