/**
 * Keeps one relay within reach: connection, reservation, and the line to its meeting point.
 *
 * libp2p does not renew a reservation on a relay that went away, and will not start while it is
 * away; so this supervisor dials, reserves and joins in a loop, for as long as the page lives. What
 * runs over the circuits is none of its business.
 */
import type { Connection, Libp2p, Listener } from '@libp2p/interface';
import { multiaddr, type Multiaddr } from '@multiformats/multiaddr';

import { MAX_MEET_BYTES, MAX_MEETING_PEERS } from '../base/limits.ts';
import { FramedStream } from './framed.ts';
import { decodeMeet, encodeMeet, MEET_PROTOCOL } from './meet.ts';
import type { Manner, RelayState } from './transport.ts';

/** First and longest pause between attempts, in milliseconds; each is jittered by half. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 6_000;
const DIAL_MS = 6_000;

export interface RelayLineEvents {
  onState(): void;
  /** `dials`: that peer is ours to dial; otherwise it dials us. */
  onHere(topic: string, peer: string, dials: boolean): void;
  onGone(topic: string, peer: string): void;
  /** The line is down: whom it named may or may not be there still. */
  onLost(): void;
}

/** The part of libp2p's transport manager that makes reservations. */
export interface CircuitListener {
  listen(addresses: Multiaddr[]): Promise<void>;
  getListeners(): Listener[];
}

export class RelayLine {
  /** The relay's complete multiaddr, `/p2p/<id>` included. */
  readonly address: string;
  state: Exclude<RelayState, 'none'> = 'connecting';

  readonly #node: Libp2p;
  readonly #listener: CircuitListener;
  readonly #circuit: Multiaddr;
  readonly #topics: ReadonlyMap<string, Manner>;
  readonly #events: RelayLineEvents;
  /** Whom the relay names, by topic: no more than an honest one would. */
  readonly #named = new Map<string, Set<string>>();
  /** Topics in which the relay had no room for us, the next to be asked for first. */
  readonly #full = new Set<string>();
  /** Libp2p's, made once: its transport manager keeps each one that it made. */
  #reservation: Listener | null = null;
  #line: FramedStream | null = null;
  #connection: Connection | null = null;
  #pause = FIRST_PAUSE_MS;
  #wake: (() => void) | null = null;
  #stopped = false;

  constructor(
    node: Libp2p,
    listener: CircuitListener,
    address: string,
    topics: ReadonlyMap<string, Manner>,
    events: RelayLineEvents,
  ) {
    this.#node = node;
    this.#listener = listener;
    this.address = address;
    this.#circuit = multiaddr(`${address}/p2p-circuit`);
    this.#topics = topics;
    this.#events = events;
  }

  /** Runs until `stop`. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const line = await this.#connect();
        this.#pause = FIRST_PAUSE_MS;
        this.#setState('connected');
        await line.lost;
        this.#setState('connecting');
      } catch {
        this.#setState('unreachable');
      }
      this.#hangUp();
      if (!this.#stopped) await this.#rest();
    }
  }

  join(topic: string, manner: Manner): void {
    this.#line?.send(encodeMeet({ kind: manner, topic }));
  }

  leave(topic: string): void {
    this.#named.delete(topic);
    this.#full.delete(topic);
    this.#line?.send(encodeMeet({ kind: 'leave', topic }));
  }

  /** One heartbeat; also notices a reservation that was lost while the connection stayed. */
  beat(): void {
    if (this.#line === null) return;
    this.#line.beat();
    if (!this.#reserved()) return this.#line.close();
    this.#askAgain();
  }

  /** Tries again at once, or asks the relay for a sign of life. */
  nudge(): void {
    this.#pause = FIRST_PAUSE_MS;
    this.#wake?.();
    this.#line?.doubt();
  }

  stop(): void {
    this.#stopped = true;
    this.#wake?.();
    this.#line?.close();
  }

  /** Dials, reserves, joins. */
  async #connect(): Promise<{ readonly lost: Promise<void> }> {
    const signal = AbortSignal.timeout(DIAL_MS);
    this.#connection = await this.#node.dial(multiaddr(this.address), { signal });
    // The reservation comes first: whoever learns that we are here may dial us at once.
    await this.#reserve();
    const stream = await this.#connection.newStream(MEET_PROTOCOL, { signal });
    const line = new FramedStream(stream, { limit: MAX_MEET_BYTES });
    const lost = Promise.withResolvers<void>();
    line.onFrame = (frame) => this.#hear(frame);
    line.onClose = () => lost.resolve();
    line.start();
    this.#line = line;
    for (const [topic, manner] of this.#topics) this.join(topic, manner);
    return { lost: lost.promise };
  }

  /** Closing a listener would cancel the reservations on other relays, too: so it is used again. */
  async #reserve(): Promise<void> {
    if (this.#reservation !== null) return this.#reservation.listen(this.#circuit);
    const others = new Set(this.#listener.getListeners());
    const listening = this.#listener.listen([this.#circuit]);
    // Made by now: nothing was waited for.
    this.#reservation = this.#listener.getListeners().find((it) => !others.has(it)) ?? null;
    return listening;
  }

  /** One topic a beat, so that the relay is not asked more often than it allows. */
  #askAgain(): void {
    const [topic] = this.#full;
    const manner = topic === undefined ? undefined : this.#topics.get(topic);
    if (topic === undefined || manner === undefined) return;
    this.#full.delete(topic);
    this.join(topic, manner);
  }

  #hear(frame: Uint8Array): void {
    const message = decodeMeet(frame);
    if (!message.ok) return this.#line?.close();
    const { kind, topic } = message.value;
    if (!this.#topics.has(topic)) return;
    if (kind === 'here' || kind === 'came') this.#here(topic, message.value.peer, kind === 'here');
    if (kind === 'gone') {
      this.#named.get(topic)?.delete(message.value.peer);
      this.#events.onGone(topic, message.value.peer);
    }
    if (kind === 'full') this.#full.add(topic);
  }

  #here(topic: string, peer: string, dials: boolean): void {
    const named = this.#named.get(topic) ?? new Set();
    this.#named.set(topic, named);
    if (named.size >= MAX_MEETING_PEERS && !named.has(peer)) return;
    named.add(peer);
    this.#events.onHere(topic, peer, dials);
  }

  #reserved(): boolean {
    const wanted = this.#circuit.toString();
    const relay = wanted.slice(wanted.indexOf('/p2p/'));
    return this.#node.getMultiaddrs().some((address) => address.toString().includes(relay));
  }

  #hangUp(): void {
    if (this.#line !== null) this.#events.onLost();
    this.#line = null;
    this.#named.clear();
    this.#full.clear();
    this.#connection?.abort(new Error('the relay was lost'));
    this.#connection = null;
  }

  #setState(state: typeof this.state): void {
    if (this.state === state) return;
    this.state = state;
    this.#events.onState();
  }

  /** Waits, longer after each failure and never in step with others; a nudge ends it. */
  async #rest(): Promise<void> {
    const pause = this.#pause * (0.5 + Math.random());
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, pause);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
