/**
 * Offline start and careful updates: registers the service worker and says when a new version waits.
 *
 * A new version never takes over by itself. The host of this address is trusted for code at each
 * accepted update (docs/THREATS.md), so the person is asked, and told the build's name.
 */
export interface Update {
  /** The waiting build's name; '' if it did not say. */
  readonly build: string;
  /** Lets it take over, and reloads this tab when it has. */
  accept(): void;
}

interface ScriptPolicy {
  createScriptURL(url: string): unknown;
}

interface PolicyFactory {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
}

let found: Update | null = null;
const listeners = new Set<(update: Update) => void>();

/** Calls `listener` with an update that waits, now or later. Returns how to stop. */
export function onUpdate(listener: (update: Update) => void): () => void {
  listeners.add(listener);
  if (found !== null) listener(found);
  return () => listeners.delete(listener);
}

/**
 * Registers the worker, and looks for a new one whenever the page is looked at again or its line is
 * back: a line that was cut may have kept the first one from being kept whole, and then there is none.
 * Without service workers the application works, only not offline.
 */
export function watchForUpdates(): void {
  const workers = navigator.serviceWorker;
  if (workers === undefined) return;
  const url = workerUrl();
  let watched: ServiceWorkerRegistration | null = null;
  const register = async (): Promise<void> => {
    const registration = await workers.register(url, { updateViaCache: 'none' });
    if (registration !== watched) watch(registration);
    watched = registration;
  };
  const look = (): void => {
    const looking = watched === null ? register() : watched.update().catch(register);
    looking.catch(() => {}); // Refused, e.g. in a private window: offline start is then not on offer.
  };
  look();
  globalThis.addEventListener('online', look);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') look();
  });
}

/** The one script URL that may be loaded besides the page's own, under Trusted Types. */
function workerUrl(): string {
  const url = new URL('sw.js', document.baseURI).href;
  const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
  if (factory === undefined) return url;
  const policy = factory.createPolicy('parley', {
    createScriptURL(wanted) {
      if (wanted !== url) throw new TypeError('Not a script of this application');
      return wanted;
    },
  });
  return policy.createScriptURL(url) as string;
}

function watch(registration: ServiceWorkerRegistration): void {
  const check = (): void => {
    // Without a controller this is the first visit: nothing is being replaced.
    if (registration.waiting && navigator.serviceWorker.controller) announce(registration.waiting);
  };
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', check);
  });
  check();
}

function announce(worker: ServiceWorker): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    found = { build: typeof data === 'string' ? data : '', accept: () => takeOver(worker) };
    for (const listener of listeners) listener(found);
  };
  worker.postMessage('build', [port2]);
}

function takeOver(worker: ServiceWorker): void {
  // Accepted in another tab: it has taken over already, here too.
  if (worker.state !== 'installed') return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
    once: true,
  });
  worker.postMessage('take over');
}
