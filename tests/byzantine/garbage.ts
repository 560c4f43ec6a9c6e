/** A14: parents that are nothing, too many of them, out of order, twice, or one above another. */
import { toHex } from '../../src/base/bytes.ts';
import type { EventId } from '../../src/base/ids.ts';
import { MAX_PARENTS } from '../../src/base/limits.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

export class Garbage extends Actor {
  turn(): void {
    const { policyHeads, parents } = this.place(this.document);
    const wrong = this.random.pick<() => readonly EventId[]>([
      () => this.#ids(MAX_PARENTS + 1),
      () => this.#ids(3).reverse(),
      () => [parents[0], parents[0]].flatMap((id) => id ?? []),
      () => this.#nested(),
    ])?.();
    this.spill(3);
    if (!wrong || wrong.length === 0 || this.random.chance(0.7)) return;
    const first = { document: this.document, policyHeads, parents: wrong };
    this.tell([this.wrong(this.forger().first({ ...first, ops: [insert(0, 'w')] })).run]);
  }

  /** Events on as many parents as there may be, none of which exists. */
  spill(count: number): void {
    const runs = Array.from({ length: count }, () => {
      const parents = this.#ids(MAX_PARENTS);
      const where = { ...this.begin(this.document), parents };
      return this.forger().first({ ...where, ops: [insert(0, 'g')] }).run;
    });
    this.tell(runs);
  }

  #ids(count: number): EventId[] {
    const ids = Array.from({ length: count }, () => toHex(this.random.bytes(32)) as EventId);
    return ids.sort();
  }

  /** Two events of one honest chain in one document. */
  #nested(): EventId[] {
    for (const log of this.replica.history.chains())
      for (let at = 1; at < log.length; at++)
        if (log.chain === 'content' && log.contextAt(at).document === this.document)
          if (log.contextAt(at - 1).document === this.document)
            return [log.idAt(at - 1), log.idAt(at)].sort();
    return [];
  }
}
