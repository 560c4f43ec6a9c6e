/**
 * What every transport must do, whatever carries its frames. Each transport's test file calls
 * this with a way to make ends that can reach each other.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';

import { MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import type { Route } from '../../src/net/transport.ts';
import type { ChannelView, End } from './probe.ts';

export const TOPIC = 'a1'.repeat(32);
export const OTHER_TOPIC = 'b2'.repeat(32);
const THIRD_TOPIC = 'c3'.repeat(32);

const WAIT = { timeout: 40_000, interval: 20 };

export const eventually = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, WAIT);

/** The newest open channel of `end` on `topic` (and route), with its number. */
export async function openChannel(
  end: End,
  topic: string = TOPIC,
  route?: string,
): Promise<{ index: number; view: ChannelView }> {
  return eventually(async () => {
    const views = await end.channels();
    const index = views.findLastIndex(
      (view) =>
        view.topic === topic && view.closes === 0 && (route === undefined || view.route === route),
    );
    const view = views[index];
    if (view === undefined) throw new Error(`no open ${route ?? ''} channel`);
    return { index, view };
  });
}

/** Waits until `end` has got the frames numbered 0 to `count` - 1, in order, on one channel. */
export async function gotFrames(end: End, index: number, count: number): Promise<void> {
  const expected = Array.from({ length: count }, (_, number) => number);
  await eventually(async () => {
    expect((await end.channels())[index]?.frames.length).toBeGreaterThanOrEqual(count);
  });
  expect((await end.channels())[index]?.frames).toEqual(expected);
}

/** `route`: the one that channels end up on, where a later channel may replace an earlier. */
export function transportContract(name: string, makeEnd: () => Promise<End>, route?: Route): void {
  describe(`${name}: every transport`, { timeout: 60_000 }, () => {
    const ends: End[] = [];
    const pair = async (): Promise<[End, End]> => {
      const both: [End, End] = [await makeEnd(), await makeEnd()];
      ends.push(...both);
      return both;
    };
    const joined = async (topic = TOPIC): Promise<[End, End]> => {
      const both = await pair();
      for (const end of both) await end.join(topic);
      return both;
    };
    const settled = (end: End, topic = TOPIC): ReturnType<typeof openChannel> =>
      openChannel(end, topic, route);
    afterEach(async () => {
      for (const end of ends.splice(0)) await end.stop();
    });

    it('two ends on one topic open one channel and agree on names and on who opened it', async () => {
      const [a, b] = await joined();
      const { view: ofA } = await settled(a);
      const { view: ofB } = await settled(b);
      expect([ofA.local, ofA.remote]).toEqual([ofB.remote, ofB.local]);
      expect(ofA.local).not.toBe(ofA.remote);
      expect(ofA.initiator).toBe(!ofB.initiator);
      expect(ofA.route).toBe(ofB.route);
    });

    it('topics that only one end has open nothing, and joining twice nothing more', async () => {
      const [a, b] = await pair();
      await a.join(OTHER_TOPIC);
      await b.join(THIRD_TOPIC);
      for (const end of [a, b, a]) await end.join(TOPIC);
      await settled(a);
      await settled(b);
      for (const end of [a, b]) {
        const views = await end.channels();
        expect(new Set(views.map((view) => view.topic))).toEqual(new Set([TOPIC]));
        expect(new Set(views.map((view) => view.route)).size).toBe(views.length);
      }
    });

    it('two topics between the same ends have a channel each', async () => {
      const [a, b] = await joined();
      for (const end of [a, b]) await end.join(OTHER_TOPIC);
      const one = await settled(a, TOPIC);
      const other = await settled(a, OTHER_TOPIC);
      expect(other.view.peer).toBe(one.view.peer);
      const received = await settled(b, OTHER_TOPIC);
      await a.send(other.index, 0, 3, 100);
      await gotFrames(b, received.index, 3);
    });

    it('frames arrive whole and in order, both ways at once, up to the largest', async () => {
      const [a, b] = await joined();
      const ofA = await settled(a);
      const ofB = await settled(b);
      for (const [end, { index }] of [
        [a, ofA],
        [b, ofB],
      ] as const) {
        await end.send(index, 0, 200, 64);
        await end.send(index, 200, 210, 60_000);
        await end.send(index, 210, 212, MAX_FRAME_BYTES);
      }
      await gotFrames(b, ofB.index, 212);
      await gotFrames(a, ofA.index, 212);
    });

    it('a sender that waits whenever it is told to loses nothing', async () => {
      const [a, b] = await joined();
      const { index } = await settled(a);
      const received = await settled(b);
      await a.send(index, 0, 40, 150_000);
      await gotFrames(b, received.index, 40);
    });

    it('leaving a topic closes its channels at both ends, once', async () => {
      const [a, b] = await joined();
      for (const end of [a, b]) await end.join(OTHER_TOPIC);
      const left = [await settled(a), await settled(b)] as const;
      await settled(a, OTHER_TOPIC);
      const kept = await settled(b, OTHER_TOPIC);
      await a.leave(TOPIC);
      await eventually(async () => {
        expect((await a.channels())[left[0].index]?.closes).toBe(1);
        expect((await b.channels())[left[1].index]?.closes).toBe(1);
      });
      expect((await b.channels())[kept.index]?.closes).toBe(0);
    });

    it('an end that stops is seen to be gone', async () => {
      const [a, b] = await joined();
      await settled(a);
      const { index } = await settled(b);
      await a.stop();
      await eventually(async () => expect((await b.channels())[index]?.closes).toBe(1));
    });

    it('sending on a closed channel does nothing', async () => {
      const [a, b] = await joined();
      const { index } = await settled(a);
      await settled(b);
      await a.close(index);
      expect((await a.channels())[index]?.closes).toBe(1);
      expect(await a.trySend(index, 8)).toBe('false');
    });

    it('a frame above the limit is refused as our own mistake, and the channel lives', async () => {
      const [a, b] = await joined();
      const { index } = await settled(a);
      const received = await settled(b);
      expect(await a.trySend(index, MAX_FRAME_BYTES + 1)).toBe('Fault');
      await a.send(index, 0, 1, 8);
      await gotFrames(b, received.index, 1);
    });
  });
}
