/** A43: deletes all that there is, far beyond it, and writes where no text is. */
import { MAX_DELETE, MAX_POSITION } from '../../src/base/limits.ts';
import type { Op } from '../../src/wire/op.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

export class Wrecker extends Actor {
  turn(): void {
    const { document } = this;
    const text = this.replica.history.known(document)?.text?.toString() ?? '';
    const count = [...text].length;
    const everything: Op[] = count > 0 ? [{ kind: 'delete', position: 0, count }] : [];
    const ops = this.random.pick<readonly Op[]>([
      everything,
      [{ kind: 'delete', position: 0, count: MAX_DELETE }],
      [{ kind: 'delete', position: MAX_POSITION, count: MAX_DELETE }],
      [insert(MAX_POSITION, 'far away')],
      [insert(MAX_POSITION, 'far away'), insert(0, 'W')],
    ]);
    if (ops && ops.length > 0)
      this.tell([this.forger().first({ ...this.begin(document), ops }).run]);
  }
}
