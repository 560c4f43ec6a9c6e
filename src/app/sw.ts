/**
 * The service worker: keeps one build whole, so that a workspace opens without network.
 *
 * It serves the build that it was installed with and nothing newer, and takes over only when the
 * person accepts (see update.ts). `config.json` is asked from the network first. It never looks at a
 * fragment, where invites carry their secret, and keeps nothing that is not on the build's own list.
 */
const CACHE = `parley-${__BUILD__}`;
const PAGE = './index.html';
const CONFIG = 'config.json';
const FILES = ['manifest.webmanifest', 'icon.svg', ...__PRECACHE__];
/** Files that are fetched at the same time. */
const AT_ONCE = 4;
/** What is named by its content: the same whichever build asks for it. */
const NAMED = 'assets/';

interface Extendable extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchRequest extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchRequest) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}
const worker = globalThis as unknown as WorkerScope;

worker.addEventListener('install', (event) => event.waitUntil(keepBuild()));
worker.addEventListener('activate', (event) => event.waitUntil(dropOthers()));
worker.addEventListener('fetch', (event) => {
  const answer = answerTo(event.request);
  if (answer !== null) event.respondWith(answer);
});
worker.addEventListener('message', (event) => {
  if (event.data === 'build') event.ports[0]?.postMessage(__BUILD__);
  if (event.data === 'take over') void worker.skipWaiting();
});

/** A few files at a time: a page that is in use beside it comes first. */
async function keepBuild(): Promise<void> {
  const cache = await caches.open(CACHE);
  const left = FILES.values();
  const keepSome = async (): Promise<void> => {
    for (const name of left) await cache.add(wanted(name));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, keepSome));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  await cache.add(CONFIG).catch(() => {}); // A host without one is fine.
}

/**
 * What is named by its content may come from the browser's own cache, where most of it is since the
 * page was loaded; an old index.html would be kept under a new build's name.
 */
const wanted = (name: string): Request =>
  new Request(name, { cache: name.startsWith(NAMED) ? 'default' : 'reload' });

/** All but the build before: other tabs still run it, and may ask for a part that they have not needed yet. */
async function dropOthers(): Promise<void> {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('parley-') && name !== CACHE).slice(0, -1);
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** Null: not ours, the browser goes its usual way. */
function answerTo(request: Request): Promise<Response> | null {
  const { scope } = worker.registration;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return null;
  const name = request.url.slice(scope.length).replace(/[?#].*$/s, '');
  if (name === CONFIG) return freshOrKept();
  if (request.mode === 'navigate' && (name === '' || name === 'index.html'))
    return kept(PAGE, request);
  if (FILES.includes(name)) return kept(name, request);
  return name.startsWith(NAMED) ? keptBefore(request) : null;
}

async function kept(name: string, request: Request): Promise<Response> {
  return (await match(name)) ?? fetch(request);
}

async function keptBefore(request: Request): Promise<Response> {
  return (await caches.match(request).catch(() => undefined)) ?? fetch(request);
}

async function freshOrKept(): Promise<Response> {
  try {
    const response = await fetch(CONFIG, { cache: 'no-store' });
    if (response.ok) await keep(CONFIG, response.clone());
    return response;
  } catch {
    return (await match(CONFIG)) ?? Response.error();
  }
}

/** On a full disk even looking may fail: then the network is asked, as if nothing were kept. */
const match = (name: string): Promise<Response | undefined> =>
  caches.match(name, { cacheName: CACHE }).catch(() => undefined);

async function keep(name: string, response: Response): Promise<void> {
  try {
    await (await caches.open(CACHE)).put(name, response);
  } catch {
    // No room: what is kept already stays.
  }
}

export {};
