/** What is worth saying lest a workspace be lost, and when it is time for another backup. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { MemberId, PublicKey, Seconds } from '../../src/base/ids.ts';
import { backupSaid, OLD, reminderOf } from '../../src/app/backup.ts';
import { caresOf } from '../../src/app/keeping.ts';
import { withWords } from '../../src/app/words/languages.ts';
import type { DeviceView, KitView, MemberView, WorkspaceView } from '../../src/host/session.ts';
import { decodeLook } from '../../src/host/look.ts';
import { words } from '../words.ts';

const w = words.keeping;
beforeAll(() => withWords(Promise.resolve()));

const device = (kit: boolean): DeviceView => ({
  id: String(kit) as PublicKey,
  here: !kit,
  online: true,
  kit,
  mayRemove: false,
});

interface Case {
  readonly others?: number;
  readonly role?: 'reader' | 'editor' | 'admin';
  readonly devices?: readonly DeviceView[];
  readonly unsent?: number;
  readonly persisted?: boolean | null;
}

function viewOf({
  others = 1,
  role = 'admin',
  devices = [device(false)],
  unsent = 0,
  persisted = true,
}: Case): Pick<WorkspaceView, 'me' | 'members' | 'status'> {
  const member = { devices, me: true } as unknown as MemberView;
  const other = { ...member, me: false };
  return {
    me: { member: 'a' as MemberId, name: 'Ada', role },
    members: [member, ...Array.from({ length: others }, () => other)],
    status: { unsent, persisted } as WorkspaceView['status'],
  };
}

const cares = (view: Case, cameBack = false): string[] => caresOf(viewOf(view), cameBack);

describe('what is worth saying', () => {
  it('is nothing where others are, the browser keeps it, and little was written', () => {
    expect(cares({})).toEqual([]);
    expect(cares({ unsent: 999 })).toEqual([]);
  });

  it('is that nobody else has it, to whoever can invite somebody', () => {
    expect(cares({ others: 0 })).toEqual(['alone']);
    expect(cares({ others: 0, role: 'editor' })).toEqual([]);
  });

  it('is that the browser may delete it, once it has said so', () => {
    expect(cares({ persisted: false })).toEqual(['risk']);
    expect(cares({ persisted: null })).toEqual([]);
  });

  it('is the offer of a kit to whoever came back or wrote much, and may lose something', () => {
    expect(cares({}, true)).toEqual(['kit']);
    expect(cares({ unsent: 1_000 })).toEqual(['kit']);
    expect(cares({ role: 'reader' }, true)).toEqual([]);
    expect(cares({ devices: [] }, true)).toEqual([]);
    expect(cares({ devices: [device(false), device(true)] }, true)).toEqual(['backup']);
  });

  it('has the most pressing first', () => {
    expect(cares({ others: 0, persisted: false }, true)).toEqual(['alone', 'kit', 'risk']);
  });

  it('is no kit of a workspace whose history has not been read', () => {
    const look = { layout: 1, title: '', documents: [] };
    const me = { member: 'ab', name: 'Ada', role: 'admin' };
    const members = [{ id: 'ab', name: 'Ada', role: 'admin', me: true, index: 0 }];
    const bytes = new TextEncoder().encode(JSON.stringify({ ...look, me, members }));
    const known = decodeLook(bytes);
    if (!known) throw new Error('no look');
    const { status } = viewOf({ persisted: null });
    expect(caresOf({ ...known, status }, true)).toEqual(['alone']);
  });
});

const NOW = 1_800_000_000;
const kit = (some: Partial<KitView>): KitView => ({
  savedAt: NOW as Seconds,
  mayEnd: true,
  isBehind: true,
  file: null,
  ...some,
});
const file = { name: 'Garden.parley', trouble: null };

describe('a reminder of a backup', () => {
  it('comes when it is older than 30 days, and the workspace went on', () => {
    expect(reminderOf(kit({ savedAt: (NOW - OLD) as Seconds }), NOW)).toBeNull();
    expect(reminderOf(kit({ savedAt: (NOW - OLD - 1) as Seconds }), NOW)).toBe('old');
    expect(reminderOf(kit({ savedAt: 1 as Seconds, isBehind: false }), NOW)).toBeNull();
    expect(reminderOf(kit({ savedAt: null }), NOW)).toBe('old');
  });

  it('comes for a file only when that could not be written', () => {
    expect(reminderOf(kit({ savedAt: 1 as Seconds, file }), NOW)).toBeNull();
    expect(reminderOf(kit({ file: { ...file, trouble: 'gone' } }), NOW)).toBe('trouble');
  });
});

it('what is said of a backup is where it is, since when, or what is wrong with it', () => {
  expect(backupSaid(kit({ savedAt: null }))).toBe(w.backup.never);
  expect(backupSaid(kit({ savedAt: null, file }))).toBe(w.backup.notYet(file.name));
  expect(backupSaid(kit({ savedAt: 0 as Seconds }))).toMatch(/^Newest backup .*1970/);
  expect(backupSaid(kit({ file }))).toContain('“Garden.parley” is kept up to date');
  for (const trouble of ['gone', 'permission', 'full', 'failed'] as const)
    expect(backupSaid(kit({ file: { ...file, trouble } }))).toBe(
      w.backup.troubles[trouble](file.name),
    );
});
