/** Goes on by itself, so many steps a second, until there is none left or somebody stops it. */

/** Steps a second. */
export const SPEEDS = { slow: 1, normal: 5, fast: 25, fastest: 125 } as const;

/** So often what is shown changes, at most. */
const TICK_MS = 100;

export class Player {
  speed: keyof typeof SPEEDS = $state('normal');
  isPlaying = $state(false);
  readonly #step: () => boolean;
  #timer: ReturnType<typeof setInterval> | undefined;
  #owed = 0;

  /** @param step goes a step further; false where there is none */
  constructor(step: () => boolean) {
    this.#step = step;
  }

  start(): void {
    this.stop();
    this.isPlaying = true;
    this.#owed = 0;
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  stop(): void {
    this.isPlaying = false;
    clearInterval(this.#timer);
  }

  #tick(): void {
    this.#owed += (SPEEDS[this.speed] * TICK_MS) / 1_000;
    for (; this.#owed >= 1; this.#owed -= 1) if (!this.#step()) return this.stop();
  }
}
