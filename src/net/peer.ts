/**
 * One other tab, as the mesh sees it: where it was met, the channels to it, and the dialling.
 *
 * Of two peers the one that a relay told to dials (the newcomer, or the one who seeks); later on, when
 * a channel was lost, the one with the lower id. The other steps in after a few seconds. The circuit
 * comes first, since it works everywhere; WebRTC is tried beside it, and when it opens, a new
 * channel on it follows the relayed one, which is closed once the new one has had time to take
 * over. Where WebRTC never opens the circuit stays.
 */
import { UnsupportedProtocolError } from '@libp2p/interface';
import type { Connection, Libp2p, PeerId, Stream } from '@libp2p/interface';
import { multiaddr } from '@multiformats/multiaddr';

import { compare, fromHex } from '../base/bytes.ts';
import { MAX_FRAME_BYTES } from '../base/limits.ts';
import { FramedStream } from './framed.ts';
import { SETTLED_MS, type Place, type Placed } from './places.ts';
import { StreamChannel } from './stream-channel.ts';
import type { Channel, Manner, Route } from './transport.ts';

export const SYNC_PROTOCOL = '/parley/sync/1';

/** How long the peer that is to be dialled waits before it dials itself, in milliseconds. */
const YIELD_MS = 5_000;
const OPEN_MS = 6_000;
const DIRECT_MS = 10_000;
/** Pause after the first attempt at WebRTC that failed, and after each further one. */
const DIRECT_FIRST_PAUSE_MS = 5_000;
const DIRECT_PAUSE_MS = 180_000;
/** The same, when something changed and the page asked to look again. */
const DIRECT_NUDGE_MS = 20_000;
/** How long an earlier channel stays open beside the later one. */
const TAKEOVER_MS = 10_000;
const LONGEST_PAUSE_MS = 60_000;

/** What a peer needs of the mesh that it belongs to. */
export interface PeerHost {
  readonly node: Libp2p;
  readonly relayOnly: boolean;
  readonly topics: ReadonlyMap<string, Manner>;
  /** Whether there is a place for a channel to `peer`, which has lacked one for so long. */
  mayOpen(peer: Peer, topic: string, lacking: number): boolean;
  /** A channel is open; when this returns, its handlers are set. */
  deliver(channel: Channel): void;
  /** Channels came, went or failed. */
  changed(): void;
}

/** The channels to the peer on one topic, oldest first; usually one, two during a takeover. */
interface Link {
  channels: StreamChannel[];
  failures: number;
  /** Since when there has been one without a break. */
  openSince: number;
  /** Ours to dial. */
  dials: boolean;
  /** No dialling before this, and no yielding after `lackingSince` + YIELD_MS. */
  notBefore: number;
  lackingSince: number;
}

export class Peer implements Placed {
  readonly id: PeerId;
  /** Topics on which relays have seen it, each with those relays' addresses. */
  readonly #met = new Map<string, Set<string>>();
  readonly #links = new Map<string, Link>();
  readonly #host: PeerHost;
  readonly #lower: boolean;
  /** The topic on which a channel is being opened. */
  #opening: string | null = null;
  #goingDirect = false;
  #directAt = 0;
  #directTriedAt = -Infinity;
  #directFailures = 0;

  constructor(id: PeerId, host: PeerHost) {
    this.id = id;
    this.#host = host;
    this.#lower = compare(nameOf(host.node.peerId), nameOf(id)) < 0;
  }

  /** Neither met anywhere nor connected: may be forgotten. */
  get idle(): boolean {
    const isBusy = this.#opening !== null || this.#goingDirect;
    return !isBusy && this.#met.size === 0 && this.channels().length === 0;
  }

