/**
 * A replica with the least host that does all it asks for: signatures through host/signatures.ts,
 * a store that answers at once, and channels that end in lists.
 */
import { asPeerId, type Millis, type PeerId } from '../../src/base/ids.ts';
import { unpack } from '../../src/host/packing.ts';
import { createSignatureEngine, type SignatureEngine } from '../../src/host/signatures.ts';
import type { Effect, StoredRun } from '../../src/replica/effects.ts';
import { Replica } from '../../src/replica/replica.ts';
import { agentIdOf } from '../../src/wire/certificate.ts';
import { device, DOCUMENT, EPOCH, genesis, identity, workspace } from './lab.ts';

/** Made once, as a page does when it opens. */
export const engine: SignatureEngine = await createSignatureEngine();

type SendEffect = Extract<Effect, { kind: 'send' }>;

const OTHER = 100;

export class Host {
  readonly replica: Replica;
  readonly sent: SendEffect[] = [];
  /** The newest run under each key, as a store keeps them. */
  readonly stored = new Map<string, StoredRun>();
  readonly #keeps: boolean;
  #underway = 0;
  #settled: (() => void) | null = null;
  #failure: Error | null = null;

  /** `keeps`: whether what is stored and sent is kept, to be looked at. */
  constructor(tab: number, keeps: boolean, replica?: Replica) {
    this.#keeps = keeps;
    this.replica =
      replica ?? new Replica({ workspace, genesis, identity: identity(tab), epoch: EPOCH });
  }

  do<T>(now: number, act: (replica: Replica, now: Millis) => T): T {
    const result = act(this.replica, now as Millis);
    for (let more = this.replica.effects(); more.length > 0; more = this.replica.effects())
      for (const effect of more) this.#perform(effect, now);
    return result;
  }

  /** Opens a channel to another tab; gives its name. */
  connect(tab: number, now: number): PeerId {
    const peer = asPeerId(`tab ${tab}`);
    const agent = agentIdOf(workspace, identity(OTHER + tab).certificate);
    this.do(now, (own, time) => own.connected(peer, device, agent, false, time));
    return peer;
  }

  /** Resolves when all frames were looked at; rejects when one was refused. */
  async settled(): Promise<void> {
    if (this.#underway > 0) await new Promise<void>((resolve) => (this.#settled = resolve));
    if (this.#failure) throw this.#failure;
  }

  text(): string {
    return this.replica.history.known(DOCUMENT)?.text?.toString() ?? '';
  }

  #perform(effect: Effect, now: number): void {
    switch (effect.kind) {
      case 'store':
        if (this.#keeps)
          for (const run of effect.runs)
            this.stored.set(`${run.chain}/${run.agent}/${run.from}`, run);
        this.do(now, (own, time) => own.stored(effect.ticket, time));
        return;
      case 'verify':
        this.#underway += 1;
        void this.#verify(effect, now);
        return;
      case 'unpack':
        this.#underway += 1;
        void this.#unpack(effect, now);
        return;
      case 'send':
        if (this.#keeps) this.sent.push(effect);
        this.do(now, (own, time) => own.drained(effect.peer, time));
        return;
      case 'drop':
        this.#failure = new Error(`refused: ${effect.refusal.code} ${effect.refusal.detail ?? ''}`);
        return;
      case 'forked':
        this.#failure = new Error('a fork');
        return;
      default:
        return;
    }
  }

  async #unpack(effect: Extract<Effect, { kind: 'unpack' }>, now: number): Promise<void> {
    const message = await unpack(effect.packed);
    this.do(now, (own, time) => own.unpacked(effect.ticket, message, time));
    this.#underway -= 1;
    if (this.#underway === 0) this.#settled?.();
  }

  async #verify(effect: Extract<Effect, { kind: 'verify' }>, now: number): Promise<void> {
    const verdicts = await engine.verify(effect.checks);
    this.do(now, (own, time) => own.checked(effect.ticket, verdicts, time));
    this.#underway -= 1;
    if (this.#underway === 0) this.#settled?.();
  }
}
