/** A24, A47: does what costs others, closes the channel and comes back at once on another one. */
import type { PeerId } from '../../src/base/ids.ts';
import { MESSAGE } from '../../src/wire/tags.ts';
import { insert } from '../replica/lab.ts';
import type { Tab } from '../sim/tab.ts';
import { Actor } from './actor.ts';

const HISTORY: readonly (number | undefined)[] = [MESSAGE.events, MESSAGE.bundle, MESSAGE.packed];

/** Runs in one of its messages with a wrong signature. */
export const WRONG = 60;

export class Returner extends Actor {
  /** Messages with history that it was sent, by whom. */
  readonly served = new Map<PeerId, number>();

  turn(): void {
    for (const tab of this.near) this.comeBack(tab, () => this.ask(tab));
  }

  ask(tab: Tab): void {
    this.say({ kind: 'summary', ends: [] }, [tab]);
  }

  flood(tab: Tab): void {
    const where = this.begin(this.document);
    const runs = Array.from({ length: WRONG }, () => {
      const { run } = this.wrong(this.forger().first({ ...where, ops: [insert(0, 'r')] }));
      run[run.length - 1] = (run.at(-1) ?? 0) ^ 1;
      return run;
    });
    this.tell(runs, [tab]);
  }

  /** On a new channel, as soon as the other end has noticed that the old one is closed. */
  comeBack(tab: Tab, then: () => void): void {
    const { clock, network } = this.siege.world;
    network.cut(this, tab);
    clock.after(401, () => {
      if (!this.alive || !tab.alive) return;
      network.connect(this, tab, 1);
      clock.after(20, then);
    });
  }

  override received(from: PeerId, message: Uint8Array): void {
    if (HISTORY.includes(message[0])) this.served.set(from, (this.served.get(from) ?? 0) + 1);
    super.received(from, message);
  }
}
