/** A workspace that is shown as it was remembered, before its history has been read. */
import { afterEach, describe, expect, it } from 'vitest';
import { decodeLook, encodeLook } from '../../src/host/look.ts';
import type { WorkspaceSession } from '../../src/host/session.ts';
import { memoryDisk, memoryStore, type MemoryDisk } from '../../src/storage/memory.ts';
import { follow, House, type } from './house.ts';

let house = new House();
afterEach(async () => {
  await house.close();
  house = new House();
});

/** A device that has had a workspace with one text open. */
async function device(text: string) {
  const disk = memoryDisk();
  const session = await (await house.profile(disk)).create({ title: 'Garden', name: 'Ada' });
  const document = session.createDocument('Beans', text);
  await session.settled();
  await session.close();
  return { disk, id: session.id, document };
}

/** One whose history says more than is remembered of it: `more` at a position. */
async function outgrown(text: string, position: number, more: string) {
  const { disk, id, document } = await device(text);
  const stale = await memoryStore(disk).caches(id);
  const writer = await (await house.profile(disk)).open(id);
  type(writer.openDocument(document), position, more);
  await writer.settled();
  await writer.close();
  for (const cache of stale) await memoryStore(disk).putCache(id, cache);
  return { disk, id, document };
}

/** Enters it, its history unread until `read` is called. */
async function enter(disk: MemoryDisk, id: WorkspaceSession['id']) {
  const { promise, resolve: read } = Promise.withResolvers<void>();
  const store = memoryStore(disk);
  const runs = store.runs.bind(store);
  store.runs = async function* (of) {
    await promise;
    yield* runs(of);
  };
  return { session: await (await house.profile(disk, store)).enter(id), read };
}

