/**
 * One agent's chain of one kind, as it is held here: bodies, and the signatures worth keeping.
 *
 * Bodies stay as the bytes that were hashed, in one growing buffer, since that is what peers and the
 * store are given; what is known of each event is a few numbers in columns. An id is made when it is
 * asked for. Nothing is judged here. Runs are cut at seals, and before every event that names
 * ancestors of its own: so a run can be verified by itself, and taken in as a whole or not at all.
 * Where an agent signed two histories the second is a log of its own from there on, a branch; what it
 * is asked about the events before that, it asks the log that it left.
 */
import { concat } from '../base/bytes.ts';
import {
  asSeconds,
  type AgentId,
  type Chain,
  type DocumentId,
  type EventId,
  type LV,
  type PublicKey,
  type Seconds,
  type Seq,
} from '../base/ids.ts';
import { MAX_EVENT_BYTES } from '../base/limits.ts';
import { assert } from '../base/result.ts';
import type { Certificate } from '../wire/certificate.ts';
import type { JoinedRun } from '../wire/bundling.ts';
import { decode } from '../wire/codec.ts';
import { type EventBody, FLAG, readBody } from '../wire/event.ts';
import type { Op } from '../wire/op.ts';
import { encodeJoined, NO_EVENT } from '../wire/run.ts';
import { ChainHash, type Segment } from '../wire/segment.ts';
import type { Stretch } from '../wire/stretch.ts';
import { Column, lastAtMost } from './column.ts';

/** What the next event of a chain leaves out when it is the same; then it is the same object. */
export interface Context {
  readonly document: DocumentId | null;
  /** Sorted ids, and the same as local versions of the policy graph. */
  readonly policyHeads: readonly EventId[];
  readonly policyVersion: readonly LV[];
}

/** One event of a chain that other code may name. */
export interface EventRef {
  readonly chain: ChainLog;
  /** Index in the chain, from 0. */
  readonly at: number;
}

/** An ancestor on another chain: whoever holds `from`'s event holds `chain` up to `to`. */
export interface CrossLink {
  readonly from: number;
  readonly chain: ChainLog;
  readonly to: Seq;
}

/**
 * What judge.ts found out about consecutive events that may stand. Only the first may name
 * ancestors: then they need nothing beyond what it needs, and two runs never wait for each other.
 */
export interface Judged {
  readonly context: Context;
  /** Parents of the first in its document's or the policy graph; `null`: the event before. */
  readonly parents: readonly LV[] | null;
  /** Of the first event's last op; the others' ops follow without gaps. */
  readonly globalSeq: number;
  /** Ancestors on other chains. */
  readonly ancestors: readonly EventRef[];
}

/** Where consecutive events have come to stand. */
export interface Placed {
  /** First unit of the first event in its document's graph, or in the policy graph. */
  readonly start: number;
  /** Id of the last event. */
  readonly last: EventId;
}

/** Events [start, end) of a chain that can be verified by themselves. */
export interface HeldRun {
  readonly log: ChainLog;
  readonly start: number;
  readonly end: number;
  /** Of their bodies. */
  readonly bytes: number;
  /** Of the first event's last op. */
  readonly globalSeq: number;
  readonly signature: Uint8Array;
}

/** What holds from the event at `at` on. */
interface Level {
  readonly at: number;
  readonly context: Context;
  /** Global seqs are this much above seqs. */
  readonly lead: number;
}

/** Most events have no time of their own, and are skipped at the look at a byte. */
const TIMES = 4_096;

export class ChainLog {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly certificate: Certificate;
  /** Where the hash stands after the last event. */
  hash: ChainHash;
  /** Where it stood before the newest events came, which are named first of all. */
  #before: { readonly at: number; readonly hash: ChainHash };
  context: Context;
  /** Advisory seconds of the last event. */
  time = 0;
  /** Ends of earlier chains that the first event continues. */
  continues: readonly EventId[] = [];
  /** Ascending by `from`. */
  readonly links: CrossLink[] = [];
  /** For a branch: the log that it left, and how many events are of that one. */
  readonly origin: ChainLog | undefined;
  readonly base: number;
  /** What counts for its writer's share, and what nothing needs (shares.ts), as counted last. */
  readonly charged = { held: 0, spare: 0 };
  /** Bytes of images that events before `to` make known, each entry with those before it. */
  readonly announced: { readonly to: number; readonly bytes: number }[] = [];
  /** With evidence against the agent: how many events the store has in runs that tell the history. */
  stored: number;