  get failures(): number {
    return [...this.#links.values()].reduce((sum, link) => sum + link.failures, 0);
  }

  get lackingSince(): number {
    return Math.min(...[...this.#links.values()].map((link) => link.lackingSince));
  }

  place(members: boolean): Place {
    const settled = performance.now() - SETTLED_MS;
    const links = [...this.#links].filter(([topic]) => this.#mutual(topic) === members);
    const isKept = links.some(
      ([topic, { channels, openSince }]) =>
        topic === this.#opening ||
        (channels.length > 0 && openSince <= settled) ||
        channels.some((channel) => channel.initiator),
    );
    if (isKept) return 'kept';
    return links.some(([, link]) => link.channels.length > 0) ? 'young' : 'none';
  }

  /** Named by a relay on a topic of ours, tried, and not reached. */
  get unreachable(): boolean {
    return [...this.#met.keys()].some((topic) => {
      const link = this.#links.get(topic);
      return link !== undefined && link.channels.length === 0 && link.failures > 0;
    });
  }

  channels(): StreamChannel[] {
    return [...this.#links.values()].flatMap((link) => link.channels);
  }

  /** A relay named it on `topic`; `dials`: it is ours to dial. */
  meet(topic: string, relay: string, dials: boolean): void {
    const relays = this.#met.get(topic) ?? new Set();
    if (relays.size === 0) {
      const link = this.#link(topic);
      link.lackingSince = performance.now();
      link.notBefore = 0;
      link.dials = dials;
    }
    this.#met.set(topic, relays.add(relay));
    this.tend();
  }

  /** The relay no longer sees it: on `topic`, or, without one, on any. Channels stay. */
  part(relay: string, topic?: string): void {
    for (const [met, relays] of this.#met) {
      if (topic !== undefined && met !== topic) continue;
      relays.delete(relay);
      if (relays.size === 0) this.#met.delete(met);
    }
  }

  /** We have left the topic. */
  leave(topic: string): void {
    this.#met.delete(topic);
    for (const channel of this.#link(topic).channels.slice()) channel.close();
    this.#links.delete(topic);
  }

  /** Takes a stream that the peer opened. */
  accept(topic: string, framed: FramedStream, connection: Connection): void {
    const link = this.#link(topic);
    const rival = link.channels.at(-1);
    const route = routeOf(connection);
    // Both opened at the same moment: the lower peer's stream is kept, at both ends.
    const mine = this.#lower && rival?.initiator === true && rival.route === route;
    if (mine && !rival.heard) return framed.close();
    this.#adopt(topic, framed, connection, false);
  }

  nudge(): void {
    for (const link of this.#links.values()) link.notBefore = 0;
    this.#directAt = Math.min(this.#directAt, this.#directTriedAt + DIRECT_NUDGE_MS);
    for (const channel of this.channels()) channel.doubt();
    this.tend();
  }

  /** Does what is due: opens missing channels, and beside that tries WebRTC. Each once at a time. */
  tend(): void {
    if (this.#opening === null) void this.#openMissing();
    if (!this.#goingDirect && this.#directDue()) void this.#goDirect();
  }

  async #openMissing(): Promise<void> {
    for (let topic = this.#missing(); topic !== undefined; topic = this.#missing()) {
      this.#opening = topic;
      await this.#open(topic);
      this.#opening = null;
    }
    if (!this.#goingDirect && this.#directDue()) void this.#goDirect();
  }

  /** A topic that lacks a channel which it is our turn to open. */
  #missing(): string | undefined {
    const now = performance.now();
    return [...this.#met.keys()].find((topic) => {
      const link = this.#link(topic);
      const late = this.#mutual(topic) && now >= link.lackingSince + YIELD_MS;
      const lacking = link.channels.length === 0 && this.#host.topics.has(topic);
      if (!lacking || !(link.dials || late) || now < link.notBefore) return false;
      return this.#host.mayOpen(this, topic, now - link.lackingSince);
    });
  }

  /** Either end may dial, and both mean to stay. At a door neither holds. */
  #mutual(topic: string): boolean {
    return this.#host.topics.get(topic) === 'meet';
  }

  async #open(topic: string): Promise<void> {
    try {
      const connection = this.#connection('direct') ?? (await this.#dialCircuit(topic));
      await this.#openStream(topic, connection);
    } catch {
      this.#failed(this.#link(topic));
    }
    this.#host.changed();
  }

  async #dialCircuit(topic: string): Promise<Connection> {
    const open = this.#connection('relay');
    if (open !== undefined) return open;
    const addresses = [...(this.#met.get(topic) ?? [])].map((relay) =>
      multiaddr(`${relay}/p2p-circuit/p2p/${this.id.toString()}`),
    );
    return this.#host.node.dial(addresses, { signal: AbortSignal.timeout(OPEN_MS) });
  }

  /** The side that opened the relayed channels is the one that tries WebRTC. */
  #directDue(): boolean {
    const { relayOnly } = this.#host;
    if (relayOnly || typeof RTCPeerConnection === 'undefined') return false;
    return performance.now() >= this.#directAt && this.#relayed().length > 0;
  }

  /** Topics to stay on, whose newest channel is relayed and was opened here. */
  #relayed(): string[] {
    return [...this.#links].flatMap(([topic, { channels }]) => {
      const newest = this.#mutual(topic) ? channels.at(-1) : undefined;
      return newest?.route === 'relay' && newest.initiator ? [topic] : [];
    });
  }

  async #goDirect(): Promise<void> {
    this.#directTriedAt = performance.now();
    this.#directAt = Infinity;
    this.#goingDirect = true;
    try {
      const connection = this.#connection('direct') ?? (await this.#dialDirect());
      for (const topic of this.#relayed()) await this.#openStream(topic, connection);
      this.#directFailures = 0;
      this.#directAt = 0;
    } catch {
      // The circuit carries on.
      this.#pauseDirect();
    }
    this.#goingDirect = false;
    this.tend();
  }

  #pauseDirect(): void {
    this.#directFailures += 1;
    const pause = this.#directFailures === 1 ? DIRECT_FIRST_PAUSE_MS : DIRECT_PAUSE_MS;
    this.#directAt = performance.now() + pause;
  }

