import { afterEach, describe, expect, it, vi } from 'vitest';
import { JoinError, type InviteOptions, type JoinProgress } from '../../src/host/session.ts';
import { MemoryNetwork } from '../../src/net/memory.ts';
import type { Transport, TransportEvents } from '../../src/net/transport.ts';
import { memoryDisk, memoryStore } from '../../src/storage/memory.ts';
import { StoreError, type Store } from '../../src/storage/store.ts';
import { MESSAGE } from '../../src/wire/tags.ts';
import { House, reads, type, until } from './house.ts';

let house = new House();
afterEach(async () => {
  vi.useRealTimers();
  await house.close();
  house = new House();
});

const EDITOR: InviteOptions = { role: 'editor', uses: 5, expiresIn: 0 };
const never = new AbortController().signal;

async function founded() {
  const disk = memoryDisk();
  const profile = await house.profile(disk);
  const session = await profile.create({ title: 'Garden', name: 'Ada' });
  const id = session.createDocument('Plan');
  return { disk, profile, session, id, document: session.openDocument(id) };
}

async function joined(link: string, name: string) {
  const disk = memoryDisk();
  const profile = await house.profile(disk);
  const steps: JoinProgress[] = [];
  const session = await profile.join(link, name, (step) => steps.push(step), never);
  return { disk, profile, session, steps };
}

