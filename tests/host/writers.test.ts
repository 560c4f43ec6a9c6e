/** Who wrote what, as it is told to somebody who asks of a part of a text. */
import { afterEach, expect, it } from 'vitest';
import { asSeconds } from '../../src/base/ids.ts';
import type { WriterView } from '../../src/host/session.ts';
import { DocumentLog } from '../../src/replica/document.ts';
import { writtenIn } from '../../src/replica/written.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { House, reads, type } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const never = new AbortController().signal;
const told = (writers: readonly WriterView[]): unknown[] =>
  writers.map(({ name, characters, here }) => [name, characters, here]);

it('T10 each part of a text is by whoever signed it, on every replica, until it is changed', async () => {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  const id = ada.createDocument('Beds', 'beans 🌱 leeks');
  const link = await ada.invite({ role: 'editor', uses: 5, expiresIn: 0 });
  const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
  const mine = ada.openDocument(id);
  const theirs = bo.openDocument(id);
  await reads(theirs, (text) => text.endsWith('leeks'));
  type(theirs, 9, 'and ');
  await reads(mine, (text) => text.includes('and'));
  expect(mine.text()).toBe('beans 🌱 and leeks');

  expect(told(await mine.writers(0, 18))).toEqual([
    ['Ada', 13, true],
    ['Bo', 4, false],
  ]);
  expect(told(await theirs.writers(0, 18))).toEqual([
    ['Ada', 13, false],
    ['Bo', 4, true],
  ]);
  expect(told(await mine.writers(9, 12))).toEqual([['Bo', 3, false]]);
  expect(told(await mine.writers(6, 8))).toEqual([['Ada', 1, true]]);
  expect(await mine.writers(3, 3)).toEqual([]);

  mine.edit([{ position: 8, deleted: 5, inserted: '' }]);
  type(mine, 0, 'My ');
  expect(mine.text()).toBe('My beans 🌱leeks');
  expect(told(await mine.writers(0, 99))).toEqual([['Ada', 15, true]]);
});

it('T10 E4 what is told names a signed event that has some of it, and when that was', async () => {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  const before = Math.floor(Date.now() / 1000);
  const document = ada.openDocument(ada.createDocument('Beds', 'beans'));
  await ada.settled();
  const [writer] = await document.writers(0, 5);
  expect(writer?.first).toBeGreaterThanOrEqual(before - 10);
  expect(writer?.last).toBeLessThanOrEqual(Date.now() / 1000);
  const { member, device, agent, event } = writer?.details ?? {};
  expect([member, device]).toEqual([ada.view().me.member, ada.view().members[0]?.id]);
  const proof = event && ada.proofOf(event);
  expect(proof).toContain('certificate ');
  expect(agent).toBeDefined();
});

it('T10 is answered at once for a document that is no text: nobody wrote in it', () => {
  expect(writtenIn(new DocumentLog(WORKSPACE_MAP), 0, 9, 1)).toEqual([]);
});

it.each([
  [
    'all',
    'is kept, and is theirs',
    [
      ['Bo', 10, -1],
      ['Ada', 5, 0],
    ],
  ],
  [{ before: asSeconds(0) }, 'is not, and is in no answer', [['Ada', 5, 0]]],
] as const)('P17 of a removed member, with %j what they wrote %s', async (keep, _, expected) => {
  const ada = await (await house.profile()).create({ title: 'Garden', name: 'Ada' });
  const id = ada.createDocument('Beds', 'beans');
  const link = await ada.invite({ role: 'editor', uses: 5, expiresIn: 0 });
  const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
  const mine = ada.openDocument(id);
  const theirs = bo.openDocument(id);
  await reads(theirs, (text) => text === 'beans');
  type(theirs, 5, ' and leeks');
  await reads(mine, (text) => text.endsWith('leeks'));
  const guest = ada.view().members[1]?.id;
  if (guest === undefined) throw new Error('Bo is a member');
  expect(told(await mine.writers(0, 99))).toEqual([
    ['Bo', 10, false],
    ['Ada', 5, true],
  ]);
  await ada.removeMember(guest, keep);
  const writers = await mine.writers(0, 99);
  expect(writers.map(({ name, characters, index }) => [name, characters, index])).toEqual(expected);
});
