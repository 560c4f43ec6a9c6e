/**
 * Channels between tabs: each is ordered and reliable while it is open, and forgets what was under
 * way when it is cut. Different channels have different latencies, so messages overtake each other.
 */
import { asPeerId, type PeerId } from '../../src/base/ids.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

export interface End {
  readonly name: string;
  opened(other: End): void;
  received(from: PeerId, message: Uint8Array): void;
  drained(to: PeerId): void;
  closed(other: PeerId): void;
}

interface Channel {
  readonly ends: readonly [End, End];
  readonly latency: number;
  /** When the last message in each direction arrives. */
  readonly arrivals: [number, number];
  open: boolean;
}

export class Network {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #channels = new Map<string, Channel>();
  /** Everything sent so far, by sender and receiver. */
  messages = 0;
  bytes = 0;
  /** Messages and bytes so far from one end to another. */
  readonly #flows = new Map<string, { messages: number; bytes: number }>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  flow(from: string, to: string): { messages: number; bytes: number } {
    const key = `${from} ${to}`;
    let flow = this.#flows.get(key);
    if (!flow) this.#flows.set(key, (flow = { messages: 0, bytes: 0 }));
    return flow;
  }

  isOpen(a: End, b: End): boolean {
    return this.#channels.has(keyOf(a.name, b.name));
  }

  connect(
    a: End,
    b: End,
    latency = this.#random.whole(1, this.#random.pick([5, 80, 600]) ?? 5),
  ): void {
    if (a === b || this.isOpen(a, b)) return;
    const channel: Channel = { ends: [a, b], latency, arrivals: [0, 0], open: true };
    this.#channels.set(keyOf(a.name, b.name), channel);
    a.opened(b);
    b.opened(a);
  }

  /** Cuts a channel: one end may notice long after the other. */
  cut(a: End, b: End): void {
    const channel = this.#channels.get(keyOf(a.name, b.name));
    if (!channel) return;
    this.#channels.delete(keyOf(a.name, b.name));
    channel.open = false;
    for (const [end, other] of [
      [a, b],
      [b, a],
    ] as const)
      this.#clock.after(this.#random.whole(0, 400), () => {
        if (!this.isOpen(end, other)) end.closed(asPeerId(other.name));
      });
  }

  cutAll(end: End): void {
    for (const { ends } of this.#channels.values()) if (ends.includes(end)) this.cut(...ends);
  }

  send(from: End, to: PeerId, message: Uint8Array): void {
    const channel = this.#channels.get(keyOf(from.name, to));
    if (!channel) return;
    const side = channel.ends[0] === from ? 0 : 1;
    const target = channel.ends[1 - side] as End;
    this.messages += 1;
    this.bytes += message.length;
    const flow = this.flow(from.name, to);
    flow.messages += 1;
    flow.bytes += message.length;
    const wire = message.slice();
    const arrival = this.#clock.now + channel.latency + this.#random.whole(0, 10);
    channel.arrivals[side] = Math.max(channel.arrivals[side], arrival);
    this.#clock.at(channel.arrivals[side], () => {
      if (channel.open) target.received(asPeerId(from.name), wire);
    });
    const drain = (): void => {
      if (channel.open) from.drained(to);
    };
    if (this.#random.chance(0.7)) drain();
    else this.#clock.after(this.#random.whole(1, 300), drain);
  }
}

const keyOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);
