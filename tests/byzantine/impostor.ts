/** A06: writes in another's name: on another's chain, under another's device, as the founder. */
import { asSeq, type Chain } from '../../src/base/ids.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { chainMessage } from '../../src/wire/segment.ts';
import { insert, inviteKey } from '../replica/lab.ts';
import { sign } from '../sim/engine.ts';
import type { Tab } from '../sim/tab.ts';
import { Actor } from './actor.ts';

export const FORGED = 'never written';

export class Impostor extends Actor {
  turn(): void {
    const victim = this.random.pick(this.siege.honest);
    if (!victim) return;
    const { document } = this;
    const run = this.random.pick([
      () => this.#onChainOf(victim, 'content', { ops: [insert(0, FORGED)] }),
      () => this.#onChainOf(victim, 'policy', { ops: [this.#inviting()] }),
      () =>
        this.wrong(
          this.forger('content', this.identity(victim.device.key)).first({
            ...this.begin(document),
            ops: [insert(0, FORGED)],
          }),
        ).run,
    ])?.();
    if (run) this.tell([run]);
  }

  #inviting() {
    return { kind: 'invite', key: inviteKey(1), role: 'admin', uses: 9, expires: 0 } as never;
  }

  /** The victim's next event, but for the signature. */
  #onChainOf(victim: Tab, chain: Chain, changed: Partial<EventBody>): Uint8Array | undefined {
    const log = this.replica.history.chain(victim.replica.agent, chain);
    if (!log) return undefined;
    const body: EventBody = { seal: false, elapsed: 0, ops: [], ...changed };
    const bytes = encodeBody(body);
    const id = log.hash.clone().push(body, bytes);
    this.siege.forbidden.add(id);
    const { agent, end: from } = log;
    const message = chainMessage(agent, chain, asSeq(from + body.ops.length), id);
    const signature = sign(this.identity().seed, message);
    return encodeRun({ agent, chain, from, bodies: [bytes], signature });
  }
}
