/**
 * What people complain of in collaborative editors, and what Parley does about each: the most frequent and
 * worst first. Each answer names what shows it, and says where it ends. scripts/answers.ts makes docs/ANSWERS.md of it.
 */

export interface Answer {
  readonly complaint: string;
  readonly answer: string;
  readonly tests: readonly Shown[];
  /** Names of screens, without theme and width. */
  readonly screens: readonly string[];
  /** What the answer leaves open. */
  readonly open?: string;
}

export interface Shown {
  readonly file: string;
  readonly title: string;
}

const shown = (file: string, title: string): Shown => ({ file: `tests/${file}`, title });

export const ANSWERS: readonly Answer[] = [
  {
    complaint: 'What I wrote was lost when the connection broke',
    answer:
      'Every key goes into this browser’s database before the page says “saved” and before it is sent. There is no button for it, and being offline never makes a page read-only.',
    tests: [
      shown(
        'e2e/offline.e2e.ts',
        'a line is cut, both sides write on, and when it is back they agree',
      ),
      shown(
        'e2e/offline.e2e.ts',
        'with the server dead, a reload and a killed browser lose nothing that was saved',
      ),
      shown('app/pill.test.ts', 'claims that work is saved only when the store said so'),
    ],
    screens: ['status-offline', 'not-saved', 'status-not-saved'],
  },
  {
    complaint: 'The browser cleared its storage, and everything was gone',
    answer:
      'The browser is asked to keep the data. Where it does not promise that, a line below the page says so, and what to do. Every member holds the whole workspace, and so does a replica: whoever comes back gets it from them. A backup file and the twelve words of a recovery kit, which is offered, bring it back with nobody else online; where the browser gives pages files, the backup is kept up to date by itself, elsewhere a reminder comes after thirty days.',
    tests: [
      shown(
        'app/check.test.ts',
        'on what the browser says of its storage takes silence for what it is',
      ),
      shown(
        'e2e/copies.e2e.ts',
        'A19 whoever has lost all that was stored joins again, and others lose nothing',
      ),
      shown(
        'e2e/recovery.e2e.ts',
        'B1 B4 a workspace comes back in an empty browser with nobody online, from a file and twelve words',
      ),
      shown(
        'e2e/keeping.e2e.ts',
        'is told that the browser may delete it, and what to do, until that is put off; then a kit is offered, once',
      ),
      shown(
        'e2e/keeping.e2e.ts',
        'B6 a file is kept up to date by itself, and brings the workspace back',
      ),
      shown('e2e/trouble.e2e.ts', 'is told at once, and nothing is lost when there is room again'),
    ],
    screens: ['keeping-risk', 'kit-file', 'check', 'trouble-noRoom', 'kit-saved', 'restore'],
    open: 'Firefox, Safari and phones give pages no file to write: there a backup is saved by hand.',
  },
  {
    complaint: 'We could not connect, and nobody said why',
    answer:
      'Work begins over the relay at once and moves to WebRTC when that opens; where it is blocked, the relay stays, and it can read nothing. Check this browser tries each step and says in words what failed and what to do.',
    tests: [
      shown(
        'e2e/relay.e2e.ts',
        'without WebRTC everything goes through the relay, and the panel says so',
      ),
      shown('e2e/hosting.e2e.ts', 'the check finds what works, and gives a report to copy'),
      shown('app/check.test.ts', 'on a relay tells one that is away from one that carries nothing'),
    ],
    screens: ['check', 'check-ailing', 'check-away', 'status-online'],
  },
  {
    complaint: 'Joining hung, or failed although it had worked',
    answer:
      'Each step of joining has a name, an end and something to do next. A link to a workspace that one is in already just opens it. The inviter may be asleep: any member who is there lets you in.',
    tests: [
      shown('e2e/joining.e2e.ts', 'the inviter may be away: any member who is there lets you in'),
      shown(
        'e2e/joining.e2e.ts',
        'whoever is a member already just comes in, and the secret leaves the address',
      ),
      shown('e2e/joining.e2e.ts', 'damaged: said at once, without asking anybody'),
      shown('host/workspace.test.ts', 'can be given up while nobody answers'),
    ],
    screens: [
      'join-steps',
      'join-NobodyOnline',
      'join-NoRelay',
      'join-Expired',
      'join-UsedUp',
      'join-NotALink',
    ],
  },
  {
    complaint: 'After sleep, or in the background, it never came back',
    answer:
      'The line to the relay is tried again for as long as the page is open, at once when the browser is online or the page is looked at again. A link that only looks alive is found by its heartbeat.',
    tests: [
      shown(
        'net/webrtc.e2e.ts',
        'the relay dies and returns: relayed channels close, then open again',
      ),
      shown(
        'host/workspace.test.ts',
        'says that somebody is gone when the channel closes, and meets them again',
      ),
    ],
    screens: ['status-offline'],
  },
  {
    complaint: 'Two tabs overwrote each other',
    answer:
      'Each tab signs with a key of its own and both share one database, so two tabs are two writers whose work is merged, online or not.',
    tests: [
      shown(
        'e2e/tabs.e2e.ts',
        'both type at once, online and offline: the same text, nothing lost, and all of it reaches another',
      ),
      shown('host/compaction.test.ts', 'in two tabs at once loses nothing'),
    ],
    screens: [],
  },
  {
    complaint: 'A copied or restored profile broke my identity',
    answer:
      'A signing key lives for one page load and is never stored. Two copies of a profile are two writers of one member, and nobody is ever accused.',
    tests: [
      shown(
        'e2e/copies.e2e.ts',
        'A18 A19 an older copy of a profile runs beside the original, and both are honest',
      ),
      shown('host/secrets.test.ts', 'K4 the key of a page load is in nothing that is stored'),
    ],
    screens: [],
  },
  {
    complaint: 'I lost my key, and with it my account',
    answer:
      'There is no account. Whoever lost a browser is let in again by any admin, and everything is still there. A recovery kit, twelve words on paper and a backup file, brings somebody back as the same member: a founder is the founder again.',
    tests: [
      shown(
        'e2e/copies.e2e.ts',
        'A19 whoever has lost all that was stored joins again, and others lose nothing',
      ),
      shown(
        'e2e/recovery.e2e.ts',
        'B1 B4 a workspace comes back in an empty browser with nobody online, from a file and twelve words',
      ),
    ],
    screens: ['people', 'invite', 'kit-words'],
    open: 'A kit cannot remove the browser that was lost: for whoever started the workspace, nobody can.',
  },
  {
    complaint: 'Undo undid what somebody else wrote',
    answer: 'Undo takes back what was written in this tab, whatever others wrote meanwhile.',
    tests: [
      shown(
        'e2e/editing.e2e.ts',
        'takes back only what was written here, whatever others write meanwhile',
      ),
      shown('host/table.test.ts', 'undoes a step as a whole, but what somebody wrote since'),
    ],
    screens: [],
  },
  {
    complaint: 'Who wrote this? What changed since I was here?',
    answer:
      'Select text to see who wrote it, from which device, when, and that the signature holds. Colours show the writers of a whole page, dots what is unread, and one view what changed since the last visit.',
    tests: [
      shown(
        'host/writers.test.ts',
        'T10 each part of a text is by whoever signed it, on every replica, until it is changed',
      ),
      shown(
        'app/paint.browser.test.ts',
        'since a visit is what others did; it goes along with the text, which has none of it',
      ),
      shown(
        'e2e/history.e2e.ts',
        'T13 T16 T19 walks back by keys, restores what was and undoes that, and shows who wrote what',
      ),
    ],
    screens: ['writers', 'colours', 'changed', 'unread', 'history'],
  },
  {
    complaint: 'No comments, no suggestions',
    answer:
      'Select words and comment on them. A thread stays with its words whatever is written around or between them, and keeps the words when they are deleted; whoever writes can answer, resolve and open it again.',
    tests: [
      shown(
        'e2e/comments.e2e.ts',
        'N3 N4 two people discuss words that move, by keys alone, and resolve that',
      ),
      shown(
        'host/comments.test.ts',
        'N4 somebody who writes over what another said is shown as who said it',
      ),
    ],
    screens: ['comments', 'comment'],
    open: 'There are no suggestions yet.',
  },
  {
    complaint: 'Cursors and names covered the text, and ghosts stayed',
    answer:
      'A name shows while its caret moves and goes; the caret stays at its place in the text, and leaves with whoever left.',
    tests: [
      shown('e2e/editing.e2e.ts', 'stays at its place in the text while others write before it'),
      shown('app/cursors.browser.test.ts', 'follow a rename, and go when their owner goes'),
    ],
    screens: ['workspace'],
  },
  {
    complaint: 'I could not revoke a link, or remove somebody',
    answer:
      'Links have a role, a number of uses and an end, and can be closed. A member is removed with a cut: what was not seen by then never shows, however it is dated. The page says that they keep what they have already.',
    tests: [
      shown(
        'e2e/members.e2e.ts',
        'A07 somebody who is removed while offline writes on for nobody, and is told',
      ),
      shown('e2e/writing.e2e.ts', 'who may only read sees everything live, and can change nothing'),
      shown('host/workspace.test.ts', 'P4 turns down a link that was used up, in words of its own'),
    ],
    screens: ['invite', 'invite-link', 'remove-member', 'remove', 'people'],
  },
  {
    complaint: 'Somebody vandalised it, and there was no way back',
    answer:
      'All that somebody wrote since a moment is taken back in one step, after a look at it, and any earlier state of a document can be restored. Both are edits, so both can be undone.',
    tests: [
      shown(
        'e2e/members.e2e.ts',
        'A43 T11 what somebody wrote is taken back after a look at it, and comes back by Undo',
      ),
      shown(
        'e2e/history.e2e.ts',
        'T13 T16 T19 walks back by keys, restores what was and undoes that, and shows who wrote what',
      ),
    ],
    screens: ['take-back', 'history', 'activity'],
  },
  {
    complaint: 'Input methods and phone keyboards broke the text',
    answer: 'What others write waits while a word is composed, and comes in when it is done.',
    tests: [
      shown(
        'e2e/editing.e2e.ts',
        'composes while others write beside it: the composed text is whole, theirs follows',
      ),
      shown(
        'e2e/editing.e2e.ts',
        'composes while others write inside it: both texts are whole on both sides',
      ),
    ],
    screens: [],
  },
  {
    complaint: 'It got slow with long documents and long histories',
    answer:
      'A text opens from a cache, whatever lies behind it; only what is in view is drawn; history, search and the outline work in parts. docs/PERFORMANCE.md has the figures, beside other libraries.',
    tests: [
      shown('e2e/editing.e2e.ts', 'brings a megabyte whole, to both sides'),
      shown(
        'host/early.test.ts',
        'D5 shows its documents and texts before its history has been read',
      ),
      shown('app/sections.test.ts', 'has sections that an edit elsewhere leaves as they are'),
    ],
    screens: [],
  },
  {
    complaint: 'Hosting it took days',
    answer:
      'One command, one process, one port: the page and its relay. Kits for a container, systemd, nginx, Caddy and Pages, and a table of problem, cause and fix, are in docs/HOSTING.md.',
    tests: [
      shown('node/server.test.ts', 'have defaults that work, and refuse nonsense in one sentence'),
      shown('e2e/hosting.e2e.ts', 'the check finds what works, and gives a report to copy'),
    ],
    screens: ['check-set-up', 'start-set-up'],
  },
  {
    complaint: 'An update broke the page that was open',
    answer:
      'An update waits until it is accepted, and what is typed stays. Tabs that run the build before keep its parts. A part that could not be fetched says so, and how to go on.',
    tests: [
      shown(
        'e2e/update.e2e.ts',
        'a new build waits until it is accepted; what is typed by then is there, and other tabs go on',
      ),
      shown(
        'app/environment.test.ts',
        'a part that could not be fetched is told from a mistake of our own',
      ),
    ],
    screens: ['trouble-notLoaded', 'trouble-newer'],
  },
  {
    complaint: 'The export had lost things',
    answer:
      'Everything comes out as one zip that any program opens, and comes into another workspace as it was: texts, tables, images, comments. A single text comes out as the Markdown that it is, a table as CSV.',
    tests: [
      shown(
        'e2e/editing.e2e.ts',
        '%s with Windows line ends comes in, goes out and comes in again the same',
      ),
      shown('app/sheet.test.ts', 'comes back with every cell'),
      shown('app/round-trip.test.ts', 'Z1 Z2 is the same there, but for who signed it'),
      shown(
        'e2e/archive.e2e.ts',
        'Z1 Z2 everything goes along in one file, and comes into the workspace of somebody else',
      ),
    ],
    screens: ['archive'],
  },
  {
    complaint: 'The app on the home screen had none of my documents',
    answer:
      'It counts as one more browser. _Add a device_, at your own name in _People_, makes a link; pasted there, it brings the workspace, with you as the same member, once four words were compared.',
    tests: [
      shown(
        'e2e/devices.e2e.ts',
        'C10 C12 P6 a link and four words make another browser a device of the same member',
      ),
      shown(
        'host/devices.test.ts',
        'C10 C12 P6 makes another browser a device of the same member, when a person has seen its words',
      ),
    ],
    screens: ['device-link', 'device-asked', 'device-words'],
  },
  {
    complaint: 'Warnings about security frightened us and explained nothing',
    answer:
      'Notices name people and devices, say what happened, what it means for the work and what can be done. The proof, as a file, is behind Details.',
    tests: [
      shown(
        'app/environment.test.ts',
        'no screen speaks of machinery, and no sentence is left open',
      ),
      shown(
        'host/proof.test.ts',
        'E4 P13 each notice of a member names the signed event, and its proof holds by itself',
      ),
    ],
    screens: ['activity', 'member'],
  },
  {
    complaint: 'A blank page in a browser that is not supported',
    answer:
      'What Parley needs is looked at first, and each thing that is missing has a page of its own that says what to do.',
    tests: [
      shown(
        'e2e/trouble.e2e.ts',
        'insecure: plain http on another address than this computer’s own',
      ),
      shown(
        'app/environment.test.ts',
        'every refusal says what happened, what is safe and what to do',
      ),
    ],
    screens: [
      'trouble-insecure',
      'trouble-noCrypto',
      'trouble-noStorage',
      'trouble-oldBrowser',
      'trouble-blocked',
      'trouble-damaged',
    ],
  },
];
