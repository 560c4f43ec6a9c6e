/**
 * Parts that are fetched when somebody opens them. Where one cannot be had, that is said below the page,
 * and what was there stays.
 */
import { toasts } from './toasts.svelte.ts';
import { words } from './words.ts';
import { withWords } from './words/languages.ts';

/** `null` if it cannot be had: then somebody is told. */
export const loaded = <T>(part: Promise<{ readonly default: T }>): Promise<T | null> =>
  withWords(part).then(
    ({ default: it }) => it,
    () => {
      toasts.show(words.common.notLoaded);
      return null;
    },
  );
