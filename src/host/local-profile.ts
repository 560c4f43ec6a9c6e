/**
 * The workspaces of one device: create, open, join, forget. What surrounds it (database, networks,
 * page) is handed in, so that it runs the same in a browser, in Node and in tests.
 */
import type { Seconds, WorkspaceId } from '../base/ids.ts';
import { MAX_LINK_CHARS, MAX_LINK_RELAYS } from '../base/limits.ts';
import type { Transport } from '../net/transport.ts';
import type { Replica } from '../replica/replica.ts';
import type { BackupNotes } from '../storage/files.ts';
import type { PieceStore } from '../storage/pieces.ts';
import { StoreError, type DeviceKey, type Store, type WorkspaceRecord } from '../storage/store.ts';
import { encodeGenesis, workspaceIdOf } from '../wire/genesis.ts';
import { decodeInvite, type Invite } from '../wire/link.ts';
import { spokenCode } from '../wire/spoken.ts';
import { below } from './below.ts';
import { createDeviceKey } from './device.ts';
import { EarlySession } from './early.ts';
import { deviceId, newIdentity } from './identity.ts';
import { entryOf, Knocking, type Entry, type Welcome } from './joining.ts';
import { recall } from './look.ts';
import { openReplica } from './opening.ts';
import {
  JoinError,
  type DeviceLinkView,
  type JoinFailure,
  type JoinProgress,
  type JoinStep,
  type LinkView,
  type Profile,
  type WorkspaceSession,
  type WorkspaceSummary,
} from './session.ts';
import type { SignatureEngine } from './signatures.ts';
import { memberOf } from './view.ts';
import { loadAttaching, Workspace } from './workspace.ts';

export interface ProfileParts {
  readonly store: Store;
  /** Opens what pieces of images are kept in; the same each time. */
  readonly pieces: () => Promise<PieceStore>;
  /** The same of notes about backups. */
  readonly notes: () => Promise<BackupNotes>;
  readonly engine: SignatureEngine;
  /** A network over the relays of this deployment and those that an invite to the workspace names. */
  readonly network: (
    invited: readonly string[],
    id: WorkspaceId,
  ) => {
    readonly transport: Transport;
    readonly relays: readonly string[];
  };
  /** The key with which this device joins, if not one of the platform's own: always the same, or a new one. */
  readonly deviceKey?: (id: WorkspaceId) => Promise<DeviceKey>;
  /** The other tabs of this profile; `null` where there are none. */
  readonly tabs: () => Transport | null;
  /** Where a workspace stays that was left while the store refused what was written in it. */
  readonly left?: Map<WorkspaceId, Workspace>;
  /** Whether the platform promised to keep the data; `null` if it does not say. */
  readonly persisted: () => Promise<boolean | null>;
  /** A link that holds an invite's payload. */
  readonly linkTo: (payload: string) => string;
  readonly onOpen: (workspace: Workspace) => void;
  /** Resolves when what the screens show now has been drawn. */
  readonly drawn: () => Promise<void>;
}

/** Tells where a join stands; what is left out stays as it is. */
type Tell = (step: JoinStep, more?: Partial<JoinProgress>) => void;

const NAME = 'name';
/** That somebody has no more for a newcomer shows in nothing that happens; it is looked at so often. */
const LOOK_MS = 1_000;

export class LocalProfile implements Profile {
  readonly #around: ProfileParts;
  readonly #store: Store;

  constructor(around: ProfileParts) {
    this.#around = around;
    this.#store = around.store;
  }

