/**
 * Coming in by a link: find somebody who waits at its door, prove what it gives, be let in.
 *
 * Each step is told as it is reached and has its own timeout and its own words, but for a person who is
 * asked: they take their time, and whoever else is there is asked too. Nothing is kept on this device
 * before a member said welcome with the genesis that the link names.
 */
import type { RelayState, Transport, TransportEvents } from '../net/transport.ts';
import { toHex } from '../base/bytes.ts';
import type { EventId, PublicKey, WorkspaceId } from '../base/ids.ts';
import { publicKeyOf, sign } from '../base/keys.ts';
import type { DeviceKey } from '../storage/store.ts';
import { workspaceIdOf } from '../wire/genesis.ts';
import { joinMessage } from '../wire/join.ts';
import { doorSecret, topicOf, type Invite } from '../wire/link.ts';
import { signWith } from './device.ts';
import { GATE_MS, hearAnswer, knock, type Answer, type Said } from './gate.ts';
import { deviceId } from './identity.ts';
import { Line, LineClosed } from './line.ts';
import { JoinError, type JoinFailure, type JoinStep } from './session.ts';

/** What a link gives to whoever holds it. */
export interface Entry {
  readonly workspace: WorkspaceId;
  readonly relays: readonly string[];
  /** What the history must hold, besides us. */
  readonly event: EventId | null;
  /** Of the door. */
  readonly secret: Uint8Array;
  /** Ours, when we are in. */
  readonly name: string;
  /** What is said at the door, on the channel of that transcript. */
  say(device: DeviceKey, transcript: Uint8Array): Promise<Said>;
}

/** The public half of an invite's key. */
export const inviteKey = ({ seed }: Pick<Invite, 'seed'>): PublicKey =>
  toHex(publicKeyOf(seed)) as PublicKey;

/** By an invite: as a member of our own. */
export const entryOf = (invite: Invite, name: string): Entry => ({
  ...invite,
  name,
  secret: doorSecret(inviteKey(invite)),
  say: async (key, transcript) => {
    const device = deviceId(key);
    const message = joinMessage(invite.workspace, invite.event, device, name, transcript);
    const consent = await signWith(key, message);
    return { device, name, proof: sign(invite.seed, message), consent };
  },
});

export interface Welcome {
  /** Canonical genesis; its hash is the link's workspace. */
  readonly genesis: Uint8Array;
  /** Name of the member who let us in. */
  readonly via: string;
}

/** Members look for a relay that was away at least every nine seconds, and are to be found then. */
const MEMBER_MS = 15_000;

type Told = (step: JoinStep, via?: string) => void;

export class Knocking {
  readonly #entry: Entry;
  readonly #device: DeviceKey;
  readonly #tell: Told;
  readonly #waiting: Line[] = [];
  /** Where a person was asked, by the name of who would let us in. */
  readonly #asked = new Map<Line, string>();
  #wasAsked = false;
  /** Of the first person who answered. */
  #answer: Answer | null = null;
  #wake: (() => void) | null = null;
  #relay: RelayState = 'connecting';

  constructor(entry: Entry, device: DeviceKey, tell: Told) {
    this.#entry = entry;
    this.#device = device;
    this.#tell = tell;
  }

  /** What the transport is to tell while we stand at the door. */
  readonly transportEvents: TransportEvents = {
    onChannel: (channel) => {
      this.#waiting.push(new Line(channel));
      this.#wake?.();
    },
    onStatus: ({ relay }) => {
      this.#relay = relay;
      this.#wake?.();
    },
  };

  /** Knocks until somebody answers. Rejects with JoinError. The transport has been started. */
  async run(network: Transport, signal: AbortSignal): Promise<Welcome> {
    const topic = toHex(topicOf(this.#entry.secret));
    this.#tell('relay');
    const reached = (): boolean => this.#relay === 'connected' || this.#relay === 'none';
    await this.#until(reached, GATE_MS, 'NoRelay', signal);
    this.#tell('member');
    network.join(topic, 'seek');
    try {
      for (;;) {
        await this.#somebody(signal);
        if (this.#answer) return this.#welcomed(this.#answer);
        const line = this.#waiting.shift();
        const welcome = line && (await this.#knockAt(line, signal));
        if (welcome) return welcome;
      }
    } finally {
      network.leave(topic);
      for (const { channel } of [...this.#waiting, ...this.#asked.keys()]) channel.close();
    }
  }

  /** Until there is somebody to knock at, or an answer. Those who are asked may take as long as they like. */
  async #somebody(signal: AbortSignal): Promise<void> {
    const news = (): boolean => this.#waiting.length > 0 || this.#answer !== null;
    while (!news()) {
      const wasAsking = this.#asked.size > 0;
      const nobody = this.#relay === 'none' ? 'NoRelay' : 'NobodyOnline';
      const failure = this.#wasAsked ? 'Unanswered' : nobody;
      const changed = (): boolean => news() || this.#asked.size > 0 !== wasAsking;
      await this.#until(changed, wasAsking ? null : MEMBER_MS, failure, signal);
    }
  }

  /** One conversation at the door. `undefined`: this member cannot answer now, another may. */
  async #knockAt(line: Line, signal: AbortSignal): Promise<Welcome | undefined> {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(GATE_MS)]);
    const proven = (): void => {
      if (this.#asked.size === 0) this.#tell('proof');
    };
    try {
      const say = (transcript: Uint8Array) => this.#entry.say(this.#device, transcript);
      const answer = await knock(line, this.#entry.secret, say, proven, timeout);
      if (!('wait' in answer)) return this.#welcomed(answer);
      this.#wasAsked = true;
      this.#asked.set(line, answer.wait);
      this.#tell('asked', answer.wait);
      void this.#hear(line, signal);
    } catch (error) {
      if (!(error instanceof LineClosed)) throw error;
    } finally {
      if (!this.#asked.has(line)) line.channel.close();
    }
    return undefined;
  }

  /** Waits for a person's answer, or until they have gone. */
  async #hear(line: Line, signal: AbortSignal): Promise<void> {
    const answer = await hearAnswer(line, signal).catch(() => null);
    if (answer && !('wait' in answer)) this.#answer ??= answer;
    this.#asked.delete(line);
    line.channel.close();
    const [other] = this.#asked.values();
    if (!this.#answer && !signal.aborted)
      this.#tell(other === undefined ? 'member' : 'asked', other);
    this.#wake?.();
  }

  /** What an answer amounts to. Throws JoinError. */
  #welcomed(answer: Answer): Welcome {
    if ('sorry' in answer) {
      const declined = this.#answer === answer && answer.sorry === 'Refused';
      throw new JoinError(declined ? 'Declined' : answer.sorry);
    }
    if ('wait' in answer || workspaceIdOf(answer.genesis) !== this.#entry.workspace)
      throw new JoinError('WrongHistory');
    this.#tell('admitted', answer.via);
    return answer;
  }

  /** Waits for a condition, no longer than `millis`; `null`: until it is given up. */
  async #until(
    condition: () => boolean,
    millis: number | null,
    failure: JoinFailure,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = millis === null ? signal : AbortSignal.any([signal, AbortSignal.timeout(millis)]);
    const wake = (): void => this.#wake?.();
    limit.addEventListener('abort', wake);
    try {
      while (!condition()) {
        if (limit.aborted) throw new JoinError(failure);
        await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      limit.removeEventListener('abort', wake);
    }
  }
}
