/**
 * Between devices: WebRTC between tabs, introduced and, where WebRTC does not open, carried by a relay.
 *
 * Only the door: the libp2p stack is loaded when the transport starts, so that it costs the first
 * paint nothing. Topics joined before that are remembered.
 */
import { MAX_RELAYS, MAX_TOPICS } from '../base/limits.ts';
import { Fault } from '../base/result.ts';
import type { NetworkConfig } from './config.ts';
import { hideInitChannels } from './init-channel.ts';
import { isTopic } from './meet.ts';
import type { Mesh } from './mesh.ts';
import type { Manner, Transport, TransportEvents } from './transport.ts';

/** A Fault if the configuration names more than MAX_RELAYS. */
export function libp2pTransport(options: NetworkConfig): Transport {
  return new Libp2pTransport(options);
}

class Libp2pTransport implements Transport {
  readonly #options: NetworkConfig;
  readonly #topics = new Map<string, Manner>();
  #mesh: Mesh | null = null;
  #retry: (() => void) | null = null;
  #stopped = false;

  constructor(options: NetworkConfig) {
    if (options.relays.length > MAX_RELAYS) throw new Fault('TooManyRelays', 'too many relays');
    this.#options = options;
  }

  async start(events: TransportEvents): Promise<void> {
    // Before libp2p is loaded, since it takes the constructor then.
    hideInitChannels();
    const loaded = await import('./mesh.ts').catch(() => null);
    if (loaded === null) {
      // The page's own host is away, and with it the relay. A nudge tries again.
      this.#retry = () => void this.start(events);
      return events.onStatus({ relay: 'unreachable', unreachable: 0 });
    }
    const mesh = await loaded.Mesh.open(this.#options, events);
    if (this.#stopped) return mesh.stop();
    this.#mesh = mesh;
    for (const [topic, manner] of this.#topics) mesh.join(topic, manner);
  }

  join(topic: string, manner: Manner = 'meet'): void {
    if (!isTopic(topic)) throw new Fault('BadTopic', 'a topic is 32 bytes of hex');
    if (this.#topics.has(topic)) return;
    if (this.#topics.size >= MAX_TOPICS) {
      throw new Fault('TooManyTopics', `more than ${MAX_TOPICS} topics`);
    }
    this.#topics.set(topic, manner);
    this.#mesh?.join(topic, manner);
  }

  leave(topic: string): void {
    this.#topics.delete(topic);
    this.#mesh?.leave(topic);
  }

  nudge(): void {
    const retry = this.#retry;
    this.#retry = null;
    retry?.();
    this.#mesh?.nudge();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#retry = null;
    await this.#mesh?.stop();
    this.#mesh = null;
  }
}
