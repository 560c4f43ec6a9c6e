/**
 * A channel to another tab over a libp2p stream: what the host sees of it.
 */
import type { PeerId as TransportPeerId } from '@libp2p/interface';

import { asPeerId, type PeerId } from '../base/ids.ts';
import type { FramedStream } from './framed.ts';
import type { Channel, Route } from './transport.ts';

export interface ChannelFacts {
  readonly peer: TransportPeerId;
  readonly topic: string;
  readonly initiator: boolean;
  readonly route: Route;
  readonly localName: Uint8Array;
  readonly remoteName: Uint8Array;
}

export class StreamChannel implements Channel {
  readonly peer: PeerId;
  readonly topic: string;
  readonly initiator: boolean;
  readonly localName: Uint8Array;
  readonly remoteName: Uint8Array;
  readonly route: Route;
  onFrame: ((frame: Uint8Array) => void) | null = null;
  onDrain: (() => void) | null = null;
  onClose: (() => void) | null = null;
  /** For the mesh, before the host's own `onClose`. See FramedStream.onClose. */
  onEnd: ((dead: boolean) => void) | null = null;
  /** A frame came in: so the other end keeps this channel too. */
  heard = false;
  readonly #framed: FramedStream;

  constructor(framed: FramedStream, facts: ChannelFacts) {
    this.peer = asPeerId(facts.peer.toString());
    this.topic = facts.topic;
    this.initiator = facts.initiator;
    this.route = facts.route;
    this.localName = facts.localName;
    this.remoteName = facts.remoteName;
    this.#framed = framed;
  }

  get open(): boolean {
    return this.#framed.open;
  }

  /** Begins to deliver frames; the host has set its handlers. */
  start(): void {
    this.#framed.onFrame = (frame) => {
      this.heard = true;
      this.onFrame?.(frame);
    };
    this.#framed.onDrain = () => this.onDrain?.();
    this.#framed.onClose = (dead) => {
      this.onEnd?.(dead);
      this.onClose?.();
    };
    this.#framed.start();
  }

  send(frame: Uint8Array): boolean {
    return this.#framed.send(frame);
  }

  beat(): void {
    this.#framed.beat();
  }

  doubt(): void {
    this.#framed.doubt();
  }

  close(): void {
    this.#framed.close();
  }
}
