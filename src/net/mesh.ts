/**
 * The libp2p transport itself: one node, its relays, and the peers met through them.
 *
 * Loaded lazily by libp2p.ts, since it carries the whole libp2p stack. The transport key is made
 * here and lives as long as the page. No address is looked up or dialled that the configuration or
 * a circuit through it does not name.
 */
import { noise } from '@libp2p/noise';
import { yamux } from '@libp2p/yamux';
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2';
import { identify } from '@libp2p/identify';
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface';
import { peerIdFromString } from '@libp2p/peer-id';
import { webRTC } from '@libp2p/webrtc';
import { webSockets } from '@libp2p/websockets';
import { createLibp2p } from 'libp2p';

import { toHex } from '../base/bytes.ts';
import { MAX_FRAME_BYTES, MAX_PEERS, MAX_TOPICS } from '../base/limits.ts';
import { mayDial, type NetworkConfig } from './config.ts';
import { FramedStream } from './framed.ts';
import { BEAT_MS } from './heartbeat.ts';
import { Peer, routeOf, SYNC_PROTOCOL, type PeerHost } from './peer.ts';
import { mayAccept, mayOpen } from './places.ts';
import { RelayLine, type CircuitListener } from './relay-line.ts';
import type { Channel, Manner, RelayState, TransportEvents, TransportStatus } from './transport.ts';

const SWEEP_MS = 1_000;
/** How long a connection to a peer may be without a channel. */
const UNUSED_MS = 20_000;
/** How long an opened stream may take to name its topic. */
const TOPIC_MS = 10_000;
/** Peers that may arrive at once through one relay: all of an office behind one address. */
const MAX_ARRIVALS = 4 * MAX_PEERS;

type Node = Libp2p<{ identify: unknown; circuits: CircuitListener }>;

async function makeNode({ iceServers, relays }: NetworkConfig): Promise<Node> {
  const rtcConfiguration = { iceServers: iceServers.map((s) => ({ ...s, urls: [...s.urls] })) };
  return createLibp2p({
    // By default libp2p tells every peer the browser's user agent.
    nodeInfo: { name: 'parley', version: '1', userAgent: 'parley' },
    addresses: { listen: [] },
    transports: [
      webSockets(),
      circuitRelayTransport(),
      ...(typeof RTCPeerConnection === 'undefined' ? [] : [webRTC({ rtcConfiguration })]),
    ],
    connectionEncrypters: [noise()],
    // Heartbeats are ours (heartbeat.ts): idle circuits then stay silent on the relay.
    streamMuxers: [yamux({ enableKeepAlive: false })],
    connectionMonitor: { enabled: false },
    // In place of the default gater of browsers, which refuses every local relay. Others tell libp2p
    // where they may be reached: whatever they say, only our own relays are dialled.
    connectionGater: { denyDialMultiaddr: (address) => !mayDial(address.toString(), relays) },
    connectionManager: {
      // Without resolvers no name is looked up at a third party.
      resolvers: {},
      reconnectRetries: 0,
      addressDialTimeout: 10_000,
      inboundConnectionThreshold: MAX_ARRIVALS,
      maxIncomingPendingConnections: MAX_ARRIVALS,
    },
    services: {
      identify: identify(),
      circuits: ({ transportManager }: { transportManager: CircuitListener }) => transportManager,
    },
  });
}

export class Mesh implements PeerHost {
  readonly topics = new Map<string, Manner>();
  readonly relayOnly: boolean;
  readonly node: Node;
  readonly #events: TransportEvents;
  /** Whom relays name, as many as they may, and who has a channel (places.ts). */
  readonly #peers = new Map<string, Peer>();
  readonly #relays: readonly RelayLine[];
  readonly #timer: ReturnType<typeof setInterval>;
  #beatAt = 0;
  /** What was told last; nothing yet. */
  #status: TransportStatus | null = null;

