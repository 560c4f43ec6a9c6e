/**
 * One try after another to come in by a link: how far it is, how it ended, and giving it up. Leaves out
 * what is said of that (views/Join.svelte for an invite, views/UseHere.svelte for a device's link).
 */
import type { JoinFailure, JoinProgress, WorkspaceSession } from '../host/session.ts';

/** After this long on one step a person is told what else can be done. */
const SLOW_MS = 10_000;

type Way = (
  told: (progress: JoinProgress) => void,
  signal: AbortSignal,
) => Promise<WorkspaceSession>;

export class ComingIn {
  failure = $state.raw<JoinFailure | null>(null);
  progress = $state.raw<JoinProgress | null>(null);
  /** Somebody is asked, or was. */
  wasAsked = $state(false);
  slow = $state(false);
  stopped = $state(false);
  #abort: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `null`: it failed, or was given up. */
  async by(way: Way): Promise<WorkspaceSession | null> {
    this.failure = null;
    this.stopped = false;
    this.wasAsked = false;
    const attempt = new AbortController();
    this.#abort = attempt;
    this.#see({ step: 'relay', via: null, code: [], behind: [], failure: null });
    try {
      const session = await way((progress) => this.#see(progress), attempt.signal);
      if (attempt.signal.aborted) {
        await session.close();
        return null;
      }
      this.#abort = null; // What it led to is no longer ours to give up.
      return session;
    } catch (error) {
      if (!attempt.signal.aborted) this.failure = failureOf(error);
    } finally {
      if (this.#abort === attempt) this.#see(null);
    }
    return null;
  }

  stop(): void {
    this.end();
    this.#see(null);
    this.stopped = true;
  }

  /** Nobody looks any more. */
  end(): void {
    this.#abort?.abort();
    this.#abort = null;
    clearTimeout(this.#timer);
  }

  #see(next: JoinProgress | null): void {
    if (next?.step !== this.progress?.step) {
      clearTimeout(this.#timer);
      this.slow = false;
      if (next !== null) this.#timer = setTimeout(() => (this.slow = true), SLOW_MS);
    }
    this.progress = next;
    this.wasAsked ||= next?.step === 'asked';
  }
}

/** JoinError by its name: the class itself lives in a part that is loaded later. */
function failureOf(error: unknown): JoinFailure {
  const known = error instanceof Error && error.name === 'JoinError' && 'failure' in error;
  return known ? (error.failure as JoinFailure) : 'Storage';
}
