/** What the loop does about channels. */
import { expect, it } from 'vitest';
import { asPeerId, asSeconds } from '../../src/base/ids.ts';
import { Loop } from '../../src/host/loop.ts';
import { createSignatureEngine } from '../../src/host/signatures.ts';
import type { Channel } from '../../src/net/transport.ts';
import { Replica } from '../../src/replica/replica.ts';
import { memoryStore } from '../../src/storage/memory.ts';
import { genesis, identity, workspace } from '../replica/forger.ts';

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
  const epoch = asSeconds(1_700_000_000);
  const replica = new Replica({ workspace, genesis, identity: identity(0, 1), epoch });
  const loop = new Loop(replica, memoryStore(), await createSignatureEngine(), 0, {
    onView() {},
    onShow() {},
    onCarets() {},
    onForked() {},
    onPieces() {},
    onStored() {},
  });
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
