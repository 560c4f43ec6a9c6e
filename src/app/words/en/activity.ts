/** Words about what happened in a workspace, and who signed it, in English. */
import type { NoticeDetails, NoticeView } from '../../../host/session.ts';
import type { Role } from '../../../base/ids.ts';

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

const roles: Record<Role, string> = {
  reader: 'can read',
  editor: 'can edit',
  admin: 'can edit and invite',
};

const notices: Record<NoticeView['code'], (facts: Readonly<Record<string, string>>) => string> = {
  joined: (f) => `${f['name'] ?? 'Someone'} joined.`,
  removed: (f) =>
    `${f['name'] ?? 'Someone'} was removed${f['by'] ? ` by ${f['by']}` : ''}. They keep what was on their devices, and can add or receive nothing new.`,
  left: (f) => `${f['name'] ?? 'Someone'} left.`,
  role: (f) => `${f['name'] ?? 'Someone'} has another role: ${roles[f['role'] as Role] ?? ''}.`,
  full: (f) =>
    `Storage is full for ${f['name'] ?? 'someone'}. What is here stays. What they write from now on is kept only where others build on it.`,
  youFull: () =>
    'Storage is full for you. What you write from now on is saved here, but others do not keep it. Ask an admin for more room.',
  room: (f) =>
    `${f['by'] || 'Someone'} gave ${f['name'] ?? 'someone'} more room (${Math.round(Number(f['most'] ?? 0) / 1e6)} MB).`,
  youRemoved: (f) =>
    `You were removed${f['by'] ? ` by ${f['by']}` : ''}. You can still read and export what is here.`,
  forked: (f) =>
    `${f['name'] ? `${f['name']}’s device` : 'A device'} signed two different histories, which no honest one does. What it wrote from there on does not count, unless somebody else built on it.`,
  missing: (f) => {
    const since = new Date(Number(f['since'])).toLocaleTimeString('en', CLOCK);
    const say =
      f['count'] === '1'
        ? 'says that they exist and has not sent them; nobody else says so.'
        : 'say that they exist, and have not sent them.';
    return `Changes by ${f['names'] || 'somebody'} are missing since ${since}: ${f['by'] || 'somebody'} ${say}`;
  },
  storage: (f) =>
    f['damaged']
      ? 'Something that this browser had saved was damaged and is left out. What other members hold of it comes back from them.'
      : f['images']
        ? 'The images of this backup could not all be saved here. Those that other members hold come back from them; keep the backup for the others.'
        : 'This browser could not save your last change. It is still in this tab: export it before you close.',
  restored: () => 'Saving works again. Everything you wrote is saved here.',
};

export default {
  title: 'Activity',
  empty: 'Nothing to tell. Joins and anything unusual are listed here.',
  notices,
  details: 'Details',
  detailsOf: (sentence: string) => `Details: ${sentence}`,
  noticed: 'Noticed here',
  of: {
    member: 'Member',
    device: 'Signed by device',
    agent: 'Signed in tab',
    event: 'Record',
  } satisfies Record<keyof NoticeDetails, string>,
  copy: 'Copy with proof',
  copied: 'Copied',
  copyFailed: 'The browser did not allow copying.',
  signed:
    'The copy has all of these in full, and the signatures with which anybody can check them.',
  unsigned: 'This was noticed on this device. Nobody signed it.',
};
