/**
 * Between an editor's UTF-16 changes and a text's ops in code points.
 *
 * Large changes become several ops, so that no event comes near its limit. Positions that would
 * split a surrogate pair are moved outward, and the editor is told what really happened.
 */
import type { AgentId, DocumentId } from '../base/ids.ts';
import { MAX_CARET_UNITS, MAX_DELETE, MAX_PARENTS } from '../base/limits.ts';
import type { TextChange } from '../crdt/op.ts';
import type { Text } from '../crdt/text.ts';
import { assert } from '../base/result.ts';
import type { Caret } from '../wire/message.ts';
import { unitsOf, type TextOp } from '../wire/op.ts';
import type { Author } from './author.ts';
import type { PlacedCaret } from './carets.ts';
import type { History } from './history.ts';
import { versionOf } from './texts.ts';

/** UTF-16 units of one insert op: at most 12 KB as UTF-8. */
export const INSERT_STEP = 4_096;

export interface Written {
  /** What the editor must do to have the same text as we, when it asked for the impossible. */
  readonly corrected: readonly TextChange[] | null;
}

export interface FoundCaret {
  /** `null`: its version lies too far back. */
  readonly placed: PlacedCaret | null;
  /** Units that were replayed to find it, and that this moved views by. */
  readonly units: number;
}

export class Pen {
  readonly #history: History;
  readonly #author: Author;

  constructor(history: History, author: Author) {
    this.#history = history;
    this.#author = author;
  }

  /** Writes changes into the text and the draft; `cut` is called where a new event must begin. */
  write(document: DocumentId, changes: readonly TextChange[], cut: () => void): Written {
    const text = this.#text(document);
    let editorLength = text.units;
    let exact = true;
    for (const change of changes) {
      editorLength += change.inserted.length - change.deleted;
      const from = before(text, change.position);
      const to = Math.max(from, after(text, change.position + change.deleted));
      const inserted = change.inserted.toWellFormed();
      const aligned =
        text.toUnits(from) === change.position &&
        text.toUnits(to) === change.position + change.deleted;
      exact &&= aligned && inserted === change.inserted;
      for (let left = to - from; left > 0; left -= MAX_DELETE)
        this.#op(
          document,
          { kind: 'delete', position: from, count: Math.min(left, MAX_DELETE) },
          cut,
        );
      let position = from;
      for (const piece of pieces(inserted)) {
        const op: TextOp = { kind: 'insert', position, text: piece };
        this.#op(document, op, cut);
        position += unitsOf(op);
      }
    }
    if (exact) return { corrected: null };
    return { corrected: [{ position: 0, deleted: editorLength, inserted: text.toString() }] };
  }

  /** What an editor must do to have the text as it is, when it shows changes that are not in it. */
  refused(document: DocumentId, changes: readonly TextChange[]): readonly TextChange[] {
    const inserted = this.#history.known(document)?.text?.toString() ?? '';
    let deleted = inserted.length;
    for (const change of changes) deleted += change.inserted.length - change.deleted;
    return [{ position: 0, deleted, inserted }];
  }

  /** Units that ever were in a text, which grow with every change of it. */
  units(document: DocumentId): number {
    return this.#history.known(document)?.graph.next ?? 0;
  }

  /** A selection as others can understand it. Everything typed must be cut before. */
  caret(placed: PlacedCaret): Caret {
    const log = this.#history.document(placed.document);
    const text = this.#text(placed.document);
    return {
      document: placed.document,
      version: log.idsOf(this.#history.heads(log)).slice(0, MAX_PARENTS),
      anchor: before(text, placed.anchor),
      head: before(text, placed.head),
    };
  }

  /** Somebody's selection in the current text; `undefined` while its version is not known here. */
  place(caret: Caret): FoundCaret | undefined {
    const { document, anchor, head } = caret;
    const log = this.#history.known(document);
    const version = log && versionOf(this.#history, log, caret.version);
    if (!version || !log.text) return undefined;
    const { text } = log;
    const at = ([from = 0, to = 0]: readonly number[], units: number): FoundCaret => ({
      placed: { document, anchor: text.toUnits(from), head: text.toUnits(to) },
      units,
    });
    const heads = this.#history.heads(log);
    // Of more heads than a caret can name it names some.
    const named = Math.min(heads.length, MAX_PARENTS);
    if (version.length === named && version.every((lv) => heads.includes(lv)))
      return at([anchor, head], 0);
    const units = text.unitsSince(version);
    if (units > MAX_CARET_UNITS) return { placed: null, units: 0 };
    const { moved } = text;
    const now = text.mapForward([anchor, head], text.graph.minimal(version));
    return at(now, units + text.moved - moved);
  }

  #op(document: DocumentId, op: TextOp, cut: () => void): void {
    const bytes = op.kind === 'insert' ? op.text.length * 3 + 8 : 12;
    if (this.#author.needsCut(document, bytes)) cut();
    if (this.#author.drafting === undefined) this.#history.draft(document);
    const { start, parents } = this.#history.write(document, op, this.#author.agent);
    this.#author.write(document, parents, op, bytes, (start + unitsOf(op) - 1) as typeof start);
  }

  #text(document: DocumentId): Text<AgentId> {
    const { text } = this.#history.document(document);
    assert(text, 'a text document');
    return text;
  }
}

/** Code points before a unit; before the whole pair when the unit would split one. */
function before(text: Text<AgentId>, unit: number): number {
  const inside = Math.min(Math.max(0, unit), text.units);
  return text.toCodePoints(inside) ?? text.toCodePoints(inside - 1) ?? 0;
}

/** As `before`, but after the whole pair. */
function after(text: Text<AgentId>, unit: number): number {
  const inside = Math.min(Math.max(0, unit), text.units);
  return text.toCodePoints(inside) ?? text.toCodePoints(inside + 1) ?? text.length;
}

/** Cuts text into pieces of INSERT_STEP units without splitting a pair. */
function pieces(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    let end = Math.min(at + INSERT_STEP, text.length);
    const unit = text.charCodeAt(end - 1);
    if (end < text.length && unit >= 0xd800 && unit < 0xdc00) end -= 1;
    found.push(text.slice(at, end));
    at = end;
  }
  return found;
}
