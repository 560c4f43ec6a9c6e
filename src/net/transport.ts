/**
 * What the host needs from a network, and nothing about how it is done.
 *
 * A transport finds the other ends that know a topic, opens one channel to each, and carries
 * bounded frames in order. It proves nothing about who is there: channels are proven by the host
 * (topic secret, then agents) before anything else is said. Frames are opaque bytes.
 */
import type { PeerId } from '../base/ids.ts';

/** How bytes travel now. `tab`: another tab of this profile; `relay`: circuit; `direct`: WebRTC. */
export type Route = 'tab' | 'relay' | 'direct';

/** The relay as seen from here. `none`: no relay is configured. */
export type RelayState = 'none' | 'connecting' | 'connected' | 'unreachable';

export interface Channel {
  readonly peer: PeerId;
  /** The topic on which this channel was opened: 32 bytes, hex, a hash of the topic's secret. */
  readonly topic: string;
  /** True for the end that opened the channel; the two ends always differ. */
  readonly initiator: boolean;
  /** Our own transport name and the other end's, as bytes that both ends agree on. */
  readonly localName: Uint8Array;
  readonly remoteName: Uint8Array;
  readonly route: Route;
  /**
   * Queues one frame of at most MAX_FRAME_BYTES (a longer one is a Fault). False: the frame was
   * queued, but nothing more should be sent before `onDrain`; a channel with more than
   * MAX_OUTBOX_BYTES queued is closed. Sending on a closed channel is a no-op that returns false.
   */
  send(frame: Uint8Array): boolean;
  /**
   * Sends what is queued, then closes. The peer is tried again later, after a pause that grows
   * with each channel that was closed soon after it had opened.
   */
  close(): void;
  /** Handlers are set once, right in `onChannel`; frames are delivered in order. */
  onFrame: ((frame: Uint8Array) => void) | null;
  onDrain: (() => void) | null;
  /** Called once, whoever closed it. */
  onClose: (() => void) | null;
}

export interface TransportEvents {
  /**
   * A channel is open (not proven). A later channel to the same peer and topic is meant to replace
   * an earlier one, which stays open for some seconds: the host goes on with it until the later
   * one is proven, then closes it; otherwise the transport does.
   */
  onChannel(channel: Channel): void;
  /** The relay's state, a route or the traffic figures changed. */
  onStatus(status: TransportStatus): void;
}

export interface TransportStatus {
  readonly relay: RelayState;
  /** Peers that a meeting point named but that no channel could be opened to so far. */
  readonly unreachable: number;
}

/**
 * How a topic is joined. `meet`: everybody with everybody; `wait`: only be found; `seek`: dial those
 * who wait, at once. Two who wait, or two who seek, leave each other alone.
 */
export type Manner = 'meet' | 'wait' | 'seek';

export interface Transport {
  /** Resolves when it runs, whether or not a relay can be reached. Started at most once. */
  start(events: TransportEvents): Promise<void>;
  /**
   * Makes known that we are here for this topic (32 bytes, hex), and looks for others. Idempotent;
   * may be called before `start` has resolved. At most MAX_TOPICS at once.
   */
  join(topic: string, manner?: Manner): void;
  leave(topic: string): void;
  /** Looks again at once: called on `online`, `visibilitychange`, `pageshow`. */
  nudge(): void;
  stop(): Promise<void>;
}
