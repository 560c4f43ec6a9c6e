/**
 * Several transports as one: other tabs of this profile, and other devices.
 *
 * Each names its peers in its own way, so the same tab may be met through two of them; the host
 * finds that out when it proves who is there.
 */
import type { RelayState, Transport, TransportStatus } from './transport.ts';

const BEST_FIRST: readonly RelayState[] = ['connected', 'connecting', 'unreachable', 'none'];

export function severalTransports(transports: readonly Transport[]): Transport {
  const statuses: TransportStatus[] = transports.map(() => ({ relay: 'none', unreachable: 0 }));
  const together = (): TransportStatus => ({
    relay: BEST_FIRST.find((state) => statuses.some(({ relay }) => relay === state)) ?? 'none',
    unreachable: statuses.reduce((sum, { unreachable }) => sum + unreachable, 0),
  });
  return {
    async start(events) {
      const starting = transports.map((transport, index) =>
        transport.start({
          onChannel: (channel) => events.onChannel(channel),
          onStatus: (status) => {
            statuses[index] = status;
            events.onStatus(together());
          },
        }),
      );
      await Promise.all(starting);
    },
    join: (topic, manner) => transports.forEach((transport) => transport.join(topic, manner)),
    leave: (topic) => transports.forEach((transport) => transport.leave(topic)),
    nudge: () => transports.forEach((transport) => transport.nudge()),
    async stop() {
      await Promise.all(transports.map((transport) => transport.stop()));
    },
  };
}
