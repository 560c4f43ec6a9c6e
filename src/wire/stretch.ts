/**
 * Consecutive events of one chain as they are hashed, stored and sent: their bytes, joined, and
 * columns over them. A history has far more events than anything ever asks for one by one, so there
 * is no object for each; `body` makes one where it is needed.
 */
import { concat } from '../base/bytes.ts';
import type { Chain } from '../base/ids.ts';
import { MAX_EVENT_BYTES, MAX_RUN_BYTES } from '../base/limits.ts';
import { assert } from '../base/result.ts';
import { decode, type Reader } from './codec.ts';
import { EditReader, type Edits } from './edits.ts';
import { FLAG, flagsOf, NAMES, readBody, type EventBody } from './event.ts';
import { unitsOf } from './op.ts';

export interface Encoded {
  readonly body: EventBody;
  /** The canonical bytes of `body`. */
  readonly bytes: Uint8Array;
}

/** What is known of a stretch beside its bytes. */
export interface Known {
  readonly length: number;
  /** Of each event, counted from the first: offset in `bytes`, seq and graph unit after it. */
  readonly ends: Int32Array;
  readonly seqs: Int32Array;
  readonly units: Int32Array;
  /** Index of the first seal, and of the first event but the very first that names ancestors; −1. */
  readonly seal: number;
  readonly named: number;
  /** Seconds from the event before the first to the last one. */
  readonly elapsed: number;
  /** All ops, if they are of a text: inserts typed one after another as one. */
  readonly edits: Edits | undefined;
}

export class Stretch implements Known {
  readonly chain: Chain;
  /** The canonical bodies one after another. */
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly ends: Int32Array;
  readonly seqs: Int32Array;
  readonly units: Int32Array;
  readonly seal: number;
  readonly named: number;
  readonly elapsed: number;
  readonly edits: Edits | undefined;

  constructor(chain: Chain, bytes: Uint8Array, known: Known) {
    this.chain = chain;
    this.bytes = bytes;
    this.length = known.length;
    this.ends = known.ends;
    this.seqs = known.seqs;
    this.units = known.units;
    this.seal = known.seal;
    this.named = known.named;
    this.elapsed = known.elapsed;
    this.edits = known.edits;
  }

  static of(chain: Chain, events: readonly Encoded[]): Stretch {
    const columns = new Columns(events.length);
    let end = 0;
    for (const { body, bytes } of events) columns.add(body, (end += bytes.length));
    return new Stretch(chain, concat(...events.map(({ bytes }) => bytes)), columns.finish());
  }

  /** Ops of all events. */
  get ops(): number {
    return this.seqs[this.length - 1] ?? 0;
  }

  startOf(i: number): number {
    return i === 0 ? 0 : (this.ends[i - 1] as number);
  }

  flags(i: number): number {
    return this.bytes[this.startOf(i)] as number;
  }

  isSeal(i: number): boolean {
    return (this.flags(i) & FLAG.seal) !== 0;
  }

  /** Whether a run must begin with this event, since it names ancestors of its own. */
  begins(i: number): boolean {
    return this.chain === 'policy' || (this.flags(i) & NAMES) !== 0;
  }

  /** The canonical bytes of one event: a view. */
  encoded(i: number): Uint8Array {
    return this.bytes.subarray(this.startOf(i), this.ends[i]);
  }

  body(i: number): EventBody {
    const body = decode(this.encoded(i), MAX_EVENT_BYTES, (reader) => readBody(reader, this.chain));
    assert(body.ok, 'what a stretch holds was decoded before');
    return body.value;
  }

  /** An object for each event: for a look at a few, not for a whole history. */
  events(): Encoded[] {
    return Array.from({ length: this.length }, (_, i) => ({
      body: this.body(i),
      bytes: this.encoded(i),
    }));
  }

  /** The events from index `from` on. */
  tail(from: number): Stretch {
    if (from === 0) return this;
    const bytes = this.bytes.subarray(this.startOf(from));
    const read = (reader: Reader): Stretch => readStretch(reader, this.chain, this.length - from);
    const tail = decode(bytes, MAX_RUN_BYTES, read);
    assert(tail.ok, 'what a stretch holds was decoded before');
    return tail.value;
  }
}

/** One is enough: a stretch is read to its end before the next. */
const editReader = new EditReader();

/** What is known of events while they are read. */
class Columns {
  length = 0;
  readonly ends: Int32Array;
  readonly seqs: Int32Array;
  readonly units: Int32Array;
  readonly reader = editReader;
  textual = true;
  seal = -1;
  named = -1;
  elapsed = 0;

  constructor(room: number) {
    editReader.clear();
    this.ends = new Int32Array(room);
    this.seqs = new Int32Array(room);
    this.units = new Int32Array(room);
  }

  add(body: EventBody, end: number): void {
    let units = 0;
    for (const op of body.ops)
      if (op.kind === 'insert' || op.kind === 'delete') units += this.reader.add(op);
      else {
        units += unitsOf(op);
        this.textual = false;
      }
    this.note(flagsOf(body), end, body.ops.length, units, body.elapsed);
  }

  note(flags: number, end: number, ops: number, units: number, elapsed: number): void {
    const at = this.length++;
    this.ends[at] = end;
    this.seqs[at] = (at === 0 ? 0 : (this.seqs[at - 1] as number)) + ops;
    this.units[at] = (at === 0 ? 0 : (this.units[at - 1] as number)) + units;
    this.elapsed += elapsed;
    if (flags === 0) return;
    if (this.seal < 0 && (flags & FLAG.seal) !== 0) this.seal = at;
    if (this.named < 0 && at > 0 && (flags & NAMES) !== 0) this.named = at;
  }

  finish(): Known {
    const { length, ends, seqs, units, seal, named, elapsed } = this;
    const edits = this.textual ? this.reader.finish() : undefined;
    return { length, ends, seqs, units, seal, named, elapsed, edits };
  }
}

/** Exactly `count` events. Refuses those over their size, and whatever `readBody` refuses. */
export function readStretch(reader: Reader, chain: Chain, count: number): Stretch {
  const columns = new Columns(Math.min(count, reader.remaining));
  const start = reader.offset;
  while (columns.length < count) {
    if (chain === 'content')
      reader.jump(columns.reader.readPlain(reader.source, start, reader.offset, columns, count));
    if (columns.length === count) break;
    const from = reader.offset;
    columns.add(readBody(reader, chain), reader.offset - start);
    if (reader.offset - from > MAX_EVENT_BYTES) reader.fail('TooLarge', 'event');
  }
  return new Stretch(chain, reader.since(start).slice(), columns.finish());
}
