/**
 * Says aloud, for screen readers, what somebody else did, and when the state of the work changes in
 * kind and stays so. The pill itself is silent: it changes with every keystroke.
 */
import type { PillKind } from './pill.ts';
import { workspaceWords } from './words/workspace.ts';

/** A state that comes and goes within this time is not worth an interruption. */
const STEADY_MS = 2_000;

const SAID: Partial<Record<PillKind, 'offline' | 'noRelay' | 'failed'>> = {
  offline: 'offline',
  noRelay: 'noRelay',
  failed: 'failed',
};

let sentence = $state('');

export const announcement = {
  get sentence(): string {
    return sentence;
  },
};

/** Says a sentence, once. */
export function announce(said: string): void {
  sentence = said;
}

/** Follows `kind` for as long as the calling component lives. */
export function announceStatus(kind: () => PillKind): void {
  let last: string | undefined;
  $effect(() => {
    const next = SAID[kind()];
    if (next === last) return;
    const timer = setTimeout(() => {
      sentence = workspaceWords.announce[next ?? 'back'];
      last = next;
    }, STEADY_MS);
    return () => clearTimeout(timer);
  });
}
