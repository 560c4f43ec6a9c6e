/**
 * A channel to one other tab: a BroadcastChannel that only these two listen to.
 *
 * It keeps count of what the other tab has not yet taken, since a BroadcastChannel itself never
 * says that it is full, and pings, since nothing tells when the other tab has crashed.
 */
import { compare, fromHex, toHex } from '../base/bytes.ts';
import { asPeerId, type PeerId } from '../base/ids.ts';
import { MAX_FRAME_BYTES } from '../base/limits.ts';
import { Fault } from '../base/result.ts';
import { Heartbeat } from './heartbeat.ts';
import type { Channel, Route } from './transport.ts';

export const TAB_NAME_BYTES = 16;
/** Bytes that the other tab has not taken yet, above which the sender is told to wait. */
const WINDOW_BYTES = 2_097_152;

export const isTabName = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);

/** `taken`: so many more bytes of frames have been delivered over there. */
type TabMessage =
  | { readonly kind: 'begin' | 'ping' | 'pong' | 'close' }
  | { readonly kind: 'frame'; readonly frame: Uint8Array }
  | { readonly kind: 'taken'; readonly bytes: number };

export interface TabChannelEvents {
  /** Both ends listen: the channel may be handed to the host. */
  onBegin(channel: Channel): void;
  onEnd(): void;
}

export class TabChannel implements Channel {
  readonly peer: PeerId;
  readonly topic: string;
  readonly initiator: boolean;
  readonly localName: Uint8Array;
  readonly remoteName: Uint8Array;
  readonly route: Route = 'tab';
  onFrame: ((frame: Uint8Array) => void) | null = null;
  onDrain: (() => void) | null = null;
  onClose: (() => void) | null = null;

  readonly #line: BroadcastChannel;
  readonly #events: TabChannelEvents;
  readonly #heartbeat = new Heartbeat();
  #open = true;
  #begun = false;
  #untaken = 0;
  #full = false;

  /** `other`: the other tab's name, hex. */
  constructor(topic: string, name: Uint8Array, other: string, events: TabChannelEvents) {
    this.peer = asPeerId(other);
    this.topic = topic;
    this.localName = name;
    this.remoteName = fromHex(other);
    this.initiator = compare(this.localName, this.remoteName) < 0;
    this.#events = events;
    const names = [toHex(name), other].sort();
    this.#line = new BroadcastChannel(`parley/${topic}/${names.join('/')}`);
    this.#line.onmessage = ({ data }) => {
      if (isTabMessage(data)) this.#hear(data);
    };
  }

  /** The other end listens. */
  begin(): void {
    if (this.#begun || !this.#open) return;
    this.#begun = true;
    this.#post({ kind: 'begin' });
    this.#events.onBegin(this);
  }

  send(frame: Uint8Array): boolean {
    if (frame.length > MAX_FRAME_BYTES) throw new Fault('FrameTooLarge', `${frame.length} bytes`);
    if (!this.#open) return false;
    this.#post({ kind: 'frame', frame });
    this.#untaken += frame.length;
    this.#full = this.#untaken >= WINDOW_BYTES;
    return !this.#full;
  }

  beat(): void {
    if (this.#heartbeat.beat()) this.#post({ kind: 'ping' });
    else this.close();
  }

  close(): void {
    if (!this.#open) return;
    this.#post({ kind: 'close' });
    this.#end();
  }

  #hear(message: TabMessage): void {
    if (!this.#open) return;
    this.#heartbeat.heard();
    if (message.kind === 'begin') this.begin();
    else if (message.kind === 'ping') this.#post({ kind: 'pong' });
    else if (message.kind === 'close') this.#end();
    else if (message.kind === 'taken') this.#drain(message.bytes);
    else if (message.kind === 'frame' && this.#begun) {
      this.#post({ kind: 'taken', bytes: message.frame.length });
      this.onFrame?.(message.frame);
    }
  }

  #drain(bytes: number): void {
    this.#untaken = Math.max(0, this.#untaken - bytes);
    if (!this.#full || this.#untaken > WINDOW_BYTES / 2) return;
    this.#full = false;
    this.onDrain?.();
  }

  #post(message: TabMessage): void {
    this.#line.postMessage(message);
  }

  #end(): void {
    this.#open = false;
    this.#line.close();
    this.#events.onEnd();
    if (this.#begun) this.onClose?.();
  }
}

function isTabMessage(data: unknown): data is TabMessage {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return false;
  if (data.kind === 'frame') {
    const frame = 'frame' in data ? data.frame : undefined;
    return frame instanceof Uint8Array && frame.length <= MAX_FRAME_BYTES;
  }
  if (data.kind === 'taken') return 'bytes' in data && Number.isSafeInteger(data.bytes);
  return ['begin', 'ping', 'pong', 'close'].some((kind) => kind === data.kind);
}
