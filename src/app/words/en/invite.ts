/** Words for making an invite: for whom it is, for how many, for how long; in English. */
import { plural } from './counting.ts';

const usesOf = (n: number): string => plural(n, 'person', 'people');

export default {
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
};
