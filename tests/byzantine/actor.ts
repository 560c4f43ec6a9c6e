/**
 * A member, or somebody who calls himself one, whose program does not keep to the rules.
 *
 * Each has a whole tab of his own, so he knows what members know and says what they say; what he
 * adds, holds back or twists is the business of the modules beside this one, one misbehaviour each.
 * He signs with keys of his own and writes with the real wire code, so that what he sends is well
 * formed but for its one lie.
 */
import { asPeerId, type Chain, type DocumentId, type PeerId } from '../../src/base/ids.ts';
import { MAX_PARENTS } from '../../src/base/limits.ts';
import type { Identity } from '../../src/replica/author.ts';
import { certificateMessage } from '../../src/wire/certificate.ts';
import { newDocumentId } from '../../src/wire/document.ts';
import type { EventBody } from '../../src/wire/event.ts';
import { encodeMessage, type Outgoing } from '../../src/wire/message.ts';
import { Forger, type Made } from '../replica/lab.ts';
import { sign } from '../sim/engine.ts';
import { deviceSeed, keyOf } from '../sim/people.ts';
import { Tab } from '../sim/tab.ts';
import type { Device } from '../sim/world.ts';
import type { Siege } from './siege.ts';

export type Place = Pick<EventBody, 'parents' | 'policyHeads'>;
export type Cast = new (siege: Siege, device: Device, load: number) => Actor;

export abstract class Actor extends Tab {
  protected readonly siege: Siege;
  #keys = 0;

  constructor(siege: Siege, device: Device, load: number) {
    super(siege.world, device, load);
    this.siege = siege;
    siege.liars.add(this.replica.agent);
  }

  /** What he does whenever it is his turn. */
  abstract turn(): void;

  /** Nobody listens to him any more. */
  leave(): void {
    this.crash();
  }

  protected get random() {
    return this.siege.world.random;
  }

  /** Honest tabs that he can talk to now. */
  protected get near(): Tab[] {
    return this.siege.honest.filter((tab) => this.siege.world.network.isOpen(this, tab));
  }

  /** A new agent of his device, as it makes as many as it likes. */
  protected identity(certified = this.device.key, by = this.device.person): Identity {
    const seed = new Uint8Array(32).fill(200 + (this.device.person % 50));
    new DataView(seed.buffer).setUint32(0, this.#keys++);
    const agent = keyOf(seed);
    const message = certificateMessage(this.siege.world.workspace, certified, agent);
    return {
      seed,
      certificate: { device: certified, agent, signature: sign(deviceSeed(by), message) },
    };
  }

  /** A new agent's chain, on which anything can be written. */
  protected forger(chain: Chain = 'content', by = this.identity()): Forger {
    const forger = new Forger(by, chain, this.siege.world.workspace);
    this.siege.liars.add(forger.agent);
    return forger;
  }

  /** Where an honest event in a document would stand now. */
  protected place(document: DocumentId): Required<Place> {
    const { history } = this.replica;
    const log = history.document(document);
    const parents = log.idsOf(log.graph.heads).sort().slice(0, MAX_PARENTS);
    return { parents, policyHeads: history.policyHeads() };
  }

  /** A first event's place and certificate: `forger.first(this.begin(document))`. */
  protected begin(document: DocumentId): Partial<EventBody> {
    return { document, ...this.place(document) };
  }

  /** Some text that everybody writes in; one of his own while he knows none. */
  protected get document(): DocumentId {
    const texts = [...this.replica.history.documents()].filter(({ text }) => text);
    return this.random.pick(texts)?.id ?? newDocumentId('text', this.random.bytes(15));
  }

  /** The same event, which nobody is to take in. */
  protected wrong(made: Made): Made {
    this.siege.forbidden.add(made.id);
    return made;
  }

  protected say(message: Outgoing | Uint8Array, to: readonly Tab[] = this.near): void {
    const bytes = message instanceof Uint8Array ? message : encodeMessage(message);
    for (const tab of to) this.siege.world.network.send(this, asPeerId(tab.name), bytes);
  }

  protected tell(runs: readonly Uint8Array[], to: readonly Tab[] = this.near): void {
    this.say({ kind: 'events', runs }, to);
  }

  /** As honest tabs do, unless a module says otherwise. */
  protected override post(peer: PeerId, message: Uint8Array): void {
    super.post(peer, message);
  }
}
