/** A33, A34: claims to hold what nobody holds, or nothing at all, or what it held long ago. */
import { toHex } from '../../src/base/bytes.ts';
import { asSeq, type AgentId, type EventId, type PeerId } from '../../src/base/ids.ts';
import type { ChainEnd } from '../../src/wire/message.ts';
import { MESSAGE } from '../../src/wire/tags.ts';
import { Actor } from './actor.ts';

export class SummaryLiar extends Actor {
  #old: readonly ChainEnd[] = [];

  turn(): void {
    const { random } = this;
    const now = this.#ends();
    if (this.#old.length === 0 || random.chance(0.05)) this.#old = now;
    this.say({ kind: 'hello', held: toHex(random.bytes(32)) });
    const ends = random.pick([
      () => [],
      () => this.#old,
      () => now.map((end) => ({ ...end, seq: asSeq(end.seq + random.whole(1, 1e6)) })),
      () => now.map((end) => ({ ...end, id: toHex(random.bytes(32)) as EventId })),
      () => Array.from({ length: 40 }, () => this.#invented()),
    ])?.();
    this.say({ kind: 'summary', ends: [...(ends ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)) });
    const taken = now.map(({ agent, chain, seq }) => ({ agent, chain, seq: asSeq(seq + 1) }));
    this.say({ kind: 'taken', ends: taken });
  }

  /** He passes nothing on, so whoever believes him stays behind. */
  protected override post(peer: PeerId, message: Uint8Array): void {
    if (message[0] === MESSAGE.hello) super.post(peer, message);
  }

  #ends(): ChainEnd[] {
    return [...this.replica.history.chains()].map((log) => ({
      agent: log.agent,
      chain: log.chain,
      seq: log.end,
      id: log.idAt(log.length - 1),
    }));
  }

  #invented(): ChainEnd {
    const agent = toHex(this.random.bytes(32)) as AgentId;
    const id = toHex(this.random.bytes(32)) as EventId;
    return { agent, chain: 'content', seq: asSeq(this.random.whole(1, 1e9)), id };
  }
}
