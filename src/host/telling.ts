/**
 * Tells listeners of a workspace's newest view: soon, but what was saved meanwhile only when a person
 * pauses, and how much of a history has come so far now and then.
 *
 * A view is made when somebody asks for it, and at most once for each change.
 */
import type { WorkspaceView } from './session.ts';
import { shared } from './view.ts';

/** After so long without a key a person has paused; so long may news wait for that. */
const PAUSE_MS = 250;
const PATIENCE_MS = 1_000;

export class Telling {
  readonly #make: () => WorkspaceView;
  readonly #before: () => void;
  readonly #listeners = new Set<() => void>();
  /** The newest view, `#fresh` unless something changed since; and the one that listeners know. */
  #view: WorkspaceView | null = null;
  #fresh = false;
  #told: WorkspaceView | null = null;
  #telling = false;
  /** When a key changed a text last. */
  #typed = -Infinity;

  /** @param before called before listeners are told; may change what they are told */
  constructor(make: () => WorkspaceView, before: () => void) {
    this.#make = make;
    this.#before = before;
  }

  view(): WorkspaceView {
    if (this.#fresh && this.#view) return this.#view;
    this.#fresh = true;
    const newest = this.#make();
    return (this.#view = this.#view ? shared(this.#view, newest) : newest);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A key changed a text. */
  typed(): void {
    this.#typed = performance.now();
  }

  /** The view may be another. */
  changed(): void {
    this.#fresh = false;
    if (this.#telling) return;
    this.#telling = true;
    const { storage, receiving } = this.#told?.status ?? {};
    if (storage === 'saving') this.#tellInPause(performance.now() + PATIENCE_MS);
    else if (receiving) setTimeout(() => this.#tell(), PAUSE_MS);
    else queueMicrotask(() => this.#tell());
  }

  /** The view is another, and somebody is misled by the one they know. */
  tellNow(): void {
    queueMicrotask(() => this.#tell());
  }

  /** Between two keys there is better to do, and a pill that says so knows that it is being saved. */
  #tellInPause(atLatest: number): void {
    const now = performance.now();
    const wait = Math.min(this.#typed + PAUSE_MS, atLatest) - now;
    if (wait <= 0) queueMicrotask(() => this.#tell());
    else setTimeout(() => this.#tellInPause(atLatest), wait);
  }

  #tell(): void {
    this.#telling = false;
    this.#before();
    if (this.view() === this.#told) return;
    this.#told = this.view();
    for (const listener of this.#listeners) listener();
  }
}