describe('a workspace that is entered', () => {
  it('D5 shows its documents and texts before its history has been read', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const { session, read } = await enter(disk, id);
    expect(session.view()).toMatchObject({
      title: 'Garden',
      me: { name: 'Ada', role: 'admin' },
      documents: [{ id: document, title: 'Beans', deleted: false }],
    });
    expect(follow(session, document).text).toBe('Plant beans.');
    read();
    await session.opened;
    expect(session.openDocument(document).text()).toBe('Plant beans.');
    await session.close();
  });

  it('A48 D5 shows nothing of a text that rotted, until its history has been read', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const caches = await memoryStore(disk).caches(id);
    const kept = caches.find((one) => one.document === document);
    const bytes = kept?.bytes.map((byte, i, { length }) => (i === length - 1 ? byte ^ 1 : byte));
    if (bytes) await memoryStore(disk).putCache(id, { document, bytes });
    const { session, read } = await enter(disk, id);
    const editor = follow(session, document);
    expect(editor.text).toBe('');
    read();
    await session.opened;
    expect(editor.text).toBe('Plant beans.');
    await session.close();
  });

  it('D5 writes what was typed and asked for meanwhile', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const { session, read } = await enter(disk, id);
    const editor = follow(session, document);
    type(editor.document, 0, 'Please: ');
    session.renameDocument(document, 'Peas');
    const made = session.createDocument('Roses', 'Red.');
    read();
    await session.opened;
    await session.settled();
    await session.close();
    const again = await (await house.profile(disk)).open(id);
    expect(again.openDocument(document).text()).toBe('Please: Plant beans.');
    expect(again.openDocument(made).text()).toBe('Red.');
    expect(again.view().documents.map(({ title }) => title)).toEqual(['Peas', 'Roses']);
  });

  it('D5 says that what was typed or asked for meanwhile is not saved, until it is', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const acts: ((session: WorkspaceSession) => void)[] = [
      (session) => type(session.openDocument(document), 0, 'Please: '),
      (session) => session.renameWorkspace('Roses'),
    ];
    for (const act of acts) {
      const { session, read } = await enter(disk, id);
      const told: string[] = [];
      session.subscribe(() => told.push(session.view().status.storage));
      expect(session.view().status.storage).toBe('saved');
      act(session);
      expect(session.view().status.storage).toBe('saving');
      read();
      await session.opened;
      await session.settled();
      expect(session.view().status.storage).toBe('saved');
      expect(told.slice(0, told.lastIndexOf('saving') + 1)).not.toContain('saved');
      expect(told).toContain('saving');
      await session.close();
    }
  });

  it('D5 writes what was typed even when it is left before its history has been read', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const { session, read } = await enter(disk, id);
    const editor = follow(session, document);
    type(editor.document, 12, ' Now.');
    editor.document.close();
    const closing = session.close();
    read();
    await closing;
    const again = await (await house.profile(disk)).open(id);
    expect(again.openDocument(document).text()).toBe('Plant beans. Now.');
  });

  it('D5 gives way to the history where that says more, and loses nothing typed', async () => {
    const { disk, id, document } = await outgrown('Plant beans.', 12, ' And peas.');
    const { session, read } = await enter(disk, id);
    const editor = follow(session, document);
    expect(editor.text).toBe('Plant beans.');
    type(editor.document, 0, 'Please: ');
    editor.text = `Please: ${editor.text}`;
    read();
    await session.opened;
    expect(editor.document.text()).toBe('Please: Plant beans. And peas.');
    expect(editor.text).toBe(editor.document.text());
    await session.close();
  });

  it('D5 tells where the caret is in the text of the history, not where it was before', async () => {
    const { disk, id, document } = await outgrown('Plant beans.', 0, 'Please: ');
    const { session, read } = await enter(disk, id);
    const editor = session.openDocument(document);
    const caret = { anchor: 5, head: 5 };
    editor.onChanges = ([change]) => {
      const at = caret.anchor + (change?.inserted.length ?? 0);
      editor.select({ anchor: at, head: at });
    };
    editor.select(caret);
    read();
    await session.opened;
    const other = await (await house.profile(disk)).open(id);
    const seen = other.openDocument(document);
    await expect.poll(() => seen.selections()).toMatchObject([{ anchor: 13, head: 13 }]);
    await other.close();
    await session.close();
  });

  it('S6 does not move under a composition when its history has been read', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const { session, read } = await enter(disk, id);
    const editor = follow(session, document);
    session.hold();
    read();
    await session.opened;
    expect(editor.document.version()).toEqual([]);
    type(editor.document, 0, 'あ');
    session.release();
    expect(editor.document.version()).not.toEqual([]);
    expect(editor.document.text()).toBe('あPlant beans.');
    await session.close();
  });

  it('D5 says so when its history cannot be read', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const store = memoryStore(disk);
    store.runs = () => {
      throw new Error('a broken disk');
    };
    const session = await (await house.profile(disk, store)).enter(id);
    session.openDocument(document);
    await expect(session.opened).rejects.toThrow('a broken disk');
  });

  it('D5 is opened first where nothing usable is remembered of it', async () => {
    const { disk, id, document } = await device('Plant beans.');
    const caches = await memoryStore(disk).caches(id);
    for (const cache of caches)
      await memoryStore(disk).putCache(id, { ...cache, bytes: new Uint8Array([1, 2, 3]) });
    const session = await (await house.profile(disk)).enter(id);
    expect(session.openDocument(document).text()).toBe('Plant beans.');
  });
});

describe('a remembered look', () => {
  it('is what it was, or nothing', () => {
    const look = {
      title: 'Garden',
      me: { member: null, name: 'Ada', role: 'reader' as const },
      documents: [],
      members: [],
    };
    const bytes = encodeLook(look);
    expect(bytes && decodeLook(bytes)).toEqual(look);
    for (const json of ['', '{}', 'null', '[1]', '{"layout":1}', '{"layout":2,"title":"a"}'])
      expect(decodeLook(new TextEncoder().encode(json))).toBeUndefined();
    const wrong = { ...look, layout: 1, documents: [{ id: 'zz', title: 'a', deleted: false }] };
    expect(decodeLook(new TextEncoder().encode(JSON.stringify(wrong)))).toBeUndefined();
    expect(encodeLook({ ...look, title: 'x'.repeat(300_000) })).toBeUndefined();
  });
});
