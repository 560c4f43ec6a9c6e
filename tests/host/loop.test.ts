/** What the loop does about channels, a store that refuses, and mistakes of those whom it tells. */
import { afterEach, expect, it, vi } from 'vitest';
import { asPeerId, asSeconds } from '../../src/base/ids.ts';
import { Listing } from '../../src/host/listing.ts';
import { Loop, type LoopEvents } from '../../src/host/loop.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import type { Channel } from '../../src/net/transport.ts';
import { Replica } from '../../src/replica/replica.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { StoreError, type Store, type StoreErrorCode } from '../../src/storage/store.ts';
import { genesis, identity, text, workspace } from '../replica/forger.ts';

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const quiet: LoopEvents = {
  onView() {},
  onShow() {},
  onCarets() {},
  onForked() {},
  onPieces() {},
  onStored() {},
};

function founded(): Replica {
  const epoch = asSeconds(1_700_000_000);
  return new Replica({ workspace, genesis, identity: identity(0, 1), epoch });
}

/** A loop over a store that counts how often it is asked, and refuses as long as it is told to. */
async function refusing(events: Partial<LoopEvents> = {}) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const disk = { asked: 0, written: 0, refuses: 'Quota' as StoreErrorCode | null };
  const append: Store['append'] = async (_, runs) => {
    disk.asked += 1;
    if (disk.refuses) throw new StoreError(disk.refuses, 'refused by a test');
    disk.written += runs.length;
  };
  const store = Object.assign(memoryStore(), { append });
  const engine = await createSignatureEngine();
  const replica = founded();
  const loop = new Loop(replica, store, engine, 0, { ...quiet, ...events });
  return { disk, replica, loop, listing: new Listing(loop) };
}

it('D2 a store that refuses is tried again by one timer, however much is written meanwhile', async () => {
  const { disk, loop, listing } = await refusing();
  for (let i = 0; i < 20; i++) {
    listing.renameWorkspace(`Garden ${i}`);
    await vi.advanceTimersByTimeAsync(0);
  }
  expect([disk.asked, loop.pending]).toEqual([1, 20]);
  await vi.advanceTimersByTimeAsync(9_500);
  expect([disk.asked, loop.failure?.code]).toEqual([4, 'Quota']);
  disk.refuses = null;
  await vi.advanceTimersByTimeAsync(3_000);
  expect([disk.written, loop.pending, loop.failure]).toEqual([20, 0, null]);
  loop.stop();
});

it('D2 what the store refused is tried again after the loop is stopped, until it is written', async () => {
  const { disk, loop, listing } = await refusing();
  listing.renameWorkspace('Garden');
  await vi.advanceTimersByTimeAsync(0);
  loop.stop();
  await vi.advanceTimersByTimeAsync(6_500);
  expect([disk.asked, disk.written]).toEqual([3, 0]);
  disk.refuses = null;
  await vi.advanceTimersByTimeAsync(3_000);
  expect([disk.written, loop.pending]).toEqual([1, 0]);
  expect(vi.getTimerCount()).toBe(0);
});

it('D2 a stopped loop gives up what has no workspace any more', async () => {
  const { disk, loop, listing } = await refusing();
  listing.renameWorkspace('Garden');
  await vi.advanceTimersByTimeAsync(0);
  loop.stop();
  disk.refuses = 'Missing';
  await vi.advanceTimersByTimeAsync(30_000);
  expect([disk.asked, loop.pending, vi.getTimerCount()]).toEqual([2, 0, 0]);
});

it('D2 a mistake in what shows an effect keeps no later one from being stored, and is reported', async () => {
  const reported: unknown[] = [];
  const mistake = new Error('a mistake of a view');
  const wrong = (): void => {
    throw mistake;
  };
  const all = { onShow: wrong, onView: wrong, onStored: wrong };
  const { disk, loop, listing, replica } = await refusing(all);
  const due = replica.due.bind(replica);
  disk.refuses = null;
  vi.stubGlobal('queueMicrotask', (report: () => void) => {
    try {
      report();
    } catch (error) {
      reported.push(error);
    }
  });
  for (const title of ['Garden', 'Orchard']) {
    replica.due = () => {
      replica.due = due;
      return [{ kind: 'show', document: text(1), changes: [] }, ...due()];
    };
    listing.renameWorkspace(title);
  }
  await vi.advanceTimersByTimeAsync(0);
  expect([disk.written, loop.pending]).toEqual([2, 0]);
  expect(new Set(reported)).toEqual(new Set([mistake]));
  expect(reported.length).toBeGreaterThan(3);
  loop.stop();
});

/** A channel that says so at once when it is closed, as those of libp2p do. */
const channelTo = (peer: string): Channel => ({
  peer: asPeerId(peer),
  topic: 'topic',
  route: 'relay',
  initiator: true,
  localName: new Uint8Array(),
  remoteName: new Uint8Array(),
  onFrame: null,
  onDrain: null,
  onClose: null,
  send: () => true,
  close() {
    this.onClose?.();
  },
});

it('S17 a channel that another to the same peer takes over from ends without the peer being gone', async () => {
  const loop = new Loop(founded(), memoryStore(), await createSignatureEngine(), 0, quiet);
  const [first, second] = [channelTo('peer'), channelTo('peer')];
  const gone: Channel[] = [];
  for (const channel of [first, second]) {
    channel.onClose = () => {
      if (loop.disconnect(channel)) gone.push(channel);
    };
    loop.connect(channel);
  }
  expect(gone).toEqual([]);
  expect(loop.channel(first.peer)).toBe(second);
  second.close();
  expect(gone).toEqual([second]);
  loop.stop();
});
