/**
 * Decides when the other end of a link is dead, by counting unanswered pings.
 *
 * It counts beats rather than seconds: a hidden tab's timers run once a second, or once a minute,
 * and a laptop that wakes has missed them all. So only silence that we ourselves observed, beat by
 * beat, counts. Answers need no timer, so a throttled tab still answers at once.
 */

/** Time between beats while timers run freely, in milliseconds. */
export const BEAT_MS = 4_000;
/** Beats in a row without a byte from the other end, after which the link is dead. */
const SILENT_BEATS = 3;

export class Heartbeat {
  #silent = 0;

  /** Bytes came in, or went out because the other end made room. */
  heard(): void {
    this.#silent = 0;
  }

  /** One beat: true if a ping should be sent now, false if the link is dead. */
  beat(): boolean {
    if (this.#silent >= SILENT_BEATS) return false;
    this.#silent += 1;
    return true;
  }

  /** There is reason for doubt (the machine woke, the network changed): the next beat decides. */
  doubt(): void {
    this.#silent = Math.max(this.#silent, SILENT_BEATS - 1);
  }
}
