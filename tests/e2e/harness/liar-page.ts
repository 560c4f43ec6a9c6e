/**
 * A tab of a member who lies, over the real network: the host as it is, and hands on its channels.
 *
 * It joins by a link like anybody. Then it can sign two histories of one agent and show each to
 * others, and say again at a door what it said there before.
 */
import { toHex } from '../../../src/base/bytes.ts';
import { inviteKey } from '../../../src/host/joining.ts';
import { newIdentity } from '../../../src/host/identity.ts';
import { LocalProfile } from '../../../src/host/local-profile.ts';
import { createSignatureEngine } from '../../../src/host/signatures.ts';
import type { Workspace } from '../../../src/host/workspace.ts';
import { libp2pTransport } from '../../../src/net/libp2p.ts';
import type { Channel, Transport, TransportEvents } from '../../../src/net/transport.ts';
import { memoryDisk, memoryStore } from '../../../src/storage/memory.ts';
import { MemoryNotes } from '../../../src/storage/files.ts';
import { MemoryPieces } from '../../../src/storage/pieces.ts';
import type { EventBody } from '../../../src/wire/event.ts';
import { decodeInvite, doorSecret, topicOf } from '../../../src/wire/link.ts';
import { encodeMessage } from '../../../src/wire/message.ts';
import { Forger, insert } from '../../replica/forger.ts';

declare global {
  interface Window {
    beLiar(relays: readonly string[]): Liar;
    liar: Liar;
  }
}

const never = new AbortController().signal;

/** A transport whose channels, and what was sent on them, are remembered. */
class Tapped implements Transport {
  readonly #inner: Transport;
  readonly lines: { readonly channel: Channel; readonly sent: Uint8Array[] }[] = [];

  constructor(inner: Transport) {
    this.#inner = inner;
  }

  start(events: TransportEvents): Promise<void> {
    return this.#inner.start({
      ...events,
      onStatus: (status) => events.onStatus(status),
      onChannel: (channel) => {
        const sent: Uint8Array[] = [];
        const send = channel.send.bind(channel);
        channel.send = (frame) => {
          sent.push(frame);
          return send(frame);
        };
        this.lines.push({ channel, sent });
        events.onChannel(channel);
      },
    });
  }

  join: Transport['join'] = (...about) => this.#inner.join(...about);
  leave: Transport['leave'] = (topic) => this.#inner.leave(topic);
  nudge: Transport['nudge'] = () => this.#inner.nudge();
  stop: Transport['stop'] = () => this.#inner.stop();
}

class Liar {
  readonly #store = memoryStore(memoryDisk());
  readonly #relays: readonly string[];
  #network: Tapped | undefined;
  #workspace: Workspace | undefined;

  constructor(relays: readonly string[]) {
    this.#relays = relays;
  }

  /** Comes in as Mallory, and stays as an honest tab would. */
  async join(link: string): Promise<void> {
    const profile = new LocalProfile({
      store: this.#store,
      pieces: async () => new MemoryPieces(),
      notes: async () => new MemoryNotes(),
      engine: await createSignatureEngine(),
      network: () => ({ transport: (this.#network = this.#tapped()), relays: [] }),
      tabs: () => null,
      persisted: async () => null,
      linkTo: (payload) => payload,
      onOpen: (workspace) => (this.#workspace = workspace),
      drawn: async () => {},
    });
    await profile.join(link, 'Mallory', () => {}, never);
  }

  /** How many agents of others it talks to. */
  get near(): number {
    return this.#open.loop.call((replica) => replica.peers().length);
  }

  /**
   * Signs two histories of one new agent in the document that everybody writes in, and shows the
   * first to one of the others, the second to all the rest. `texts`: what each inserts at the start.
   */
  async equivocate(texts: readonly [string, string]): Promise<void> {
    const { id, loop } = this.#open;
    const record = await this.#store.workspace(id);
    if (!record) throw new Error('joined nothing');
    const forger = new Forger(await newIdentity(id, record.device), 'content', id);
    const place = loop.call(({ history }): Partial<EventBody> => {
      const log = [...history.documents()].find(({ text }) => text);
      if (!log) throw new Error('no document');
      const parents = log.idsOf(log.graph.heads).sort();
      return { document: log.id, parents, policyHeads: history.policyHeads() };
    });
    const base = forger.first({ ...place, ops: [insert(0, '|')] });
    const twin = forger.clone();
    const [first, second] = [forger, twin].map((hand, i) =>
      hand.next({ ops: [insert(0, texts[i] ?? '')] }),
    );
    this.#channels().forEach((channel, i) => {
      const runs = [base, i === 0 ? first : second].flatMap((made) => made?.run ?? []);
      channel.send(encodeMessage({ kind: 'events', runs }));
    });
  }

  /** Says at the link's door, on a new channel, what it said when it came in. All that was answered. */
  async replay(link: string): Promise<Uint8Array[]> {
    const invite = decodeInvite(link.slice(link.lastIndexOf('/') + 1));
    if (!invite.ok) throw new Error('not a link');
    const door = toHex(topicOf(doorSecret(inviteKey(invite.value))));
    const said = this.#network?.lines.find(({ channel }) => channel.topic === door)?.sent ?? [];
    if (said.length === 0) throw new Error('said nothing');
    const heard: Uint8Array[] = [];
    const network = libp2pTransport({ relays: this.#relays, iceServers: [], relayOnly: true });
    await new Promise<void>((resolve) => {
      const onChannel = (channel: Channel): void => {
        channel.onFrame = (frame) => void heard.push(frame);
        channel.onClose = resolve;
        for (const frame of said) channel.send(frame);
      };
      void network.start({ onChannel, onStatus: () => {} }).then(() => network.join(door, 'seek'));
    });
    await network.stop();
    return heard;
  }

  /** Transport names of the others, the topic they meet on, and the keys that nobody else may see. */
  secrets(): { readonly peers: string[]; readonly topic: string; readonly keys: string[] } {
    const [channel] = this.#channels();
    const keys = this.#open.loop.call((replica) => [
      ...replica.peers().flatMap(({ device, agent }) => [device, agent]),
      ...[...replica.history.chains()].map(({ certificate }) => certificate.agent),
    ]);
    const peers = this.#channels().map(({ peer }) => peer as string);
    return { peers, topic: channel?.topic ?? '', keys: [...new Set<string>(keys)] };
  }

  get #open(): Workspace {
    if (!this.#workspace) throw new Error('not in a workspace');
    return this.#workspace;
  }

  #tapped(): Tapped {
    return new Tapped(libp2pTransport({ relays: this.#relays, iceServers: [], relayOnly: false }));
  }

  /** The newest channel to each of the others. */
  #channels(): Channel[] {
    const topic = toHex(topicOf(this.#open.loop.call((replica) => replica.genesis.topicSecret)));
    const lines = this.#network?.lines.filter(({ channel }) => channel.topic === topic) ?? [];
    return [...new Map(lines.map(({ channel }) => [channel.peer, channel])).values()];
  }
}

window.beLiar = (relays) => (window.liar = new Liar(relays));
