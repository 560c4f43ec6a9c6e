/** Walking through the history of a document, as the screens do, and what is kept of a visit. */
import { afterEach, describe, expect, it } from 'vitest';
import type {
  DocumentSession,
  HistorySession,
  PastText,
  WorkspaceSession,
} from '../../src/host/session.ts';
import { decodeSeen, encodeSeen } from '../../src/host/visits.ts';
import { asSeconds, type AgentId } from '../../src/base/ids.ts';
import { memoryDisk } from '../../src/storage/memory.ts';
import { House, reads, type, until } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

const never = new AbortController().signal;

async function pair() {
  const disk = memoryDisk();
  const profile = await house.profile(disk);
  const ada = await profile.create({ title: 'Garden', name: 'Ada' });
  const id = ada.createDocument('Beds', 'beans 🌱 leeks');
  const link = await ada.invite({ role: 'editor', uses: 5, expiresIn: 0 });
  const bo = await (await house.profile()).join(link, 'Bo', () => {}, never);
  const [mine, theirs] = [ada.openDocument(id), bo.openDocument(id)];
  await reads(theirs, (text) => text.endsWith('leeks'));
  return { disk, ada, bo, id, mine, theirs };
}

async function walkIn(document: DocumentSession): Promise<HistorySession> {
  const history = await document.history();
  if (!history) throw new Error('a short history can be walked through');
  return history;
}

const told = ({ authors }: HistorySession, { text, marks }: PastText): (string | undefined)[][] =>
  marks.map(({ from, to, kind, author }) => [kind, text.slice(from, to), authors[author]?.name]);

const isUnread = (session: WorkspaceSession, id: string): boolean | undefined =>
  session.view().documents.find((one) => one.id === id)?.unread;

describe('the history of a document', () => {
  it('T13 T15 has every state, who wrote each step, and what it changed', async () => {
    const { mine, theirs } = await pair();
    type(theirs, 9, 'and ');
    await reads(mine, (text) => text.includes('and'));
    mine.edit([{ position: 0, deleted: 5, inserted: 'Peas' }]);
    const walk = await walkIn(mine);
    expect(walk.length).toBe(3);
    expect(walk.authors).toEqual([
      { name: 'Ada', index: 0, me: true },
      { name: 'Bo', index: 1, me: false },
    ]);
    expect([0, 1, 2, 3, 4].map((at) => walk.moment(at)?.author)).toEqual([
      undefined,
      0,
      1,
      0,
      undefined,
    ]);
    expect(walk.textAt({ moment: 1 }).text).toBe('beans 🌱 leeks');
    expect(told(walk, walk.textAt({ moment: 3 }))).toEqual([
      ['kept', 'Peas 🌱 ', 'Ada'],
      ['kept', 'and ', 'Bo'],
      ['kept', 'leeks', 'Ada'],
    ]);
    expect(told(walk, walk.changes({ moment: 2 }, { moment: 3 }))).toEqual([
      ['out', 'beans', 'Ada'],
      ['in', 'Peas', 'Ada'],
      ['kept', ' 🌱 ', 'Ada'],
      ['kept', 'and ', 'Bo'],
      ['kept', 'leeks', 'Ada'],
    ]);
    expect(walk.sittings).toEqual([
      { from: 0, to: 3, first: expect.any(Number), last: expect.any(Number), authors: [0, 1] },
    ]);
    type(theirs, 0, 'Now: ');
    await reads(mine, (text) => text.startsWith('Now'));
    expect(await Promise.all([walk.refresh(), walk.refresh()])).toEqual(['more', 'more']);
    expect(walk.length).toBe(4);
    expect(await walk.refresh()).toBeNull();
    expect(walk.textAt({ moment: walk.length }).text).toBe(mine.text());
  });

  it('T16 T17 a version that somebody named is there for everybody, and comes back with one undo', async () => {
    const { ada, bo, mine, theirs } = await pair();
    const walk = await walkIn(mine);
    const before = bo.view().named;
    await walk.nameVersion(walk.length, 'First');
    await until(bo, ({ named }) => named > before);
    theirs.edit([{ position: 0, deleted: theirs.text().length, inserted: 'weeds' }]);
    await reads(mine, (text) => text === 'weeds');
    const there = await walkIn(theirs);
    const [version] = there.versions();
    expect(version).toMatchObject({ name: 'First', by: 'Ada' });
    expect((await walkIn(ada.openDocument(ada.createDocument('Other')))).versions()).toEqual([]);
    const point = version && (await there.pointOf(version));
    expect(point).toEqual({ moment: 1 });
    if (!point || !version) throw new Error('it is here');
    const undo = await there.restore(point);
    expect(theirs.text()).toBe('beans 🌱 leeks');
    await reads(mine, (text) => text === 'beans 🌱 leeks');
    expect((await mine.writers(0, 99)).map(({ name }) => name)).toEqual(['Bo']);
    await undo();
    expect(theirs.text()).toBe('weeds');
    const again = await there.forgetVersion(version);
    await until(ada, () => walk.versions().length === 0);
    await again();
    expect(there.versions()).toMatchObject([{ id: version.id, name: 'First', by: 'Bo' }]);
    await there.forgetVersion(version);
    await expect(there.nameVersion(0, 'Nothing')).rejects.toThrow();
    expect(await there.pointOf(version)).toBeNull();
  });

  it('T13 goes without what is void by now', async () => {
    const { ada, mine, theirs } = await pair();
    type(theirs, 0, 'SPAM ');
    await reads(mine, (text) => text.startsWith('SPAM'));
    const walk = await walkIn(mine);
    const guest = ada.view().members[1]?.id;
    if (!guest) throw new Error('Bo is a member');
    await ada.removeMember(guest, { before: asSeconds(0) });
    expect(await walk.refresh()).toBe('anew');
    expect(walk.textAt({ moment: walk.length }).text).toBe('beans 🌱 leeks');
    expect(walk.textAt({ moment: 0 }).text).toBe('');
  });

  it('T19 says who wrote each part of what is in view', async () => {
    const { mine, theirs } = await pair();
    type(theirs, 9, 'and ');
    await reads(mine, (text) => text.includes('and'));
    expect(await mine.authors(0, 18)).toEqual([
      { from: 0, to: 9, name: 'Ada', index: 0 },
      { from: 9, to: 13, name: 'Bo', index: 1 },
      { from: 13, to: 18, name: 'Ada', index: 0 },
    ]);
    expect(await mine.authors(10, 12)).toEqual([{ from: 10, to: 12, name: 'Bo', index: 1 }]);
  });
});

