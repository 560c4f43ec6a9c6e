/**
 * Registers of a map: for each (row, field) the write with the greatest (global seq, value bytes)
 * wins, the event's id last (seeds: Tiny Merge). Merging is a maximum, so order never matters.
 *
 * The global seq is derived from the causal past by the caller, so nobody can jump it. Values are
 * bytes; what they may be is the schema's business, and a write that its schema refuses is not
 * offered here.
 */
import { compare } from '../base/bytes.ts';
import type { EventId } from '../base/ids.ts';
import type { RowId } from '../wire/document.ts';

export interface Write {
  readonly value: Uint8Array;
  /** One more than the greatest global seq in the op's causal past. */
  readonly globalSeq: number;
  readonly event: EventId;
}

export class Registers {
  readonly #rows = new Map<RowId, Map<number, Write>>();
  #revision = 0;

  /** Another number whenever a value may have changed. */
  get revision(): number {
    return this.#revision;
  }

  /** Offers a write; true when it is now the register's value. */
  offer(row: RowId, field: number, write: Write): boolean {
    let fields = this.#rows.get(row);
    if (!fields) this.#rows.set(row, (fields = new Map()));
    const current = fields.get(field);
    if (current && order(write, current) <= 0) return false;
    fields.set(field, write);
    this.#revision += 1;
    return true;
  }

  /** Forgets every write. */
  clear(): void {
    this.#rows.clear();
    this.#revision += 1;
  }

  get(row: RowId, field: number): Uint8Array | undefined {
    return this.writeOf(row, field)?.value;
  }

  /** The write that is a register's value. */
  writeOf(row: RowId, field: number): Write | undefined {
    return this.#rows.get(row)?.get(field);
  }

  /** Fields of a row that were written. */
  fields(row: RowId): number[] {
    return [...(this.#rows.get(row)?.keys() ?? [])];
  }

  rows(): IterableIterator<RowId> {
    return this.#rows.keys();
  }
}

/** Positive when `a` wins over `b`. */
function order(a: Write, b: Write): number {
  if (a.globalSeq !== b.globalSeq) return a.globalSeq - b.globalSeq;
  const values = compare(a.value, b.value);
  if (values !== 0) return values;
  return a.event < b.event ? -1 : a.event > b.event ? 1 : 0;
}
