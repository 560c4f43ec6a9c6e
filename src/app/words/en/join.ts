/** Words of coming in by an invite, in English. */
import type { JoinFailure, JoinStep } from '../../../host/session.ts';
import type { Explanation } from '../explanation.ts';
import { list } from './counting.ts';

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

export default {
  paste: 'Paste the invite link',
  pasteGo: 'Continue',
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
  gone: {
    title: 'The link was put away',
    happened:
      'For your safety the link’s secret is kept out of the address bar, so a reload forgets it.',
    safe: 'It has not been used.',
    next: 'Open the link again, or paste it here.',
  } satisfies Explanation,
  another: 'Use another link',
};
