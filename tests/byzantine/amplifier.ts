/** A47: asks for everything, with a summary of nothing, as often as it can. */
import { Actor } from './actor.ts';

/** Milliseconds between two questions. */
const EVERY = 20;

export class Amplifier extends Actor {
  turn(): void {
    this.insist(4);
  }

  /** Asks everybody so many times. */
  insist(times: number): void {
    const { clock } = this.siege.world;
    for (let asked = 0; asked < times; asked++)
      clock.after(asked * EVERY, () => {
        if (this.alive) this.say({ kind: 'summary', ends: [] });
      });
  }
}
