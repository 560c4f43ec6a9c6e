/** Notes about backups, with real handles of files, in a real Chromium. */
import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../src/base/ids.ts';
import { openIdbNotes } from '../../src/storage/files-idb.ts';

const NAME = 'notes-under-test';
const id = 'ab'.repeat(32) as WorkspaceId;
const held = 'cd'.repeat(32);
const handle = async (): Promise<FileSystemFileHandle> =>
  (await navigator.storage.getDirectory()).getFileHandle('note.parley', { create: true });

afterEach(() => deleteDB(NAME));

describe('B7 notes about backups', () => {
  it('keep a file over reloads, until they are removed', async () => {
    const file = await handle();
    const first = await openIdbNotes(NAME);
    expect(await first.note(id)).toBeUndefined();
    await first.put(id, { held, file, trouble: 'full' });
    first.close();
    const again = await openIdbNotes(NAME);
    const note = await again.note(id);
    expect([note?.held, note?.trouble]).toEqual([held, 'full']);
    expect(await note?.file?.isSameEntry(file)).toBe(true);
    await again.put(id, { held: '' });
    expect(await again.note(id)).toEqual({ held: '' });
    await again.remove(id);
    expect(await again.note(id)).toBeUndefined();
    again.close();
  });

  it('that are no notes are as good as none, and are not written', async () => {
    const notes = await openIdbNotes(NAME);
    const bad = [
      null,
      { held: 'x' },
      { held: held + held },
      { held, trouble: 'other' },
      { held, file: { name: 'a' } },
      { held, file: await navigator.storage.getDirectory() },
    ];
    const raw = await openDB(NAME);
    for (const value of bad) {
      await expect(notes.put(id, value as never)).rejects.toMatchObject({ code: 'Corrupt' });
      await raw.put('notes', value, id);
      expect(await notes.note(id)).toBeUndefined();
    }
    raw.close();
    notes.close();
  });
});
