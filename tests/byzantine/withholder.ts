/**
 * A13, A37: says that it holds everything and passes nothing on, and writes on parents that it shows
 * to nobody.
 */
import type { PeerId } from '../../src/base/ids.ts';
import { MESSAGE } from '../../src/wire/tags.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

const WITHHELD: readonly (number | undefined)[] = [MESSAGE.events, MESSAGE.bundle, MESSAGE.packed];

export class Withholder extends Actor {
  turn(): void {
    const forger = this.forger();
    const hidden = forger.first({ ...this.begin(this.document), ops: [insert(0, 'hidden')] });
    const shown = this.forger().first({
      ...this.begin(this.document),
      parents: [hidden.id],
      ops: [insert(6, 'x'.repeat(this.random.whole(1, 2_000)))],
    });
    const later = forger.next({ ops: [insert(0, 'later')] });
    this.tell([shown.run, later.run]);
  }

  protected override post(peer: PeerId, message: Uint8Array): void {
    if (!WITHHELD.includes(message[0])) super.post(peer, message);
  }
}
