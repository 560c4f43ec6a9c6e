/**
 * The relay: forwards ciphertext between tabs, and introduces those who share a topic.
 *
 * A libp2p node with a circuit relay and the meeting point of meeting.ts. It holds one key of its
 * own, so that addresses in invites stay valid; it stores nothing else, signs nothing for anybody
 * and cannot read what it forwards (Noise, end to end). Its limits fit an office behind one
 * address, and are in one place here.
 */
import { noise } from '@libp2p/noise';
import { yamux } from '@libp2p/yamux';
import {
  circuitRelayServer,
  RELAY_V2_HOP_CODEC,
  RELAY_V2_STOP_CODEC,
  type CircuitRelayService,
} from '@libp2p/circuit-relay-v2';
import { identify, type Identify } from '@libp2p/identify';
import type { Libp2p, Listener, PeerId, PrivateKey, StreamMiddleware } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';
import { createLibp2p } from 'libp2p';

import { MAX_PEERS } from '../base/limits.ts';
import { MEET_PROTOCOL } from '../net/meet.ts';
import { MeetingPoint } from './meeting.ts';

/** Tabs connected at once, unless the host sets another number. Each costs some tens of kilobytes. */
export const MAX_CONNECTIONS = 4_096;
/** New connections per second from one address: a class that opens its laptops. */
const MAX_ARRIVALS = 200;
/** Circuits that one tab may hold open in each direction. */
const MAX_CIRCUITS = 4 * MAX_PEERS;

export interface RelayFigures {
  readonly connections: number;
  readonly reservations: number;
  /** Circuits open now. */
  readonly circuits: number;
  /** Bytes sent on circuits since the start, both directions, their handshakes included. */
  readonly relayedBytes: number;
  readonly guests: number;
  readonly topics: number;
}

export interface Relay {
  readonly id: string;
  /** The websocket listener, to which the HTTP server hands upgrade requests. */
  listener(): Listener | undefined;
  figures(): RelayFigures;
  stop(): Promise<void>;
}

interface RelayComponents {
  readonly registrar: { use(protocol: string, middleware: StreamMiddleware[]): void };
  readonly transportManager: { getListeners(): Listener[] };
}

interface Services {
  [name: string]: unknown;
  identify: Identify;
  circuits: CircuitRelayService;
  traffic: Traffic;
}

/** Counts what circuits carry: libp2p shows each stream to it before the relay joins two of them. */
class Traffic {
  bytes = 0;
  open = 0;
  readonly listeners: () => Listener[];

  constructor({ registrar, transportManager }: RelayComponents) {
    this.listeners = () => transportManager.getListeners();
    // libp2p 3.3 appends each inbound stream's handler to the list that it was given: give a new one.
    const watchHops = (): void =>
      registrar.use(RELAY_V2_HOP_CODEC, [
        (stream, connection, next) => {
          watchHops();
          next(this.#counted(stream), connection);
        },
      ]);
    watchHops();
    registrar.use(RELAY_V2_STOP_CODEC, [
      (stream, connection, next) => {
        this.open += 1;
        stream.addEventListener('close', () => (this.open -= 1), { once: true });
        next(this.#counted(stream), connection);
      },
    ]);
  }

  #counted(stream: Parameters<StreamMiddleware>[0]): typeof stream {
    const send = stream.send.bind(stream);
    stream.send = (bytes) => {
      this.bytes += bytes.byteLength;
      return send(bytes);
    };
    return stream;
  }
}

/** Starts a relay. `announce`: multiaddrs under which it can be reached, for its reservations. */
export async function startRelay(
  key: PrivateKey,
  announce: string[],
  maxConnections: number,
): Promise<Relay> {
  const meeting = new MeetingPoint();
  const node: Libp2p<Services> = await createLibp2p<Services>({
    privateKey: key,
    nodeInfo: { name: 'parley', version: '1', userAgent: 'parley' },
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0/ws'], announce },
    transports: [webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionGater: {
      // Not a relay for the world at large: only for those whom it has introduced.
      denyOutboundRelayedConnection: (source, destination) =>
        !meeting.acquainted(source.toString(), destination.toString()),
    },
    connectionManager: {
      maxConnections,
      inboundConnectionThreshold: MAX_ARRIVALS,
      maxIncomingPendingConnections: MAX_ARRIVALS,
    },
    services: {
      identify: identify(),
      traffic: (components: RelayComponents) => new Traffic(components),
      circuits: circuitRelayServer({
        maxInboundHopStreams: MAX_CIRCUITS,
        maxOutboundStopStreams: MAX_CIRCUITS,
        reservations: { applyDefaultLimit: false, maxReservations: maxConnections },
      }),
    },
  });
  const { traffic, circuits } = node.services;
  await node.handle(MEET_PROTOCOL, (stream, connection) => {
    keepNewest(node, connection.remotePeer, connection.id);
    meeting.admit(stream, connection);
  });
  node.addEventListener('peer:disconnect', ({ detail }) => {
    circuits.reservations.get(detail)?.signal.clear();
    circuits.reservations.delete(detail);
  });
  return {
    id: node.peerId.toString(),
    listener: () => traffic.listeners()[0],
    figures: () => ({
      connections: node.getConnections().length,
      reservations: circuits.reservations.size,
      circuits: traffic.open,
      relayedBytes: traffic.bytes,
      guests: meeting.guests,
      topics: meeting.topics,
    }),
    stop: async () => node.stop(),
  };
}

/** A tab that changed networks comes back while its old socket still looks open here. */
function keepNewest(node: Libp2p<Services>, peer: PeerId, newest: string): void {
  for (const connection of node.getConnections(peer)) {
    if (connection.id !== newest) connection.abort(new Error('the peer came back'));
  }
}
