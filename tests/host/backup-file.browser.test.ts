/** A file that is kept up to date, with real files of a real Chromium. */
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { asSeconds, type WorkspaceId } from '../../src/base/ids.ts';
import { BackupFile } from '../../src/host/backup-file.ts';
import type { Workspace } from '../../src/host/workspace.ts';
import { MemoryNotes } from '../../src/storage/files.ts';
import { memoryDisk, memoryStore } from '../../src/storage/memory.ts';
import { StoreError } from '../../src/storage/store.ts';
import { askingStore, House, type } from './house.ts';

const id = 'ab'.repeat(32) as WorkspaceId;
const hashOf = (state: number): string => String(state).padStart(64, '0');
const quiet = (): void => {};

const house = new House();
afterAll(() => house.close());

let files = 0;
let file: FileSystemFileHandle;
const root = () => navigator.storage.getDirectory();
beforeEach(async () => {
  file = await (await root()).getFileHandle(`${files++}.parley`, { create: true });
});
const content = async (of = file): Promise<string> => (await of.getFile()).text();

/** Tabs that have the same workspace, which is a number here. */
class Desk {
  state = 0;
  seals = 0;
  saves = 0;
  isRemoved = false;
  readonly notes = new MemoryNotes();
  readonly #listeners = new Set<() => void>();

