/**
 * Every word of every screen, in English. Short sentences about people and devices.
 *
 * Another language is a file of the same shape beside this one (see words.ts). Values that depend on
 * facts are functions, so that each language can order and count in its own way. Nothing is chosen
 * here: which sentence fits a state is decided by the screens.
 */
import type { JoinFailure, JoinStep, NoticeDetails, NoticeView } from '../../host/session.ts';
import type { Role } from '../../base/ids.ts';
import type { Count } from '../outline.ts';
import { search } from './en-search.ts';
import { table } from './en-table.ts';
import { people } from './en-people.ts';
import { plural } from './en-plural.ts';

/** `Ada`, `Ada and Cy`, `Ada, Bo and Cy`. */
const list = (names: readonly string[]): string =>
  names.length < 2
    ? (names[0] ?? '')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`;

/** What happened, what is safe, what to do next. */
export interface Explanation {
  readonly title: string;
  readonly happened: string;
  readonly safe: string;
  readonly next: string;
}

const characters = (n: number): string => plural(n, 'character', 'characters');

const lengthOf = ({ words, characters: n }: Count): string =>
  `${plural(words, 'word', 'words')}, ${characters(n)}`;

const usesOf = (n: number): string => plural(n, 'person', 'people');

const roles: Record<Role, string> = {
  reader: 'Can read',
  editor: 'Can edit',
  admin: 'Can edit and invite',
};

const steps: Record<JoinStep, (via: string) => string> = {
  relay: () => 'Reach the relay',
  member: () => 'Find a member',
  proof: (via) => (via ? `Show ${via} the invite` : 'Show the invite'),
  asked: (via) => (via ? `Wait until ${via} lets you in` : 'Wait until you are let in'),
  admitted: (via) => (via ? `Let in by ${via}` : 'Let in'),
  receiving: () => 'Receive the documents',
  done: () => 'Ready',
};

const failures: Record<JoinFailure, Explanation> = {
  NotALink: {
    title: 'This is not a whole invite link',
    happened: 'The link is damaged, or a part of it is missing. Some mail programs cut long links.',
    safe: 'Nothing on this device has changed, and the invite has not been used.',
    next: 'Copy the whole link again, or ask for a new one.',
  },
  NewerLink: {
    title: 'This invite needs a newer Parley',
    happened: 'It was made by a newer version than the one that runs here.',
    safe: 'Nothing on this device has changed, and the invite has not been used.',
    next: 'Reload this page to get the newest version, then open the link again.',
  },
  NoRelay: {
    title: 'The relay does not answer',
    happened: 'The relay introduces devices to each other. It could not be reached from here.',
    safe: 'The invite has not been used. It still works later.',
    next: 'Check your internet connection or try another network, then try again.',
  },
  NobodyOnline: {
    title: 'Nobody from this workspace is online',
    happened:
      'A member has to be online for a moment to let you in; for some invites, one who may decide it. None answered.',
    safe: 'The invite has not been used. It still works later.',
    next: 'Ask the person who invited you to open the workspace, then try again.',
  },
  UsedUp: {
    title: 'This invite has been used',
    happened: 'It was made for a number of people, and that many have joined with it.',
    safe: 'Nothing on this device has changed.',
    next: 'Ask the person who invited you for a new invite.',
  },
  Expired: {
    title: 'This invite has expired',
    happened: 'It was made for a limited time, and that time is over.',
    safe: 'Nothing on this device has changed.',
    next: 'Ask the person who invited you for a new invite.',
  },
  Refused: {
    title: 'You were not let in',
    happened:
      'A member’s device answered and did not accept this invite. It may have been withdrawn.',
    safe: 'Nothing on this device has changed.',
    next: 'Ask the person who invited you for a new invite.',
  },
  Declined: {
    title: 'Not now',
    happened: 'Somebody who may let you in was asked, and answered: not now.',
    safe: 'Nothing on this device has changed, and the invite has not been used.',
    next: 'Talk to the person who invited you, then try again.',
  },
  Unanswered: {
    title: 'Nobody has let you in yet',
    happened: 'Somebody who may let you in was asked, and left before they answered.',
    safe: 'The invite has not been used. It still works later.',
    next: 'Ask the person who invited you to open the workspace, then try again.',
  },
  WrongHistory: {
    title: 'The answer does not match the invite',
    happened: 'A device answered, but what it sent is not the workspace that this link names.',
    safe: 'Nothing of it was kept.',
    next: 'Tell the person who invited you, and ask for a new invite.',
  },
  Storage: {
    title: 'This browser could not save the workspace',
    happened: 'You were let in, but the browser refused to store what arrived.',
    safe: 'The other members still have everything.',
    next: 'Free some space, or use a normal window instead of a private one, then open the link again.',
  },
};

const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;

const notices: Record<NoticeView['code'], (facts: Readonly<Record<string, string>>) => string> = {
  joined: (f) => `${f['name'] ?? 'Someone'} joined.`,
  removed: (f) =>
    `${f['name'] ?? 'Someone'} was removed${f['by'] ? ` by ${f['by']}` : ''}. They keep what was on their devices, and can add or receive nothing new.`,
  left: (f) => `${f['name'] ?? 'Someone'} left.`,
  role: (f) =>
    `${f['name'] ?? 'Someone'} has another role: ${(roles[f['role'] as Role] ?? '').toLowerCase()}.`,
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
      : 'This browser could not save your last change. It is still in this tab: export it before you close.',
  restored: () => 'Saving works again. Everything you wrote is saved here.',
};

export const en = {
  language: 'en',
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
    check: 'Check this browser',
    checkInTab: 'Check this browser (in a new tab)',
    me: 'you',
    untitled: 'Untitled',
    notLoaded: 'A part of Parley could not be loaded. Reload the page to try again.',
    title: (parts: readonly string[]) => [...parts, 'Parley'].join(' · '),
  },

  start: {
    tagline: 'Write together, without a server to trust.',
    create: 'New workspace',
    invited: 'I have an invite',
    paste: 'Paste the invite link',
    pasteGo: 'Continue',
    here: 'On this device',
    emptyTitle: 'Nothing here yet',
    empty:
      'Make a workspace and write. When you are ready, send someone an invite link: they need no account.',
    lastOpened: (when: string) => `Opened ${when}`,
    as: (name: string) => `as ${name}`,
    remove: (title: string) => `Remove ${title} from this browser`,
    removeShort: 'Remove…',
    removeTitle: (title: string) => `Remove “${title}” from this browser?`,
    removeBody:
      'This browser forgets the workspace and your membership from here. Members who have synced keep their copies, and you can come back with a new invite.',
    removeAlone:
      'If nobody else has joined, or your last changes were not sent, they cannot be recovered. Open it and export first if you are not sure.',
    removeGo: 'Remove from this browser',
    removed: (title: string) => `“${title}” was removed from this browser.`,
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
    go: 'Create',
    busy: 'Creating…',
    failed:
      'This browser could not save the workspace. Nothing was created. Free some space and try again.',
    firstDocument: 'First page',
  },

  join: {
    title: 'You are invited',
    intro: 'Someone wants to write with you. Say who you are, and their device will let you in.',
    go: 'Join',
    joining: 'Joining…',
    steps,
    stepDone: 'done',
    stepNow: 'under way',
    stepWaiting: 'waiting',
    slow: 'This takes longer than usual. You can leave this tab open, or ask a member to open the workspace.',
    behind: (names: readonly string[]) =>
      `What came so far lacks what your link promises. ${list(names.filter(Boolean)) || 'Whoever sent it'} may be behind, or keep it back. Parley waits for somebody who has it.`,
    asked:
      'A person decides about this invite, and sees now that you ask. Leave this tab open, or give them a call.',
    words: 'Who lets you in sees these words beside your name, and can ask you to read them:',
    stop: 'Stop',
    stopped: 'Stopped. The invite still works later.',
    failures,
    safe: 'What is safe',
    next: 'What to do',
    gone: {
      title: 'The invite was put away',
      happened:
        'For your safety the link’s secret is kept out of the address bar, so a reload forgets it.',
      safe: 'The invite has not been used.',
      next: 'Open the link again, or paste it here.',
    } satisfies Explanation,
    nameNeeded: 'Write a name, so that others know who you are.',
    another: 'Use another link',
  },

  workspace: {
    name: 'Workspace name',
    documents: 'Documents',
    people: 'People',
    activity: 'Activity',
    writers: 'Who wrote this',
    outline: 'Outline',
    search: 'Search',
    notices: 'Notices',
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
    import: 'Import text, Markdown or a table…',
    exportMarkdown: 'Export as Markdown (.md)',
    exportText: 'Export as text (.txt)',
    exportTable: 'Export as a table (.csv)',
    shortcuts: 'Keyboard shortcuts',
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

  status: {
    title: 'Where your work is',
    device: 'On this device',
    others: 'With others',
    protection: 'Kept by this browser',
    saved: 'Everything you wrote is saved in this browser.',
    saving: 'Your last change is being saved.',
    memory:
      'This window does not keep anything. When you close it, what others do not have is gone.',
    failed: 'Your last changes could not be saved. They are in this tab only.',
    failedQuota: 'There is no room left in this browser. Your last changes are in this tab only.',
    failedNext:
      'Export this document now. Saving is tried again by itself, so leave this tab open and free some space.',
    failedClosed:
      'The browser closed its storage, or another tab updated Parley. Your last changes are in this tab only. Export this document now, then reload.',
    alone: 'Nobody else has this workspace yet. Invite someone so it cannot be lost.',
    noneHere: (unsent: number) =>
      unsent === 0
        ? 'Nobody else is here now. What you write is sent when someone opens the workspace.'
        : `Nobody else is here now. ${plural(unsent, 'change waits', 'changes wait')} until someone opens the workspace.`,
    offline: (unsent: number) =>
      unsent === 0
        ? 'You are offline. Keep writing: it is sent when you are back.'
        : `You are offline. ${plural(unsent, 'change is', 'changes are')} saved here and sent when you are back.`,
    relayGone: (unsent: number) =>
      `The relay does not answer, so new people cannot be found. ${unsent === 0 ? 'Keep writing: everything is saved here.' : `${plural(unsent, 'change is', 'changes are')} saved here and sent later.`} Check the connection, an ad blocker, or try another network.`,
    noRelay:
      'No relay is set up at this address, so other devices cannot be found. Everything is saved here.',
    have: (names: readonly string[]) =>
      `${list(names)} ${names.length === 1 ? 'says' : 'say'} they have everything you wrote.`,
    sending: (n: number) => `${plural(n, 'change is', 'changes are')} on the way.`,
    receiving: (n: number) => `More is arriving: ${plural(n, 'change', 'changes')} so far.`,
    persisted: 'The browser has promised not to delete it by itself.',
    notPersisted:
      'The browser may delete it when it needs room. Others’ copies and an export are your safety.',
    persistUnknown: 'The browser has not said whether it may delete it when it needs room.',
    history: 'All of it, in four words',
    historyHint:
      'Whoever has the same history reads the same words. Compare them by phone when everybody is quiet.',
    connections: 'Connections',
    routes: {
      direct: 'directly',
      relay: 'through the relay, sealed from end to end',
      tab: 'another tab of this browser',
    },
    has: 'has everything',
    catching: 'catching up',
    look: 'Look again',
  },

  announce: {
    offline: 'You are offline. Your changes are saved here.',
    back: 'Connected again.',
    failed: 'Your last change could not be saved.',
    noRelay: 'The relay cannot be reached. Your changes are saved here.',
  },

  people: { ...people, roles },

  table,
  search,

  activity: {
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
  },

  outline: {
    none: 'No headings yet. A line that begins with # is one.',
    unnamed: 'Heading without words',
    length: (count: Count) => `The document has ${lengthOf(count)}.`,
    selected: (count: Count) => `Selected: ${lengthOf(count)}.`,
  },

  writers: {
    reading: 'Reading the history…',
    noDocument: 'Open a document to see who wrote it.',
    nothing: 'There is no text here.',
    whole: 'In this document. Select some of it to see who wrote just that.',
    selected: (quote: string) => `In “${quote}”.`,
    somebody: 'Somebody',
    formerDevice: 'A device that was removed',
    characters,
    sentence: (name: string, n: number) => `${name} wrote ${characters(n)} of this.`,
    help: 'By the signatures, which this browser has checked. The times are what their devices said.',
  },

  invite: {
    title: 'Invite people',
    role: 'They',
    roles: { editor: 'can edit', reader: 'can read' },
    uses: 'It works for',
    usesOf,
    expires: 'It ends',
    expiry: { day: 'after 24 hours', week: 'after 7 days', never: 'never' },
    approval: 'An admin lets each person in',
    approvalHint: 'You or another admin sees who asks, and decides.',
    noRelay: 'No relay is set up at this address: whoever opens the link finds nobody.',
    make: 'Make the link',
    making: 'Making the link…',
    link: 'Invite link',
    copy: 'Copy link',
    copied: 'Copied',
    copyFailed: 'The browser did not allow copying. Select the link and copy it by hand.',
    share: 'Share…',
    qr: 'QR code',
    qrLabel: 'The same link as a QR code',
    who: (
      role: 'editor' | 'reader',
      uses: number,
      expiry: 'day' | 'week' | 'never',
      approval: boolean,
    ) => {
      const who = uses === 1 ? 'The first person who opens' : `The first ${uses} people who open`;
      const end = { day: ' within 24 hours', week: ' within 7 days', never: '' }[expiry];
      const can = role === 'editor' ? 'read and change' : 'read';
      return approval
        ? `Whoever opens this link${end} can ask to come in. Who is let in, ${usesOf(uses)} at most, can ${can} everything in this workspace.`
        : `${who} this link${end} can ${can} everything in this workspace. Send it like a key.`;
    },
    online: 'A member has to be online when they join. Any member will do.',
    onlineAdmin: 'An admin has to be online when they ask, and to answer.',
    another: 'Change and make another',
    failed: 'The invite could not be saved, so no link was made. Try again.',
    shareText: (title: string) => `Write with me in “${title}”`,
  },

  files: {
    tooLarge: (name: string, megabytes: number) =>
      `“${name}” is larger than ${megabytes} MB. Split it, then import the parts.`,
    notText: (name: string) =>
      `“${name}” is not a text file in UTF-8. Save it as UTF-8 text, then try again.`,
    unreadable: (name: string) => `“${name}” could not be read.`,
    imported: (name: string) => `“${name}” was imported.`,
    dropHere: 'Drop text or Markdown files to import them',
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

  alone: {
    text: 'Only this device has this workspace. Invite someone so it cannot be lost.',
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    anywhere: 'Anywhere',
    writing: 'While writing',
    inList: 'In the list of documents',
    list: 'This list',
    closing: 'Close a dialog, menu or panel',
    headings: 'Heading of level 1, 2, 3',
    lists: 'Numbered list, list, tasks',
    undo: 'Undo your last change',
    redo: 'Redo',
    find: 'Find',
    search: 'Search all documents',
    indent: 'Indent, outdent',
    leave: 'Leave the editor',
    move: 'Move the document',
    inHistory: 'In the history, on its slider',
    step: 'A step back, a step on',
    sitting: 'The sitting before, the next one',
    after: 'then',
  },

  trouble: {
    safe: 'What is safe',
    next: 'What to do',
    framed: {
      title: 'Parley is shown inside another page',
      happened: 'The page around it could cover this one, and have you press what you do not see.',
      safe: 'Nothing was opened, stored or sent.',
      next: 'Open Parley in a tab of its own.',
    },
    insecure: {
      title: 'This address is not secure enough',
      happened:
        'Browsers allow encryption and storage only on https addresses and on localhost. This page was opened on another one.',
      safe: 'Nothing was stored or sent.',
      next: 'Open Parley through an https address, or on the computer itself through localhost.',
    },
    noStorage: {
      title: 'This browser does not let Parley store anything',
      happened: 'The browser has no database for web pages, or it is switched off.',
      safe: 'Nothing was lost: nothing could be stored here.',
      next: 'Allow site data for this address in the browser’s settings, or use another browser.',
    },
    storageRefused: {
      title: 'The browser refused to open its storage',
      happened:
        'This often happens in private windows, or when cookies and site data are blocked for this address.',
      safe: 'What you saved in a normal window is still there.',
      next: 'Open Parley in a normal window, or allow site data for this address.',
    },
    noCrypto: {
      title: 'This browser cannot encrypt or sign',
      happened:
        'A part of the browser that Parley signs and encrypts with is missing or switched off.',
      safe: 'Nothing was stored or sent.',
      next: 'Use a current version of Firefox, Chrome, Edge or Safari.',
    },
    oldBrowser: {
      title: 'This browser is too old for Parley',
      happened: 'It lacks parts that Parley needs to run.',
      safe: 'What this browser has saved stays where it is.',
      next: 'Update the browser, or use a current Firefox, Chrome, Edge or Safari.',
    },
    blocked: {
      title: 'Another tab is in the way',
      happened: 'An older Parley is open in another tab and holds the database.',
      safe: 'Everything saved is still there.',
      next: 'Close the other Parley tabs, then reload this one.',
    },
    newer: {
      title: 'This browser has been used with a newer Parley',
      happened: 'The saved workspaces are in a newer form, which this older version cannot read.',
      safe: 'Nothing was changed or deleted.',
      next: 'Reload to get the newest version. If this stays, the address serves an old version.',
    },
    noRoom: {
      title: 'There is no room left',
      happened: 'The disk, or this browser’s share of it, is full.',
      safe: 'What was saved before is still there.',
      next: 'Free some space, then reload.',
    },
    damaged: {
      title: 'The saved workspaces could not be read',
      happened: 'The browser’s database did not answer as it should.',
      safe: 'Nothing was deleted. Other members have their own copies.',
      next: 'Reload. If this stays, restart the browser.',
    },
    closed: {
      title: 'The browser closed its storage',
      happened: 'Another tab updated Parley, or site data was cleared.',
      safe: 'What was saved before is kept, unless site data was cleared.',
      next: 'Reload this tab.',
    },
    notLoaded: {
      title: 'Parley did not load completely',
      happened: 'A part of the application could not be fetched.',
      safe: 'Your workspaces are safe in this browser.',
      next: 'Check the connection, then reload.',
    },
    crashed: {
      title: 'Something went wrong in this tab',
      happened: 'Parley met a mistake of its own and stopped, so that nothing is damaged.',
      safe: 'Everything shown as saved is saved.',
      next: 'Reload this tab.',
    },
  } satisfies Record<string, Explanation | string>,
};