  #length: number;
  #lastId: EventId | undefined;
  /** Ids that were made, by event. */
  readonly #ids = new Map<number, EventId>();
  /** By event: seq, offset in the bytes and unit of its graph after it. */
  readonly #ends: Column;
  readonly #offsets: Column;
  readonly #units: Column;
  readonly #levels: Level[] = [];
  readonly #segments: Segment[];
  #bytes = new Uint8Array(1024);
  /** Signatures by event index: where runs are cut, and of the newest event that has one. */
  readonly #signatures = new Map<number, Uint8Array>();
  #newestSigned: number;
  #newestSeal = -1;
  /** Events that are the last of their run, ascending. */
  readonly #cuts: number[] = [];
  /** Of every TIMES-th event from the first on, as far as it was asked for. */
  readonly #times: number[] = [];

  constructor(
    agent: AgentId,
    chain: Chain,
    certificate: Certificate,
    context: Context,
    origin?: EventRef,
  ) {
    this.agent = agent;
    this.chain = chain;
    this.certificate = certificate;
    this.context = context;
    const [log, base] = [origin?.chain, origin ? origin.at + 1 : 0];
    this.origin = log;
    this.base = base;
    this.stored = base;
    this.#length = base;
    this.#newestSigned = base - 1;
    this.#ends = new Column(base, log && log.#ends);
    this.#offsets = new Column(base, log && log.#offsets);
    this.#units = new Column(base, log && log.#units);
    this.hash = log?.hashBefore(base) ?? ChainHash.start(agent, chain);
    this.#segments = log ? [log.segmentBefore(base)] : [...this.hash.begun];
    this.#before = { at: base, hash: this.hash };
    if (!log) return;
    this.#lastId = log.idAt(base - 1);
    this.links.push({ from: base, chain: log, to: log.endOf(base - 1) });
    for (let at = base - 1; at >= 0 && this.#newestSeal < 0; at--)
      if (((log.body(at)[0] as number) & FLAG.seal) !== 0) this.#newestSeal = at;
  }

  /** Another history after the first `base` events. */
  branch(base: number): ChainLog {
    if (this.origin && base <= this.base) return this.origin.branch(base);
    const origin = { chain: this as ChainLog, at: base - 1 };
    return new ChainLog(this.agent, this.chain, this.certificate, this.contextAt(base - 1), origin);
  }

  get device(): PublicKey {
    return this.certificate.device;
  }

  get length(): number {
    return this.#length;
  }

  /** Seq after the last op. */
  get end(): Seq {
    return this.#ends.last as Seq;
  }

  get lastId(): EventId | undefined {
    return this.#lastId;
  }

  /** Index of the newest event that a kept signature is on; −1 without one. */
  get newestSigned(): number {
    return this.#newestSigned;
  }

  /** Seq up to which a signature proves the chain. */
  get signedEnd(): Seq {
    return this.#ends.at(this.#newestSigned) as Seq;
  }

  /** Events and bytes since the last seal. */
  get unsealed(): { readonly events: number; readonly bytes: number } {
    const from = this.#newestSeal + 1;
    return { events: this.#length - from, bytes: this.#offsets.last - this.#offsets.before(from) };
  }

  /** Makes room at once for what will be appended run by run, of so many bytes in all. */
  expect(events: number, bytes: number): void {
    for (const column of [this.#ends, this.#offsets, this.#units]) column.reserve(events);
    this.#reserve(this.bytes, bytes);
  }

  /** Bytes of all its own bodies. */
  get bytes(): number {
    return this.#offsets.last - this.#offsets.before(this.base);
  }

  /** Appends events of which only the first may name ancestors, and only the last be a seal. */
  append(events: Stretch, judged: Judged, placed: Placed, hash: ChainHash): void {
    const { context, globalSeq } = judged;
    const at = this.#length;
    const seq = this.end;
    const offset = this.#offsets.last;
    const lead = globalSeq - seq - (events.seqs[0] as number);
    const level = this.#levels.at(-1);
    if (level?.context !== context || level.lead !== lead) this.#levels.push({ at, context, lead });
    if (events.begins(0) && at > this.base && this.#cuts.at(-1) !== at - 1) this.#cuts.push(at - 1);
    const own = this.bytes;
    this.#reserve(own, events.bytes.length);
    this.#bytes.set(events.bytes, own);
    this.#ends.append(events.seqs, events.length, seq);
    this.#offsets.append(events.ends, events.length, offset);
    this.#units.append(events.units, events.length, placed.start);
    this.#segments.push(...hash.begun);
    this.#length += events.length;
    this.#lastId = placed.last;
    this.#ids.set(this.#length - 1, placed.last);
    if (events.isSeal(events.length - 1)) {
      this.#newestSeal = this.#length - 1;
      this.#cuts.push(this.#newestSeal);
    }
    this.context = context;
    this.time += events.elapsed;
    this.#before = { at, hash: this.hash };
    this.hash = hash;
  }

  /** Keeps a checked signature on the event at `at`; the one before is dropped within a run. */
  sign(at: number, signature: Uint8Array): void {
    this.#signatures.set(at, signature);
    if (at <= this.#newestSigned) return;
    const before = this.#newestSigned;
    if (before >= 0 && this.#cutFrom(before) !== before) this.#signatures.delete(before);
    this.#newestSigned = at;
  }

  /** Ids of all events. */
  get ids(): readonly EventId[] {
    return this.idsOf(0, this.#length);
  }

  idAt(at: number): EventId {
    if (this.origin && at < this.base) return this.origin.idAt(at);
    return this.#ids.get(at) ?? (this.idsOf(at, at + 1)[0] as EventId);
  }

  /** The id of an event, if it was made and kept. */
  madeIdOf(at: number): EventId | undefined {
    return this.#ids.get(at);
  }

  /** Ids of events [from, to), kept; those that were not yet are hashed anew. */
  idsOf(from: number, to: number): EventId[] {
    const ids: EventId[] = [];
    let hash: ChainHash | undefined;
    for (let at = from; at < to; at++) {
      const known = this.#ids.get(at);
      if (known === undefined) hash ??= this.hashBefore(at);
      hash?.step(this.body(at));
      const id = known ?? (hash as ChainHash).id();
      this.#ids.set(at, id);
      ids.push(id);
    }
    return ids;
  }

  /**
   * The last segment that begins before an event, or the first: not one that begins with the event,
   * since that may be for what the event names, and others may come in its place.
   */
  segmentBefore(at: number): Segment {
    if (this.origin && at <= this.base) return this.origin.segmentBefore(at);
    const segment = this.#segments[lastAtMost(this.#segments, at - 1)];
    assert(segment !== undefined, 'a chain begins with a segment');
    return segment;
  }

  /** The hash as it stood before an event. */
  hashBefore(at: number): ChainHash {
    const segment = this.segmentBefore(at);
    const before = this.#before;
    const isNearer = before.at >= segment.at && before.at <= at;
    const hash = isNearer ? before.hash.clone() : this.hash.rewind(segment);
    for (let i = isNearer ? before.at : segment.at; i < at; i++) hash.step(this.body(i));
    return hash;
  }

  globalSeq(at: number): number {
    return this.#level(at).lead + this.#ends.at(at);
  }

  /** Last unit of an event. */
  lv(at: number): LV {
    assert(at >= 0 && at < this.#length, 'no such event');
    return (this.#units.at(at) - 1) as LV;
  }

  contextAt(at: number): Context {
    return this.#level(at).context;
  }

  /** Of events [from, to), those in a row that name the same context, with the index after them. */
  *contexts(from: number, to: number): IterableIterator<{ context: Context; to: number }> {
    let index = lastAtMost(this.#levels, from);
    for (let at = from; at < to; index += 1) {
      const { context } = this.#level(at);
      at = Math.min(to, this.#levels[index + 1]?.at ?? to);
      yield { context, to: at };
    }
  }

  /** Of events [from, to), the first that ends beyond `seq`; or `to`. */
  firstBeyond(seq: number, from: number, to: number): number {
    return this.#ends.firstAtLeast(seq + 1, from, to);
  }

  /** Advisory seconds of an event, since 1970. */
  timeAt(at: number): Seconds {
    const times = this.#times;
    for (let next = times.length * TIMES; next <= at; next += TIMES)
      times.push((times.at(-1) ?? 0) + this.#elapsedIn(Math.max(0, next - TIMES + 1), next + 1));
    const known = Math.floor(at / TIMES);
    return asSeconds((times[known] ?? 0) + this.#elapsedIn(known * TIMES + 1, at + 1));
  }

  /** Of events [from, to), those in a row that say the same time, with the index after them. */
  *times(
    from: number,
    to: number,
  ): IterableIterator<{ readonly time: Seconds; readonly to: number }> {
    if (from >= to) return;
    let time = this.timeAt(from);
    for (let at = from + 1; at < to; at++) {
      const elapsed = this.#elapsedIn(at, at + 1);
      if (elapsed === 0) continue;
      yield { time, to: at };
      time = asSeconds(time + elapsed);
    }
    yield { time, to };
  }

  #elapsedIn(from: number, to: number): number {
    let elapsed = 0;
    for (let at = from; at < to; at++)
      if ((this.body(at)[0] ?? 0) & FLAG.elapsed) elapsed += this.#decoded(at).elapsed;
    return elapsed;
  }

  /** Seq before the first event that says it was written at `time` or later; `end` without one. */
  endSince(time: Seconds): Seq {
    let written = 0;
    for (let at = 0; at < this.#length; at++) {
      const isTimed = ((this.body(at)[0] ?? 0) & FLAG.elapsed) !== 0;
      if (isTimed) written += this.#decoded(at).elapsed;
      if (written >= time) return this.startOf(at);
    }
    return this.end;
  }

  endOf(at: number): Seq {
    return this.#ends.at(at) as Seq;
  }

  startOf(at: number): Seq {
    return this.#ends.before(at) as Seq;
  }

  body(at: number): Uint8Array {
    return this.span(at, at + 1);
  }

  opsAt(at: number): readonly Op[] {
    return this.#decoded(at).ops;
  }

  #decoded(at: number): EventBody {
    const body = decode(this.body(at), MAX_EVENT_BYTES, (reader) => readBody(reader, this.chain));
    assert(body.ok, 'what is held has been read before');
    return body.value;
  }

  /** The bodies of events [from, to), joined: a view, or a copy if two logs have them. */
  span(from: number, to: number): Uint8Array {
    const { origin, base } = this;
    if (origin && to <= base) return origin.span(from, to);
    if (origin && from < base) return concat(origin.span(from, base), this.span(base, to));
    const start = this.#offsets.before(base);
    return this.#bytes.subarray(
      this.#offsets.before(from) - start,
      this.#offsets.before(to) - start,
    );
  }

  /** First event of the run that the newest one belongs to. */
  get runStart(): number {
    const last = this.#cuts.at(-1) ?? -1;
    return last < this.length - 1 ? last + 1 : (this.#cuts.at(-2) ?? -1) + 1;
  }

  /** Index of the event that begins at `seq`; `length` for the chain's end; undefined between. */
  indexOf(seq: number): number | undefined {
    const at = seq === 0 ? 0 : this.#ends.firstAtLeast(seq, 0, this.#length) + 1;
    return at <= this.#length && this.#ends.before(at) === seq ? at : undefined;
  }

  /** Of events [from, to) in one document, the first whose last unit is `lv` or later. */
  atUnit(lv: LV, from: number, to: number): number {
    return this.#units.firstAtLeast(lv + 1, from, to);
  }

  /** Runs from the event at `from` to the newest signed one, each ending at a cut or there. */
  runs(from: number): HeldRun[] {
    const runs: HeldRun[] = [];
    let start = Math.max(from, this.base);
    while (start <= this.#newestSigned) {
      const last = this.#cutFrom(start) ?? this.#newestSigned;
      const signature = this.#signatures.get(last);
      assert(signature !== undefined, 'the end of a run is signed');
      const end = last + 1;
      const bytes = this.#offsets.at(last) - this.#offsets.before(start);
      runs.push({ log: this, start, end, bytes, globalSeq: this.globalSeq(start), signature });
      start = end;
    }
    return runs;
  }

  /** Events [start, end) as a bundle takes them. */
  joined({ start, end, signature }: HeldRun): JoinedRun {
    return {
      agent: this.agent,
      chain: this.chain,
      from: this.startOf(start),
      to: this.endOf(end - 1),
      events: end - start,
      bodies: this.span(start, end),
      signature,
    };
  }

  /** Events [start, end) as a run that tells which history it belongs to. */
  following({ start, end, signature }: HeldRun): Uint8Array {
    const { agent, chain } = this;
    const after = start === 0 ? NO_EVENT : this.idAt(start - 1);
    const run = { agent, chain, from: this.startOf(start), after, signature };
    return encodeJoined(run, end - start, this.span(start, end));
  }

  /** Events [from, to) as an encoded run. */
  encode(from: number, to: number, signature: Uint8Array): Uint8Array {
    const { agent, chain } = this;
    const run = { agent, chain, from: this.startOf(from), signature };
    return encodeJoined(run, to - from, this.span(from, to));
  }

  /** The first cut at or after an event, if it is signed. */
  #cutFrom(at: number): number | undefined {
    let low = 0;
    let high = this.#cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#cuts[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    const cut = this.#cuts[low];
    return cut !== undefined && cut <= this.#newestSigned ? cut : undefined;
  }

  #level(at: number): Level {
    if (this.origin && at < this.base) return this.origin.#level(at);
    const level = this.#levels[lastAtMost(this.#levels, at)];
    assert(level !== undefined && at >= 0 && at < this.#length, 'no such event');
    return level;
  }

  /** Room for so many bytes more than those in use. */
  #reserve(used: number, more: number): void {
    if (used + more <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(used + more, 2 * used));
    grown.set(this.#bytes.subarray(0, used));
    this.#bytes = grown;
  }
}
