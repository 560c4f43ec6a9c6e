/** Waiting for what must come true, as long as a busy machine may take and no longer than needed. */
import { vi } from 'vitest';

/** Tries `check` again and again until it no longer throws; then its last error is the test's. */
export const eventually = <T>(check: () => T | Promise<T>, timeout = 20_000): Promise<T> =>
  vi.waitFor(check, { timeout, interval: 100 });
