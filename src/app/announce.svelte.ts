/**
 * Says aloud, for screen readers, what somebody else did, and when the state of the work changes in
 * kind and stays so. The pill itself is silent: it changes with every keystroke.
 */
import type { StatusView } from '../host/session.ts';
import { heardOf, newsOf, type News } from './pill.ts';
import { workspaceWords } from './words/workspace.ts';

/** A state that comes and goes within this time is not worth an interruption. */
const STEADY_MS = 2_000;

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

/** Follows `status` for as long as the calling component lives. `others`: as in pill.ts. */
export function announceStatus(status: () => StatusView, others: () => number): void {
  let last: News | null = null;
  const kind = $derived(heardOf(status(), others()));
  $effect(() => {
    const news = newsOf(kind, last);
    if (news === null) return;
    const timer = setTimeout(() => {
      sentence = workspaceWords.announce[news];
      last = news;
    }, STEADY_MS);
    return () => clearTimeout(timer);
  });
}
