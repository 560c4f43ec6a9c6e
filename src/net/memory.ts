/**
 * A network inside one process: for tests of what lives above a transport, without any I/O.
 *
 * It is reliable and quick; loss, delay and partitions are the simulator's business.
 */
import { fromHex } from '../base/bytes.ts';
import { asPeerId, type PeerId } from '../base/ids.ts';
import { MAX_FRAME_BYTES } from '../base/limits.ts';
import { Fault } from '../base/result.ts';
import type { Channel, Manner, Route, Transport, TransportEvents } from './transport.ts';

export class MemoryNetwork {
  readonly #transports = new Set<MemoryTransport>();
  readonly #route: Route;
  #made = 0;

  /** @param route what its channels say of themselves. */
  constructor(route: Route = 'direct') {
    this.#route = route;
  }

  /** A further end of this network. */
  transport(): Transport {
    this.#made += 1;
    const name = FIRST_DIGIT[this.#route] + this.#made.toString(16).padStart(31, '0');
    return new MemoryTransport(name, this.#transports, this.#route);
  }
}

/** One end has a name of its own in each network that it is in. */
const FIRST_DIGIT: Readonly<Record<Route, string>> = { relay: '0', direct: '1', tab: '2' };

class MemoryTransport implements Transport {
  readonly name: string;
  readonly topics = new Map<string, Manner>();
  readonly channels = new Set<MemoryChannel>();
  events: TransportEvents | null = null;
  readonly route: Route;
  readonly #others: Set<MemoryTransport>;

  constructor(name: string, others: Set<MemoryTransport>, route: Route) {
    this.name = name;
    this.route = route;
    this.#others = others;
  }

  async start(events: TransportEvents): Promise<void> {
    this.events = events;
    this.#others.add(this);
    events.onStatus({ relay: 'none', unreachable: 0 });
    this.nudge();
  }

  join(topic: string, manner: Manner = 'meet'): void {
    if (!this.topics.has(topic)) this.topics.set(topic, manner);
    this.nudge();
  }

  leave(topic: string): void {
    this.topics.delete(topic);
    for (const channel of this.channels) if (channel.topic === topic) channel.close();
  }

  nudge(): void {
    if (this.events === null) return;
    for (const other of this.#others) {
      if (other === this) continue;
      for (const [topic, manner] of this.topics) {
        const theirs = other.topics.get(topic);
        if (manner === 'meet' && theirs === 'meet') connect(this, other, topic);
        if (manner === 'seek' && theirs === 'wait') connect(this, other, topic);
        if (manner === 'wait' && theirs === 'seek') connect(other, this, topic);
      }
    }
  }

  async stop(): Promise<void> {
    this.#others.delete(this);
    for (const channel of this.channels) channel.close();
    this.events = null;
  }
}

function connect(near: MemoryTransport, far: MemoryTransport, topic: string): void {
  const known = [...near.channels].some((it) => it.topic === topic && it.peer === far.name);
  if (known) return;
  const nearEnd = new MemoryChannel(near, far.name, topic, true);
  const farEnd = new MemoryChannel(far, near.name, topic, false);
  nearEnd.other = farEnd;
  farEnd.other = nearEnd;
  far.events?.onChannel(farEnd);
  near.events?.onChannel(nearEnd);
}

class MemoryChannel implements Channel {
  readonly peer: PeerId;
  readonly topic: string;
  readonly initiator: boolean;
  readonly localName: Uint8Array;
  readonly remoteName: Uint8Array;
  readonly route: Route;
  onFrame: ((frame: Uint8Array) => void) | null = null;
  onDrain: (() => void) | null = null;
  onClose: (() => void) | null = null;
  other: MemoryChannel | null = null;
  readonly #owner: MemoryTransport;

  constructor(owner: MemoryTransport, peer: string, topic: string, initiator: boolean) {
    this.#owner = owner;
    this.peer = asPeerId(peer);
    this.topic = topic;
    this.route = owner.route;
    this.initiator = initiator;
    this.localName = fromHex(owner.name);
    this.remoteName = fromHex(peer);
    owner.channels.add(this);
  }

  send(frame: Uint8Array): boolean {
    if (frame.length > MAX_FRAME_BYTES) throw new Fault('FrameTooLarge', `${frame.length} bytes`);
    const { other } = this;
    if (other === null) return false;
    const copy = frame.slice();
    queueMicrotask(() => {
      if (other.other !== null) other.onFrame?.(copy);
    });
    return true;
  }

  close(): void {
    const { other } = this;
    if (other === null) return;
    this.other = null;
    this.#owner.channels.delete(this);
    this.onClose?.();
    queueMicrotask(() => other.close());
  }
}
