/**
 * A store that forgets: for private windows without a database, and for tests.
 *
 * It passes the same contract suite as the durable one. Bytes are copied in and out, so a caller
 * can no more change a stored run here than in a database. Nothing it holds survives the page.
 */
import type { DocumentId, WorkspaceId } from '../base/ids.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_RUNS } from '../base/limits.ts';
import { MemoryNotes, type BackupNotes } from './files.ts';
import { MemoryPieces, type PieceStore } from './pieces.ts';
import {
  checked,
  longestRuns,
  readCache,
  readRun,
  readSetting,
  readWorkspace,
  runKey,
} from './records.ts';
import type { DocumentCache, RunName, RunRecord, Store, WorkspaceRecord } from './store.ts';
import { StoreError } from './store.ts';

interface Folder {
  record: WorkspaceRecord;
  readonly runs: Map<string, RunRecord>;
  readonly caches: Map<DocumentId, DocumentCache>;
}

/** What several memory stores share, as tabs of one profile share a database. */
export interface MemoryDisk {
  readonly folders: Map<WorkspaceId, Folder>;
  readonly settings: Map<string, string>;
  readonly pieces: PieceStore;
  readonly notes: BackupNotes;
}

export const memoryDisk = (): MemoryDisk => ({
  folders: new Map(),
  settings: new Map(),
  pieces: new MemoryPieces(),
  notes: new MemoryNotes(),
});

class MemoryStore implements Store {
  onClosed: Store['onClosed'] = null;
  onCorrupt: Store['onCorrupt'] = null;
  readonly #disk: MemoryDisk;
  #open = true;

  constructor(disk: MemoryDisk) {
    this.#disk = disk;
  }

  async workspaces(): Promise<WorkspaceRecord[]> {
    return [...this.#opened().folders.values()].map(({ record }) => checked(readWorkspace, record));
  }

  async workspace(id: WorkspaceId): Promise<WorkspaceRecord | undefined> {
    const folder = this.#opened().folders.get(id);
    return folder && checked(readWorkspace, folder.record);
  }

  async createWorkspace(record: WorkspaceRecord, runs: readonly RunRecord[]): Promise<void> {
    const { folders } = this.#opened();
    const folder = {
      record: checked(readWorkspace, record),
      runs: longestRuns(runs),
      caches: new Map(),
    };
    if (folders.has(record.id)) throw new StoreError('Exists', 'this workspace is already here');
    folders.set(record.id, folder);
  }

  async updateWorkspace(
    id: WorkspaceId,
    change: Parameters<Store['updateWorkspace']>[1],
  ): Promise<void> {
    const folder = this.#folder(id);
    folder.record = checked(readWorkspace, { ...folder.record, ...change });
  }

  async removeWorkspace(id: WorkspaceId): Promise<void> {
    this.#opened().folders.delete(id);
  }

  async append(id: WorkspaceId, runs: readonly RunRecord[]): Promise<void> {
    const longest = longestRuns(runs);
    const { runs: held } = this.#folder(id);
    for (const [key, run] of longest) {
      if (run.to > (held.get(key)?.to ?? 0)) held.set(key, run);
    }
  }

  async replace(id: WorkspaceId, run: RunRecord, gone: readonly RunName[]): Promise<void> {
    const record = checked(readRun, run);
    const { runs } = this.#folder(id);
    for (const name of gone) {
      const key = runKey(name);
      if (runs.get(key)?.to === name.to) runs.delete(key);
    }
    // One with the very same key may be damaged, and must not stay in its place.
    if (record.to >= (runs.get(runKey(record))?.to ?? 0)) runs.set(runKey(record), record);
  }

  async *runs(id: WorkspaceId): AsyncIterable<readonly RunRecord[]> {
    const held = [...(this.#opened().folders.get(id)?.runs ?? [])];
    held.sort(([a], [b]) => (a < b ? -1 : 1));
    let batch: RunRecord[] = [];
    let size = 0;
    for (const [, run] of held) {
      if (batch.length === MAX_BATCH_RUNS || size + run.bytes.length > MAX_BATCH_BYTES) {
        if (batch.length > 0) yield batch;
        batch = [];
        size = 0;
      }
      batch.push(checked(readRun, run));
      size += run.bytes.length;
    }
    if (batch.length > 0) yield batch;
  }

  async cache(id: WorkspaceId, document: DocumentId): Promise<DocumentCache | undefined> {
    const cache = this.#opened().folders.get(id)?.caches.get(document);
    return cache && checked(readCache, cache);
  }

  async caches(id: WorkspaceId): Promise<DocumentCache[]> {
    const caches = this.#opened().folders.get(id)?.caches.values() ?? [];
    return [...caches].map((cache) => checked(readCache, cache));
  }

  async putCache(id: WorkspaceId, cache: DocumentCache): Promise<void> {
    const record = checked(readCache, cache);
    this.#folder(id).caches.set(record.document, record);
  }

  async setting(key: string): Promise<string | undefined> {
    return this.#opened().settings.get(key);
  }

  async putSetting(key: string, value: string): Promise<void> {
    this.#opened().settings.set(checked(readSetting, key), checked(readSetting, value));
  }

  /** Memory is never kept. */
  async persist(): Promise<boolean> {
    return false;
  }

  close(): void {
    this.#open = false;
  }

  #opened(): MemoryDisk {
    if (!this.#open) throw new StoreError('Closed', 'the store was closed');
    return this.#disk;
  }

  #folder(id: WorkspaceId): Folder {
    const folder = this.#opened().folders.get(id);
    if (folder === undefined) throw new StoreError('Missing', 'this workspace is not here');
    return folder;
  }
}

/** A store in memory; two on one `disk` are like two tabs. */
export const memoryStore = (disk: MemoryDisk = memoryDisk()): Store => new MemoryStore(disk);
