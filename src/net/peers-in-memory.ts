/**
 * Keeps, in the built page, what libp2p's store of peers would write as protobuf into a database that
 * is a map in memory: here the map holds copies (scripts/leave-out.ts).
 *
 * What a peer becomes by what is told of it stays libp2p's own code. docs/decisions/0009-size.md says
 * what this saves; tests/scripts/leave-out.test.ts compares both.
 */
import { NotFoundError } from '@libp2p/interface';

/** A copy of plain data, as deep as it goes: what is kept changes by nobody's hand. */
function copy<T>(value: T): T;
function copy(value: unknown): unknown {
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Map) return new Map([...value].map(copy) as [unknown, unknown][]);
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(copy));
}

/** In place of a peer's layout in protobuf. */
export const Peer = { encode: copy, decode: copy };

/** The name of an entry, `/peers/` and the peer. */
export class Key {
  readonly #name: string;

  constructor(name: string) {
    this.#name = name;
  }

  toString(): string {
    return this.#name;
  }
}

interface Entry {
  readonly key: Key;
  readonly value: unknown;
}

interface Query {
  readonly filters: readonly ((entry: Entry) => boolean)[];
  readonly orders: readonly ((a: Entry, b: Entry) => number)[];
}

/** Only the store of peers keeps anything in it, so every query is for all of them. */
export class MemoryDatastore {
  readonly #entries = new Map<string, Entry>();

  put(key: Key, value: unknown): void {
    this.#entries.set(key.toString(), { key, value });
  }

  /** Throws NotFoundError. */
  get(key: Key): unknown {
    const entry = this.#entries.get(key.toString());
    if (entry === undefined) throw new NotFoundError();
    return entry.value;
  }

  delete(key: Key): void {
    this.#entries.delete(key.toString());
  }

  *query({ filters, orders }: Query): Generator<Entry> {
    const found = [...this.#entries.values()].filter((entry) => filters.every((one) => one(entry)));
    yield* orders.reduce((sorted, order) => sorted.sort(order), found);
  }
}
