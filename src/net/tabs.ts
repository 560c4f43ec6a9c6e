/**
 * Between tabs of one profile: frames over BroadcastChannel, without any network.
 *
 * A tab announces itself on the topic's line; each tab there answers, and the two then talk on a
 * line of their own, which both open before either speaks. Every message is from this origin, yet
 * is checked all the same: an older version of the application may be open in the other tab.
 * A tab that is closed says so; one that crashed is found by the heartbeat.
 */
import { toHex } from '../base/bytes.ts';
import { MAX_PEERS } from '../base/limits.ts';
import { BEAT_MS } from './heartbeat.ts';
import { isTabName, TabChannel, TAB_NAME_BYTES } from './tab-channel.ts';
import type { Transport, TransportEvents } from './transport.ts';

/** Beats between losing a tab and looking for it again. */
const BEATS_TO_ANNOUNCE = 4;

export function tabsTransport(): Transport {
  return new TabsTransport();
}

/** On a topic's line. `to` is left out of an announcement. */
interface Hail {
  readonly from: string;
  readonly to?: string;
}

const isHail = (data: unknown): data is Hail =>
  typeof data === 'object' &&
  data !== null &&
  'from' in data &&
  isTabName(data.from) &&
  (!('to' in data) || isTabName(data.to));

class TabsTransport implements Transport {
  readonly #name = crypto.getRandomValues(new Uint8Array(TAB_NAME_BYTES));
  readonly #rooms = new Map<string, Room>();
  #events: TransportEvents | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  async start(events: TransportEvents): Promise<void> {
    this.#events = events;
    this.#timer = setInterval(() => this.#beat(), BEAT_MS);
    globalThis.addEventListener('pagehide', this.#hide);
    events.onStatus({ relay: 'none', unreachable: 0 });
    for (const room of this.#rooms.values()) room.open(events);
  }

  join(topic: string): void {
    if (this.#rooms.has(topic)) return;
    const room = new Room(topic, this.#name);
    this.#rooms.set(topic, room);
    if (this.#events !== null) room.open(this.#events);
  }

  leave(topic: string): void {
    this.#rooms.get(topic)?.close();
    this.#rooms.delete(topic);
  }

  nudge(): void {
    for (const room of this.#rooms.values()) room.announce();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    globalThis.removeEventListener('pagehide', this.#hide);
    for (const topic of this.#rooms.keys()) this.leave(topic);
    this.#events = null;
  }

  /** The page may come back from the back-forward cache: the rooms stay, `nudge` announces anew. */
  readonly #hide = (): void => {
    for (const room of this.#rooms.values()) room.hangUp();
  };

  #beat(): void {
    for (const room of this.#rooms.values()) room.beat();
  }
}

/** One topic: who else is in it. */
class Room {
  readonly #topic: string;
  readonly #name: Uint8Array;
  readonly #id: string;
  readonly #tabs = new Map<string, TabChannel>();
  #line: BroadcastChannel | null = null;
  #events: TransportEvents | null = null;
  #beatsToAnnounce = 0;

  constructor(topic: string, name: Uint8Array) {
    this.#topic = topic;
    this.#name = name;
    this.#id = toHex(name);
  }

  open(events: TransportEvents): void {
    this.#events = events;
    this.#line = new BroadcastChannel(`parley/${this.#topic}`);
    this.#line.onmessage = ({ data }) => {
      if (isHail(data) && data.from !== this.#id) this.#hear(data);
    };
    this.announce();
  }

  announce(): void {
    this.#hail({ from: this.#id });
  }

  /** Pings all, and looks again for a tab that was lost some beats ago: it may have been busy. */
  beat(): void {
    for (const tab of this.#tabs.values()) tab.beat();
    if (this.#beatsToAnnounce === 0) return;
    this.#beatsToAnnounce -= 1;
    if (this.#beatsToAnnounce === 0) this.announce();
  }

  hangUp(): void {
    for (const tab of this.#tabs.values()) tab.close();
  }

  close(): void {
    this.hangUp();
    this.#line?.close();
    this.#line = null;
  }

  #hail(hail: Hail): void {
    this.#line?.postMessage(hail);
  }

  #hear({ from, to }: Hail): void {
    if (to !== undefined && to !== this.#id) return;
    const tab = this.#tabs.get(from) ?? this.#meet(from);
    // Answered only once our end of the line between us is open; an answer means theirs is.
    if (to === undefined) this.#hail({ from: this.#id, to: from });
    else tab?.begin();
  }

  #meet(id: string): TabChannel | undefined {
    if (this.#tabs.size >= MAX_PEERS) return undefined;
    const tab = new TabChannel(this.#topic, this.#name, id, {
      onBegin: (channel) => this.#events?.onChannel(channel),
      onEnd: () => {
        this.#tabs.delete(id);
        this.#beatsToAnnounce = BEATS_TO_ANNOUNCE;
      },
    });
    this.#tabs.set(id, tab);
    return tab;
  }
}
