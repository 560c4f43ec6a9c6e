/**
 * Looks at this browser and this address, one thing at a time, and never rejects: what does not
 * answer in time is an answer too.
 *
 * Nothing of a workspace is touched: storage is tried in a database of its own, which is removed again.
 */
import type { Deployment } from '../../host/deployment.ts';
import type { IceServer } from '../../net/config.ts';
import { askToKeep, persisted } from './kept.ts';
import { type Outcome, buildOf, clockOf, keptOf, outcome, roomOf } from './outcome.ts';

/** Where all of Parley below its screens is. Asked for late, so that nothing of it comes twice. */
export const below = () => import('../../host/profile.ts');

const DATABASE = 'parley-check';
const STORE = 'check';
/** Of `version.json`, which is a line. */
const VERSION_BYTES = 1_024;
/** Longer than any of these takes on a slow phone. */
const PATIENCE_MS = 6_000;
/** The same, where a part of the program or the network's answer has to come first. */
const LOADING_MS = 20_000;

/** `value`, or `otherwise` if it takes too long or fails. */
export function within<T>(value: Promise<T>, otherwise: T, ms = PATIENCE_MS): Promise<T> {
  const late = new Promise<T>((resolve) => setTimeout(() => resolve(otherwise), ms));
  return Promise.race([value.catch(() => otherwise), late]);
}

export const secure = (): Outcome => outcome(isSecureContext ? 'secureYes' : 'secureNo');

/** Browsers have none on an address that is not secure. */
export const encryption = (): boolean => globalThis.crypto?.subtle !== undefined;

export async function engine(): Promise<Outcome> {
  if (!encryption()) return outcome('engineNone');
  const name = below()
    .then(({ createSignatureEngine }) => createSignatureEngine())
    .then((made) => made.name);
  const slow = (await within(name, 'noble', LOADING_MS)) === 'noble';
  return outcome(slow ? 'engineSlow' : 'engineFast');
}

/** Writes, reads back and removes. */
export function storage(): Promise<Outcome> {
  const tried = tryStorage().then(
    () => outcome('storageWorks'),
    (error: unknown) =>
      outcome((error as Error)?.name === 'QuotaExceededError' ? 'storageFull' : 'storageRefused', {
        name: (error as Error)?.name ?? '',
      }),
  );
  return within(tried, outcome('storageSilent'));
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('refused'));
  });

async function tryStorage(): Promise<void> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => void opening.result.createObjectStore(STORE);
  const database = await answerOf(opening);
  try {
    const written = database.transaction(STORE, 'readwrite', { durability: 'strict' });
    const done = new Promise<void>((resolve, reject) => {
      written.oncomplete = () => resolve();
      written.onabort = () => reject(written.error ?? new Error('aborted'));
    });
    written.objectStore(STORE).put('kept', 'key');
    await done;
    const read = database.transaction(STORE).objectStore(STORE).get('key');
    if ((await answerOf(read)) !== 'kept') throw new Error('not what was written');
  } finally {
    database.close();
    indexedDB.deleteDatabase(DATABASE);
  }
}

export const kept = (): Promise<Outcome> =>
  within(persisted(), null).then((answer) => keptOf(answer));

/** Asks the browser to keep what is stored here; some ask the person, for as long as that takes. */
export const keptIfAsked = async (): Promise<Outcome> =>
  outcome((await askToKeep()) ? 'keptPromised' : 'keptNotYet');

export async function room(): Promise<Outcome> {
  const { quota, usage = 0 } = await within(estimate(), {});
  return roomOf(quota === undefined ? null : quota - usage);
}

const estimate = async (): Promise<StorageEstimate> =>
  (await navigator.storage?.estimate?.()) ?? {};

export async function offline(): Promise<Outcome> {
  const workers = navigator.serviceWorker;
  if (workers === undefined) return outcome('offlineNever');
  // On the first visit it is being installed at this moment.
  const ready = await within<ServiceWorkerRegistration | null>(workers.ready, null);
  return outcome(ready?.active ? 'offlineReady' : 'offlineNotYet');
}

