/**
 * A23, A25: floods with valid events, on ever new chains, in texts that everybody writes in.
 * A53: and one who builds on as many of those at once as an event may name.
 */
import type { DocumentId, EventId } from '../../src/base/ids.ts';
import { CHAIN_COST, MAX_PARENTS } from '../../src/base/limits.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** Code points of one of its events. */
const SPAM = 1_000;
/** Chains that it begins at once: what they cost is most of it. */
const CHAINS = 3;

export interface Written {
  readonly document: DocumentId;
  readonly runs: readonly Uint8Array[];
  readonly end: EventId;
}

export class Spammer extends Actor {
  readonly written: Written[] = [];

  turn(): void {
    const { document } = this;
    const near = this.near.slice(0, this.random.whole(1, 4));
    for (let n = 0; n < CHAINS; n++) {
      const forger = this.forger();
      const event = { seal: true, ops: [insert(0, 's'.repeat(SPAM))] };
      const first = forger.first({ ...this.begin(document), ...event });
      const last = forger.next(event);
      const runs = [first.run, last.run];
      this.written.push({ document, runs, end: last.id });
      this.tell(runs, near);
    }
  }

  /** Bytes of all its events, more or less. */
  get spent(): number {
    return this.written.length * (CHAIN_COST + 2 * SPAM);
  }
}

export class Dragger extends Spammer {
  override turn(): void {
    const all = this.siege.actors.flatMap((actor) =>
      actor instanceof Spammer && actor !== this ? actor.written : [],
    );
    const document = this.random.pick(all)?.document ?? this.document;
    const needed = all.filter((one) => one.document === document).slice(-MAX_PARENTS);
    const parents = needed.map(({ end }) => end).sort();
    if (parents.length === 0) return;
    const ops = [insert(0, 'd')];
    const { policyHeads } = this.place(document);
    const made = this.forger().first({ document, policyHeads, parents, ops });
    for (const tab of this.near) {
      this.tell([made.run], [tab]);
      for (const { runs } of needed) this.tell(runs, [tab]);
    }
  }
}
