/**
 * This browser profile: its database, its networks, and the workspaces in it. The composition root
 * of everything below the screens.
 */
import type { Seconds, WorkspaceId } from '../base/ids.ts';
import { MAX_CONFIG_BYTES, MAX_LINK_CHARS, MAX_LINK_RELAYS } from '../base/limits.ts';
import { readConfig, relayAddress, type NetworkConfig } from '../net/config.ts';
import { libp2pTransport } from '../net/libp2p.ts';
import { tabsTransport } from '../net/tabs.ts';
import type { Transport } from '../net/transport.ts';
import { openIdbStore } from '../storage/idb.ts';
import { StoreError, type DeviceKey, type Store, type WorkspaceRecord } from '../storage/store.ts';
import { encodeGenesis, workspaceIdOf } from '../wire/genesis.ts';
import { decodeInvite, type Invite } from '../wire/link.ts';
import { createDeviceKey } from './device.ts';
import { deviceId, newIdentity } from './identity.ts';
import { Knocking, type Welcome } from './joining.ts';
import { openReplica } from './opening.ts';
import {
  JoinError,
  type JoinFailure,
  type JoinProgress,
  type JoinStep,
  type LinkView,
  type Profile,
  type WorkspaceSession,
  type WorkspaceSummary,
} from './session.ts';
import { createSignatureEngine, type SignatureEngine } from './signatures.ts';
import { memberOf } from './view.ts';
import { Workspace } from './workspace.ts';

const CONFIG: NetworkConfig = { relays: [], iceServers: [], relayOnly: false };
const NAME = 'name';
/** A joiner's own admission arrives with the first messages; longer than this is a failure. */
const RECEIVE_MS = 10_000;

/** Opens this profile's database. Rejects with StoreError when there is none to be had. */
export async function openProfile(): Promise<Profile> {
  const [store, engine, config] = await Promise.all([
    openIdbStore(),
    createSignatureEngine(),
    fetchConfig(),
  ]);
  return new BrowserProfile(store, engine, config);
}

class BrowserProfile implements Profile {
  readonly #store: Store;
  readonly #engine: SignatureEngine;
  readonly #config: NetworkConfig;

  constructor(store: Store, engine: SignatureEngine, config: NetworkConfig) {
    this.#store = store;
    this.#engine = engine;
    this.#config = config;
  }

  async workspaces(): Promise<WorkspaceSummary[]> {
    const records = await this.#store.workspaces();
    const summaries = records.map(({ id, title, name, openedAt }) => ({
      id,
      title,
      name,
      openedAt,
    }));
    return summaries.sort((a, b) => b.openedAt - a.openedAt);
  }

