/**
 * A07, A11: was removed, and goes on: on the chains that it had, with new page loads, on the policy
 * and the text of before; with an accomplice who is a member still and passes everything on.
 */
import type { EventBody } from '../../src/wire/event.ts';
import { insert, type Forger } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** What is written after the removal, and before it. */
export const LATE = '✗';
export const EARLY = '✓';

export class Outcast extends Actor {
  #old: { readonly forger: Forger; readonly where: Partial<EventBody> } | undefined;
  /** From when on what it writes must vanish. */
  removed = false;

  turn(): void {
    const runs: Uint8Array[] = [];
    const ops = [insert(0, this.removed ? LATE : EARLY)];
    if (this.#old) runs.push(this.#old.forger.next({ ops }).run);
    else {
      const where = this.begin(this.document);
      this.#old = { forger: this.forger(), where };
      runs.push(this.#old.forger.first({ ...where, ops }).run);
    }
    if (this.removed) runs.push(this.forger().first({ ...this.#old.where, ops }).run);
    const others = this.siege.actors.filter((actor) => actor !== this);
    for (const other of others) this.siege.world.network.connect(this, other, 5);
    this.tell(runs, [...this.near, ...others]);
  }
}

/** Keeps to every rule. */
export class Accomplice extends Actor {
  turn(): void {
    // Its tab passes on whatever it holds.
  }
}