  tab(unwritten?: number): BackupFile {
    return new BackupFile({
      id,
      notes: async () => this.notes,
      held: async () => hashOf(this.state),
      seal: async () => {
        this.seals += 1;
        const { state } = this;
        return { backup: new Blob([`state ${state}`]), held: hashOf(state), at: asSeconds(1) };
      },
      saved: async () => {
        if (this.isRemoved) throw new StoreError('Missing', 'removed');
        this.saves += 1;
      },
      subscribe: (listener) => {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      ...(unwritten !== undefined && { unwritten }),
    });
  }

  change(): void {
    this.state += 1;
    for (const listener of this.#listeners) listener();
  }
}

/** A handle of the same file, but for one thing that it does. */
const butFor = (name: string, does: unknown): FileSystemFileHandle =>
  new Proxy(file, {
    get(target, key) {
      const value: unknown = key === name ? does : Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

describe('B6 a file that is kept up to date', () => {
  it('is written at once when it is chosen, then by itself after a change, and not without one', async () => {
    const desk = new Desk();
    const tab = desk.tab(1);
    await tab.keepIn(file);
    expect(await content()).toBe('state 0');
    desk.change();
    await expect.poll(() => content()).toBe('state 1');
    await tab.write();
    expect(desk.seals).toBe(2);
    await tab.letGo();
    desk.change();
    await tab.write();
    expect([await content(), desk.saves]).toEqual(['state 1', 2]);
    expect(await tab.note()).toEqual({ held: hashOf(1) });
  });

  it('is written when the page goes, and what it lacks when the page comes back', async () => {
    const desk = new Desk();
    const tab = desk.tab();
    await tab.keepIn(file);
    desk.change();
    expect(await content()).toBe('state 0');
    await tab.write();
    expect(await content()).toBe('state 1');
    tab.stop();
    desk.change();
    const next = desk.tab(1);
    await next.begin();
    await expect.poll(() => content()).toBe('state 2');
    next.stop();
  });

  it('is written by one tab for all that have it open', async () => {
    const desk = new Desk();
    const tabs = [desk.tab(), desk.tab(), desk.tab()];
    await tabs[0]?.keepIn(file);
    desk.change();
    await Promise.all(tabs.map((tab) => tab.write()));
    expect([await content(), desk.seals]).toEqual(['state 1', 2]);
    for (const tab of tabs) tab.stop();
  });

  it('stays whole when the page goes away between the writing and the end', async () => {
    const desk = new Desk();
    await desk.tab().keepIn(file);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inside = frame.contentWindow as Window & typeof globalThis;
    const folder = await inside.navigator.storage.getDirectory();
    const stream = await (await folder.getFileHandle(file.name)).createWritable();
    await stream.write('half of');
    frame.remove();
    expect(await content()).toBe('state 0');
    desk.change();
    const next = desk.tab();
    await next.write();
    expect(await content()).toBe('state 1');
  });

  it('stays whole when writing fails, and that is noted until it is written', async () => {
    const desk = new Desk();
    const tab = desk.tab();
    await tab.keepIn(file);
    for (const [name, trouble] of [
      ['QuotaExceededError', 'full'],
      ['NotAllowedError', 'permission'],
      ['UnknownError', 'failed'],
    ] as const) {
      desk.change();
      const full = async () => {
        const stream = await file.createWritable();
        await stream.write('half of');
        const write = () => Promise.reject(new DOMException('made by a test', name));
        return Object.assign(stream, { write });
      };
      await desk.notes.put(id, { held: hashOf(0), file: butFor('createWritable', full) });
      await tab.write();
      expect(await content()).toBe('state 0');
      expect(await tab.note()).toMatchObject({ held: hashOf(0), trouble });
    }
    await desk.notes.put(id, { held: hashOf(0), file, trouble: 'full' });
    await tab.write();
    expect(await content()).toBe('state 3');
    expect((await tab.note())?.trouble).toBeUndefined();
    tab.stop();
  });

  it('that is gone is noted, and another one takes its place', async () => {
    const desk = new Desk();
    const tab = desk.tab();
    await tab.keepIn(file);
    await (await root()).removeEntry(file.name);
    desk.change();
    await tab.write();
    expect((await tab.note())?.trouble).toBe('gone');
    const other = await (await root()).getFileHandle('other.parley', { create: true });
    await tab.keepIn(other);
    expect(await content(other)).toBe('state 1');
    expect((await tab.note())?.trouble).toBeUndefined();
    tab.stop();
  });

  it('that the browser asks for again is told of at once, and written when somebody allows it', async () => {
    const desk = new Desk();
    let answer = 'prompt';
    const asked = async (): Promise<string> => answer;
    const guarded = butFor('queryPermission', asked);
    await desk.notes.put(id, { held: '', file: guarded });
    const tab = desk.tab();
    await tab.begin();
    expect((await tab.note())?.trouble).toBe('permission');
    await tab.write();
    expect([desk.seals, await content()]).toEqual([0, '']);
    answer = 'granted';
    await tab.allow();
    expect(await content()).toBe('state 0');
    expect((await tab.note())?.trouble).toBeUndefined();
    tab.stop();
  });

  it('of a workspace that was removed meanwhile is known no more', async () => {
    const desk = new Desk();
    const tab = desk.tab();
    await tab.keepIn(file);
    desk.isRemoved = true;
    desk.change();
    await tab.write();
    expect(await tab.note()).toBeUndefined();
    tab.stop();
  });
});

describe('B6 B7 a workspace', () => {
  async function kept(disk = memoryDisk(), store = memoryStore(disk)) {
    const profile = await house.profile(disk, store);
    const ada = (await profile.create({ title: 'Garden', name: 'Ada' })) as Workspace;
    const document = ada.createDocument('Plan', 'Beans.');
    const recovery = await ada.recovery();
    const secret = recovery.newSecret();
    await recovery.make(secret);
    await recovery.keepIn(file);
    return { disk, profile, ada, document, recovery, secret };
  }

  it('comes back from the file as it was when the page was left', async () => {
    const { ada, document, recovery, secret } = await kept();
    expect(await recovery.kit()).toMatchObject({
      isBehind: false,
      file: { name: file.name, trouble: null },
    });
    const plan = ada.openDocument(document);
    type(plan, 6, ' Peas.');
    await ada.settled();
    expect(await recovery.kit()).toMatchObject({ isBehind: true });
    await ada.rest();
    await expect.poll(async () => (await recovery.kit())?.isBehind).toBe(false);
    await ada.close();
    const again = await (await house.profile()).restore(await file.getFile(), secret, quiet);
    if ('failure' in again) throw new Error(again.failure);
    expect(again.openDocument(document).text()).toBe('Beans. Peas.');
  });

  it('that the browser cannot save says of its file that it could not be written', async () => {
    const disk = memoryDisk();
    let isFull = false;
    const store = askingStore(disk, () => {
      if (isFull) throw new StoreError('Quota', 'full');
    });
    const { ada, document, recovery } = await kept(disk, store);
    const plan = ada.openDocument(document);
    type(plan, 6, ' Peas.');
    await ada.settled();
    isFull = true;
    type(plan, 0, 'Sow: ');
    await ada.rest();
    const noted = async () => (await recovery.kit())?.file;
    await expect.poll(noted).toMatchObject({ trouble: 'failed' });
    isFull = false;
    await expect.poll(() => ada.view().status.storage).toBe('saved');
    await ada.rest();
    await expect.poll(noted).toMatchObject({ trouble: null });
  });

  it('with new words has a file that these open, and a download makes it no older', async () => {
    const { ada, document, recovery, secret } = await kept();
    const fresh = recovery.newSecret();
    await recovery.make(fresh);
    const backup = await file.getFile();
    const elsewhere = async () => await house.profile();
    expect(await (await elsewhere()).restore(backup, secret, quiet)).toEqual({
      failure: 'WrongWords',
    });
    const again = await (await elsewhere()).restore(backup, fresh, quiet);
    if ('failure' in again) throw new Error(again.failure);
    expect(again.openDocument(document).text()).toBe('Beans.');
    type(ada.openDocument(document), 0, 'Sow: ');
    await ada.settled();
    await recovery.backup(quiet);
    expect(await recovery.kit()).toMatchObject({ isBehind: true });
  });

  it('goes on with its file in the next page load, and takes the note with it when it goes', async () => {
    const { disk, profile, ada, document } = await kept();
    await ada.close();
    const later = (await profile.open(ada.id)) as Workspace;
    type(later.openDocument(document), 6, ' Leeks.');
    await later.settled();
    const recovery = await later.recovery();
    await later.rest();
    await expect.poll(async () => (await recovery.kit())?.isBehind).toBe(false);
    await later.close();
    await profile.forget(ada.id);
    expect(await disk.notes.note(ada.id)).toBeUndefined();
    expect((await file.getFile()).size).toBeGreaterThan(0);
  });
});
