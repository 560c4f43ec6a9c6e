/** Words about where the work is, in English. */
import { list, plural } from './counting.ts';

export default {
  device: 'On this device',
  others: 'With others',
  protection: 'Kept by this browser',
  saved: 'Everything you wrote is saved in this browser.',
  saving: 'Your last change is being saved.',
  memory: 'This window does not keep anything. When you close it, what others do not have is gone.',
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
};