  static async open(options: NetworkConfig, events: TransportEvents): Promise<Mesh> {
    const mesh = new Mesh(await makeNode(options), options, events);
    await mesh.node.handle(
      SYNC_PROTOCOL,
      (stream, connection) => mesh.#accept(stream, connection),
      {
        runOnLimitedConnection: true,
        maxInboundStreams: 2 * MAX_TOPICS,
        maxOutboundStreams: 2 * MAX_TOPICS,
      },
    );
    for (const relay of mesh.#relays) void relay.run();
    return mesh;
  }

  private constructor(node: Node, options: NetworkConfig, events: TransportEvents) {
    this.node = node;
    this.relayOnly = options.relayOnly;
    this.#events = events;
    this.#relays = options.relays.map((address) => this.#relay(address));
    this.#timer = setInterval(() => this.#sweep(), SWEEP_MS);
    this.changed();
  }

  join(topic: string, manner: Manner): void {
    if (this.topics.has(topic)) return;
    this.topics.set(topic, manner);
    for (const relay of this.#relays) relay.join(topic, manner);
  }

  leave(topic: string): void {
    if (!this.topics.delete(topic)) return;
    for (const relay of this.#relays) relay.leave(topic);
    for (const peer of this.#peers.values()) peer.leave(topic);
    this.changed();
  }

  nudge(): void {
    for (const relay of this.#relays) relay.nudge();
    for (const peer of this.#peers.values()) peer.nudge();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const topic of this.topics.keys()) this.leave(topic);
    for (const relay of this.#relays) relay.stop();
    await this.node.stop();
  }

  deliver(channel: Channel): void {
    this.#events.onChannel(channel);
  }

  mayOpen(peer: Peer, topic: string, lacking: number): boolean {
    return mayOpen(this.#peers.values(), this.#isMembers(topic), peer, lacking);
  }

  changed(): void {
    for (const [id, peer] of this.#peers) if (peer.idle) this.#peers.delete(id);
    const unreachable = [...this.#peers.values()].filter((peer) => peer.unreachable).length;
    const relay = relayState(this.#relays.map((line) => line.state));
    if (relay === this.#status?.relay && unreachable === this.#status.unreachable) return;
    this.#status = { relay, unreachable };
    this.#events.onStatus(this.#status);
  }

  #relay(address: string): RelayLine {
    return new RelayLine(this.node, this.node.services.circuits, address, this.topics, {
      onState: () => this.changed(),
      onHere: (topic, id, dials) => {
        const peer = readPeerId(id);
        if (peer !== undefined && !peer.equals(this.node.peerId))
          this.#peer(peer).meet(topic, address, dials);
      },
      onGone: (topic, id) => {
        this.#peers.get(id)?.part(address, topic);
        this.changed();
      },
      onLost: () => {
        for (const peer of this.#peers.values()) peer.part(address);
        this.changed();
      },
    });
  }

  /** Not a door: everybody there means to stay. */
  #isMembers(topic: string): boolean {
    return this.topics.get(topic) === 'meet';
  }

  /** The peer's record, made if there is none. */
  #peer(id: PeerId): Peer {
    const peer = this.#peers.get(id.toString()) ?? new Peer(id, this);
    this.#peers.set(id.toString(), peer);
    return peer;
  }

  /** A stream that another tab opened: its first frame names the topic. */
  #accept(stream: Stream, connection: Connection): void {
    const framed = new FramedStream(stream, { limit: MAX_FRAME_BYTES });
    const timer = setTimeout(() => framed.close(), TOPIC_MS);
    framed.onClose = () => clearTimeout(timer);
    framed.onFrame = (frame) => {
      clearTimeout(timer);
      const topic = frame.length === 32 ? toHex(frame) : '';
      const id = connection.remotePeer;
      const known = this.#peers.get(id.toString());
      const hasPlace = mayAccept(this.#peers.values(), this.#isMembers(topic), known);
      if (this.topics.has(topic) && hasPlace) this.#peer(id).accept(topic, framed, connection);
      else framed.close();
    };
    framed.start();
  }

  #sweep(): void {
    // Where places are few, whoever failed least goes first, then whoever waited longest.
    const peers = [...this.#peers.values()];
    peers.sort((a, b) => a.failures - b.failures || a.lackingSince - b.lackingSince);
    for (const peer of peers) peer.tend();
    const now = performance.now();
    if (now - this.#beatAt < BEAT_MS) return;
    this.#beatAt = now;
    for (const relay of this.#relays) relay.beat();
    for (const peer of this.#peers.values()) for (const channel of peer.channels()) channel.beat();
    this.#prune();
  }

  /**
   * Closes connections to peers that carry no channel. A circuit beside a channel on WebRTC stays,
   * to fall back on. libp2p also leaves WebRTC connections behind that never opened.
   */
  #prune(): void {
    for (const connection of this.node.getConnections()) {
      const address = connection.remoteAddr.toString();
      const toPeer = address.includes('/p2p-circuit') || address.includes('/webrtc');
      if (!toPeer || Date.now() - connection.timeline.open < UNUSED_MS || used(connection))
        continue;
      const others = this.node.getConnections(connection.remotePeer);
      const spare = routeOf(connection) === 'relay' && others.some(used);
      if (!spare) connection.abort(new Error('unused'));
    }
  }
}

/** One word for several relays: the best of them counts. */
function relayState(states: readonly RelayState[]): RelayState {
  const order: readonly RelayState[] = ['connected', 'connecting', 'unreachable'];
  return order.find((state) => states.includes(state)) ?? 'none';
}

const used = (connection: Connection): boolean =>
  connection.streams.some((stream) => stream.protocol === SYNC_PROTOCOL);

function readPeerId(text: string): PeerId | undefined {
  try {
    return peerIdFromString(text);
  } catch {
    return undefined;
  }
}
