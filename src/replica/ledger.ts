/**
 * One's own events on their way out: written, durable, told, and held by another device.
 *
 * Nothing is told before it is durable, nor before what was written before it; so what others hold of
 * a chain never has a gap. Who stores and who tells is the replica's business.
 */
import type { AgentId } from '../base/ids.ts';
import type { Cut } from './author.ts';
import type { ChainLog } from './chain.ts';
import type { History } from './history.ts';

export class Ledger {
  readonly #history: History;
  readonly #agent: AgentId;
  /** Events that are not told yet, oldest first; durable ones wait for those before them. */
  readonly #untold: { readonly cut: Cut; durable: boolean }[] = [];
  /** Content events that are durable. */
  #durable = 0;
  /** Content seq that another device has said is durable there. */
  #delivered = 0;

  constructor(history: History, agent: AgentId) {
    this.#history = history;
    this.#agent = agent;
  }

  /** Content events. */
  get written(): number {
    return this.#log?.length ?? 0;
  }

  get durable(): number {
    return this.#durable;
  }

  /** Content events that no other device has said it holds. */
  get unsent(): number {
    const log = this.#log;
    return log ? log.length - (log.indexOf(this.#delivered) ?? 0) : 0;
  }

  /** An event is in the history, and on its way to the store. */
  write(cut: Cut): void {
    this.#untold.push({ cut, durable: false });
  }

  /** The store has an event. Those that may be told now, in their order, signed in their chains. */
  store(own: Cut): Cut[] {
    for (const one of this.#untold) if (one.cut === own) one.durable = true;
    const told: Cut[] = [];
    for (let next = this.#untold[0]; next?.durable; next = this.#untold[0]) {
      this.#untold.shift();
      const { log, at, signature } = next.cut;
      log.sign(at, signature);
      if (log.chain === 'content') this.#durable += 1;
      told.push(next.cut);
    }
    return told;
  }

  /** Another device says that content up to `seq` is durable there; without one, all that is signed. */
  deliver(seq: number = this.#log?.signedEnd ?? 0): void {
    if (seq > this.#delivered && this.#log?.indexOf(seq) !== undefined) this.#delivered = seq;
  }

  get #log(): ChainLog | undefined {
    return this.#history.chain(this.#agent, 'content');
  }
}
