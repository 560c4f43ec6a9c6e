/** A43: deletes all that there is, far beyond it, and writes where no text is. */
import type { DocumentId } from '../../src/base/ids.ts';
import { MAX_DELETE, MAX_POSITION } from '../../src/base/limits.ts';
import type { Op } from '../../src/wire/op.ts';
import { insert } from '../replica/lab.ts';
import { Actor } from './actor.ts';

export class Wrecker extends Actor {
  turn(): void {
    const { document } = this;
    const ops = this.random.pick<readonly Op[]>([
      this.#everything(document),
      [{ kind: 'delete', position: 0, count: MAX_DELETE }],
      [{ kind: 'delete', position: MAX_POSITION, count: MAX_DELETE }],
      [insert(MAX_POSITION, 'far away')],
      [insert(MAX_POSITION, 'far away'), insert(0, 'W')],
    ]);
    this.#write(document, ops ?? []);
  }

  wreck(): void {
    for (const { id, text } of this.replica.history.documents())
      if (text) this.#write(id, this.#everything(id));
  }

  #everything(document: DocumentId): Op[] {
    const text = this.replica.history.known(document)?.text?.toString() ?? '';
    const ops: Op[] = [];
    for (let left = [...text].length; left > 0; left -= MAX_DELETE)
      ops.push({ kind: 'delete', position: 0, count: Math.min(left, MAX_DELETE) });
    return ops;
  }

  #write(document: DocumentId, ops: readonly Op[]): void {
    if (ops.length > 0) this.tell([this.forger().first({ ...this.begin(document), ops }).run]);
  }
}