describe('a workspace between two devices', () => {
  it('C3 C5 is joined by a link, and both write into one text', async () => {
    const ada = await founded();
    type(ada.document, 0, 'Beans\n');
    const bo = await joined(await ada.session.invite(EDITOR), 'Bo');
    const steps = bo.steps.map((one) => one.step);
    expect(steps.join(' ')).toBe('relay member proof admitted receiving done');
    expect(bo.steps.at(-1)?.via).toBe('Ada');
    await until(bo.session, (view) => view.documents.length === 1 && view.status.synced === 1);
    const copy = bo.session.openDocument(ada.id);
    expect(copy.text()).toBe('Beans\n');
    type(copy, 6, 'Peas\n');
    type(ada.document, 0, 'Seeds\n');
    await reads(ada.document, (text) => text.includes('Peas'));
    await reads(copy, (text) => text.includes('Seeds'));
    expect(ada.document.text()).toBe('Seeds\nBeans\nPeas\n');
    expect(copy.text()).toBe('Seeds\nBeans\nPeas\n');
    await until(ada.session, ({ status }) => status.synced === 1 && status.unsent === 0);
    expect(ada.session.view().members.map((member) => member.name)).toEqual(['Ada', 'Bo']);
    expect(ada.session.view().notices.map((notice) => notice.code)).toEqual(['joined']);
  });

  it('S11 sees a caret that was lost on the way once it is told again', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const ada = await founded();
    type(ada.document, 0, 'Beans');
    const link = await ada.session.invite(EDITOR);
    let isLossy = false;
    let lost = 0;
    const lossy = (): Transport => {
      const transport = house.network.transport();
      return {
        join: (topic, manner) => transport.join(topic, manner),
        leave: (topic) => transport.leave(topic),
        nudge: () => transport.nudge(),
        stop: () => transport.stop(),
        start: (events) =>
          transport.start({
            ...events,
            onChannel: (channel) => {
              const send = channel.send.bind(channel);
              channel.send = (frame) => {
                if (!isLossy || frame[0] !== MESSAGE.presence) return send(frame);
                lost += 1;
                return true;
              };
              events.onChannel(channel);
            },
          }),
      };
    };
    const profile = await house.profile(undefined, undefined, undefined, lossy);
    const bo = await profile.join(link, 'Bo', () => {}, never);
    await until(bo, ({ status }) => status.synced === 1);
    isLossy = true;
    bo.openDocument(ada.id).select({ anchor: 3, head: 3 });
    await expect.poll(() => lost).toBe(1);
    expect(ada.document.selections()).toEqual([]);
    isLossy = false;
    vi.advanceTimersToNextTimer();
    await expect.poll(() => ada.document.selections()).toMatchObject([{ name: 'Bo', head: 3 }]);
  });

  it('C8 A38 reads the same four words on both once they hold the same, and others before', async () => {
    const ada = await founded();
    type(ada.document, 0, 'Beans\n');
    const bo = await joined(await ada.session.invite(EDITOR), 'Bo');
    await until(bo.session, ({ status }) => status.synced === 1);
    const before = ada.session.historyCode();
    expect(before).toHaveLength(4);
    expect(bo.session.historyCode()).toEqual(before);
    await bo.session.close();
    type(ada.document, 0, 'Peas\n');
    await ada.session.settled();
    expect(ada.session.historyCode()).not.toEqual(before);
    const again = await bo.profile.open(bo.session.id);
    await until(again, ({ status }) => status.synced === 1);
    expect(again.historyCode()).toEqual(ada.session.historyCode());
  });

  it('lets a second joiner in while the inviter is away and another member is here', async () => {
    const ada = await founded();
    const link = await ada.session.invite(EDITOR);
    const bo = await joined(link, 'Bo');
    await until(bo.session, (view) => view.status.synced === 1);
    await ada.session.close();
    const cy = await joined(link, 'Cy');
    expect(cy.steps.at(-1)?.via).toBe('Bo');
    await until(cy.session, (view) => view.documents.length === 1);
  });

  it('keeps whoever was let in by a member who then left: all comes when the member is back', async () => {
    const ada = await founded();
    const link = await ada.session.invite({ ...EDITOR, uses: 1 });
    const bo = await house.profile();
    const left = Promise.withResolvers<void>();
    const leave = ({ step }: JoinProgress): void => {
      if (step === 'admitted') left.resolve(ada.session.close());
    };
    const stop = new AbortController();
    const first = bo.join(link, 'Bo', leave, stop.signal);
    await left.promise;
    stop.abort();
    await expect(first).rejects.toThrow(JoinError);
    const session = await bo.join(link, 'Bo', () => {}, never);
    await ada.profile.open(ada.session.id);
    await until(session, ({ me, documents }) => me.name === 'Bo' && documents.length === 1);
  });

  it('P4 turns down a link that was used up, in words of its own', async () => {
    const ada = await founded();
    const link = await ada.session.invite({ ...EDITOR, uses: 1 });
    await joined(link, 'Bo');
    await expect(joined(link, 'Cy')).rejects.toThrow(JoinError);
  }, 30_000);

  it('P7 shows a reader everything and lets it write nothing', async () => {
    const ada = await founded();
    type(ada.document, 0, 'Beans');
    const bo = await joined(await ada.session.invite({ ...EDITOR, role: 'reader' }), 'Bo');
    await until(bo.session, (view) => view.status.synced === 1);
    const copy = bo.session.openDocument(ada.id);
    type(copy, 0, 'No ');
    expect(copy.text()).toBe('Beans');
    expect(bo.session.view().me.role).toBe('reader');
  });

  it('says that somebody is gone when the channel closes, and meets them again', async () => {
    const ada = await founded();
    const bo = await joined(await ada.session.invite(EDITOR), 'Bo');
    await until(ada.session, (view) => view.peers.length === 1);
    await bo.session.close();
    await until(ada.session, (view) => view.peers.length === 0);
    const again = await bo.profile.open(ada.session.id);
    await until(ada.session, (view) => view.peers.length === 1);
    await until(again, (view) => view.status.synced === 1);
  });
});

