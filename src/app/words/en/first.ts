/** Words of the start page, and what every other screen says, too, in English. */
import type { Explanation } from '../explanation.ts';
import { list } from './counting.ts';

export default {
  product: 'Parley',
  list,

  common: {
    cancel: 'Cancel',
    close: 'Close',
    dismiss: 'Dismiss',
    undo: 'Undo',
    open: 'Open',
    loading: 'Opening…',
    skip: 'Skip to the page',
    start: 'All workspaces',
    reload: 'Reload',
    again: 'Try again',
    safe: 'What is safe',
    nextStep: 'What to do',
    check: 'Check this browser',
    checkInTab: 'Check this browser (in a new tab)',
    me: 'you',
    notices: 'Notices',
    untitled: 'Untitled',
    notLoaded: 'A part of Parley could not be loaded. Reload the page to try again.',
    title: (parts: readonly string[]) => [...parts, 'Parley'].join(' · '),
  },

  start: {
    tagline: 'Write together, without a server to trust.',
    create: 'New workspace',
    invited: 'I have an invite',
    restore: 'Restore from a backup',
    here: 'On this device',
    emptyTitle: 'Nothing here yet',
    empty:
      'Make a workspace and write. When you are ready, send someone an invite link: they need no account.',
    lastOpened: (when: string) => `Opened ${when}`,
    as: (name: string) => `as ${name}`,
    remove: (title: string) => `Remove ${title} from this browser`,
    removeShort: 'Remove…',
    foot: 'Stored in this browser. No account. Works offline.',
    listFailed: 'The list could not be read. Reload to try again.',
    build: (id: string) => `Build ${id}`,
    noRelay: 'No relay is set up at this address: you can write here, and not meet anybody.',
    badSetup: (wrong: string) =>
      `This address is not set up rightly: ${wrong || 'all'} of its config.json cannot be used. You can write here, and not meet anybody.`,
  },

  create: {
    title: 'New workspace',
    name: 'Workspace name',
    nameDefault: 'Untitled notes',
    yourName: 'Your name',
    yourNameHint: 'Others see it beside what you write.',
    nameNeeded: 'Write a name, so that others know who you are.',
    go: 'Create',
    busy: 'Creating…',
    failed:
      'This browser could not save the workspace. Nothing was created. Free some space and try again.',
    firstDocument: 'First page',
  },

  /** Why a workspace does not open. */
  absent: {
    notHere: {
      title: 'This browser does not have that workspace',
      happened: 'It was removed from this browser, or it was opened in another one.',
      safe: 'What other members hold is not affected.',
      next: 'Open it on the device that has it, or ask a member for an invite.',
    } satisfies Explanation,
    openFailed: {
      title: 'This workspace could not be opened',
      happened: 'The browser could not read what it saved.',
      safe: 'Nothing was deleted. Other members have their own copies.',
      next: 'Reload the page. If that does not help, ask a member for an invite and join again.',
    } satisfies Explanation,
  },
};
