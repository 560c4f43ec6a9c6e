/** What can wait while somebody comes in: how long it does. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { whenSettled } from '../../src/app/settled.ts';
import type { WorkspaceSession } from '../../src/host/session.ts';

/** A session of which only the state of its peers is asked. */
function sessionOf() {
  const listeners = new Set<() => void>();
  let status = { synced: 0, receiving: null as { events: number } | null };
  const session = {
    view: () => ({ status }),
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    session: session as unknown as WorkspaceSession,
    listeners,
    say(next: typeof status) {
      status = next;
      for (const listener of listeners) listener();
    },
  };
}

describe('what can wait', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('begins once somebody who came in has all there is, and has looked around', () => {
    const { session, say, listeners } = sessionOf();
    const then = vi.fn();
    whenSettled(session, then);
    say({ synced: 0, receiving: { events: 9_000 } });
    say({ synced: 1, receiving: { events: 9_000 } });
    vi.advanceTimersByTime(5_000);
    say({ synced: 1, receiving: null });
    expect(then).not.toHaveBeenCalled();
    vi.advanceTimersByTime(2_000);
    expect(then).toHaveBeenCalledOnce();
    vi.advanceTimersByTime(20_000);
    expect(then).toHaveBeenCalledOnce();
    expect(listeners.size).toBe(0);
  });

  it('begins after ten seconds where nobody is here', () => {
    const { session, say } = sessionOf();
    const then = vi.fn();
    whenSettled(session, then);
    vi.advanceTimersByTime(9_999);
    expect(then).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    say({ synced: 1, receiving: null });
    vi.advanceTimersByTime(20_000);
    expect(then).toHaveBeenCalledOnce();
  });

  it('begins after ten seconds where somebody with a link is not in yet', () => {
    const then = vi.fn();
    whenSettled(null, then);
    vi.advanceTimersByTime(10_000);
    expect(then).toHaveBeenCalledOnce();
  });

  it('does not begin for whoever has left by then', () => {
    const { session, say, listeners } = sessionOf();
    const then = vi.fn();
    const leave = whenSettled(session, then);
    say({ synced: 1, receiving: null });
    leave();
    vi.advanceTimersByTime(20_000);
    expect(then).not.toHaveBeenCalled();
    expect(listeners.size).toBe(0);
  });
});