describe('a link', () => {
  it('that is damaged is told apart from one of a newer version', async () => {
    const profile = await house.profile();
    expect(profile.readLink('https://parley.example/#/join/abc')).toBe('NotALink');
    expect(profile.readLink('')).toBe('NotALink');
    expect(profile.readLink('Ag')).toBe('NewerLink');
  });

  it('to a workspace that is here already just opens it', async () => {
    const ada = await founded();
    const link = await ada.session.invite(EDITOR);
    const again = await ada.profile.join(link, 'Ada', () => {}, never);
    expect(again.id).toBe(ada.session.id);
    expect(again.view().members).toHaveLength(1);
  });

  it('to a workspace that the disk does not take leaves no network behind', async () => {
    const ada = await founded();
    for (const wrong of ['createWorkspace', 'runs'] as const) {
      const [disk, running] = [memoryDisk(), new Set<Transport>()];
      const store = memoryStore(disk);
      store[wrong] = () => {
        throw new StoreError('Quota', 'full');
      };
      const counted = (): Transport => {
        const transport = house.network.transport();
        const [start, stop] = [transport.start.bind(transport), transport.stop.bind(transport)];
        return Object.assign(transport, {
          start: async (events: TransportEvents) => (running.add(transport), start(events)),
          stop: async () => (running.delete(transport), stop()),
        });
      };
      const profile = await house.profile(disk, store, undefined, counted);
      const joining = profile.join(await ada.session.invite(EDITOR), 'Bo', () => {}, never);
      await expect(joining).rejects.toMatchObject({ failure: 'Storage' });
      expect(running).toEqual(new Set());
    }
  });

  it('can be given up while nobody answers', async () => {
    const ada = await founded();
    const link = await ada.session.invite(EDITOR);
    await ada.session.close();
    const given = new AbortController();
    const profile = await house.profile();
    const joining = profile.join(link, 'Bo', () => given.abort(), given.signal);
    await expect(joining).rejects.toThrow(JoinError);
    expect(await profile.workspaces()).toEqual([]);
  });
});

