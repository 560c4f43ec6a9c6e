/** A tab that is sent nonsense: what is broken closes, all else goes on. */
import type { Stream } from '@libp2p/interface';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { fromHex } from '../../src/base/bytes.ts';
import { MAX_FRAME_BYTES } from '../../src/base/limits.ts';
import { dataFrame } from '../../src/net/frames.ts';
import { libp2pTransport } from '../../src/net/libp2p.ts';
import { SYNC_PROTOCOL } from '../../src/net/peer.ts';
import type { ParleyServer } from '../../src/node/server.ts';
import { Probe } from '../contract/probe.ts';
import { eventually, gotFrames, openChannel, OTHER_TOPIC, TOPIC } from '../contract/transport.ts';
import { addressOf, deploy } from './deployment.ts';
import { Stranger } from './stranger.ts';

let server: ParleyServer;
let victim: Probe;
let stranger: Stranger;
let peer: string;

beforeAll(async () => {
  server = await deploy();
});
afterAll(() => server.stop());

beforeEach(async () => {
  const relays = [addressOf(server)];
  victim = await Probe.start(libp2pTransport({ relays, iceServers: [], relayOnly: true }));
  for (const topic of [TOPIC, OTHER_TOPIC]) await victim.join(topic);
  stranger = await Stranger.arrive(addressOf(server));
  const { heard, say } = await stranger.meet();
  say({ kind: 'meet', topic: TOPIC });
  peer = await eventually(async () => {
    const [named] = heard;
    if (named === undefined || !('peer' in named)) throw new Error('nobody is here');
    return named.peer;
  });
});
afterEach(async () => {
  await victim.stop();
  await stranger.leave();
});

/** A stream to the victim that has named its topic. */
async function open(topic: string): Promise<Stream> {
  const stream = await (await stranger.tab(peer)).newStream(SYNC_PROTOCOL);
  stream.send(dataFrame(fromHex(topic), MAX_FRAME_BYTES));
  return stream;
}

const closed = (stream: Stream): Promise<void> =>
  eventually(async () => {
    expect(stream.remoteWriteStatus).toBe('closed');
  });

/** A whole frame of eight bytes with the number 0, as the probe counts them. */
const GOOD = dataFrame(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 8), MAX_FRAME_BYTES);

describe('a hostile peer', { timeout: 60_000 }, () => {
  it('that announces a frame above the limit loses that channel and no other', async () => {
    const bad = await open(TOPIC);
    const good = await open(OTHER_TOPIC);
    const ofBad = await openChannel(victim, TOPIC);
    const ofGood = await openChannel(victim, OTHER_TOPIC);
    bad.send(dataFrame(new Uint8Array(MAX_FRAME_BYTES + 1), MAX_FRAME_BYTES + 1));
    await eventually(async () => {
      expect((await victim.channels())[ofBad.index]?.closes).toBe(1);
    });
    good.send(GOOD);
    await gotFrames(victim, ofGood.index, 1);
    expect((await victim.channels())[ofGood.index]?.closes).toBe(0);
  });

  it('that names a topic we are not in, or none, is given no channel', async () => {
    for (const first of [fromHex('d4'.repeat(32)), new Uint8Array(31), new Uint8Array(0)]) {
      const stream = await (await stranger.tab(peer)).newStream(SYNC_PROTOCOL);
      stream.send(dataFrame(first, MAX_FRAME_BYTES));
      await closed(stream);
    }
    expect(await victim.channels()).toEqual([]);
  });

  it('that sends random bytes breaks nothing', async () => {
    const bytes = fc.uint8Array({ minLength: 4, maxLength: 2_000 });
    for (const junk of fc.sample(bytes, { numRuns: 30, seed: 7 })) {
      const stream = await (await stranger.tab(peer)).newStream(SYNC_PROTOCOL);
      stream.send(Uint8Array.of(255, ...junk));
      await closed(stream);
    }
    const good = await open(TOPIC);
    const { index } = await openChannel(victim, TOPIC);
    good.send(GOOD);
    await gotFrames(victim, index, 1);
  });

  it('that opens channel after channel keeps the newest, and a bounded number', async () => {
    for (let count = 0; count < 40; count++) {
      await open(TOPIC).catch(() => undefined);
    }
    await eventually(async () => {
      const left = (await victim.channels()).filter((view) => view.closes === 0);
      expect(left.length).toBe(1);
    });
  });

  it('that never answers is let go', async () => {
    await open(TOPIC);
    const { index } = await openChannel(victim, TOPIC);
    await eventually(async () => {
      expect((await victim.channels())[index]?.closes).toBe(1);
    });
  });
});
