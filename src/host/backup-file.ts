/**
 * A file on this device that is kept up to date with backups, where the browser gives pages files to
 * write. Each backup takes the place of the one before as a whole, or not at all.
 *
 * Any tab may write; a lock lets one of them at a time, and whoever comes second finds that it is done.
 * Fetched with the recovery kit.
 */
import type { Seconds, WorkspaceId } from '../base/ids.ts';
import type { BackupNote, BackupNotes, FileTrouble } from '../storage/files.ts';
import { StoreError } from '../storage/store.ts';

/** After the first change that the file does not have, it is written; until then others come with it. */
export const UNWRITTEN_MS = 300_000;

export interface Sealed {
  readonly backup: Blob;
  /** What is in it, hashed. */
  readonly held: string;
  readonly at: Seconds;
}

export interface BackupFileParts {
  readonly id: WorkspaceId;
  readonly notes: () => Promise<BackupNotes>;
  /** Of everything that is held and durable, hashed. */
  readonly held: () => Promise<string>;
  readonly seal: () => Promise<Sealed>;
  /** It is in a file. Rejects with `Missing` where the workspace has been removed. */
  readonly saved: (sealed: Sealed) => Promise<void>;
  /** Calls the listener whenever something may have changed. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly unwritten?: number;
}

export class BackupFile {
  readonly #parts: BackupFileParts;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stop: (() => void) | null = null;

  constructor(parts: BackupFileParts) {
    this.#parts = parts;
  }

  async note(): Promise<BackupNote | undefined> {
    return (await this.#parts.notes()).note(this.#parts.id);
  }

  /** One after the other, in whatever tab: whatever writes a backup, or changes what it is sealed for. */
  alone<T>(act: () => Promise<T>): Promise<T> {
    return navigator.locks.request(`parley-backup/${this.#parts.id}`, act) as Promise<T>;
  }

  /** Writes the file from now on, if there is one; what it lacks already, too. */
  async begin(): Promise<void> {
    const note = await this.note();
    if (!note?.file || this.#stop) return;
    this.#stop = this.#parts.subscribe(() => this.#wait());
    this.#wait();
    // Browsers forget it, and then somebody has to be asked, best before there is much to write.
    const isBehind = note.held !== (await this.#parts.held());
    if (isBehind && (await permission(note.file, 'query')) !== 'granted')
      await this.#put({ ...note, trouble: 'permission' });
  }

  stop(): void {
    this.#stop?.();
    this.#stop = null;
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Takes the place of the file before. */
  async keepIn(file: FileSystemFileHandle): Promise<void> {
    await this.alone(() => this.#put({ held: '', file }));
    await this.begin();
    await this.write();
  }

  /** Asks the browser for leave to write: by a press of somebody. */
  async allow(): Promise<void> {
    const file = (await this.note())?.file;
    if (file && (await permission(file, 'request')) === 'granted') await this.write();
  }

  /** Leaves the file as it is. */
  async letGo(): Promise<void> {
    this.stop();
    await this.alone(async () => this.#put({ held: (await this.note())?.held ?? '' }));
  }

  /** What is in a backup that was saved elsewhere; where a file is kept, its own counts. */
  async savedElsewhere(held: string): Promise<void> {
    if (!(await this.note())?.file) await this.#put({ held });
  }

  /** What is in the file opens with other words than those that are in force. */
  async outdated(): Promise<void> {
    const note = await this.note();
    if (note) await this.#put({ ...note, held: '' });
  }

  /** Writes what the file does not have. Says in a note what kept it from that. */
  async write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.alone(() => this.#write()).catch(() => {}); // A page that goes away gets no lock.
  }

  async #write(): Promise<void> {
    const { id, held, seal, saved } = this.#parts;
    const notes = await this.#parts.notes();
    const note = await notes.note(id);
    if (!note?.file || note.held === (await held())) return;
    const { file } = note;
    try {
      if ((await permission(file, 'query')) !== 'granted') throw notAllowed();
      const sealed = await seal();
      await replace(file, sealed.backup);
      await saved(sealed);
      await this.#put({ held: sealed.held, file });
    } catch (error) {
      if (error instanceof StoreError && error.code === 'Missing') await notes.remove(id);
      else await this.#put({ ...note, trouble: troubleOf(error) });
    }
  }

  async #put(note: BackupNote): Promise<void> {
    await (await this.#parts.notes()).put(this.#parts.id, note);
  }

  #wait(): void {
    const { unwritten = UNWRITTEN_MS } = this.#parts;
    this.#timer ??= setTimeout(() => void this.write(), unwritten);
  }
}

/** The browser writes beside the file, and puts that in its place when all of it is there. */
async function replace(file: FileSystemFileHandle, content: Blob): Promise<void> {
  await file.getFile(); // One that was moved away is not made anew in its old place, unseen.
  const stream = await file.createWritable();
  try {
    await stream.write(content);
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
  await stream.close();
}

type Permission = (about: { readonly mode: 'readwrite' }) => Promise<PermissionState>;
/** Not in all browsers that have files: without them none is needed. */
type Asking = Readonly<Partial<Record<'queryPermission' | 'requestPermission', Permission>>>;

async function permission(
  file: FileSystemFileHandle & Asking,
  how: 'query' | 'request',
): Promise<PermissionState> {
  return (await file[`${how}Permission`]?.({ mode: 'readwrite' })) ?? 'granted';
}

const notAllowed = (): DOMException => new DOMException('not allowed any more', 'NotAllowedError');

const TROUBLES: Readonly<Record<string, FileTrouble>> = {
  NotFoundError: 'gone',
  NotAllowedError: 'permission',
  SecurityError: 'permission',
  QuotaExceededError: 'full',
};

const troubleOf = (error: unknown): FileTrouble =>
  TROUBLES[error instanceof Error ? error.name : ''] ?? 'failed';
