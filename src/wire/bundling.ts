/**
 * Writes a bundle: runs as columns, for bundle.ts to read, where the layout is told.
 *
 * Runs are those that are held, so nothing is checked here. A run of a text's events goes into the
 * columns; any other is rare and stays as it was hashed.
 */
import type { AgentId, Chain } from '../base/ids.ts';
import {
  MAX_CHUNK_BYTES,
  MAX_CHUNK_RUNS,
  MAX_DELETE,
  MAX_EVENT_BYTES,
  MAX_EVENT_OPS,
  MAX_POSITION,
  MAX_SECONDS,
  MAX_SENT_BUNDLE,
} from '../base/limits.ts';
import { BUNDLED } from './bundle.ts';
import { Reader, unzigzag, Writer, zigzag } from './codec.ts';
import { STROKE } from './columns.ts';
import { FLAG, NAMES, readNames } from './event.ts';
import { chainKey } from './run.ts';
import { MESSAGE, OP } from './tags.ts';

/** A run as a chain holds it. */
export interface JoinedRun {
  readonly agent: AgentId;
  readonly chain: Chain;
  /** Seqs of the first op, and after the last. */
  readonly from: number;
  readonly to: number;
  readonly events: number;
  /** Their canonical bodies, joined. */
  readonly bodies: Uint8Array;
  readonly signature: Uint8Array;
}

/** A signature's bytes, and what a run costs at most beside its events, an agent's id included. */
const SIGNATURE = 64;
const RUN_COST = SIGNATURE + 48;

export class BundleWriter {
  readonly #most: number;
  readonly #mostBodies: number;
  readonly #agents: AgentId[] = [];
  readonly #runs = new Writer();
  readonly #verbatim = new Writer();
  readonly #strokes = new Strokes();
  readonly #signatures = new Writer();
  /** By chain: the seq after its run before. */
  readonly #ends = new Map<string, number>();
  #length = 0;
  #bodies = 0;

  /**
   * @param most bytes of columns beyond which no further run fits.
   * @param mostBodies the same of what the columns unfold to: by default what is good to be sent.
   */
  constructor(most = MAX_CHUNK_BYTES, mostBodies = MAX_SENT_BUNDLE) {
    this.#most = most;
    this.#mostBodies = mostBodies;
  }

  /** How many bytes at the end of `finish` are signatures, which do not get smaller. */
  get loose(): number {
    return SIGNATURE * this.#length;
  }