  async name(): Promise<string> {
    return (await this.#store.setting(NAME)) ?? '';
  }

  setting(key: string): Promise<string | undefined> {
    return this.#store.setting(key);
  }

  putSetting(key: string, value: string): Promise<void> {
    return this.#store.putSetting(key, value);
  }

  forget(id: WorkspaceId): Promise<void> {
    return this.#store.removeWorkspace(id);
  }

  async create({ title, name }: { title: string; name: string }): Promise<WorkspaceSession> {
    const persisted = this.#store.persist();
    const device = await createDeviceKey();
    const genesis = encodeGenesis({
      founder: deviceId(device),
      founderName: name,
      title,
      topicSecret: crypto.getRandomValues(new Uint8Array(32)),
      createdAt: wallClock(),
    });
    const record = newRecord(genesis, title, name, device);
    await this.#store.createWorkspace(record, []);
    await this.#store.putSetting(NAME, name);
    return this.#open(record, this.#network([]), await persisted);
  }

  async open(id: WorkspaceId): Promise<WorkspaceSession> {
    const record = await this.#store.workspace(id);
    if (!record) throw new StoreError('Missing', 'this workspace is not on this device');
    await this.#store.updateWorkspace(id, { openedAt: wallClock() });
    return this.#open(record, this.#network([]), await isPersisted());
  }

  readLink(link: string): LinkView | JoinFailure {
    const invite = inviteOf(link);
    return typeof invite === 'string' ? invite : { workspace: invite.workspace };
  }

  async join(
    link: string,
    name: string,
    onProgress: (progress: JoinProgress) => void,
    signal: AbortSignal,
  ): Promise<WorkspaceSession> {
    let progress: JoinProgress = { step: 'relay', via: null, failure: null };
    const tell = (step: JoinStep, via?: string): void => {
      progress = { ...progress, step, via: via ?? progress.via };
      onProgress(progress);
    };
    try {
      return await this.#join(link, name, tell, signal);
    } catch (error) {
      const failure = failureOf(error);
      onProgress({ ...progress, failure });
      throw error instanceof JoinError ? error : new JoinError(failure);
    }
  }

  async #join(
    link: string,
    name: string,
    tell: (step: JoinStep, via?: string) => void,
    signal: AbortSignal,
  ): Promise<WorkspaceSession> {
    const invite = inviteOf(link);
    if (typeof invite === 'string') throw new JoinError(invite);
    if (await this.#store.workspace(invite.workspace)) return this.open(invite.workspace);
    const persisted = this.#store.persist();
    const device = await createDeviceKey();
    const { welcome, network } = await this.#knock(invite, device, name, tell, signal);
    const record = newRecord(welcome.genesis, '', name, device);
    await this.#store.createWorkspace(record, []);
    await this.#store.putSetting(NAME, name);
    tell('receiving');
    const workspace = await this.#open(record, network, await persisted);
    try {
      await admitted(workspace, invite, record, signal);
    } catch (error) {
      await workspace.close();
      await this.#store.removeWorkspace(record.id);
      throw error;
    }
    tell('done');
    return workspace;
  }

  /** Stands at the door with a network of its own, which the workspace then takes over. */
  async #knock(
    invite: Invite,
    device: DeviceKey,
    name: string,
    tell: (step: JoinStep, via?: string) => void,
    signal: AbortSignal,
  ): Promise<{ readonly welcome: Welcome; readonly network: SharedNetwork }> {
    const network = this.#network(invite.relays);
    const knocking = new Knocking(invite, device, name, tell);
    network.listener = knocking.transportEvents;
    try {
      await network.start();
      const welcome = await knocking.run(network.transport, signal);
      return { welcome, network };
    } catch (error) {
      await network.transport.stop();
      throw error;
    }
  }

