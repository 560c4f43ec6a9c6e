/** Words about not losing a workspace with its browser, in English. Loaded with what shows them. */
import type { Finding, KeptCode } from '../../check/outcome.ts';
import type { FileTrouble } from '../../../host/session.ts';

const kept: Readonly<Record<KeptCode, () => Finding>> = {
  keptPromised: () => ({
    found: 'The browser has promised to keep what is stored here.',
    means: 'It is not deleted when the device needs room.',
  }),
  keptMaybe: () => ({
    found: 'The browser may delete what is stored here when it needs room.',
    means: 'Then this device would have to get it from other members, or from a backup.',
    todo: 'Ask it to keep it. Some browsers agree only once you have used the page for a while, or have put it on the home screen.',
  }),
  keptNotYet: () => ({
    found: 'The browser was asked to keep what is stored here, and has not promised it.',
    means: 'Until then it may delete it when it needs room.',
    todo: 'Put Parley on the home screen or among the bookmarks, use it for a while, and ask again. Have somebody else in each workspace.',
  }),
  keptUnknown: () => ({
    found: 'The browser does not say whether it keeps what is stored here.',
    means: 'It may delete it when it needs room, or when you have not been here for weeks.',
    todo: 'Have somebody else in each workspace, or a backup of it.',
  }),
};

export default {
  kept,
  ask: 'Ask the browser to keep it',

  /** Below a page, one at a time. */
  alone: 'Only this browser has this workspace. Invite someone so it cannot be lost.',
  aloneAtRisk:
    'Only this browser has this workspace, and may delete it when it needs room. Invite someone so it cannot be lost.',
  offer:
    'If this browser or device is ever lost, a recovery kit brings this workspace back, with you as the same member.',
  makeKit: 'Make a recovery kit',
  notNow: 'Not now',
  whatToDo: 'What to do',

  /** What can be done, and that it was not promised. */
  title: 'Keeping this workspace',
  more: 'What you can do',
  kit: 'Make a recovery kit and save a backup: a file outside the browser, which twelve words open.',
  elsewhere:
    'Have it in a second place: open an invite on another device, or invite somebody. Everybody has all of it.',
  install:
    'Install Parley, or add it to the home screen, from the browser’s menu: what is installed is deleted last. On an iPhone or iPad it starts empty there, so bring the workspace over by an invite or a backup.',
  replica:
    'Let a replica join: a small program, on a machine that is always on, that keeps a copy of everything.',

  /** Where the newest backup is. */
  backup: {
    title: 'Backup',
    none: 'There is no recovery kit for this workspace in this browser, and so no backup.',
    never: 'No backup was saved yet: without one the words of the recovery kit open nothing.',
    savedAt: (when: string) => `Newest backup that this browser knows of: ${when}.`,
    keptIn: (file: string, when: string) => `“${file}” is kept up to date, the last time ${when}.`,
    notYet: (file: string) => `“${file}” has not been written yet.`,
    troubles: {
      gone: (file: string) =>
        `“${file}” is not there any more: moved, renamed or deleted. Choose where to write from now on.`,
      permission: (file: string) =>
        `The browser wants to be asked again before Parley may write “${file}”.`,
      full: (file: string) =>
        `There was no room to write “${file}”. It is as it was before. Free some space, or choose another place.`,
      failed: (file: string) =>
        `“${file}” could not be written, and is as it was before. Its drive may be away. Parley tries again by itself.`,
    } satisfies Record<FileTrouble, (file: string) => string>,
    old: (when: string) => `The newest backup is from ${when}, and much has changed since.`,
    saveOne: 'Save a backup',
    allow: 'Let Parley write it',
    keep: 'Keep a backup in a file up to date…',
    keepHint:
      'Parley writes it by itself: five minutes after a change, and when you leave the page. Choose a place that survives this browser, such as a folder that is copied elsewhere.',
    another: 'Choose another file…',
    letGo: 'Stop writing it',
    kind: 'Parley backup',
    cannot:
      'This browser cannot keep a file up to date by itself. Parley reminds you when the newest backup is older than 30 days.',
    failed: 'The file could not be opened for writing. Choose another one.',
  },

  /** Removing a workspace from this browser. */
  forget: {
    title: (title: string) => `Remove “${title}” from this browser?`,
    body: 'This browser forgets the workspace and your membership from here. Members who have synced keep their copies, and you can come back with a new invite.',
    alone:
      'If nobody else has joined, or your last changes were not sent, only a backup brings them back.',
    noKit: 'There is no recovery kit for it in this browser, so no backup can be made or used.',
    neverSaved: 'There is a recovery kit, but no backup was saved yet: its words open nothing.',
    savedAt: (when: string) =>
      `Newest backup that this browser knows of: ${when}. What was written since is not in it.`,
    makeKit: 'Make a recovery kit first',
    openKit: 'Save a backup first',
    opening: 'Opening…',
    failed: 'It could not be opened.',
    go: 'Remove from this browser',
    notGone: 'It could not be removed. Try again.',
    gone: (title: string) => `“${title}” was removed from this browser.`,
  },
};
