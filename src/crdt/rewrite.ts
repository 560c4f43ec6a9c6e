/**
 * What has to be written so that a text becomes another, collected from front to back without touching it.
 */
import type { Authorship, Piece } from './authorship.ts';
import { differenceOf } from './differing.ts';
import type { TextChange } from './op.ts';
import type { Rope } from './rope.ts';
import type { Text } from './text.ts';

export class Rewrite {
  /** In UTF-16 units, to be applied in order. */
  readonly changes: TextChange[] = [];
  readonly #text: Rope;
  /** Code points of the text so far; how much longer it has become, and where the last change ended. */
  #position = 0;
  #grown = 0;
  #end = -1;

  constructor(text: Rope) {
    this.#text = text;
  }

  /** The next code points stay. */
  keep(codePoints: number): void {
    this.#position += codePoints;
  }

  /** The next `deleted` code points give way to something. */
  change(deleted: number, inserted: string): void {
    const place = this.#text.toUnits(this.#position);
    const gone = this.#text.toUnits(this.#position + deleted) - place;
    const last = this.#end === this.#position ? this.changes.pop() : undefined;
    this.changes.push({
      position: last?.position ?? place + this.#grown,
      deleted: (last?.deleted ?? 0) + gone,
      inserted: (last?.inserted ?? '') + inserted,
    });
    this.#grown += inserted.length - gone;
    this.#position += deleted;
    this.#end = this.#position;
  }
}

/** What to write so that a text is what units put in that were shown together once. */
export function changesTo<Author>(
  text: Text<Author>,
  pieces: readonly Piece[],
): readonly TextChange[] {
  const authorship = text.authorship() as Authorship;
  const now = [...authorship.between(0, authorship.length)];
  const rewrite = new Rewrite(text.reading().rope);
  for (const part of differenceOf(now, pieces)) {
    if (part.kind === 'kept') rewrite.keep(part.codePoints);
    else if (part.kind === 'out') rewrite.change(part.codePoints, '');
    else rewrite.change(0, text.textOf([part]));
  }
  return rewrite.changes;
}
