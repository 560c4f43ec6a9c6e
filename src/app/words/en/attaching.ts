/** Words of the browser that becomes one more device of somebody, in English. */
import type { JoinFailure, JoinStep } from '../../../host/session.ts';
import type { Explanation } from '../explanation.ts';

const steps: Record<JoinStep, string> = {
  relay: 'Reaching the relay…',
  member: 'Looking for the device that made the link…',
  proof: 'Showing it the link…',
  asked: 'Your other device must show the same four words. Then press “Add” there.',
  admitted: 'Added.',
  receiving: 'Receiving the documents…',
  done: 'Ready.',
};

const gone: Explanation = {
  title: 'Nobody waits with this link any more',
  happened:
    'A link for a device works once, for ten minutes, and only while the window that made it is open.',
  safe: 'Nothing in this browser has changed.',
  next: 'Make a new link on your other device: People, your name, Add a device.',
};

const failures: Record<JoinFailure, Explanation> = {
  NotALink: {
    title: 'This is not a whole link',
    happened: 'The link is damaged, or a part of it is missing.',
    safe: 'Nothing in this browser has changed, and the link has not been used.',
    next: 'Copy the whole link again, or scan the code again.',
  },
  NewerLink: {
    title: 'This link needs a newer Parley',
    happened: 'It was made by a newer version than the one that runs here.',
    safe: 'Nothing in this browser has changed, and the link has not been used.',
    next: 'Reload this page to get the newest version, then open the link again.',
  },
  NoRelay: {
    title: 'The relay does not answer',
    happened: 'The relay introduces devices to each other. It could not be reached from here.',
    safe: 'The link has not been used. It works as long as the window that made it is open.',
    next: 'Check the internet connection of this device, then try again.',
  },
  NobodyOnline: gone,
  UsedUp: gone,
  Expired: gone,
  Unanswered: gone,
  Refused: {
    title: 'This device was not added',
    happened: 'The other device answered and did not accept this one.',
    safe: 'Nothing in this browser has changed.',
    next: 'Make a new link on your other device and try that.',
  },
  Declined: {
    title: 'Not now',
    happened: 'On the other device somebody answered: not now.',
    safe: 'Nothing in this browser has changed, and the link has not been used.',
    next: 'If that was you, and the four words were the same, try again.',
  },
  WrongHistory: {
    title: 'The answer does not match the link',
    happened: 'A device answered, but what it sent is not the workspace that this link names.',
    safe: 'Nothing of it was kept.',
    next: 'Make a new link on your other device, and give it to nobody.',
  },
  Storage: {
    title: 'This browser could not save the workspace',
    happened: 'The other device added this one, but the browser refused to store what arrived.',
    safe: 'Your other devices still have everything.',
    next: 'Free some space, or use a normal window instead of a private one. Then make a new link.',
  },
};

export default {
  page: 'Use a workspace here',
  reading: 'Reading the link…',
  title: (workspace: string, name: string) => `Use “${workspace}” here as ${name}`,
  intro:
    'This browser becomes one more device of yours: the same member, with the same name and all that is in the workspace.',
  own: 'Go on only if you have just made this link yourself, on your other device.',
  go: 'Use it here',
  steps,
  other: 'If it shows others, somebody is in between: press “Not now” there.',
  slow: 'This takes longer than usual. Leave the window open in which you made the link.',
  stop: 'Stop',
  stopped: 'Stopped. Nothing in this browser has changed.',
  here: (workspace: string) => `“${workspace}” is in this browser already.`,
  failures,
};
