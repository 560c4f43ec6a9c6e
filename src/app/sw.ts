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
/** Lies beside a build's files once it has run, and says its place in the order of those that did. */
const TURN = 'turn';

interface Extendable extends Event {
  waitUntil(done: Promise<unknown>): void;
}
interface FetchRequest extends Event {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface WorkerScope {
  readonly registration: {
    readonly scope: string;
    readonly installing: unknown;
    readonly waiting: unknown;
  };
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
  // The host went back to a build that runs, or ran before: that is whole, and stays as it is.
  if ((await turnOf(CACHE)) > 0) return;
  const cache = await caches.open(CACHE);
  const left = FILES.values();
  const keepSome = async (): Promise<void> => {
    for (const name of left) await cache.put(name, await fetched(name));
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, keepSome));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
  await freshOrKept(); // A host without one is fine.
}

/** Many hosts lead from index.html to `/`; browsers open no page with an answer that was led elsewhere. */
async function fetched(name: string): Promise<Response> {
  const response = await fetch(wanted(name));
  if (!response.ok) throw new TypeError(`${name}: ${response.status}`);
  const { redirected, headers } = response;
  return redirected ? new Response(await response.blob(), { headers }) : response;
}

/**
 * What is named by its content may come from the browser's own cache, where most of it is since the
 * page was loaded; an old index.html would be kept under a new build's name.
 */
const wanted = (name: string): Request =>
  new Request(name, { cache: name.startsWith(NAMED) ? 'default' : 'reload' });

/**
 * All but the build that ran before: other tabs still run it, and may ask for a part that they have not
 * needed yet. One that only waited goes, unless another is on its way already, which may be it.
 */
async function dropOthers(): Promise<void> {
  const others = (await caches.keys()).filter(
    (name) => name.startsWith('parley-') && name !== CACHE,
  );
  const turns = await Promise.all(others.map(turnOf));
  const last = Math.max(0, ...turns);
  await keep(TURN, new Response(String(last + 1)));
  const before = others[turns.lastIndexOf(last)];
  const { installing, waiting } = worker.registration;
  const isOld = (turn: number | undefined): boolean => turn !== 0 || !(installing ?? waiting);
  const old = others.filter((name, i) => name !== before && isOld(turns[i]));
  await Promise.all(old.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

/** 0: it never ran. */
async function turnOf(cacheName: string): Promise<number> {
  return Number((await (await match(TURN, cacheName))?.text()) ?? 0);
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

/**
 * A host that cannot say what it has is answered for. Kept is only what can be a configuration: not the
 * page that some hosts have for any name, or that a network shows before it lets somebody in.
 */
async function freshOrKept(): Promise<Response> {
  const response = await fetch(CONFIG, { cache: 'no-store' }).catch(() => Response.error());
  if (response.ok && (await isObject(response.clone()))) await keep(CONFIG, response.clone());
  const isSaid = response.status > 0 && response.status < 500;
  return isSaid ? response : ((await match(CONFIG)) ?? response);
}

async function isObject(response: Response): Promise<boolean> {
  const value: unknown = await response.json().catch(() => null);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** On a full disk even looking may fail: then the network is asked, as if nothing were kept. */
const match = (name: string, cacheName = CACHE): Promise<Response | undefined> =>
  caches.match(name, { cacheName }).catch(() => undefined);

async function keep(name: string, response: Response): Promise<void> {
  try {
    await (await caches.open(CACHE)).put(name, response);
  } catch {
    // No room: what is kept already stays.
  }
}

export {};
