/** Long work in slices: between two of them the page can draw and take keys. */

/** A slice; with what a key costs it stays far below the fifty milliseconds that a person notices. */
const SLICE_MS = 10;

export class Slice {
  #began = performance.now();

  get isOver(): boolean {
    return performance.now() - this.#began > SLICE_MS;
  }

  /** Lets others go first; then the next slice begins. */
  async end(): Promise<void> {
    await otherTasks();
    this.#began = performance.now();
  }
}

/** A timer waits four milliseconds in browsers: too long, where the platform has a better way. */
async function otherTasks(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  if (scheduler?.yield) await scheduler.yield();
  else await new Promise((resolve) => setTimeout(resolve));
}
