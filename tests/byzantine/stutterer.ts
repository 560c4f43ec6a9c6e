/** A21: says what may be said, in another way than the one way there is. */
import { concat } from '../../src/base/bytes.ts';
import type { DocumentId } from '../../src/base/ids.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

export class Stutterer extends Actor {
  turn(): void {
    const { document } = this;
    const made = this.random.pick<(document: DocumentId) => void>([
      (where) => this.#implied(where),
      (where) => this.#sameHeads(where),
      (where) => this.#twoThatAreOne(where),
      (where) => this.#leftovers(where),
      () => this.#endsOutOfOrder(),
    ]);
    made?.(document);
  }

  #implied(document: DocumentId): void {
    const forger = this.forger();
    const { id, run } = forger.first({ ...this.begin(document), ops: [insert(0, 's')] });
    this.tell([run, this.wrong(forger.next({ parents: [id] })).run]);
  }

  #sameHeads(document: DocumentId): void {
    const forger = this.forger();
    const where = this.begin(document);
    const { run } = forger.first({ ...where, ops: [insert(0, 's')] });
    this.tell([run, this.wrong(forger.next({ policyHeads: where.policyHeads ?? [] })).run]);
  }

  #twoThatAreOne(document: DocumentId): void {
    const ops = [insert(0, 's'), insert(1, 's')];
    this.tell([this.wrong(this.forger().first({ ...this.begin(document), ops })).run]);
  }

  #leftovers(document: DocumentId): void {
    const made = this.forger().first({ ...this.begin(document), ops: [insert(0, 's')] });
    const { run } = this.wrong(made);
    this.say(concat(encodeMessage({ kind: 'events', runs: [run] }), Uint8Array.of(0)));
  }

  #endsOutOfOrder(): void {
    const ends = [...this.replica.history.chains()].map((log) => ({
      agent: log.agent,
      chain: log.chain,
      seq: log.end,
      id: log.idAt(log.length - 1),
    }));
    ends.sort((a, b) => (a.id < b.id ? 1 : -1));
    if (ends.length > 1) this.say({ kind: 'summary', ends });
  }
}
