/**
 * Somebody with libp2p and bad manners: dials the relay, and tabs through it, and sends any bytes.
 */
import { noise } from '@libp2p/noise';
import { yamux } from '@libp2p/yamux';
import { circuitRelayTransport } from '@libp2p/circuit-relay-v2';
import { identify } from '@libp2p/identify';
import type { Connection, Libp2p, Stream } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';
import { multiaddr } from '@multiformats/multiaddr';
import { createLibp2p } from 'libp2p';

import { MAX_MEET_BYTES } from '../../src/base/limits.ts';
import { dataFrame, FrameReader } from '../../src/net/frames.ts';
import { decodeMeet, encodeMeet, MEET_PROTOCOL, type MeetMessage } from '../../src/net/meet.ts';
import type { CircuitListener } from '../../src/net/relay-line.ts';

interface Services {
  [name: string]: unknown;
  circuits: CircuitListener;
}

type Node = Libp2p<Services>;

export class Stranger {
  readonly node: Node;
  readonly #relay: string;

  private constructor(node: Node, relay: string) {
    this.node = node;
    this.#relay = relay;
  }

  static async arrive(relay: string): Promise<Stranger> {
    const node = await createLibp2p<Services>({
      transports: [webSockets(), circuitRelayTransport()],
      connectionEncrypters: [noise()],
      streamMuxers: [yamux()],
      services: {
        identify: identify(),
        circuits: ({ transportManager }: { transportManager: CircuitListener }) => transportManager,
      },
    });
    return new Stranger(node, relay);
  }

  get id(): string {
    return this.node.peerId.toString();
  }

  relay(): Promise<Connection> {
    return this.node.dial(multiaddr(this.#relay));
  }

  /** Makes a reservation, so that tabs can dial this stranger. */
  async listen(): Promise<void> {
    await this.node.services.circuits.listen([multiaddr(`${this.#relay}/p2p-circuit`)]);
  }

  /** A connection to the tab with this peer id, through the relay. */
  tab(peer: string): Promise<Connection> {
    return this.node.dial(multiaddr(`${this.#relay}/p2p-circuit/p2p/${peer}`));
  }

  /** A line to the meeting point: what is sent on it, and what came back so far. */
  async meet(): Promise<{ stream: Stream; heard: MeetMessage[]; say(message: MeetMessage): void }> {
    const stream = await (await this.relay()).newStream(MEET_PROTOCOL);
    const reader = new FrameReader(MAX_MEET_BYTES);
    const heard: MeetMessage[] = [];
    stream.addEventListener('message', ({ data }) => {
      const frames = reader.push(data.subarray());
      for (const { kind, body } of frames.ok ? frames.value : []) {
        const message = decodeMeet(body);
        if (kind === 'data' && message.ok) heard.push(message.value);
      }
    });
    const say = (message: MeetMessage): void => {
      stream.send(dataFrame(encodeMeet(message), MAX_MEET_BYTES));
    };
    return { stream, heard, say };
  }

  async leave(): Promise<void> {
    await this.node.stop();
  }
}