  async #open(
    record: WorkspaceRecord,
    network: SharedNetwork,
    persisted: boolean | null,
  ): Promise<Workspace> {
    const start = performance.now();
    const identity = await newIdentity(record.id, record.device);
    const { replica, damaged } = await openReplica(
      record,
      this.#store,
      identity,
      this.#engine,
      wallClock(),
    );
    const tabs = tabsTransport();
    const workspace = new Workspace({
      replica,
      record,
      store: this.#store,
      engine: this.#engine,
      identity,
      network: network.transport,
      tabs,
      memory: false,
      persisted,
      start,
      relays: network.relays.slice(0, MAX_LINK_RELAYS),
      linkTo: (payload) => `${location.origin}${location.pathname}#/join/${payload}`,
    });
    network.listener = workspace.transportEvents;
    await Promise.all([
      network.start(),
      tabs.start({ ...workspace.transportEvents, onStatus: () => {} }),
    ]);
    workspace.begin();
    if (damaged > 0) workspace.notice('storage', { damaged: String(damaged) });
    watchPage(workspace);
    return workspace;
  }

  /** A network over the configured relays and those that an invite names. */
  #network(invited: readonly string[]): SharedNetwork {
    const usable = invited.flatMap((relay) => relayAddress(relay, location) ?? []);
    const relays = [...new Set([...usable, ...this.#config.relays])];
    return new SharedNetwork(libp2pTransport({ ...this.#config, relays }), relays);
  }
}

/** One transport whose listener changes hands: first at the door, then in the workspace. */
class SharedNetwork {
  readonly transport: Transport;
  readonly relays: readonly string[];
  #listener: Parameters<Transport['start']>[0] | null = null;
  #status: Parameters<Parameters<Transport['start']>[0]['onStatus']>[0] | null = null;
  #started = false;

  constructor(transport: Transport, relays: readonly string[]) {
    this.transport = transport;
    this.relays = relays;
  }

  set listener(listener: Parameters<Transport['start']>[0]) {
    this.#listener = listener;
    if (this.#status) listener.onStatus(this.#status);
  }

  async start(): Promise<void> {
    if (this.#started) return;
    this.#started = true;
    await this.transport.start({
      onChannel: (channel) => this.#listener?.onChannel(channel),
      onStatus: (status) => {
        this.#status = status;
        this.#listener?.onStatus(status);
      },
    });
  }
}

/** Resolves once the history says that we are in it, and that it is the one of the link. */
async function admitted(
  workspace: Workspace,
  invite: Invite,
  record: WorkspaceRecord,
  signal: AbortSignal,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(RECEIVE_MS)]);
  const here = (): boolean =>
    workspace.loop.call(
      (replica) =>
        memberOf(replica, deviceId(record.device)) !== undefined &&
        replica.history.find(invite.event) !== undefined,
    );
  while (!here()) {
    if (limit.aborted) throw new JoinError('WrongHistory');
    await new Promise<void>((resolve) => {
      const stop = workspace.subscribe(done);
      limit.addEventListener('abort', done, { once: true });
      function done(): void {
        stop();
        limit.removeEventListener('abort', done);
        resolve();
      }
    });
  }
}

/** Looks for peers when the page comes back, and saves what can be saved when it goes. */
function watchPage(workspace: Workspace): void {
  const back = (): void => {
    if (document.visibilityState === 'visible') workspace.nudge();
    else void workspace.rest();
  };
  const online = (): void => workspace.nudge();
  const gone = (): void => void workspace.rest();
  addEventListener('online', online);
  addEventListener('offline', online);
  addEventListener('pageshow', online);
  addEventListener('pagehide', gone);
  document.addEventListener('visibilitychange', back);
  workspace.onClose = () => {
    removeEventListener('online', online);
    removeEventListener('offline', online);
    removeEventListener('pageshow', online);
    removeEventListener('pagehide', gone);
    document.removeEventListener('visibilitychange', back);
  };
}

/** The payload stands after the last `/join/`, or alone. */
function inviteOf(link: string): Invite | JoinFailure {
  const text = link.trim();
  if (text.length > 2 * MAX_LINK_CHARS) return 'NotALink';
  const payload = text.slice(text.lastIndexOf('/') + 1).replace(/^#/, '');
  const invite = decodeInvite(payload);
  if (invite.ok) return invite.value;
  return invite.error.code === 'UnsupportedVersion' ? 'NewerLink' : 'NotALink';
}

function newRecord(
  genesis: Uint8Array,
  title: string,
  name: string,
  device: DeviceKey,
): WorkspaceRecord {
  return { id: workspaceIdOf(genesis), genesis, title, name, device, openedAt: wallClock() };
}

const wallClock = (): Seconds => Math.floor(Date.now() / 1000) as Seconds;

async function isPersisted(): Promise<boolean | null> {
  return (await navigator.storage?.persisted?.()) ?? null;
}

function failureOf(error: unknown): JoinFailure {
  if (error instanceof JoinError) return error.failure;
  return error instanceof StoreError ? 'Storage' : 'Refused';
}

/** Without a readable `config.json` the app still works: in this browser, between its tabs. */
async function fetchConfig(): Promise<NetworkConfig> {
  try {
    const answer = await fetch('./config.json', { cache: 'no-cache' });
    const text = answer.ok ? await answer.text() : '';
    const config = text.length > MAX_CONFIG_BYTES ? undefined : readConfig(text, location);
    return config?.ok ? config.value : CONFIG;
  } catch {
    return CONFIG;
  }
}
