/**
 * Whom a workspace meets, and on what terms: its own topic for members, a door for each open invite,
 * and now and then one for another device.
 *
 * Every channel is proven before the replica hears of it. At a door a member waits to be found, lets
 * the device in by a policy event, and says welcome only once that event is durable.
 */
import { toHex } from '../base/bytes.ts';
import { MAX_DOORS } from '../base/limits.ts';
import type { Channel, Transport } from '../net/transport.ts';
import type { Identity } from '../replica/author.ts';
import type { Replica } from '../replica/replica.ts';
import { doorSecret, topicOf } from '../wire/link.ts';
import type { AdmitAct } from '../wire/act.ts';
import type { Sorry } from '../wire/proof.ts';
import { GATE_MS, hearKnock, introduceBoth, type Knock } from './gate.ts';
import { proveTopic, sorry, wait, welcome } from './gate.ts';
import { Line, LineClosed } from './line.ts';
import type { Loop } from './loop.ts';
import type { SignatureEngine } from './signatures.ts';
import { memberOf } from './view.ts';

export interface MeetingParts {
  readonly replica: Replica;
  readonly loop: Loop;
  readonly engine: SignatureEngine;
  readonly identity: Identity;
  readonly genesis: Uint8Array;
  /** Between devices, and between the tabs of this profile. */
  readonly network: Transport;
  readonly tabs: Transport | null;
}

/** Somebody at the door, as long as they stay. */
export interface Visitor {
  /** Resolves when they have gone. */
  readonly gone: Promise<void>;
  /** Tells them who is asked. */
  wait(via: string): void;
}

type Answered = Promise<{ readonly via: string } | { readonly sorry: Sorry }>;

/** Lets a device in; resolves when that is durable, or says why not. A person may be asked before. */
export type Admit = (act: AdmitAct, visitor: Visitor) => Answered;

/** The same, of what somebody says at a door. */
export type Hear = (knock: Knock, visitor: Visitor) => Answered;

interface Door {
  readonly secret: Uint8Array;
  readonly hear: Hear;
  /** No invite's. */
  readonly isOwn?: true;
}

export class Meeting {
  readonly #parts: MeetingParts;
  readonly #admit: Admit;
  readonly #onTabGone: () => void;
  readonly #topic: string;
  readonly #doors = new Map<string, Door>();

  /** @param onTabGone called when another tab of this profile closed or crashed. */
  constructor(parts: MeetingParts, admit: Admit, onTabGone: () => void) {
    this.#parts = parts;
    this.#admit = admit;
    this.#onTabGone = onTabGone;
    this.#topic = toHex(topicOf(parts.replica.genesis.topicSecret));
  }

  /** Starts to meet members, and whoever knocks. */
  begin(): void {
    this.#parts.network.join(this.#topic);
    this.#parts.tabs?.join(this.#topic);
    this.tend();
  }

  /**
   * Waits at the doors of invites: those with room first, then the newest others, so that whoever
   * comes with a link that was used up or has expired is told so. Where an admin is to be asked, nobody
   * else waits: whoever knocked there would have found nobody to let them in.
   */
  tend(): void {
    const { replica, network } = this.#parts;
    const open = new Set<string>();
    const isAdmin = memberOf(replica, this.#parts.identity.certificate.device)?.role === 'admin';
    const mine = replica.history.policy.invites().filter(({ act }) => isAdmin || !act.approval);
    for (const { event, act } of mine.slice(0, MAX_DOORS)) {
      const secret = doorSecret(act.key);
      const topic = toHex(topicOf(secret));
      open.add(topic);
      if (this.#doors.has(topic)) continue;
      const hear: Hear = (knock, visitor) =>
        this.#admit({ kind: 'admit', invite: event, ...knock }, visitor);
      this.#doors.set(topic, { secret, hear });
      network.join(topic, 'wait');
    }
    for (const [topic, { isOwn }] of this.#doors)
      if (!isOwn && !open.has(topic)) this.#leave(topic);
  }

  /** Waits at one more door until what it returns is called. */
  stand(secret: Uint8Array, hear: Hear): () => void {
    const topic = toHex(topicOf(secret));
    this.#doors.set(topic, { secret, hear, isOwn: true });
    this.#parts.network.join(topic, 'wait');
    return () => this.#leave(topic);
  }

  #leave(topic: string): void {
    this.#doors.delete(topic);
    this.#parts.network.leave(topic);
  }

  /** A channel that a transport opened, on any of our topics. */
  meet(channel: Channel): void {
    const line = new Line(channel);
    const door = this.#doors.get(channel.topic);
    const signal = AbortSignal.timeout(GATE_MS);
    const meeting =
      channel.topic === this.#topic
        ? this.#welcomeMember(line, signal)
        : door
          ? this.#answerDoor(line, door, signal)
          : Promise.reject(new LineClosed('unknown topic'));
    meeting.catch((error: unknown) => {
      channel.close();
      if (!(error instanceof LineClosed)) throw error;
    });
  }

  async #welcomeMember(line: Line, signal: AbortSignal): Promise<void> {
    const { replica, loop, engine, identity } = this.#parts;
    const transcript = await proveTopic(line, replica.genesis.topicSecret, signal);
    const { workspace } = replica;
    const other = await introduceBoth(line, transcript, workspace, identity, engine, signal);
    const { channel } = line;
    const sibling = other.device === identity.certificate.device;
    loop.connect(channel);
    loop.call((core, now) => core.connected(channel.peer, other.device, other.agent, sibling, now));
    line.handOver(
      (frame) => {
        if (loop.channel(channel.peer) === channel)
          loop.call((core, now) => core.receive(channel.peer, frame, now));
      },
      () => {
        if (!loop.disconnect(channel)) return;
        loop.call((core) => core.disconnected(channel.peer));
        if (channel.route === 'tab') this.#onTabGone();
      },
    );
  }

  async #answerDoor(line: Line, door: Door, signal: AbortSignal): Promise<void> {
    const knock = await hearKnock(line, door.secret, signal);
    line.endHearing();
    const tell = (via: string): void => void line.send(wait(via));
    const answer = await door.hear(knock, { gone: line.gone, wait: tell });
    const { genesis } = this.#parts;
    line.send('sorry' in answer ? sorry(answer.sorry) : welcome(genesis, answer.via));
    this.tend();
  }
}
