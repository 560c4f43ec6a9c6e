/** The status pill as a table: what it says, and that it never says too much. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heardOf, newsOf, pillLabel, pillOf, type News } from '../../src/app/pill.ts';
import { words as en } from '../words.ts';
import type { StatusView } from '../../src/host/session.ts';

const quiet: StatusView = {
  storage: 'saved',
  storageError: null,
  unsent: 0,
  peers: 0,
  synced: 0,
  relay: 'connected',
  online: true,
  receiving: null,
  missing: null,
  removal: null,
  persisted: true,
};
const say = (change: Partial<StatusView>, others = 2): string =>
  pillLabel(pillOf({ ...quiet, ...change }, others), en.pill);

const anyStatus = fc.record({
  storage: fc.constantFrom('saved', 'saving', 'failed', 'memory'),
  storageError: fc.constantFrom(null, 'Quota', 'Unavailable'),
  unsent: fc.nat(50),
  peers: fc.nat(5),
  synced: fc.nat(5),
  relay: fc.constantFrom('none', 'connecting', 'connected', 'unreachable'),
  online: fc.boolean(),
  receiving: fc.option(fc.record({ events: fc.nat(5000) })),
  persisted: fc.option(fc.boolean()),
}) as fc.Arbitrary<StatusView>;

const NEWS = [null, 'offline', 'noRelay', 'failed', 'saved', 'back'] as const;

describe('the pill', () => {
  it.each<[Partial<StatusView>, number, string]>([
    [{}, 0, 'Saved here'],
    [{ unsent: 9 }, 0, 'Saved here'],
    [{ relay: 'none' }, 2, 'Saved here'],
    [{ storage: 'saving' }, 0, 'Saving…'],
    [{ storage: 'saving', peers: 2, synced: 1 }, 2, 'Saving…'],
    [{}, 2, 'Nobody else here'],
    [{ relay: 'connecting' }, 2, 'Connecting…'],
    [{ relay: 'unreachable' }, 2, 'Can’t reach relay'],
    [{ relay: 'unreachable', peers: 1, synced: 1 }, 2, 'Synced with 1'],
    [{ online: false }, 2, 'Offline'],
    [{ online: false, unsent: 14 }, 2, 'Offline · 14 saved'],
    [{ online: false, peers: 1, synced: 1 }, 2, 'Synced with 1'],
    [{ peers: 3, synced: 3 }, 3, 'Synced with 3'],
    [{ peers: 3, synced: 2 }, 3, 'Synced with 2'],
    [{ peers: 1, synced: 0 }, 1, 'Syncing…'],
    [{ peers: 2, synced: 0, unsent: 4 }, 2, 'Sending 4'],
    [{ peers: 1, synced: 0, receiving: { events: 1204 } }, 1, 'Receiving 1204'],
    [{ storage: 'memory' }, 0, 'In this tab only'],
    [{ storage: 'failed', peers: 2, synced: 2 }, 2, 'Not saved — needs you'],
  ])('with %o and %i others it says "%s"', (change, others, words) => {
    expect(say(change, others)).toBe(words);
  });

  it('claims that work is saved only when the store said so', () => {
    const claims = new Set(['saved', 'synced', 'offline', 'nobody']);
    fc.assert(
      fc.property(anyStatus, fc.nat(4), (status, others) => {
        const { kind } = pillOf(status, others);
        if (claims.has(kind) && status.peers === 0) expect(status.storage).toBe('saved');
        if (status.storage === 'failed') expect(kind).toBe('failed');
        if (status.storage === 'saving') expect(kind).toBe('saving');
      }),
    );
  });

  it('claims that others have everything only when one said so and nothing is on its way', () => {
    fc.assert(
      fc.property(anyStatus, fc.nat(4), (status, others) => {
        if (pillOf(status, others).kind !== 'synced') return;
        expect(status.synced).toBeGreaterThan(0);
        expect(status.unsent).toBe(0);
      }),
    );
  });
});

describe('what is said aloud of the state', () => {
  /** Of one state after another, each of which stays long enough. */
  function said(...changes: readonly Partial<StatusView>[]): News[] {
    const all: News[] = [];
    for (const change of changes) {
      const news = newsOf(heardOf({ ...quiet, ...change }, 2), all.at(-1) ?? null);
      if (news !== null) all.push(news);
    }
    return all;
  }
  const offline = { online: false };
  const saving = { storage: 'saving' } as const;
  const failed = { storage: 'failed' } as const;
  const gone = { relay: 'unreachable' } as const;

  it.each<[string, Partial<StatusView>[], News[]]>([
    ['writing offline', [offline, { ...offline, ...saving }, offline], ['offline']],
    ['coming back', [offline, { relay: 'connecting' }, {}], ['offline', 'back']],
    ['writing without a relay', [gone, { ...gone, ...saving }, gone, {}], ['noRelay', 'back']],
    ['saving that fails and goes on', [failed, saving, {}], ['failed', 'saved']],
    ['and the same offline', [offline, failed, offline], ['offline', 'failed', 'offline']],
    ['a device that is connected', [{}, saving, { peers: 1, synced: 1 }], []],
  ])('%s', (_, changes, expected) => {
    expect(said(...changes)).toEqual(expected);
  });

  it('is never that somebody is connected who is offline, nor anything of being saved', () => {
    fc.assert(
      fc.property(anyStatus, fc.nat(4), fc.constantFrom(...NEWS), (status, others, last) => {
        const heard = heardOf(status, others);
        if (status.storage === 'saving') {
          expect(heard).toBe(heardOf({ ...status, storage: 'saved' }, others));
        }
        if (newsOf(heard, last) !== 'back') return;
        expect(status.online || status.peers > 0 || status.storage === 'memory').toBe(true);
      }),
    );
  });
});
