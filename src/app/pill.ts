/**
 * The status pill: one state, one word and a count, out of everything the host knows.
 *
 * The order of the rules is the order of what a person must hear first: lost work, then where the
 * work is, then who has it. `Saved here` is only ever said when the store has confirmed it.
 */
import type { StatusView } from '../host/session.ts';
import type { workspaceWords } from './words/workspace.ts';

type Words = typeof workspaceWords;

/** `urgent` needs the person; `waiting` loses nothing; `good` and `plain` need nothing. */
export type Tone = 'urgent' | 'waiting' | 'good' | 'plain';

export type PillKind = Exclude<keyof Words['pill'], 'label'>;

export type News = keyof Words['announce'];

export interface Pill {
  readonly kind: PillKind;
  readonly tone: Tone;
  readonly count: number;
}

/** `others`: members besides me. Without any, being alone is the normal state and not a wait. */
export function pillOf(status: StatusView, others: number): Pill {
  const { storage, unsent, peers, synced } = status;
  if (storage === 'failed') return pill('failed', 'urgent');
  if (storage === 'memory' && peers === 0) return pill('memory', 'waiting');
  if (storage === 'saving') return pill('saving', 'plain');
  if (peers > 0) {
    if (unsent > 0) return pill('sending', 'plain', unsent);
    if (status.receiving !== null) return pill('receiving', 'plain', status.receiving.events);
    if (synced > 0) return pill('synced', 'good', synced);
    return pill('syncing', 'plain');
  }
  if (!status.online) return pill('offline', 'waiting', unsent);
  if (status.relay === 'unreachable') return pill('noRelay', 'waiting', unsent);
  if (others === 0 || status.relay === 'none') return pill('saved', 'plain');
  if (status.relay === 'connecting') return pill('connecting', 'plain');
  return pill('nobody', 'plain', unsent);
}

/**
 * The same for those who hear it: that work is being saved comes and goes with every key, and says
 * nothing of where it is.
 */
export function heardOf(status: StatusView, others: number): PillKind {
  const storage = status.storage === 'saving' ? 'saved' : status.storage;
  return pillOf({ ...status, storage }, others).kind;
}

/** What is said aloud of a state, after what was said last; `null`: nothing. */
export function newsOf(kind: PillKind, last: News | null): News | null {
  if (kind === 'offline' || kind === 'noRelay' || kind === 'failed')
    return kind === last ? null : kind;
  if (last === 'failed') return 'saved';
  const isBack = (last === 'offline' || last === 'noRelay') && kind !== 'connecting';
  return isBack ? 'back' : null;
}

/** Why nothing can be saved and what to do about it. `error`: the store's own word for it. */
export function failureOf(error: string | null, words: Words['status']): string {
  if (error === 'Closed') return words.failedClosed;
  return `${error === 'Quota' ? words.failedQuota : words.failed} ${words.failedNext}`;
}

function pill(kind: PillKind, tone: Tone, count = 0): Pill {
  return { kind, tone, count };
}

export function pillLabel({ kind, count }: Pill, words: Words['pill']): string {
  const word = words[kind];
  return typeof word === 'string' ? word : word(count);
}