  async workspaces(): Promise<WorkspaceSummary[]> {
    const records = await this.#store.workspaces();
    const summaries = records.map(({ id, title, name, openedAt, kit }) => ({
      id,
      title,
      name,
      openedAt,
      backupAt: kit?.savedAt ?? null,
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

  async forget(id: WorkspaceId): Promise<void> {
    const { pieces, notes } = this.#around;
    for (const beside of await Promise.all([pieces(), notes()])) await beside.remove(id);
    await this.#store.removeWorkspace(id);
    await this.#around.left?.get(id)?.end();
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
    return this.#add(record, this.#network([], record.id), persisted);
  }

  async open(id: WorkspaceId): Promise<WorkspaceSession> {
    return (await this.#left(id)) ?? this.#openAgain(await this.#record(id));
  }

  async enter(id: WorkspaceId): Promise<WorkspaceSession> {
    const left = await this.#left(id);
    if (left) return left;
    const [record, look] = await Promise.all([this.#record(id), recall(this.#store, id)]);
    if (!look) return this.#openAgain(record);
    return new EarlySession(look, this.#around.drawn, () => this.#openAgain(record));
  }

  async restore(
    ...[file, secret, told]: Parameters<Profile['restore']>
  ): ReturnType<Profile['restore']> {
    const { restore } = await import('./recovery.ts');
    const persisted = this.#store.persist();
    const { pieces, engine } = this.#around;
    const restored = await restore(below, file, secret, this.#store, pieces, engine, told);
    if ('failure' in restored) return restored;
    await persisted;
    const workspace = await this.#openAgain(await this.#record(restored.id));
    workspace.damaged(restored.damaged);
    if (restored.imageless) workspace.notice('storage', { images: 'lost' });
    return workspace;
  }

  /** The one that was left: no history that is read has what the store refused. */
  async #left(id: WorkspaceId): Promise<Workspace | null> {
    return (await this.#around.left?.get(id)?.back()) ?? null;
  }

  async #record(id: WorkspaceId): Promise<WorkspaceRecord> {
    const record = await this.#store.workspace(id);
    if (!record) throw new StoreError('Missing', 'this workspace is not on this device');
    return record;
  }

  async #openAgain(record: WorkspaceRecord, invited: readonly string[] = []): Promise<Workspace> {
    await this.#store.updateWorkspace(record.id, { openedAt: wallClock() });
    return this.#open(record, this.#network(invited, record.id), this.#around.persisted());
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
    const invite = inviteOf(link);
    const entry = typeof invite === 'string' ? invite : entryOf(invite, name);
    return this.#comeIn(entry, onProgress, signal);
  }

  async deviceLink(link: string): Promise<DeviceLinkView | JoinFailure> {
    const { readDeviceLink } = await loadAttaching();
    return readDeviceLink(link, this.#store, (...how) => this.#comeIn(...how));
  }

  async #comeIn(
    entry: Entry | JoinFailure,
    onProgress: (progress: JoinProgress) => void,
    signal: AbortSignal,
  ): Promise<WorkspaceSession> {
    let progress: JoinProgress = { step: 'relay', via: null, code: [], behind: [], failure: null };
    const tell: Tell = (step, more) => onProgress((progress = { ...progress, ...more, step }));
    try {
      if (typeof entry === 'string') throw new JoinError(entry);
      return await this.#join(entry, tell, signal);
    } catch (error) {
      const failure = failureOf(error);
      onProgress({ ...progress, failure });
      throw error instanceof JoinError ? error : new JoinError(failure, { cause: error });
    }
  }

  async #join(entry: Entry, tell: Tell, signal: AbortSignal): Promise<WorkspaceSession> {
    const { name, relays, workspace: id } = entry;
    const known = await this.#store.workspace(id);
    if (known) return (await this.#left(id)) ?? this.#openAgain(known, relays);
    const persisted = this.#store.persist();
    const { deviceKey = createDeviceKey } = this.#around;
    const device = await deviceKey(id);
    const code = spokenCode(id, deviceId(device));
    const told = (step: JoinStep, via?: string): void =>
      tell(step, via === undefined ? { code } : { code, via });
    const { welcome, network } = await this.#knock(entry, device, told, signal);
    const record = newRecord(welcome.genesis, '', name, device);
    tell('receiving');
    const workspace = await this.#add(record, network, persisted);
    try {
      await admitted(workspace, entry, record, signal, (behind) => tell('receiving', { behind }));
    } catch (error) {
      await workspace.close();
      // Given up: it stays, or the invite would be spent for nothing. The link opens it next time.
      if (!signal.aborted) {
        await workspace.end();
        await this.#store.removeWorkspace(record.id);
      }
      throw error;
    }
    tell('done');
    return workspace;
  }

  /** Stands at the door with a network of its own, which the workspace then takes over. */
  async #knock(
    entry: Entry,
    device: DeviceKey,
    tell: (step: JoinStep, via?: string) => void,
    signal: AbortSignal,
  ): Promise<{ readonly welcome: Welcome; readonly network: SharedNetwork }> {
    const network = this.#network(entry.relays, entry.workspace);
    const knocking = new Knocking(entry, device, tell);
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

  /** Opens one that is new here, over a network that may have started. */
  async #add(
    record: WorkspaceRecord,
    network: SharedNetwork,
    persisted: Promise<boolean | null>,
  ): Promise<Workspace> {
    try {
      await this.#store.createWorkspace(record, []);
      await this.#store.putSetting(NAME, record.name);
      return await this.#open(record, network, persisted);
    } catch (error) {
      await network.transport.stop();
      throw error;
    }
  }

  async #open(
    record: WorkspaceRecord,
    network: SharedNetwork,
    persisted: Promise<boolean | null>,
  ): Promise<Workspace> {
    const start = performance.now();
    const identity = await newIdentity(record.id, record.device);
    const { replica, damaged } = await openReplica(
      record,
      this.#store,
      identity,
      this.#around.engine,
      wallClock(),
    );
    const { tabs: makeTabs, linkTo, onOpen, pieces, notes, engine, left } = this.#around;
    const tabs = makeTabs();
    const workspace = new Workspace({
      replica,
      record,
      store: this.#store,
      pieces,
      notes,
      engine,
      ...(left && { left }),
      identity,
      network: network.transport,
      tabs,
      memory: false,
      persisted,
      start,
      relays: network.relays.slice(0, MAX_LINK_RELAYS),
      linkTo,
    });
    network.listener = workspace.transportEvents;
    await Promise.all([
      network.start(),
      tabs?.start({ ...workspace.transportEvents, onStatus: () => {} }),
    ]);
    workspace.begin();
    workspace.damaged(damaged);
    onOpen(workspace);
    return workspace;
  }

  #network(invited: readonly string[], id: WorkspaceId): SharedNetwork {
    const { transport, relays } = this.#around.network(invited, id);
    return new SharedNetwork(transport, relays);
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

/**
 * Resolves once the history says that we are in it, however long that takes: the member who let us
 * in may have gone. Until then tells who is here and has shown less, again and again. Rejects with
 * JoinError when it is given up, or lacks the event that the link pins.
 */
async function admitted(
  workspace: Workspace,
  { event }: Entry,
  record: WorkspaceRecord,
  signal: AbortSignal,
  tell: (behind: readonly string[]) => void,
): Promise<void> {
  const device = deviceId(record.device);
  while (workspace.loop.call((replica) => memberOf(replica, device)) === undefined) {
    if (signal.aborted) throw new JoinError('NobodyOnline');
    const names = workspace.loop.call(namesBehind);
    if (names.length > 0) tell(names);
    await new Promise<void>((resolve) => {
      const stop = workspace.subscribe(done);
      const timer = setTimeout(done, LOOK_MS);
      signal.addEventListener('abort', done, { once: true });
      function done(): void {
        stop();
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      }
    });
  }
  // An admission has its invite in its causal past, so nothing more has to arrive for this.
  const pinned = workspace.loop.call((replica) => event === null || replica.history.find(event));
  if (pinned === undefined) throw new JoinError('WrongHistory');
}

/** Names of those who have no more for us, whatever they say that they hold; '' of whom we do not know. */
function namesBehind(replica: Replica): string[] {
  const peers = replica.peers().filter((peer) => replica.isSynced(peer) || peer.fruitless > 0);
  return [...new Set(peers.map(({ device }) => memberOf(replica, device)?.name ?? ''))];
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

function failureOf(error: unknown): JoinFailure {
  if (error instanceof JoinError) return error.failure;
  return error instanceof StoreError ? 'Storage' : 'Refused';
}
