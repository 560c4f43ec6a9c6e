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
    await pause();
    this.#began = performance.now();
  }
}

/**
 * Lets other tasks go first: all kinds of them, so not by `scheduler.yield`, which comes before what
 * the disk and the network have to say. A timer waits four milliseconds in browsers: too long, where
 * the platform has a better way.
 */
export async function pause(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { postTask?: (act: () => void) => unknown } };
  await (scheduler?.postTask?.(() => {}) ?? new Promise((resolve) => setTimeout(resolve)));
}