  async #dialDirect(): Promise<Connection> {
    const relays = new Set([...this.#met.values()].flatMap((met) => [...met]));
    const addresses = [...relays].map((relay) =>
      multiaddr(`${relay}/p2p-circuit/webrtc/p2p/${this.id.toString()}`),
    );
    return this.#host.node.dial(addresses, { signal: AbortSignal.timeout(DIRECT_MS) });
  }

  async #openStream(topic: string, connection: Connection): Promise<void> {
    let stream: Stream;
    try {
      stream = await connection.newStream(SYNC_PROTOCOL, {
        signal: AbortSignal.timeout(OPEN_MS),
        runOnLimitedConnection: true,
      });
    } catch (error) {
      // It looked open and is not: without it, the next attempt dials afresh. A peer that answers
      // that it does not speak this protocol is there, and may have streams of its own on it.
      if (!(error instanceof UnsupportedProtocolError)) {
        connection.abort(new Error('no stream could be opened'));
      }
      throw error;
    }
    const framed = new FramedStream(stream, { limit: MAX_FRAME_BYTES });
    const newest = this.#link(topic).channels.at(-1);
    const overtaken = newest !== undefined && newest.route === routeOf(connection);
    if (!this.#host.topics.has(topic) || overtaken) return framed.close();
    framed.send(fromHex(topic));
    this.#adopt(topic, framed, connection, true);
  }

  #adopt(topic: string, framed: FramedStream, connection: Connection, initiator: boolean): void {
    const link = this.#link(topic);
    const channel = new StreamChannel(framed, {
      peer: this.id,
      topic,
      initiator,
      route: routeOf(connection),
      localName: nameOf(this.#host.node.peerId),
      remoteName: nameOf(this.id),
    });
    const openedAt = performance.now();
    channel.onEnd = (dead) => {
      link.channels = link.channels.filter((other) => other !== channel);
      if (dead) connection.abort(new Error('nothing heard'));
      if (link.channels.length > 0) return;
      if (this.#mutual(topic)) link.dials = this.#lower;
      this.#lost(link, channel.route, openedAt);
    };
    const earlier = link.channels.at(-1);
    if (earlier === undefined) link.openSince = openedAt;
    for (const old of link.channels.slice(0, -1)) old.close();
    link.channels.push(channel);
    this.#host.deliver(channel);
    channel.start();
    setTimeout(() => {
      if (channel.open) earlier?.close();
    }, TAKEOVER_MS);
    this.#host.changed();
  }

  #lost(link: Link, route: Route, openedAt: number): void {
    link.lackingSince = performance.now();
    if (link.lackingSince - openedAt < SETTLED_MS) {
      this.#failed(link);
      if (route === 'direct') this.#pauseDirect();
    } else {
      link.failures = 0;
      link.notBefore = 0;
    }
    this.#host.changed();
    this.tend();
  }

  #failed(link: Link): void {
    const pause = Math.min(250 * 2 ** link.failures, LONGEST_PAUSE_MS);
    link.failures += 1;
    link.notBefore = performance.now() + pause * (0.5 + Math.random());
  }

  #connection(route: Route): Connection | undefined {
    return this.#host.node
      .getConnections(this.id)
      .find((connection) => connection.status === 'open' && routeOf(connection) === route);
  }

  #link(topic: string): Link {
    let link = this.#links.get(topic);
    if (link === undefined) {
      const lackingSince = performance.now();
      link = { channels: [], failures: 0, openSince: 0, dials: false, notBefore: 0, lackingSince };
      this.#links.set(topic, link);
    }
    return link;
  }
}

/** The transport name that both ends agree on: the peer id's multihash. */
const nameOf = (peer: PeerId): Uint8Array => peer.toMultihash().bytes;

export const routeOf = (connection: Connection): Route =>
  connection.remoteAddr.toString().includes('/webrtc') ? 'direct' : 'relay';
