/**
 * Where it is noted, by workspace, what the newest backup held and which file on this device is kept up
 * to date: nothing that the workspace needs.
 *
 * Apart from the events and their keys: a browser that can no longer make sense of a file's handle must
 * not take those with it. Errors are StoreError, never anything else.
 */
import type { WorkspaceId } from '../base/ids.ts';
import { StoreError } from './store.ts';

/** Why a file could not be written: what the browser said comes down to one of these. */
export const FILE_TROUBLES = ['gone', 'permission', 'full', 'failed'] as const;
export type FileTrouble = (typeof FILE_TROUBLES)[number];

export interface BackupNote {
  /** What was held when a backup was saved last (V4), 64 hex digits; '': not known. */
  readonly held: string;
  /** The file that is kept up to date, if there is one. */
  readonly file?: FileSystemFileHandle;
  /** Why it is not: since it was tried last. */
  readonly trouble?: FileTrouble;
}

export interface BackupNotes {
  /** `undefined`: there is none, or it cannot be read. */
  note(id: WorkspaceId): Promise<BackupNote | undefined>;
  put(id: WorkspaceId, note: BackupNote): Promise<void>;
  remove(id: WorkspaceId): Promise<void>;
  close(): void;
}

const isHandle = (value: unknown): value is FileSystemFileHandle =>
  typeof FileSystemFileHandle === 'function' && value instanceof FileSystemFileHandle;

/** `undefined` if that is no note. */
export function readNote(value: unknown): BackupNote | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { held, file, trouble } = value as Readonly<Record<string, unknown>>;
  if (typeof held !== 'string' || !/^(?:[0-9a-f]{64})?$/.test(held)) return undefined;
  if (file !== undefined && !isHandle(file)) return undefined;
  const known = FILE_TROUBLES.find((one) => one === trouble);
  if (trouble !== undefined && known === undefined) return undefined;
  return { held, ...(file && { file }), ...(known && { trouble: known }) };
}

/** As `readNote`; throws `Corrupt`, for what would never be read again. */
export function checkedNote(value: unknown): BackupNote {
  const note = readNote(value);
  if (!note) throw new StoreError('Corrupt', 'a malformed note was not written');
  return note;
}

/** Notes in memory: for windows without a database, and for tests. */
export class MemoryNotes implements BackupNotes {
  readonly #notes = new Map<WorkspaceId, BackupNote>();

  async note(id: WorkspaceId): Promise<BackupNote | undefined> {
    return this.#notes.get(id);
  }

  async put(id: WorkspaceId, note: BackupNote): Promise<void> {
    this.#notes.set(id, checkedNote(note));
  }

  async remove(id: WorkspaceId): Promise<void> {
    this.#notes.delete(id);
  }

  close(): void {}
}
