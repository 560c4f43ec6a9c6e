/**
 * A workspace session as reactive state, for the screens. Nothing is kept here that the session
 * knows: `view` is its newest view, replaced whole.
 */
import type { WorkspaceSession, WorkspaceView } from '../host/session.ts';

export class WorkspaceState {
  readonly session: WorkspaceSession;
  readonly #unsubscribe: () => void;
  #view: WorkspaceView;

  constructor(session: WorkspaceSession) {
    this.session = session;
    this.#view = $state.raw(session.view());
    this.#unsubscribe = session.subscribe(() => {
      this.#view = session.view();
    });
  }

  get view(): WorkspaceView {
    return this.#view;
  }

  /** Stops listening. The session itself belongs to who opened it. */
  stop(): void {
    this.#unsubscribe();
  }
}
