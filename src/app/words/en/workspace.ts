/** Words of a workspace, as everybody sees it who opens one, in English. */
import type { RemovalView } from '../../../host/session.ts';
import type { Role } from '../../../base/ids.ts';
import { list, plural } from './counting.ts';

export default {
  workspace: {
    name: 'Workspace name',
    documents: 'Documents',
    people: 'People',
    activity: 'Activity',
    writers: 'Who wrote this',
    outline: 'Outline',
    comments: 'Comments',
    search: 'Search',
    newDocument: 'New document',
    newTitle: 'Untitled',
    rename: 'Rename',
    moveUp: 'Move up',
    moveDown: 'Move down',
    delete: 'Delete',
    deleted: (title: string) => `“${title}” was deleted.`,
    deletedList: (n: number) => `Deleted documents (${n})`,
    restore: 'Restore',
    restoreOne: (title: string) => `Restore ${title}`,
    restored: (title: string) => `“${title}” is back.`,
    unread: 'changed since you last looked',
    allRead: 'Mark all as read',
    moved: (title: string, place: number, of: number) => `${title}: place ${place} of ${of}`,
    options: (title: string) => `Options for ${title}`,
    documentTitle: 'Document title',
    none: 'No documents here',
    noneBody: 'Start a new one, or restore a deleted one from the list.',
    noneReader: 'Nobody has started one yet.',
    arriving: 'The documents are on their way',
    arrivingBody: 'They come from any member who is here, and are checked as they come.',
    missing: 'This document is not here',
    missingBody: 'It may not have arrived yet, or the link belongs to another workspace.',
    isDeleted: 'This document was deleted.',
    placeholder: 'Start writing…',
    readOnly: 'You can read here, and not change anything.',
  },

  bar: {
    label: 'This document',
    showDocuments: 'Show documents',
    menu: 'Menu',
    invite: 'Invite',
    here: (names: readonly string[]) =>
      names.length === 0 ? 'People: only you are here' : `People: ${list(names)} here`,
    more: (n: number) => `+${n}`,
    read: 'Read view',
    write: 'Back to writing',
    import: 'Import files or a zip…',
    exportMarkdown: 'Export as Markdown (.md)',
    exportText: 'Export as text (.txt)',
    exportTable: 'Export as a table (.csv)',
    shortcuts: 'Keyboard shortcuts',
    archive: 'Take everything along…',
    recovery: 'Recovery kit and backup…',
    history: 'History',
    colours: 'Show who wrote what',
    hideColours: 'Hide who wrote what',
    find: 'Find and replace',
    theme: { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' },
  },

  pill: {
    label: 'Status',
    saved: 'Saved here',
    saving: 'Saving…',
    synced: (n: number) => `Synced with ${n}`,
    syncing: 'Syncing…',
    sending: (n: number) => `Sending ${n}`,
    receiving: (n: number) => `Receiving ${n}`,
    offline: (n: number) => (n === 0 ? 'Offline' : `Offline · ${n} saved`),
    nobody: 'Nobody else here',
    connecting: 'Connecting…',
    noRelay: 'Can’t reach relay',
    memory: 'In this tab only',
    failed: 'Not saved — needs you',
  },

  announce: {
    offline: 'You are offline. Your changes are saved here.',
    back: 'Connected again.',
    failed: 'Your last change could not be saved.',
    saved: 'Your changes are being saved again.',
    noRelay: 'The relay cannot be reached. Your changes are saved here.',
  },

  formats: {
    label: 'Formats',
    heading: 'Heading',
    bold: 'Bold',
    italic: 'Emphasis',
    strike: 'Struck out',
    link: 'Link',
    bullets: 'List',
    numbers: 'Numbered list',
    tasks: 'List of tasks',
    quote: 'Quotation',
    code: 'Code',
    comment: 'Comment',
    image: 'Image',
  },

  files: {
    tooLarge: (name: string, megabytes: number) =>
      `“${name}” is larger than ${megabytes} MB. Split it, then import the parts.`,
    notText: (name: string) =>
      `“${name}” is not a text file in UTF-8. Save it as UTF-8 text, then try again.`,
    unreadable: (name: string) => `“${name}” could not be read.`,
    oneZip: (name: string) => `One zip at a time: “${name}” was left out.`,
    imported: (name: string) => `“${name}” was imported.`,
    dropHere: 'Drop files to import them',
  },

  read: {
    empty: 'Nothing written yet.',
    image: (alt: string) => (alt ? `Image: ${alt}` : 'Image'),
    label: (title: string) => `${title}, read view`,
    done: 'done',
    open: 'to do',
  },

  /** CodeMirror's own phrases, by its names for them. */
  editor: {
    Find: 'Find',
    Replace: 'Replace with',
    next: 'Next',
    previous: 'Previous',
    all: 'Select all',
    'match case': 'Match case',
    regexp: 'Pattern',
    'by word': 'Whole words',
    replace: 'Replace',
    'replace all': 'Replace all',
    close: 'Close',
    'current match': 'Current match',
    'on line': 'on line',
    'replaced match on line $': 'Replaced a match on line $',
    'replaced $ matches': 'Replaced $ matches',
    'Control character': 'Invisible character',
    'Selection deleted': 'Selection deleted',
  },

  update: {
    ready: (id: string) => `A new version is ready${id ? ` (build ${id})` : ''}.`,
    take: 'Use it now',
    later: 'Later',
  },

  /** What of saving and of others everybody sees; the rest is status.ts. */
  status: {
    title: 'Where your work is',
    failed: 'Your last changes could not be saved. They are in this tab only.',
    failedQuota: 'There is no room left in this browser. Your last changes are in this tab only.',
    failedNext:
      'Export this document now. Saving is tried again by itself, so leave this tab open and free some space.',
    failedClosed:
      'The browser closed its storage, or another tab updated Parley. Your last changes are in this tab only. Export this document now, then reload.',
    receiving: (n: number) => `More is arriving: ${plural(n, 'change', 'changes')} so far.`,
  },

  people: {
    device: (n: number) => `Device ${n}`,
    thisDevice: 'This device',
    you: (name: string) => `${name} (you)`,
    invite: 'Invite someone',
    asks: (name: string) => `${name} asks to come in.`,
    asksAs: {
      reader: 'The invite lets them read.',
      editor: 'The invite lets them edit.',
      admin: 'The invite lets them edit and invite.',
    } satisfies Record<Role, string>,
    asksWords: 'To be sure who it is, ask them to read their words from their screen:',
    letIn: 'Let in',
    letInLabel: (name: string) => `Let in ${name}`,
    notNow: 'Not now',
    notNowLabel: (name: string) => `Not now: ${name}`,
    notLetIn: (name: string) => `${name} could not be let in: the invite is over.`,
    removed: {
      left: 'You left this workspace.',
      device: 'This device was removed.',
      deviceSaid: 'Another device of yours says that this one was removed.',
      by: (name: string) => `${name} removed you.`,
      said: (name: string) => `${name}’s device says that you were removed.`,
      unknown: 'You are not a member any more.',
    },
    removedBody: {
      left: 'You can read and export what is here. To come back you need a new invite.',
      member:
        'You can read and export what is here. Nothing new arrives, and what you add reaches nobody.',
      device:
        'On your other devices you are still a member. Here you can read and export what there is; nothing new arrives, and what you add reaches nobody.',
    } satisfies Record<RemovalView['what'], string>,
  },

  table: {
    newTable: 'New table',
    newTitle: 'Untitled table',
    firstColumns: ['Name', 'Notes'],
    opening: 'Opening the table…',
  },
};
