/**
 * Whole profiles in one process, over the memory network and stores: the host as it is, without a
 * browser. A device is a disk; opening it again is a reload.
 */
import type { DocumentId } from '../../src/base/ids.ts';
import { LocalProfile } from '../../src/host/local-profile.ts';
import type { DocumentSession, TextChange, WorkspaceSession } from '../../src/host/session.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import { MemoryNetwork } from '../../src/net/memory.ts';
import { memoryDisk, memoryStore, type MemoryDisk } from '../../src/storage/memory.ts';
import type { Store } from '../../src/storage/store.ts';

const engine = createSignatureEngine();

export class House {
  readonly network = new MemoryNetwork();
  readonly #sessions: WorkspaceSession[] = [];

  /** A profile on a disk, as one page load sees it, or a process in which nobody comes back. */
  async profile(
    disk: MemoryDisk = memoryDisk(),
    store: Store = memoryStore(disk),
    tabs?: MemoryNetwork,
    transport = () => this.network.transport(),
    isPage = true,
  ) {
    return new LocalProfile({
      store,
      pieces: async () => disk.pieces,
      notes: async () => disk.notes,
      engine: await engine,
      network: () => ({ transport: transport(), relays: [] }),
      tabs: () => tabs?.transport() ?? null,
      ...(isPage && { left: new Map() }),
      persisted: async () => null,
      linkTo: (payload) => `https://parley.example/#/join/${payload}`,
      onOpen: (workspace) => this.#sessions.push(workspace),
      drawn: async () => {},
    });
  }

  async close(): Promise<void> {
    await Promise.all(this.#sessions.map((session) => session.close()));
  }
}

/** A store over a disk that appends only once `asks` resolves. */
export function askingStore(disk: MemoryDisk, asks: () => void | Promise<void>): Store {
  const store = memoryStore(disk);
  const append = store.append.bind(store);
  store.append = async (...what) => {
    await asks();
    return append(...what);
  };
  return store;
}

/** Resolves when a view satisfies the condition; the test's own timeout is the limit. */
export async function until(
  session: WorkspaceSession,
  condition: (view: ReturnType<WorkspaceSession['view']>) => boolean,
): Promise<void> {
  while (!condition(session.view()))
    await new Promise<void>((resolve) => {
      const stop = session.subscribe(() => {
        stop();
        resolve();
      });
    });
}

/** Resolves when a document's text satisfies the condition; the test's own timeout is the limit. */
export async function reads(
  document: DocumentSession,
  condition: (text: string) => boolean,
): Promise<void> {
  while (!condition(document.text()))
    await new Promise<void>((resolve) => {
      document.onChanges = () => resolve();
    });
  document.onChanges = null;
}

/** Types into a document as an editor would, at a position. */
export function type(document: DocumentSession, position: number, inserted: string): void {
  document.edit([{ position, deleted: 0, inserted }]);
}

/** As much of an editor as follows a document: its `text` is what a person sees. */
export function follow(session: WorkspaceSession, id: DocumentId) {
  const document = session.openDocument(id);
  const editor = { document, text: document.text() };
  document.onChanges = (changes: readonly TextChange[]) => {
    for (const { position, deleted, inserted } of changes)
      editor.text =
        editor.text.slice(0, position) + inserted + editor.text.slice(position + deleted);
  };
  return editor;
}
