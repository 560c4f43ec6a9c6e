/**
 * What takes the effects of a replay into a text: and, where somebody has to be told, as changes.
 */
import type { Span } from './graph.ts';
import type { Sink, TextChange } from './op.ts';
import type { Rope } from './rope.ts';

/** Applies effects to a rope. */
export class RopeSink implements Sink {
  protected readonly rope: Rope;
  readonly voids: Span[] = [];

  constructor(rope: Rope) {
    this.rope = rope;
  }

  insert(position: number, text: string): void {
    this.rope.insert(position, text);
  }

  fill(position: number, text: Uint16Array, from: number, to: number, codePoints: number): void {
    this.rope.insertUnits(position, text, from, to, codePoints);
  }

  remove(position: number, count: number): void {
    this.rope.remove(position, count);
  }

  voided(start: number, end: number): void {
    this.voids.push({ start, end });
  }
}

/** Applies effects to an empty rope: what it then holds is the one change. */
export class FillSink extends RopeSink {
  get changes(): readonly TextChange[] {
    const inserted = this.rope.toString();
    return inserted === '' ? [] : [{ position: 0, deleted: 0, inserted }];
  }
}

/** Applies effects to a rope, and collects them in UTF-16 units. */
export class ChangeSink implements Sink {
  readonly changes: { position: number; deleted: number; inserted: string }[] = [];
  readonly voids: Span[] = [];
  private readonly rope: Rope;

  constructor(rope: Rope) {
    this.rope = rope;
  }

  insert(position: number, text: string): void {
    const at = this.rope.insert(position, text);
    const last = this.changes.at(-1);
    if (last !== undefined && last.position + last.inserted.length === at) last.inserted += text;
    else this.changes.push({ position: at, deleted: 0, inserted: text });
  }

  remove(position: number, count: number): void {
    const before = this.rope.units;
    const at = this.rope.remove(position, count);
    const deleted = before - this.rope.units;
    const last = this.changes.at(-1);
    if (last?.position === at && last.inserted === '') last.deleted += deleted;
    else this.changes.push({ position: at, deleted, inserted: '' });
  }

  voided(start: number, end: number): void {
    this.voids.push({ start, end });
  }
}
