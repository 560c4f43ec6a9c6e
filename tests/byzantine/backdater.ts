/**
 * A11: goes on writing as if nothing new had been decided: on the oldest policy it knows, on the
 * oldest text it knows; and now and then on older policy than it had named before.
 */
import type { EventBody } from '../../src/wire/event.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

export class Backdater extends Actor {
  #oldest: Partial<EventBody> | undefined;

  turn(): void {
    this.#oldest ??= this.begin(this.document);
    this.tell([this.forger().first({ ...this.#oldest, ops: [insert(0, 'old ')] }).run]);
    if (!this.random.chance(0.3)) return;
    const now = this.forger();
    const first = now.first({ ...this.begin(this.document), ops: [insert(0, 'n')] });
    const back = this.wrong(now.next({ policyHeads: [this.siege.root], ops: [insert(0, 'back')] }));
    this.tell([first.run, back.run]);
  }
}