describe('one device', () => {
  it('D4 opens again with everything that was settled, from the cache or without it', async () => {
    const ada = await founded();
    type(ada.document, 0, 'Beans and peas');
    ada.document.edit([{ position: 0, deleted: 6, inserted: '🌱 ' }]);
    await ada.session.settled();
    const text = ada.document.text();
    const uncached = await house.profile(ada.disk);
    const fresh = await uncached.open(ada.session.id);
    expect(fresh.openDocument(ada.id).text()).toBe(text);
    await ada.session.close();
    const cached = await (await house.profile(ada.disk)).open(ada.session.id);
    expect(cached.openDocument(ada.id).text()).toBe(text);
    expect(cached.view().documents.map((document) => document.title)).toEqual(['Plan']);
  });

  it('D3 leaves out damaged records, says so, and keeps the rest', async () => {
    const ada = await founded();
    type(ada.document, 0, 'Beans');
    await ada.session.close();
    const store = memoryStore(ada.disk);
    for (const folder of ada.disk.folders.values()) {
      const entry = [...folder.runs.entries()].find(([, run]) => run.chain === 'content');
      const [key, run] = entry ?? [];
      if (!key || !run) throw new Error('no content stored');
      const bytes = run.bytes.slice();
      const at = bytes.length - 70;
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      folder.runs.set(key, { ...run, bytes });
    }
    const again = await (await house.profile(ada.disk, store)).open(ada.session.id);
    expect(again.view().title).toBe('Garden');
    expect(again.view().notices.map((notice) => notice.code)).toContain('storage');
  });

  it('D1 D2 calls nothing saved that the store refused, and saves it when the store recovers', async () => {
    const disk = memoryDisk();
    const store = memoryStore(disk);
    let full = false;
    const append: Store['append'] = (...call) =>
      full
        ? Promise.reject(new StoreError('Quota', 'full'))
        : Object.getPrototypeOf(store).append.apply(store, call);
    Object.defineProperty(store, 'append', { value: append });
    const session = await (await house.profile(disk, store)).create({ title: 'G', name: 'Ada' });
    const document = session.openDocument(session.createDocument('Plan'));
    await session.settled();
    full = true;
    type(document, 0, 'Beans');
    await until(session, ({ status }) => status.storage === 'failed');
    expect(session.view().status.storageError).toBe('Quota');
    full = false;
    await until(session, ({ status }) => status.storage === 'saved');
    const again = await (await house.profile(disk)).open(session.id);
    expect(again.openDocument(document.id).text()).toBe('Beans');
  }, 20_000);

  it('M3 keeps documents in their order, hides deleted ones and brings them back', async () => {
    const { session, id } = await founded();
    const notes = session.createDocument('Notes', 'already here');
    expect(session.openDocument(notes).text()).toBe('already here');
    session.moveDocument(notes, id);
    const titles = (): string[] => session.view().documents.map((document) => document.title);
    expect(titles()).toEqual(['Notes', 'Plan']);
    session.moveDocument(notes, null);
    expect(titles()).toEqual(['Plan', 'Notes']);
    session.deleteDocument(id);
    expect(session.view().documents[0]?.deleted).toBe(true);
    session.restoreDocument(id);
    session.renameDocument(id, 'The plan');
    session.renameWorkspace('Allotment');
    expect(session.view().documents[0]).toMatchObject({ title: 'The plan', deleted: false });
    expect(session.view().title).toBe('Allotment');
  });

  it('places documents anew when there is no room between two', async () => {
    const { session, id } = await founded();
    const others = Array.from({ length: 3 }, (_, i) => session.createDocument(`${i}`));
    for (let i = 0; i < 300; i++) session.moveDocument(others[i % 3] ?? id, id);
    session.moveDocument(id, others[0] ?? null);
    expect(session.view().documents.filter((document) => document.id === id)).toHaveLength(1);
  });

  it('S6 moves a held view on only as far as it is told', async () => {
    const ada = await founded();
    const bo = await joined(await ada.session.invite(EDITOR), 'Bo');
    await until(bo.session, (view) => view.documents.length === 1 && view.status.synced === 1);
    const copy = bo.session.openDocument(ada.id);
    bo.session.hold();
    type(ada.document, 0, 'one ');
    const one = ada.document.version();
    type(ada.document, 4, 'two ');
    ada.document.version();
    await ada.session.settled();
    bo.session.advanceTo(one);
    await reads(copy, (text) => text !== '');
    expect(copy.text()).toBe('one ');
    expect(copy.version()).toEqual(one);
    bo.session.release();
    await reads(copy, (text) => text === 'one two ');
  });
});

describe('two tabs of one profile', () => {
  it('A19 write at once, and one is told what the other left in the store when it is gone', async () => {
    const tabs = new MemoryNetwork('tab');
    const disk = memoryDisk();
    const away = new House();
    const tab = async (others?: MemoryNetwork, at = house) =>
      at.profile(disk, memoryStore(disk), others);
    const one = await (await tab(tabs)).create({ title: 'Garden', name: 'Ada' });
    const first = one.openDocument(one.createDocument('Plan'));
    type(first, 0, 'Beans\n');
    await one.settled();
    const two = await (await tab(tabs)).open(one.id);
    const second = two.openDocument(first.id);
    await until(two, (view) => view.peers.length === 1 && view.status.peers === 0);
    type(second, 6, 'Peas\n');
    type(first, 0, 'Seeds\n');
    await reads(first, (text) => text === 'Seeds\nBeans\nPeas\n');
    await reads(second, (text) => text === 'Seeds\nBeans\nPeas\n');
    const silent = await (await tab(undefined, away)).open(one.id);
    const third = silent.openDocument(first.id);
    type(third, 0, 'Told to nobody\n');
    await silent.settled();
    expect(second.text()).not.toContain('Told');
    await away.close();
    expect(second.text()).not.toContain('Told');
    await one.close();
    await reads(second, (text) => text === 'Told to nobody\nSeeds\nBeans\nPeas\n');
  });
});
