/**
 * The profile of this browser: its database, its networks and its page, put together. The
 * composition root of everything below the screens.
 */
import { MAX_RELAYS } from '../base/limits.ts';
import { relayAddress } from '../net/config.ts';
import { libp2pTransport } from '../net/libp2p.ts';
import { tabsTransport } from '../net/tabs.ts';
import { openIdbStore } from '../storage/idb.ts';
import type { PieceStore } from '../storage/pieces.ts';
import { beginningOf, deployment } from './deployment.ts';
import { LocalProfile } from './local-profile.ts';
import type { Profile } from './session.ts';
import { createSignatureEngine } from './signatures.ts';
import type { Workspace } from './workspace.ts';

// For the page that checks this browser: in a part that is loaded anyway.
export { beginningOf, createSignatureEngine, deployment, libp2pTransport };

/** Opens this profile's database. Rejects with StoreError when there is none to be had. */
export async function openProfile(): Promise<Profile> {
  const [store, engine, config] = await Promise.all([
    openIdbStore(),
    createSignatureEngine(),
    deployment(),
  ]);
  let openPieces: (() => Promise<PieceStore>) | null = null;
  return new LocalProfile({
    store,
    pieces: async () => {
      const { piecesOpener } = await import('../storage/pieces-idb.ts');
      return (openPieces ??= piecesOpener())();
    },
    notes: () => import('../storage/files-idb.ts').then((idb) => idb.openNotes()),
    engine,
    network: (invited) => {
      const usable = invited.flatMap((relay) => relayAddress(relay, location) ?? []);
      const relays = [...new Set([...usable, ...config.relays])].slice(0, MAX_RELAYS);
      return { transport: libp2pTransport({ ...config, relays }), relays };
    },
    tabs: tabsTransport,
    left: new Map(),
    persisted: async () => (await navigator.storage?.persisted?.()) ?? false,
    linkTo: (payload) => `${location.origin}${location.pathname}#/join/${payload}`,
    onOpen: watchPage,
    drawn,
  });
}

/** After the next frame; a page that is not visible has none, and waits a little. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve));
    setTimeout(resolve, HIDDEN_MS);
  });
}

const HIDDEN_MS = 200;

/**
 * Looks for peers when the page comes back, and saves what can be saved when it goes. A person who would
 * lose what cannot be is asked, also while they look at another workspace.
 */
function watchPage(workspace: Workspace): void {
  const back = (): void => {
    if (document.visibilityState === 'visible') workspace.nudge();
    else void workspace.rest();
  };
  const online = (): void => workspace.nudge();
  const gone = (): void => void workspace.rest();
  const going = (event: BeforeUnloadEvent): void => {
    if (workspace.loop.failure) event.preventDefault();
  };
  addEventListener('online', online);
  addEventListener('offline', online);
  addEventListener('pageshow', online);
  addEventListener('pagehide', gone);
  addEventListener('beforeunload', going);
  document.addEventListener('visibilitychange', back);
  workspace.onClose = () => {
    removeEventListener('online', online);
    removeEventListener('offline', online);
    removeEventListener('pageshow', online);
    removeEventListener('pagehide', gone);
    removeEventListener('beforeunload', going);
    document.removeEventListener('visibilitychange', back);
  };
}
