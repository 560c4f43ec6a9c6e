/**
 * A03, A04: not two histories of one agent but as many as it likes, others to everybody; and a second
 * agent, which signs one history alone, that builds on some of them.
 */
import type { EventBody } from '../../src/wire/event.ts';
import { insert, type Forger, type Made } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** Heads that grow in a turn. */
const HEADS = 60;

export class Hydra extends Actor {
  #neck:
    | { readonly forger: Forger; readonly base: Made; readonly where: Partial<EventBody> }
    | undefined;
  #grown = 0;

  turn(): void {
    for (const tab of this.near) {
      const heads = Array.from({ length: HEADS }, () => this.head());
      this.tell([this.neck.base.run, ...heads.map(({ run }) => run)], [tab]);
    }
  }

  /** The agent whose histories they are. */
  get agent() {
    return this.neck.forger.agent;
  }

  protected get neck() {
    if (!this.#neck) {
      const forger = this.forger();
      const where = this.begin(this.document);
      this.#neck = { forger, where, base: forger.first({ ...where, ops: [insert(0, '|')] }) };
    }
    return this.#neck;
  }

  /** One more history: an event beside all others. */
  protected head(): Made {
    return this.neck.forger.other({ ops: [insert(0, `${this.#grown++}`)] });
  }
}

export class Launderer extends Hydra {
  #hand: { readonly forger: Forger; last: Made } | undefined;
  /** What the second agent wrote. */
  readonly #told: Uint8Array[] = [];

  override turn(): void {
    const head = this.head();
    const { run } = this.neck.base;
    const ops = [insert(0, '!')];
    const parents = this.#hand ? [this.#hand.last.id, head.id].sort() : [head.id];
    if (this.#hand) this.#hand.last = this.#hand.forger.next({ ops, parents });
    else {
      const forger = this.forger();
      this.#hand = { forger, last: forger.first({ ...this.neck.where, ops, parents }) };
    }
    this.#told.push(this.#hand.last.run);
    this.tell([run, head.run, ...this.#told]);
  }
}