  /** Whether one more run of so many bytes fits. The first always does. */
  fits(bytes: number): boolean {
    if (this.#length === 0) return true;
    const columns = this.#verbatim.length + this.#strokes.bytes + RUN_COST * this.#length;
    return (
      this.#length < MAX_CHUNK_RUNS &&
      this.#bodies + bytes <= this.#mostBodies &&
      columns + bytes <= this.#most
    );
  }

  add(run: JoinedRun): void {
    const { agent, chain, from, to, events, bodies } = run;
    const known = this.#agents.lastIndexOf(agent);
    const index = known < 0 ? this.#agents.push(agent) - 1 : known;
    const key = chainKey(agent, chain);
    const columned = chain === 'content' ? flagsOf(bodies, events) : 0;
    let flags = chain === 'policy' ? BUNDLED.policy : columned;
    if ((this.#ends.get(key) ?? 0) !== from) flags |= BUNDLED.from;
    this.#runs.varint(index).u8(flags);
    if ((flags & BUNDLED.from) !== 0) this.#runs.varint(from);
    this.#runs.varint(events);
    if (columned !== 0) this.#strokes.add(bodies, events);
    else this.#verbatim.bytes(bodies);
    this.#signatures.bytes(run.signature);
    this.#ends.set(key, to);
    this.#length += 1;
    this.#bodies += bodies.length;
  }

  /** The message. */
  finish(): Uint8Array {
    const writer = new Writer().u8(MESSAGE.bundle).varint(this.#length);
    writer.list(this.#agents, (inner, agent) => inner.hex(agent));
    for (const column of [this.#runs, this.#verbatim, ...this.#strokes.finish()])
      writer.blob(column.finish());
    return writer.bytes(this.#signatures.finish()).finish();
  }
}

/** What a run's flags say of a text's events; 0 for others, or if another than the first names ancestors. */
function flagsOf(bodies: Uint8Array, count: number): number {
  const reader = new Reader(bodies, bodies.length);
  let named = 0;
  let seal = 0;
  for (let i = 0; i < count; i++) {
    const flags = reader.u8();
    const names = (flags & NAMES) !== 0;
    if (seal !== 0 || (i > 0 && names)) return 0;
    if ((flags & FLAG.seal) !== 0) seal = BUNDLED.seal;
    if (names) {
      readNames(reader, flags);
      named = BUNDLED.named;
    }
    if ((flags & FLAG.elapsed) !== 0) reader.varint(2 * MAX_SECONDS);
    for (let left = reader.varint(MAX_EVENT_OPS); left > 0; left--) {
      const kind = reader.u8();
      if (kind !== OP.insert && kind !== OP.delete) return 0;
      reader.varint(MAX_POSITION);
      if (kind === OP.delete) reader.varint(MAX_DELETE);
      else {
        const length = reader.varint(MAX_EVENT_BYTES);
        reader.jump(reader.offset + length);
      }
    }
  }
  return BUNDLED.columns | named | seal;
}

/** Code points of UTF-8. */
function codePointsIn(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let at = from; at < to; at++) if (((bytes[at] as number) & 0xc0) !== 0x80) count += 1;
  return count;
}

/** The columns of text events. */
class Strokes {
  readonly #names = new Writer();
  readonly #sizes = new Writer();
  readonly #gaps = new Writer();
  readonly #times = new Writer();
  readonly #strokes = new Writer();
  readonly #positions = new Writer();
  readonly #text = new Writer();
  readonly #all = [
    this.#names,
    this.#sizes,
    this.#gaps,
    this.#times,
    this.#strokes,
    this.#positions,
    this.#text,
  ];
  /** The size that is repeated, and how often. */
  #size = 0;
  #repeat = 0;
  /** Events since the last one that time elapsed before. */
  #gap = 0;
  /** Where the stroke before ended. */
  #cursor = 0;
  /** The stroke so far: −1 without one; a delete has no direction before its second op. */
  #kind = -1;
  #length = 0;
  /** Where its first op began or, backwards, ended; and where its next one goes on. */
  #begin = 0;
  #next = 0;
  /** The event before, if it is one op of several code points and may end its stroke. */
  #single = 0;

  get bytes(): number {
    return this.#all.reduce((sum, column) => sum + column.length, 0);
  }

  /** Takes in a run's events, straight from their bodies: neither an event nor an op is an object. */
  add(bodies: Uint8Array, events: number): void {
    const reader = new Reader(bodies, bodies.length);
    for (let i = 0; i < events; i++) {
      const flags = reader.u8();
      const names = flags & NAMES;
      if (names !== 0) {
        const from = reader.offset;
        readNames(reader, flags);
        this.#names.u8(names).bytes(reader.since(from));
      }
      this.#time((flags & FLAG.elapsed) === 0 ? 0 : unzigzag(reader.varint(2 * MAX_SECONDS)));
      const ops = reader.varint(MAX_EVENT_OPS);
      let size = 0;
      for (let op = 0; op < ops; op++) size += this.#readOp(reader, op > 0);
      if (ops === 1 && size > 1) this.#single = size;
      else this.#note(size);
    }
    this.#endStroke();
  }

  /** Takes in the next op. Returns its code points. */
  #readOp(reader: Reader, isLater: boolean): number {
    const kind = reader.u8();
    const position = reader.varint(MAX_POSITION);
    const length = reader.varint(kind === OP.delete ? MAX_DELETE : MAX_EVENT_BYTES);
    const from = reader.offset;
    const to = from + length;
    const size = kind === OP.delete ? length : codePointsIn(reader.source, from, to);
    const isNew = isLater || !this.#goesOn(kind, position, size);
    if (isNew) this.#endStroke();
    else this.#settle(false);
    this.#take(kind, position, size, isNew);
    if (kind === OP.insert) {
      this.#text.part(reader.source, from, to);
      reader.jump(to);
    }
    return size;
  }

  /** The columns in their order, when nothing more comes. */
  finish(): readonly Writer[] {
    if (this.#repeat > 0) this.#sizes.varint(this.#size).varint(this.#repeat);
    this.#repeat = 0;
    return this.#all;
  }

  #time(elapsed: number): void {
    if (elapsed === 0) this.#gap += 1;
    else {
      this.#gaps.varint(this.#gap);
      this.#times.varint(zigzag(elapsed));
      this.#gap = 0;
    }
  }

  /** Whether an op goes on where the stroke stopped; a delete's second op says in which direction. */
  #goesOn(kind: number, position: number, size: number): boolean {
    if (this.#kind < 0 || this.#length + size > MAX_POSITION) return false;
    if (kind === OP.insert) return this.#kind === STROKE.insert && position === this.#next;
    if (this.#kind === STROKE.insert) return false;
    if (this.#kind !== STROKE.backward && position === this.#next) {
      this.#kind = STROKE.forward;
      return true;
    }
    const goesBack = this.#kind !== STROKE.forward && position + size === this.#next;
    if (goesBack && this.#kind === UNDECIDED) {
      this.#begin = this.#next + this.#length;
      this.#kind = STROKE.backward;
    }
    return goesBack;
  }

  #take(kind: number, position: number, size: number, isNew: boolean): void {
    if (isNew) {
      this.#kind = kind === OP.insert ? STROKE.insert : UNDECIDED;
      this.#begin = position;
      this.#length = 0;
    }
    this.#length += size;
    this.#next = kind === OP.insert ? position + size : position;
  }

  #endStroke(): void {
    this.#settle(true);
    if (this.#kind < 0) return;
    if (this.#kind === UNDECIDED) {
      const end = this.#begin + this.#length;
      this.#kind = end === this.#cursor ? STROKE.backward : STROKE.forward;
      if (end === this.#cursor) this.#begin = end;
    }
    this.#strokes.varint(3 * this.#length + this.#kind);
    this.#positions.varint(zigzag(this.#begin - this.#cursor));
    this.#cursor = this.#next;
    this.#kind = -1;
  }

  /** Notes the event before, now that it is known whether its stroke ended with it. */
  #settle(ended: boolean): void {
    if (this.#single > 0) this.#note(ended ? 0 : this.#single);
    this.#single = 0;
  }

  #note(size: number): void {
    if (size !== this.#size && this.#repeat > 0) {
      this.#sizes.varint(this.#size).varint(this.#repeat);
      this.#repeat = 0;
    }
    this.#size = size;
    this.#repeat += 1;
  }
}

/** A delete of one op so far. */
const UNDECIDED = 3;
