/** Words about members, their devices and invites, and about removing them, in English. */
import type { Role } from '../../../base/ids.ts';
import { plural } from './counting.ts';

const changed = (vanishing: number, returning: number): string =>
  [
    ...(vanishing > 0 ? [`${plural(vanishing, 'character', 'characters')} will vanish`] : []),
    ...(returning > 0
      ? [`${plural(returning, 'deleted one', 'deleted ones')} will come back`]
      : []),
  ].join(', ');

const roles: Record<Role, string> = {
  reader: 'Can read',
  editor: 'Can edit',
  admin: 'Can edit and invite',
};

export default {
  title: 'People',
  here: 'here now',
  away: 'not here',
  heard: (when: string) => `last heard from: ${when}`,
  founder: 'Started this workspace',
  alone: 'Only you, so far. An invite is a link that you send.',

  asking: 'Asking to come in',

  role: 'Role',
  roles,
  cameBy: (invitedBy: string, admittedBy: string) =>
    invitedBy === admittedBy
      ? `Invited and let in by ${invitedBy}.`
      : `Invited by ${invitedBy}, let in by ${admittedBy}.`,
  wrote: (size: string, most: string) => `Has written ${size} that you keep, of ${most} at most.`,
  full: 'Storage is full: nothing more of theirs is kept.',
  giveRoom: 'Give more room',
  synced: 'Says it has all your changes.',
  words: 'Words',
  wordsHelp: (name: string) =>
    `Ask ${name} on the phone to read these from their own screen. If they are the same, this is really ${name}’s device.`,
  wordsOwn: 'Others can ask you to read these, to be sure that it is you.',

  devices: 'Devices',
  addDevice: 'Add a device…',
  kit: 'Recovery kit',
  removeDevice: 'Remove',
  removeDeviceLabel: (n: number, name: string) => `Remove device ${n} of ${name}`,

  remove: 'Remove…',
  leave: 'Leave this workspace…',
  removeTitle: (name: string) => `Remove ${name}?`,
  leaveTitle: 'Leave this workspace?',
  removeBody: (name: string) =>
    `${name} keeps what is on their devices, and can add or receive nothing new. What they wrote and you do not have yet will not appear for anybody.`,
  removeBrought: (names: readonly string[], name: string) =>
    `Also remove who came through ${name}: ${names.slice(0, 9).join(', ')}${names.length > 9 ? ` and ${names.length - 9} more` : ''}. They stay otherwise.`,
  leaveBody:
    'You will receive nothing new and can write nothing more here. What you wrote stays with the others. To come back you need a new invite.',
  keep: 'What they wrote',
  keepOf: {
    all: 'stays',
    hour: 'stays, but for the last hour',
    day: 'stays, but for the last 24 hours',
    week: 'stays, but for the last 7 days',
    none: 'disappears',
  },
  nothingChanges: 'Nothing in your documents changes by this.',
  changes: (vanishing: number, returning: number, documents: number) =>
    `${changed(vanishing, returning)}, in ${plural(documents, 'document', 'documents')}.`,
  again: 'History keeps everything. If they are let in again they start anew.',
  removeGo: 'Remove',
  leaveGo: 'Leave',
  failed: 'That could not be saved. Try again.',

  takeBack: (name: string | null) => `Take back what ${name ?? 'you'} wrote…`,
  takeBackTitle: (name: string | null) => `Take back what ${name ?? 'you'} wrote?`,
  takeBackBody: (name: string | null) =>
    `What ${name ?? 'you'} put in goes, and what ${name ?? 'you'} deleted comes back. What others wrote stays, in its place.`,
  since: 'Written',
  sinceOf: { today: 'today', week: 'in the last 7 days', ever: 'at any time' },
  looking: 'Looking through the history…',
  changesIn: (title: string, vanishing: number, returning: number) =>
    `${title}: ${changed(vanishing, returning)}.`,
  changesCells: (title: string, n: number) =>
    `${title}: ${plural(n, 'cell, row or column', 'cells, rows or columns')} will be as before.`,
  changesNames: (n: number) =>
    `${plural(n, 'title or place', 'titles or places')} in the list will be as before.`,
  takeBackHint:
    'When something was written is what the device said that wrote it. History keeps everything: you can undo this, or take back what you wrote.',
  takeBackGo: 'Take back',
  takenBack: (name: string | null) => `What ${name ?? 'you'} wrote is taken back.`,

  invites: 'Open invites',
  inviteOf: { reader: 'To read', editor: 'To edit', admin: 'To edit and invite' } satisfies Record<
    Role,
    string
  >,
  used: (used: number, uses: number) => `${used} of ${uses} used`,
  approved: 'let in by an admin',
  ends: (when: string) => `ends ${when}`,
  ended: 'over',
  close: 'Close',
  closeLabel: (which: string) => `Close the invite ${which}`,
};
