/** A17: writes as everybody does, but says that it is another time, far ahead and far back. */
import { MAX_SECONDS } from '../../src/base/limits.ts';
import { setTitle } from '../../src/crdt/workspace-map.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import type { EventBody } from '../../src/wire/event.ts';
import { insert, type Forger } from '../replica/lab.ts';
import { Random } from '../sim/random.ts';
import { Actor } from './actor.ts';

const TIMES = [-MAX_SECONDS, MAX_SECONDS, -1, 2 ** 33, -(2 ** 33)];
const TITLES = ['past', 'present', 'future'];

export class ClockLiar extends Actor {
  protected readonly lies: boolean = true;
  /** What he writes depends on nothing but this, so that it can be compared. */
  readonly #words = new Random(17);
  #writers: readonly { readonly forger: Forger; readonly where: Partial<EventBody> }[] = [];
  readonly #runs: Uint8Array[] = [];

  /** Nobody is to miss a word of it. */
  turn(): void {
    this.tell(this.#runs);
  }

  /** Two agents go on side by side, and a third names the workspace. */
  write(): void {
    if (this.#writers.length === 0) {
      const { document } = this;
      this.#writers = [document, document, WORKSPACE_MAP].map((where) => ({
        forger: this.forger(),
        where: this.begin(where),
      }));
    }
    this.#writers.forEach(({ forger, where }, i) => {
      const far = this.#words.pick(TIMES) ?? 0;
      const elapsed = this.lies ? far : 0;
      const title = setTitle(WORKSPACE_MAP, this.#words.pick(TITLES) ?? '');
      const ops = i === 2 ? [title] : [insert(0, this.#words.pick(['t', 'i', 'm', 'e']) ?? '')];
      const body = { elapsed, ops };
      const made = forger.seq === 0 ? forger.first({ ...where, ...body }) : forger.next(body);
      this.#runs.push(made.run);
    });
  }
}

/** The same person without the lie. */
export class Punctual extends ClockLiar {
  protected override readonly lies = false;
}
