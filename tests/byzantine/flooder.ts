/** A24: as many signatures in one message as fit, all of them wrong. */
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

/** Enough to be told from honest ones. */
export const FLOOD = 60;

export class Flooder extends Actor {
  turn(): void {
    const where = this.begin(this.document);
    const runs = Array.from({ length: FLOOD }, () => {
      const { run } = this.wrong(this.forger().first({ ...where, ops: [insert(0, 'f')] }));
      run[run.length - 1] = (run.at(-1) ?? 0) ^ 1;
      return run;
    });
    this.tell(runs);
  }
}
