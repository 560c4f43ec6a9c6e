/**
 * The pill without flicker: work is saved ten times a second while somebody types, and a word that
 * comes and goes as often says nothing. That it is being saved shows at once; that it is over, only
 * when it stays over.
 */
import type { Pill } from './pill.ts';

const STEADY_MS = 400;
const SAVING: Pill = { kind: 'saving', tone: 'plain', count: 0 };

/** Follows `pill` for as long as the calling component lives. */
export function calmPill(pill: () => Pill): { readonly shown: Pill } {
  const saving = $derived(pill().kind === 'saving');
  let typing = $state(false);
  $effect(() => {
    if (saving) typing = true;
    const timer = saving ? undefined : setTimeout(() => (typing = false), STEADY_MS);
    return () => clearTimeout(timer);
  });
  return {
    get shown() {
      const now = pill();
      return typing && now.tone !== 'urgent' ? SAVING : now;
    },
  };
}
