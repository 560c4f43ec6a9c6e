/**
 * What is said below a page lest its workspace be lost: one thing at a time, never again what was put
 * off, and nothing right after an answer that was to be said beside it. The strip that says it is
 * loaded when there is something to say.
 */
import type { Profile, WorkspaceSession, WorkspaceView } from '../host/session.ts';
import { caresOf, type Care } from './keeping.ts';
import type Keeping from './views/Keeping.svelte';
import { withWords } from './words/languages.ts';

/** For as long as the calling component lives. `cameBack`: this is not the first visit. */
export function keepingOf(
  profile: Profile,
  session: WorkspaceSession,
  view: () => WorkspaceView,
  cameBack: boolean,
) {
  const key = `hinted/${session.id}`;
  let strip = $state.raw<typeof Keeping | null>(null);
  /** For good, by name. */
  let put = '';
  /** And until the workspace is opened again. `null` until it is known: so nothing flashes. */
  let off = $state.raw<string | null>(null);
  const due = $derived(caresOf(view(), cameBack));
  const care = $derived((off !== null && due.find((one) => !off?.includes(one))) || null);
  // Not before what they came for is on the screen.
  session.opened
    .then(() => profile.setting(key))
    .then(
      (said = '') => (off = put = said),
      () => {},
    );
  $effect(() => {
    if (care === null || strip !== null) return;
    withWords(import('./views/Keeping.svelte')).then(
      (part) => (strip = part.default),
      () => {}, // Said when the workspace is opened again.
    );
  });
  return {
    get strip() {
      return strip;
    },
    get care() {
      return care;
    },
    /** These for good, and what else is due for now. */
    putOff(...cares: readonly Care[]): void {
      put += ` ${cares.join(' ')}`;
      off = put + due.join(' ');
      profile.putSetting(key, put.trim()).catch(() => {});
    },
  };
}
