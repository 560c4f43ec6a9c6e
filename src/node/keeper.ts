/**
 * Keeps workspaces open in one process, for ever: joins those that it is given links to, opens again
 * those that it is in, and lets the host do the rest, as a tab would.
 *
 * It never writes content. What it says of itself, in its log and in figures, are numbers and words of
 * this program: no titles, names, links or addresses, and of ids the beginning.
 */
import { setTimeout } from 'node:timers/promises';

import type { WorkspaceId } from '../base/ids.ts';
import { equal, fromHex, toHex } from '../base/bytes.ts';
import { publicKeyOf, SEED_BYTES } from '../base/keys.ts';
import { MAX_RELAYS } from '../base/limits.ts';
import { Fault } from '../base/result.ts';
import { LocalProfile } from '../host/local-profile.ts';
import {
  JoinError,
  type JoinFailure,
  type JoinProgress,
  type WorkspaceView,
} from '../host/session.ts';
import type { SignatureEngine } from '../host/signatures.ts';
import { spoken } from '../host/spoken.ts';
import type { Workspace } from '../host/workspace.ts';
import type { RelayState, Transport } from '../net/transport.ts';
import { MemoryNotes } from '../storage/files.ts';
import type { PieceStore } from '../storage/pieces.ts';
import { StoreError, type DeviceKey, type Store } from '../storage/store.ts';
import type { Log } from './log.ts';
import { isComplete } from './relay-names.ts';

export interface KeeperParts {
  readonly store: Store;
  /** Pieces of images: all that members make known are kept. */
  readonly pieces: PieceStore;
  readonly engine: SignatureEngine;
  readonly transport: (relays: readonly string[]) => Transport;
  /** Under which it is known to the others. */
  readonly name: string;
  readonly log: Log;
  /** Milliseconds between two attempts to join: the first, and the longest. */
  readonly pauses?: readonly [first: number, longest: number];
}

export interface WorkspaceFigures {
  /** The first eight digits of its id. */
  readonly workspace: string;
  readonly relay: RelayState;
  readonly members: number;
  /** Others who are connected now. */
  readonly online: number;
  readonly documents: number;
  readonly events: number;
  readonly bytes: number;
  /** Events that wait for others before them, and writes that the disk has not confirmed. */
  readonly pending: number;
  readonly unwritten: number;
  /** When somebody was here last, in seconds since 1970; `null`: nobody since the start. */
  readonly heard: number | null;
  /** Why the disk refuses writes now. */
  readonly storeError: string | null;
  /** It is no member any more. */
  readonly removed: boolean;
}

export interface KeeperFigures {
  readonly workspaces: readonly WorkspaceFigures[];
  /** Workspaces of the store that could not be opened, and links that are still tried. */
  readonly unopened: number;
  readonly joining: number;
  /** Times that the disk began to refuse writes. */
  readonly storeErrors: number;
}

interface Kept {
  readonly workspace: Workspace;
  heard: number | null;
  /** What was logged last, by name. */
  told: Readonly<Record<string, unknown>>;
  notice: number;
}

/** After these no later attempt with the same link can do better. */
const FINAL: ReadonlySet<JoinFailure> = new Set([
  'NotALink',
  'NewerLink',
  'UsedUp',
  'Expired',
  'Declined',
  'WrongHistory',
]);
const PAUSES = [5_000, 300_000] as const;

export class Keeper {
  readonly #parts: KeeperParts;
  readonly #profile: LocalProfile;
  readonly #kept = new Map<WorkspaceId, Kept>();
  /** Relays of each workspace, as the link named them by which it was joined. */
  readonly #relays = new Map<WorkspaceId, readonly string[]>();
  readonly #over = new AbortController();
  /** Those that are used instead, if any are. */
  #instead: readonly string[] = [];
  #unopened = 0;
  #joining = 0;
  #storeErrors = 0;

