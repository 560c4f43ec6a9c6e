/**
 * A map that keeps the entries used last, for results of pure functions that are dear to repeat.
 *
 * What it forgets costs time and never changes an answer. Left out: expiry by time, and removal.
 */
export class Recent<K, V extends NonNullable<unknown> | null> {
  readonly #limit: number;
  /** Oldest use first: a Map iterates in order of insertion. */
  readonly #entries = new Map<K, V>();

  /** At most `limit` entries, which is at least one. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The value kept for the key, else what `make` gives, which is then kept. */
  get(key: K, make: () => V): V {
    const kept = this.#entries.get(key);
    const value = kept === undefined ? make() : kept;
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#dropOldest();
    return value;
  }

  #dropOldest(): void {
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