describe('T18 a visit', () => {
  it('marks what others wrote since the one before as unread, and shows it once', async () => {
    const { disk, ada, bo, id, mine, theirs } = await pair();
    expect(await mine.visit()).toBeNull();
    type(mine, 0, 'My ');
    mine.leave();
    await until(ada, () => isUnread(ada, id) === false);
    type(mine, 0, 'Oh! ');
    await ada.settled();
    expect(isUnread(ada, id)).toBe(false);
    await reads(theirs, (text) => text.startsWith('Oh! My'));
    type(theirs, 0, 'News. ');
    await reads(mine, (text) => text.startsWith('News'));
    await until(ada, () => isUnread(ada, id) === true);
    await ada.close();

    const again = await (await house.profile(disk)).open(ada.id);
    const [other] = again.view().documents;
    await until(again, () => isUnread(again, id) === true);
    const document = again.openDocument(id);
    const visit = await document.visit();
    expect(visit).toMatchObject({ names: ['Bo'] });
    expect(isUnread(again, id)).toBe(false);
    const walk = await walkIn(document);
    const since = await walk.pointOf(visit?.ends ?? []);
    if (!since) throw new Error('the version is here');
    const changes = told(walk, walk.changes(since, { moment: walk.length }));
    expect(changes.filter(([kind]) => kind !== 'kept')).toEqual([
      ['in', 'News. ', 'Bo'],
      ['in', 'Oh! ', 'Ada'],
    ]);
    document.leave();
    expect(await document.visit()).toBeNull();
    expect(other?.id).toBe(id);
    await bo.close();
  });

  it('begins with all that others wrote where there was nothing, and ends for all documents at once', async () => {
    const { ada, bo } = await pair();
    const ids = ['Seeds', 'Tools'].map((title) => ada.createDocument(title));
    const [mine, other] = ids.map((id) => ada.openDocument(id));
    if (!mine || !other) throw new Error('there are two');
    expect(await mine.visit()).toBeNull();
    mine.leave();
    await until(bo, ({ documents }) => documents.length === 3);
    for (const id of ids) type(bo.openDocument(id), 0, 'Bo was here.');
    await until(ada, () => ids.every((id) => isUnread(ada, id)));
    const visit = await mine.visit();
    expect(visit).toMatchObject({ names: ['Bo'], ends: [] });
    const walk = await walkIn(mine);
    const since = await walk.pointOf(visit?.ends ?? []);
    expect(since).toEqual({ moment: 0 });
    mine.leave();
    expect(ids.map((id) => isUnread(ada, id))).toEqual([false, true]);
    ada.allRead();
    expect(isUnread(ada, ids[1] ?? '')).toBe(false);
    expect(await other.visit()).toBeNull();
  });

  it('D3 that is not exactly as it was written is as if it had never been', () => {
    const end = ['0a'.repeat(32) as AgentId, 12] as const;
    const seen = { at: asSeconds(1_700_000_000), ends: [end] };
    expect(decodeSeen(encodeSeen(seen))).toEqual(seen);
    expect(decodeSeen(encodeSeen({ ...seen, ends: [] }))).toEqual({ ...seen, ends: [] });
    for (const bad of [
      '',
      'x',
      '-1',
      '1.5',
      '99999999999999',
      '1 x',
      `1 ${'0A'.repeat(32)}:1`,
      `1 ${'0a'.repeat(32)}`,
      `1 ${'0a'.repeat(32)}:-1`,
      `1  `,
    ])
      expect(decodeSeen(bad)).toBeNull();
    expect(
      decodeSeen(encodeSeen({ ...seen, ends: Array.from({ length: 65 }, () => end) })),
    ).toBeNull();
  });
});
