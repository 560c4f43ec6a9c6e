/**
 * What a workspace needs from a disk. Bytes and small records; the store understands none of them.
 *
 * Three implementations (memory, IndexedDB, SQLite) pass one contract suite. `append` resolves only when
 * the records are durable: with `strict` after the platform says that they reached the disk. Nothing is
 * ever updated in place except the small caches, so a torn write can lose at most what was not
 * acknowledged. Errors are StoreError, never anything else.
 */
import type { AgentId, Chain, DocumentId, EventId, WorkspaceId } from '../base/ids.ts';

/**
 * Consecutive events of one chain as they were signed; `bytes` is a wire/run.ts run, or, if `packed`,
 * a packed bundle of several.
 * Key: (workspace, chain, agent, from, branch). Of two runs with one key the longer must hold all
 * that the shorter does: the store keeps the longer and understands neither.
 */
export interface RunRecord {
  readonly agent: AgentId;
  readonly chain: Chain;
  /** Seq of the first op, and one past the last. */
  readonly from: number;
  readonly to: number;
  /**
   * Tells runs of a forked chain apart, so that one branch never replaces another: the id of the
   * run's last event. Left out for own events, since an own chain cannot fork.
   */
  readonly branch?: EventId;
  readonly packed?: true;
  /**
   * `bytes` is a wire/evidence.ts record against the agent; the earlier its histories part the
   * greater is `to`, so that it takes the place of what shows a later parting.
   */
  readonly evidence?: true;
  readonly bytes: Uint8Array;
}

/** What tells a run apart from all others. */
export type RunName = Omit<RunRecord, 'bytes' | 'packed' | 'evidence'>;

/** A document's text at a version, so that opening replays nothing. A cache: may be absent or old. */
export interface DocumentCache {
  readonly document: DocumentId;
  readonly bytes: Uint8Array;
}

/** One workspace on this device. */
export interface WorkspaceRecord {
  readonly id: WorkspaceId;
  /** Canonical genesis; the id is its hash. */
  readonly genesis: Uint8Array;
  /** Last known title and name, for the start screen. */
  readonly title: string;
  readonly name: string;
  /** The device's key for this workspace. CryptoKeyPair where WebCrypto has Ed25519, else a 32-byte seed. */
  readonly device: DeviceKey;
  /** Whole seconds. */
  readonly openedAt: number;
  /** Last open document, scroll and the like; understood by the app alone. */
  readonly place?: string;
  /** The recovery kit that was made here, or brought this workspace here. */
  readonly kit?: KitRecord;
}

/** Of a recovery kit what may stay in the browser: nothing that speaks for it, or opens the paper. */
export interface KitRecord {
  /** 32 bytes: the public half of its device key. */
  readonly device: Uint8Array;
  /** Seals backups; not extractable. */
  readonly key: CryptoKey;
  /** When a backup was saved last, in whole seconds; 0: none was. */
  readonly savedAt: number;
}

export type DeviceKey =
  | { readonly kind: 'webcrypto'; readonly publicKey: Uint8Array; readonly privateKey: CryptoKey }
  | { readonly kind: 'seed'; readonly publicKey: Uint8Array; readonly seed: Uint8Array };

export type StoreErrorCode =
  | 'Unavailable' // no IndexedDB, or a private window that refuses it
  | 'Quota' // the disk or the browser's share is full; nothing of the batch was written
  | 'Blocked' // another tab holds an older version open
  | 'Newer' // the database was written by a newer version of Parley
  | 'Closed' // the store was closed, or taken away by the browser
  | 'Missing' // this workspace is not, or no longer, on this device
  | 'Exists' // this workspace is already on this device, with its own key
  | 'Corrupt' // a record is malformed or cannot be read; a malformed one is never written
  | 'Failed'; // anything else the platform said

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}

export type Table = 'workspaces' | 'runs' | 'caches' | 'settings';

/** A record that was found malformed or unreadable, and skipped. It is left where it is. */
export interface CorruptRecord {
  readonly table: Table;
  /** The database's key as text, for the log. */
  readonly key: string;
}

export interface Store {
  workspaces(): Promise<WorkspaceRecord[]>;
  /** Rejects with `Corrupt` for a damaged record, since `undefined` means that there is none. */
  workspace(id: WorkspaceId): Promise<WorkspaceRecord | undefined>;
  /** Writes the record and its first runs in one strict transaction; `Exists` if it is there. */
  createWorkspace(record: WorkspaceRecord, runs: readonly RunRecord[]): Promise<void>;
  /** `Missing` if another tab removed it. */
  updateWorkspace(
    id: WorkspaceId,
    change: Partial<Pick<WorkspaceRecord, 'title' | 'name' | 'openedAt' | 'place' | 'kit'>>,
  ): Promise<void>;
  /** Removes the workspace and everything under it. */
  removeWorkspace(id: WorkspaceId): Promise<void>;

  /**
   * Appends runs. All or nothing. `strict` for one's own events (acknowledged to the person),
   * `relaxed` for what peers can send again. Writing the same key twice keeps the longer run.
   * `Missing` if another tab removed the workspace: nothing is written under a removed one.
   */
  append(
    id: WorkspaceId,
    runs: readonly RunRecord[],
    durability: 'strict' | 'relaxed',
  ): Promise<void>;
  /**
   * Puts a run that holds all that others hold, and removes those: all or nothing. One that has
   * grown meanwhile, so that it ends elsewhere, stays; whatever lies under the run's own key goes.
   * `Missing` if another tab removed the workspace.
   */
  replace(id: WorkspaceId, run: RunRecord, gone: readonly RunName[]): Promise<void>;
  /**
   * Every run of the workspace, policy before content, each chain in order of `from`, in batches
   * of at most 500 runs and 2 MB (a larger run comes alone). Runs may overlap. No transaction is
   * held between batches: a run that another tab appends meanwhile may be missed.
   */
  runs(id: WorkspaceId): AsyncIterable<readonly RunRecord[]>;

  /** `undefined` if absent or damaged. */
  cache(id: WorkspaceId, document: DocumentId): Promise<DocumentCache | undefined>;
  caches(id: WorkspaceId): Promise<DocumentCache[]>;
  putCache(id: WorkspaceId, cache: DocumentCache): Promise<void>;

  /** Small things of the whole profile (name last used, theme, relay address). */
  setting(key: string): Promise<string | undefined>;
  putSetting(key: string, value: string): Promise<void>;

  /** Asks the browser not to delete this profile's data; what it answered. */
  persist(): Promise<boolean>;
  /** Called when the store closes by itself (newer tab upgrades, browser deletes it). */
  onClosed: ((error: StoreError) => void) | null;
  /** Called for each record that a read skipped; one bad record never hides the others. */
  onCorrupt: ((record: CorruptRecord) => void) | null;
  close(): void;
}
