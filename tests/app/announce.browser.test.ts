/** What a screen reader is told of the state of the work, and when. */
import { flushSync, mount, unmount } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { announceStatus, announcement } from '../../src/app/announce.svelte.ts';
import { withWords } from '../../src/app/words/languages.ts';
import type { StatusView } from '../../src/host/session.ts';
import { words } from '../words.ts';

const quiet = {
  storage: 'saved',
  unsent: 0,
  peers: 0,
  synced: 0,
  relay: 'connected',
  online: true,
};
const now = new SvelteMap([['status', quiet as StatusView]]);
let listener: object;

beforeAll(() => withWords(Promise.resolve()));
beforeEach(() => {
  vi.useFakeTimers();
  const status = (): StatusView => now.get('status') ?? (quiet as StatusView);
  listener = mount(() => (announceStatus(status, () => 2), {}), { target: document.body });
  flushSync();
});
afterEach(() => {
  void unmount(listener);
  vi.useRealTimers();
});

/** Everything is like this for so long. */
function goesBy(ms: number, change: Partial<StatusView>): string {
  flushSync(() => now.set('status', { ...(quiet as StatusView), ...change }));
  vi.advanceTimersByTime(ms);
  return announcement.sentence;
}

it('is said when it has been so for two seconds, however often it is told, and once', () => {
  const { offline, back } = words.announce;
  for (let unsent = 1; unsent < 4; unsent++) {
    expect(goesBy(600, { online: false, unsent })).not.toBe(offline);
  }
  expect(goesBy(600, { online: false, unsent: 4 })).toBe(offline);
  expect(goesBy(9_000, { online: false, storage: 'saving' })).toBe(offline);
  expect(goesBy(9_000, { online: false })).toBe(offline);
  expect(goesBy(1_900, {})).toBe(offline);
  expect(goesBy(9_000, { online: false })).toBe(offline);
  expect(goesBy(2_000, {})).toBe(back);
  expect(goesBy(2_000, { storage: 'failed' })).toBe(words.announce.failed);
  expect(goesBy(2_000, { storage: 'saving' })).toBe(words.announce.saved);
});
