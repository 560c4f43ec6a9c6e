/**
 * A55, A31: one history, cut and signed in another way for everybody: with a signature on each event,
 * on the last alone, and with a seal whose signature only some are shown.
 */
import { asSeq } from '../../src/base/ids.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { insert, type Forger, type Made } from '../replica/lab.ts';
import type { Tab } from '../sim/tab.ts';
import { Actor } from './actor.ts';

export class Sealer extends Actor {
  turn(): void {
    const forger = this.forger();
    const made = [
      forger.first({ ...this.begin(this.document), ops: [insert(0, 'a')] }),
      forger.next({ ops: [insert(0, 'b')] }),
      forger.next({ seal: true, ops: [insert(0, 'c')] }),
    ];
    for (const tab of this.near) this.#show(tab, forger, made);
  }

  #show(tab: Tab, forger: Forger, made: readonly Made[]): void {
    const upTo = this.random.whole(1, made.length);
    const last = made[upTo - 1];
    const unsigned = made.at(-1);
    if (!last || !unsigned) return;
    const parts = { agent: forger.agent, chain: 'content', from: asSeq(0) } as const;
    const bodies = made.map(({ body }) => body);
    const one = (): Uint8Array[] => [
      encodeRun({ ...parts, bodies: bodies.slice(0, upTo), signature: last.signature }),
    ];
    const each = (): Uint8Array[] => made.slice(0, upTo).map(({ run }) => run);
    /** The seal under the signature of the event before it. */
    const bare = (): Uint8Array[] => [
      encodeRun({ ...parts, bodies, signature: new Uint8Array(64) }),
    ];
    const how = this.random.pick([one, one, each, each, bare]);
    if (how) this.tell(how(), [tab]);
  }
}
