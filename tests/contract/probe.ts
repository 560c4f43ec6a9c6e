/**
 * One end of a transport under test, told what to do in plain values.
 *
 * It runs beside the transport, in Node or in a page; the suite talks to it through `End`, which
 * a page's driver can carry across the process border. Frames are made from a number and a length,
 * and checked where they arrive.
 */
import { toHex } from '../../src/base/bytes.ts';
import type { Channel, Route, Transport, TransportStatus } from '../../src/net/transport.ts';

export interface ChannelView {
  readonly peer: string;
  readonly topic: string;
  readonly initiator: boolean;
  readonly route: Route;
  readonly local: string;
  readonly remote: string;
  /** Numbers of the frames that came in, in order; -1 for one that was damaged. */
  readonly frames: readonly number[];
  readonly closes: number;
}

/** What the suite can ask of an end. Channels are named by the order in which they were opened. */
export interface End {
  join(topic: string): Promise<void>;
  leave(topic: string): Promise<void>;
  nudge(): Promise<void>;
  stop(): Promise<void>;
  status(): Promise<TransportStatus | null>;
  channels(): Promise<ChannelView[]>;
  /** Sends frames numbered `from` to `to` - 1, waiting whenever the channel asks for it. */
  send(channel: number, from: number, to: number, length: number): Promise<void>;
  /** What `Channel.send` answers to one frame, or the name of what it threw. */
  trySend(channel: number, length: number): Promise<string>;
  close(channel: number): Promise<void>;
}

interface Kept {
  readonly channel: Channel;
  readonly frames: number[];
  closes: number;
  drained: (() => void) | null;
}

export class Probe implements End {
  readonly #transport: Transport;
  readonly #kept: Kept[] = [];
  #status: TransportStatus | null = null;

  private constructor(transport: Transport) {
    this.#transport = transport;
  }

  static async start(transport: Transport): Promise<Probe> {
    const probe = new Probe(transport);
    await transport.start({
      onChannel: (channel) => probe.#keep(channel),
      onStatus: (status) => (probe.#status = status),
    });
    return probe;
  }

  async join(topic: string): Promise<void> {
    this.#transport.join(topic);
  }

  async leave(topic: string): Promise<void> {
    this.#transport.leave(topic);
  }

  async nudge(): Promise<void> {
    this.#transport.nudge();
  }

  async stop(): Promise<void> {
    await this.#transport.stop();
  }

  async status(): Promise<TransportStatus | null> {
    return this.#status;
  }

  async channels(): Promise<ChannelView[]> {
    return this.#kept.map(({ channel, frames, closes }) => ({
      peer: channel.peer,
      topic: channel.topic,
      initiator: channel.initiator,
      route: channel.route,
      local: toHex(channel.localName),
      remote: toHex(channel.remoteName),
      frames: [...frames],
      closes,
    }));
  }

  async send(index: number, from: number, to: number, length: number): Promise<void> {
    const kept = this.#at(index);
    for (let number = from; number < to; number++) {
      if (kept.channel.send(frame(number, length)) || kept.closes > 0) continue;
      await new Promise<void>((resolve) => (kept.drained = resolve));
    }
  }

  async trySend(index: number, length: number): Promise<string> {
    try {
      return String(this.#at(index).channel.send(frame(0, length)));
    } catch (error) {
      return error instanceof Error ? error.name : 'thrown';
    }
  }

  async close(index: number): Promise<void> {
    this.#at(index).channel.close();
  }

  #at(index: number): Kept {
    const kept = this.#kept[index];
    if (kept === undefined) throw new Error(`no channel ${index}`);
    return kept;
  }

  #keep(channel: Channel): void {
    const kept: Kept = { channel, frames: [], closes: 0, drained: null };
    this.#kept.push(kept);
    channel.onFrame = (bytes) => kept.frames.push(numberOf(bytes));
    channel.onDrain = () => kept.drained?.();
    channel.onClose = () => {
      kept.closes += 1;
      kept.drained?.();
    };
  }
}

/** `length` bytes (at least 8): number, length, and a filler that both determine. */
function frame(number: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(number);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, number);
  view.setUint32(4, length);
  return bytes;
}

function numberOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const number = bytes.length >= 8 ? view.getUint32(0) : 0;
  const whole = bytes.length >= 8 && view.getUint32(4) === bytes.length;
  return whole && bytes.subarray(8).every((byte) => byte === (number & 255)) ? number : -1;
}
