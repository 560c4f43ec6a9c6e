/**
 * Coming in by an invite link: find somebody who waits at the door, prove the invite, be let in.
 *
 * Each step is told as it is reached and has its own timeout and its own words. Nothing is kept on
 * this device before a member said welcome with the genesis that the link names.
 */
import type { RelayState, Transport, TransportEvents } from '../net/transport.ts';
import { toHex } from '../base/bytes.ts';
import type { DeviceKey } from '../storage/store.ts';
import { workspaceIdOf } from '../wire/genesis.ts';
import { doorSecret, topicOf, type Invite } from '../wire/link.ts';
import { GATE_MS, inviteKey, knock } from './gate.ts';
import { Line, LineClosed } from './line.ts';
import { JoinError, type JoinFailure, type JoinStep } from './session.ts';

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
  readonly #invite: Invite;
  readonly #device: DeviceKey;
  readonly #name: string;
  readonly #tell: Told;
  readonly #waiting: Line[] = [];
  #wake: (() => void) | null = null;
  #relay: RelayState = 'connecting';

  constructor(invite: Invite, device: DeviceKey, name: string, tell: Told) {
    this.#invite = invite;
    this.#device = device;
    this.#name = name;
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
    const secret = doorSecret(inviteKey(this.#invite));
    const topic = toHex(topicOf(secret));
    this.#tell('relay');
    const reached = (): boolean => this.#relay === 'connected' || this.#relay === 'none';
    await this.#until(reached, GATE_MS, 'NoRelay', signal);
    this.#tell('member');
    network.join(topic, 'seek');
    try {
      for (;;) {
        const nobody = this.#relay === 'none' ? 'NoRelay' : 'NobodyOnline';
        await this.#until(() => this.#waiting.length > 0, MEMBER_MS, nobody, signal);
        const line = this.#waiting.shift() as Line;
        const welcome = await this.#knockAt(line, secret, signal);
        if (welcome) return welcome;
      }
    } finally {
      network.leave(topic);
      for (const { channel } of this.#waiting) channel.close();
    }
  }

  /** One conversation at the door. `undefined`: this member cannot answer, another may. */
  async #knockAt(
    line: Line,
    secret: Uint8Array,
    signal: AbortSignal,
  ): Promise<Welcome | undefined> {
    const timeout = AbortSignal.any([signal, AbortSignal.timeout(GATE_MS)]);
    try {
      const proven = (): void => this.#tell('proof');
      const answer = await knock(
        line,
        this.#invite,
        secret,
        this.#device,
        this.#name,
        proven,
        timeout,
      );
      if ('sorry' in answer) throw new JoinError(answer.sorry);
      if (workspaceIdOf(answer.genesis) !== this.#invite.workspace)
        throw new JoinError('WrongHistory');
      this.#tell('admitted', answer.via);
      return answer;
    } catch (error) {
      if (!(error instanceof LineClosed)) throw error;
      return undefined;
    } finally {
      line.channel.close();
    }
  }

  /** Waits for a condition, no longer than `millis`. */
  async #until(
    condition: () => boolean,
    millis: number,
    failure: JoinFailure,
    signal: AbortSignal,
  ): Promise<void> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(millis)]);
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
