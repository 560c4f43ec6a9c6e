/**
 * Meets itself through a relay: two connections of this page, made as between two devices, on a topic
 * that nobody else knows. So what is found is what people will find, from the first websocket to the
 * way around the relay; and nobody is told that anybody was looking.
 */
import type { NetworkConfig } from '../../net/config.ts';
import type { Channel, RelayState, TransportEvents } from '../../net/transport.ts';
import type { Meeting } from './outcome.ts';
import { below, within } from './probes.ts';

/** Until the relay is reached, and until the two have met: a little more than either takes at most. */
const REACH_MS = 8_000;
const MEET_MS = 8_000;
/** WebRTC is given up after ten seconds by the transport, and tried beside the relay. */
const DIRECT_MS = 12_000;
const ECHOES = 3;

/** Never rejects; takes half a minute at most. */
export async function meetThrough(relay: string, config: NetworkConfig): Promise<Meeting> {
  const reached = Promise.withResolvers<boolean>();
  const carried = Promise.withResolvers<number | null>();
  const direct = Promise.withResolvers<boolean>();
  const asking: TransportEvents = {
    onStatus: ({ relay: state }) => {
      if ((state satisfies RelayState) === 'connected') reached.resolve(true);
    },
    onChannel: (channel) => {
      if (channel.route === 'direct') direct.resolve(true);
      else void roundTrip(channel).then(carried.resolve);
    },
  };
  const answering: TransportEvents = {
    onStatus: () => {},
    onChannel: (channel) => {
      channel.onFrame = (frame) => void channel.send(frame);
    },
  };
  const found = { relay, reached: false, milliseconds: null, direct: false };
  const stack = await below().catch(() => null);
  if (stack === null) return found;
  const topic = randomTopic();
  const ends = [asking, answering].map((events) => {
    const transport = stack.libp2pTransport({ ...config, relays: [relay] });
    transport.join(topic);
    void transport.start(events).catch(() => {});
    return transport;
  });
  try {
    if (!(await within(reached.promise, false, REACH_MS))) return found;
    const milliseconds = await within(carried.promise, null, MEET_MS);
    if (milliseconds === null) return { ...found, reached: true };
    const tries = !config.relayOnly && typeof RTCPeerConnection === 'function';
    const way = tries && (await within(direct.promise, false, DIRECT_MS));
    return { relay, reached: true, milliseconds, direct: way };
  } finally {
    for (const transport of ends) void transport.stop().catch(() => {});
  }
}

/** 32 bytes in hex, as the hash of a topic's secret looks. */
const randomTopic = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');

/** The shortest of a few, in milliseconds: the others waited for something else. */
async function roundTrip(channel: Channel): Promise<number> {
  const times: number[] = [];
  for (let nth = 0; nth < ECHOES; nth += 1) {
    const from = performance.now();
    await new Promise<void>((resolve) => {
      channel.onFrame = () => resolve();
      channel.send(Uint8Array.of(nth));
    });
    times.push(performance.now() - from);
  }
  return Math.min(...times);
}
