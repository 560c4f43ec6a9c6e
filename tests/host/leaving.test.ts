/** Leaving a workspace for another screen, and coming back, while the disk is slow or refuses. */
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkspaceSession } from '../../src/host/session.ts';
import { memoryDisk, memoryStore } from '../../src/storage/memory.ts';
import { StoreError, type StoreErrorCode } from '../../src/storage/store.ts';
import { askingStore, House, type, until } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

/** Somebody with a text, on a disk that can be made to refuse, or to wait. */
async function founded(isPage = true) {
  const disk = memoryDisk();
  const state = { refuses: null as StoreErrorCode | null, gate: Promise.resolve() };
  const store = askingStore(disk, async () => {
    await state.gate;
    if (state.refuses) throw new StoreError(state.refuses, 'refused by a test');
  });
  const transport = () => house.network.transport();
  const profile = await house.profile(disk, store, undefined, transport, isPage);
  const session = await profile.create({ title: 'Garden', name: 'Ada' });
  const document = session.createDocument('Plan', 'Beans.');
  await session.settled();
  return { disk, state, profile, session, document };
}

const textIn = (
  session: WorkspaceSession,
  document: Awaited<ReturnType<typeof founded>>['document'],
) => session.openDocument(document).text();

describe('D2 a workspace that is left', () => {
  it('while the disk refuses is come back to with what was written, which is stored later', async () => {
    const { disk, state, profile, session, document } = await founded();
    state.refuses = 'Quota';
    type(session.openDocument(document), 0, 'Peas. ');
    await session.close();
    for (const come of [profile.enter, profile.open]) {
      const again = await come.call(profile, session.id);
      expect(textIn(again, document)).toBe('Peas. Beans.');
      expect(again.view().status).toMatchObject({ storage: 'failed', storageError: 'Quota' });
      await again.close();
    }
    const back = await profile.enter(session.id);
    state.refuses = null;
    await until(back, ({ status }) => status.storage === 'saved');
    type(back.openDocument(document), 0, 'Leeks. ');
    await back.settled();
    const other = await (await house.profile(disk)).open(session.id);
    expect(textIn(other, document)).toBe('Leeks. Peas. Beans.');
  });

  it('while the disk refuses is closed once the disk takes what was written', async () => {
    const { disk, state, profile, session, document } = await founded();
    const other = await (await house.profile(disk)).open(session.id);
    await until(other, ({ peers }) => peers.length === 1);
    state.refuses = 'Quota';
    type(session.openDocument(document), 0, 'Peas. ');
    await session.close();
    expect(other.view().peers).toHaveLength(1);
    state.refuses = null;
    await until(other, ({ peers }) => peers.length === 0);
    const again = await profile.enter(session.id);
    expect(again).not.toBe(session);
    expect(textIn(again, document)).toBe('Peas. Beans.');
  });

  it('is closed when what was written is stored, and no sooner opened again', async () => {
    const { state, profile, session, document } = await founded();
    const { promise, resolve: release } = Promise.withResolvers<void>();
    state.gate = promise;
    type(session.openDocument(document), 0, 'Peas. ');
    const done: string[] = [];
    const closing = session.close().then(() => done.push('closed'));
    const coming = profile.open(session.id).finally(() => done.push('opened'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(done).toEqual([]);
    release();
    await closing;
    const again = await coming;
    expect(done).toEqual(['closed', 'opened']);
    expect(again).not.toBe(session);
    expect(textIn(again, document)).toBe('Peas. Beans.');
  });

  it('in a process that ends lets others go, whatever its disk refuses', async () => {
    const { disk, state, session, document } = await founded(false);
    const other = await (await house.profile(disk)).open(session.id);
    await until(other, ({ peers }) => peers.length === 1);
    state.refuses = 'Quota';
    type(session.openDocument(document), 0, 'Peas. ');
    await session.close();
    await until(other, ({ peers }) => peers.length === 0);
    state.refuses = null;
  });

  it('is gone for good when it is removed, or was in another tab', async () => {
    for (const remove of [true, false]) {
      const { disk, state, profile, session, document } = await founded();
      state.refuses = remove ? 'Quota' : 'Missing';
      type(session.openDocument(document), 0, 'Peas. ');
      if (!remove) await memoryStore(disk).removeWorkspace(session.id);
      await session.close();
      if (remove) await profile.forget(session.id);
      await expect(profile.open(session.id)).rejects.toMatchObject({ code: 'Missing' });
      await expect(session.settled()).resolves.toBeUndefined();
    }
  });
});