  constructor(parts: KeeperParts) {
    this.#parts = parts;
    this.#profile = new LocalProfile({
      store: parts.store,
      pieces: async () => parts.pieces,
      notes: async () => new MemoryNotes(), // There is no kit.
      engine: parts.engine,
      network: (invited, id) => {
        const relays = this.#relaysOf(id, invited);
        return { transport: parts.transport(relays), relays };
      },
      deviceKey: (id) => this.#deviceKey(id),
      tabs: () => null,
      persisted: async () => true,
      linkTo: (payload) => payload,
      onOpen: (workspace) => this.#keep(workspace),
      drawn: async () => {},
    });
  }

  /**
   * Opens what the store has, and begins to join by these links. Resolves when no link is tried any
   * more, with the number of workspaces that are served. `relays`: multiaddrs, in place of those that
   * links name; none: those of the links.
   */
  async begin(links: readonly string[], relays: readonly string[] = []): Promise<number> {
    this.#instead = relays;
    const linked = new Map<WorkspaceId, string>();
    for (const link of links) {
      const view = this.#profile.readLink(link);
      if (typeof view === 'string') this.#parts.log('not joined', { reason: view });
      else linked.set(view.workspace, link);
    }
    const opening: Promise<void>[] = [];
    for (const { id, device } of await this.#parts.store.workspaces()) {
      const link = linked.get(id);
      linked.delete(id);
      await this.#recall(id);
      // Others would take whoever signs with a key that rotted for a liar.
      if (!isSound(device)) this.#notOpened(id, new Fault('BadKey', 'the device key is damaged'));
      else opening.push(link === undefined ? this.#open(id) : this.#join(id, link));
    }
    for (const [id, link] of linked) opening.push(this.#join(id, link));
    await Promise.all(opening);
    return this.#kept.size;
  }

  figures(): KeeperFigures {
    return {
      workspaces: [...this.#kept.values()].map(figuresOf),
      unopened: this.#unopened,
      joining: this.#joining,
      storeErrors: this.#storeErrors,
    };
  }

  /** Resolves when all is stored that can be, and everybody has been let go. */
  async close(): Promise<void> {
    this.#over.abort();
    await Promise.all([...this.#kept.values()].map(({ workspace }) => workspace.close()));
  }

  async #open(id: WorkspaceId): Promise<void> {
    try {
      await this.#profile.open(id);
    } catch (error) {
      this.#notOpened(id, error);
    }
  }

  #notOpened(id: WorkspaceId, error: unknown): void {
    this.#unopened += 1;
    this.#parts.log('not opened', { workspace: short(id), reason: reasonOf(error) });
  }

  /** Tries until it is in, or can never be. */
  async #join(id: WorkspaceId, link: string): Promise<void> {
    const { log, name, pauses = PAUSES } = this.#parts;
    const { signal } = this.#over;
    const workspace = short(id);
    this.#joining += 1;
    let step = '';
    const tell = (progress: JoinProgress): void => {
      if (progress.step === step || progress.failure) return;
      step = progress.step;
      const facts = { workspace, step };
      if (step !== 'asked') log('joining', facts);
      // Whoever is asked reads the same words, and so knows that it is this one that asks.
      else void spoken(progress.code).then((words) => log('joining', { ...facts, words }));
    };
    for (let pause: number = pauses[0]; !signal.aborted; pause = Math.min(2 * pause, pauses[1])) {
      try {
        const session = await this.#profile.join(link, name, tell, signal);
        await this.#parts.store.putSetting(keySetting(id), '').catch(ignoreStoreError);
        const { role } = session.view().me;
        log('joined', {
          workspace,
          role,
          ...(role !== 'reader' && { hint: 'a reader is enough' }),
        });
        break;
      } catch (error) {
        if (signal.aborted) break;
        const isFinal = error instanceof JoinError && FINAL.has(error.failure);
        const facts = { workspace, reason: reasonOf(error) };
        log('not joined', isFinal ? facts : { ...facts, again: `in ${Math.ceil(pause / 1000)} s` });
        if (isFinal) break;
        await rest(pause, signal);
        step = '';
      }
    }
    this.#joining -= 1;
  }

  #keep(workspace: Workspace): void {
    const kept: Kept = { workspace, heard: null, told: {}, notice: 0 };
    this.#kept.set(workspace.id, kept);
    const stop = workspace.subscribe(() => this.#look(kept));
    workspace.onClose = () => {
      stop();
      this.#kept.delete(workspace.id);
    };
    this.#parts.log('serving', { workspace: short(workspace.id), held: figuresOf(kept).events });
    this.#look(kept);
    void workspace.images().then((images) => images.keepAll());
  }

  /** Logs what has changed since the last look. */
  #look(kept: Kept): void {
    const view = kept.workspace.view();
    const workspace = short(kept.workspace.id);
    const { relay, online, storeError, removed } = stateOf(kept, view);
    const now = { relay, online, storage: storeError ?? 'ok', ...(removed && { removed }) };
    for (const [event, value] of Object.entries(now)) {
      if (value === (kept.told[event] ?? QUIET[event])) continue;
      this.#parts.log(event, { workspace, is: value });
      if (event === 'storage' && value !== 'ok') this.#storeErrors += 1;
    }
    kept.told = now;
    for (const { id, code, facts } of view.notices) {
      if (id <= kept.notice) continue;
      kept.notice = id;
      const { damaged } = facts;
      this.#parts.log('notice', { workspace, code, ...(code === 'storage' && { damaged }) });
    }
  }

  #relaysOf(id: WorkspaceId, invited: readonly string[]): readonly string[] {
    const named = usable(invited);
    if (named.length > 0) {
      this.#relays.set(id, named);
      this.#parts.store.putSetting(relaySetting(id), JSON.stringify(named)).catch(ignoreStoreError);
    }
    return this.#instead.length > 0 ? this.#instead : (this.#relays.get(id) ?? []);
  }

  async #recall(id: WorkspaceId): Promise<void> {
    const text = await this.#parts.store.setting(relaySetting(id));
    this.#relays.set(id, usable(listIn(text ?? '')));
  }

  /**
   * The key with which it joins: kept before it is shown to anybody, so that an attempt that was cut off
   * goes on as the same device, and spends the invite once.
   */
  async #deviceKey(id: WorkspaceId): Promise<DeviceKey> {
    const kept = (await this.#parts.store.setting(keySetting(id))) ?? '';
    if (/^[0-9a-f]{64}$/.test(kept)) return keyOf(fromHex(kept));
    const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
    await this.#parts.store.putSetting(keySetting(id), toHex(seed));
    return keyOf(seed);
  }
}

