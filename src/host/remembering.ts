/**
 * Keeps what makes the next opening quick: texts, so that nothing is replayed, and how the workspace
 * looks, so that it can be shown before its history is there.
 */
import type { DocumentId, WorkspaceId } from '../base/ids.ts';
import { StoreError, type Store } from '../storage/store.ts';
import { WORKSPACE_MAP } from '../wire/document.ts';
import { encodeLook } from './look.ts';
import type { Loop } from './loop.ts';
import type { WorkspaceView } from './session.ts';

/** All is kept after this much quiet. */
const AFTER_MS = 2_000;

export class Remembering {
  readonly #store: Store;
  readonly #id: WorkspaceId;
  readonly #loop: Loop;
  readonly #view: () => WorkspaceView;
  readonly #touched = new Set<DocumentId>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** The view whose look the store has. */
  #looked: WorkspaceView | null = null;

  constructor(store: Store, id: WorkspaceId, loop: Loop, view: () => WorkspaceView) {
    this.#store = store;
    this.#id = id;
    this.#loop = loop;
    this.#view = view;
  }

  /** A document's text changed. */
  touch(document: DocumentId): void {
    this.#touched.add(document);
    this.#soon();
  }

  /** The view may have changed. */
  look(): void {
    if (this.#timer === null && this.#isNew(this.#view())) this.#soon();
  }

  /** Keeps everything that changed. */
  async now(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const documents = [...this.#touched];
    this.#touched.clear();
    const view = this.#view();
    const look = this.#isNew(view) ? encodeLook(view) : undefined;
    this.#looked = view;
    if (look) await this.#put(WORKSPACE_MAP, look);
    for (const document of documents) {
      const bytes = this.#loop.call((replica, now) => replica.cache(document, now));
      if (bytes) await this.#put(document, bytes);
    }
  }

  #soon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.now(), AFTER_MS);
  }

  /** Parts of a view that did not change are the same objects. Who is here is not remembered. */
  #isNew({ title, me, documents, members }: WorkspaceView): boolean {
    const old = this.#looked;
    const same = title === old?.title && me === old.me && documents === old.documents;
    return !same || members.length !== old.members.length;
  }

  #put(document: DocumentId, bytes: Uint8Array): Promise<void> {
    return this.#store.putCache(this.#id, { document, bytes }).catch(ignoreStoreError);
  }
}

/** What could not be remembered costs time at the next opening, nothing else. */
export function ignoreStoreError(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}