const AWAY: Deployment = {
  found: 'away',
  wrong: '',
  relays: [],
  iceServers: [],
  relayOnly: false,
};

/** What this address is set up with. */
export const setup = (): Promise<Deployment> =>
  within(
    below().then(({ deployment }) => deployment()),
    AWAY,
    LOADING_MS,
  );

/** What the host says of itself: which build it has, and what time it is there. */
export async function host(): Promise<[Outcome, Outcome]> {
  const said = await within(askHost(), { skew: null, build: null }, LOADING_MS);
  return [buildOf(__BUILD__, said.build), clockOf(said.skew)];
}

async function askHost(): Promise<{ readonly skew: number | null; readonly build: string | null }> {
  const { beginningOf } = await below();
  const before = Date.now();
  const answer = await fetch('./version.json', { cache: 'no-store' });
  const now = (before + Date.now()) / 2;
  // The header is cut to whole seconds.
  const there = Date.parse(answer.headers.get('date') ?? '') + 500;
  const text = answer.ok ? await beginningOf(answer, VERSION_BYTES) : '';
  return {
    skew: Number.isNaN(there) ? null : now - there,
    build: /"build": ?"([0-9a-f]{12})"/.exec(text)?.[1] ?? null,
  };
}

/** Two connections of this page to each other, without any relay. */
export async function webrtc(): Promise<Outcome> {
  if (typeof RTCPeerConnection !== 'function') return outcome('webrtcMissing');
  const open = await withConnections([], async (make) => {
    const [one, other] = [make(), make()];
    const opened = new Promise<boolean>((resolve) => {
      one.createDataChannel('check').onopen = () => resolve(true);
    });
    const offer = await described(one, () => one.createOffer());
    await other.setRemoteDescription(offer);
    await one.setRemoteDescription(await described(other, () => other.createAnswer()));
    return opened;
  });
  return outcome(open ? 'webrtcWorks' : 'webrtcBlocked');
}

/** Whether an ICE server tells this browser how it looks from outside, or offers to carry for it. */
export async function helper(server: IceServer): Promise<Outcome> {
  const answered = await withConnections([server], async (make) => {
    const one = make();
    one.createDataChannel('check');
    const found = new Promise<boolean>((resolve) => {
      one.onicecandidate = ({ candidate }) => {
        if (candidate === null) resolve(false);
        else if (candidate.type === 'srflx' || candidate.type === 'relay') resolve(true);
      };
    });
    await one.setLocalDescription(await one.createOffer());
    return found;
  });
  return outcome(answered ? 'helpersAnswer' : 'helpersSilent', { name: server.urls[0] ?? '' });
}

/** What `work` finds with connections that it makes; false if it fails or takes too long. */
async function withConnections(
  servers: readonly IceServer[],
  work: (make: () => RTCPeerConnection) => Promise<boolean>,
): Promise<boolean> {
  const iceServers = servers.map((server) => ({ ...server, urls: [...server.urls] }));
  const connections: RTCPeerConnection[] = [];
  const make = (): RTCPeerConnection => {
    const connection = new RTCPeerConnection({ iceServers });
    connections.push(connection);
    return connection;
  };
  const found = await within(work(make), false);
  for (const connection of connections) connection.close();
  return found;
}

/** The connection's own description, with every address that it found. */
async function described(
  connection: RTCPeerConnection,
  make: () => Promise<RTCSessionDescriptionInit>,
): Promise<RTCSessionDescriptionInit> {
  const gathered = new Promise<void>((resolve) => {
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState === 'complete') resolve();
    };
  });
  await connection.setLocalDescription(await make());
  await gathered;
  const { localDescription } = connection;
  // What keeps WebRTC from telling addresses may leave nothing to describe.
  if (localDescription === null) throw new Error('nothing described');
  return localDescription;
}