/** What goes without saying. */
const QUIET: Readonly<Record<string, unknown>> = { relay: 'none', online: 0, storage: 'ok' };

export const short = (id: WorkspaceId): string => id.slice(0, 8);

const relaySetting = (id: WorkspaceId): string => `relays ${id}`;
const keySetting = (id: WorkspaceId): string => `joining ${id}`;

const keyOf = (seed: Uint8Array): DeviceKey => ({
  kind: 'seed',
  publicKey: publicKeyOf(seed),
  seed,
});

/** Complete and well-formed addresses. Links and the disk may say anything. */
const usable = (relays: readonly string[]): readonly string[] =>
  relays.filter(isComplete).slice(0, MAX_RELAYS);

function listIn(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

const isSound = (device: DeviceKey): boolean =>
  device.kind === 'seed' && equal(publicKeyOf(device.seed), device.publicKey);

/** What changes while people come and go. */
function stateOf(kept: Kept, { peers, status }: WorkspaceView) {
  const online = new Set(peers.filter(({ me }) => !me).map(({ member }) => member)).size;
  if (online > 0) kept.heard = Math.floor(Date.now() / 1000);
  const { relay, storageError: storeError, removal } = status;
  return { relay, online, heard: kept.heard, storeError, removed: removal?.known ?? false };
}

function figuresOf(kept: Kept): WorkspaceFigures {
  const { id, loop } = kept.workspace;
  const view = kept.workspace.view();
  const held = loop.call(({ history, waiting }) => {
    let events = 0;
    for (const log of history.chains()) events += log.length - log.base;
    return { events, bytes: history.bytes, pending: waiting.events };
  });
  return {
    workspace: short(id),
    ...stateOf(kept, view),
    ...held,
    members: view.members.length,
    documents: view.documents.filter(({ deleted }) => !deleted).length,
    unwritten: loop.pending,
  };
}

/** A word for a log: what kind of failure it was, never what it was about. */
function reasonOf(error: unknown): string {
  if (error instanceof JoinError)
    return error.cause === undefined ? error.failure : reasonOf(error.cause);
  if (error instanceof StoreError) return `store ${error.code}`;
  if (error instanceof Fault) return `fault ${error.code}`;
  return error instanceof Error ? error.name : 'unknown';
}

function ignoreStoreError(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}

/** Ends early, and without a word, when it is over. */
const rest = (millis: number, signal: AbortSignal): Promise<void> =>
  setTimeout(millis, undefined, { signal }).catch(() => undefined);
