/**
 * Lets the view lag behind its document while a long history arrives: each part would cost the view a
 * whole new state, and a person reads no faster for it.
 *
 * What others type is shown at once. A person who is about to change the text sees all of it first,
 * so that what they do means what they see.
 */
import type { TextChange } from '../../host/session.ts';

/** More changes than people make in one batch: a history arrives. */
export const MANY_CHANGES = 200;
/** Showing takes at most one part in so many of the time. */
const SHARE = 6;
/** Before these the view must not lag. */
const TOUCHES = ['keydown', 'pointerdown', 'beforeinput', 'compositionstart', 'paste', 'drop'];

export class Lag {
  readonly #show: (changes: readonly TextChange[]) => void;
  #waiting: TextChange[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** `performance.now()` from which on many changes are shown at once again. */
  #freeAt = -Infinity;

  /** @param show brings the view up to date */
  constructor(show: (changes: readonly TextChange[]) => void) {
    this.#show = show;
  }

  /** What the view does not show yet, in order; none: it is up to date. */
  get waiting(): readonly TextChange[] {
    return this.#waiting;
  }

  /** Catches up before anything that a person does in `element`. */
  watch(element: HTMLElement): void {
    for (const kind of TOUCHES) element.addEventListener(kind, () => this.catchUp(), true);
  }

  arrive(changes: readonly TextChange[]): void {
    const wait = this.#freeAt - performance.now();
    if (this.#waiting.length === 0 && (wait <= 0 || changes.length <= MANY_CHANGES))
      return this.#take(changes);
    for (const one of changes) this.#waiting.push(one);
    this.#timer ??= setTimeout(() => this.catchUp(), wait);
  }

  catchUp(): void {
    this.stop();
    const changes = this.#waiting;
    this.#waiting = [];
    if (changes.length > 0) this.#take(changes);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #take(changes: readonly TextChange[]): void {
    const began = performance.now();
    this.#show(changes);
    const now = performance.now();
    if (changes.length > MANY_CHANGES) this.#freeAt = now + (SHARE - 1) * (now - began);
  }
}
