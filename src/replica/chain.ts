/**
 * One agent's chain of one kind, as it is held here: ids, bodies, and the signatures worth keeping.
 *
 * Bodies stay as the bytes that were hashed, in one growing buffer, since that is what peers and the
 * store are given. Nothing is judged here. Runs are cut at seals, and before every event that names
 * ancestors of its own: so a run can be verified by itself, and taken in as a whole or not at all.
 */
import type { AgentId, Chain, DocumentId, EventId, LV, PublicKey, Seq } from '../base/ids.ts';
import { assert } from '../base/result.ts';
import type { Certificate } from '../wire/certificate.ts';
import type { EventBody } from '../wire/event.ts';
import type { RunParts } from '../wire/run.ts';
import { ChainHash } from '../wire/segment.ts';

/** What the next event of a chain leaves out when it is the same. */
export interface Context {
  readonly document: DocumentId | null;
  /** Sorted ids, and the same as local versions of the policy graph. */
  readonly policyHeads: readonly EventId[];
  readonly policyVersion: readonly LV[];
  /** Advisory seconds. */
  readonly time: number;
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

/** What judge.ts found out about an event that may stand. */
export interface Judged {
  readonly context: Context;
  /** Parents in the event's own graph, its document's or the policy graph; `null`: the event before. */
  readonly parents: readonly LV[] | null;
  /** Of the event's last op. */
  readonly globalSeq: number;
  /** Ancestors on other chains. */
  readonly ancestors: readonly EventRef[];
}

/**
 * Whether an event names ancestors of its own, so that a run must begin with it: then a run needs
 * nothing beyond what its first event needs, and two runs never wait for each other.
 */
export const beginsRun = (chain: Chain, { first, document, parents, policyHeads }: EventBody) =>
  chain === 'policy' || Boolean(first ?? document ?? parents ?? policyHeads);

export interface Appended {
  readonly id: EventId;
  readonly bytes: Uint8Array;
  readonly ops: number;
  readonly seal: boolean;
  /** Whether a run must begin with it (`beginsRun`). */
  readonly begins: boolean;
  readonly globalSeq: number;
  /** Last unit in its document's graph, or in the policy graph. */
  readonly lv: LV;
  readonly context: Context;
}

export class ChainLog {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly certificate: Certificate;
  /** Where the hash stands after the last event. */
  hash: ChainHash;
  context: Context;
  /** Ends of earlier chains that the first event continues. */
  continues: readonly EventId[] = [];
  readonly links: CrossLink[] = [];

  readonly ids: EventId[] = [];
  /** Seq after each event. */
  readonly #ends: number[] = [];
  readonly #globalSeqs: number[] = [];
  readonly #lvs: LV[] = [];
  readonly #contexts: Context[] = [];
  /** Offset after each body. */
  readonly #offsets: number[] = [];
  #bytes = new Uint8Array(1024);
  /** Signatures by event index: where runs are cut, and of the newest event that has one. */
  readonly #signatures = new Map<number, Uint8Array>();
  #newestSigned = -1;
  #newestSeal = -1;
  /** Events that are the last of their run, ascending. */
  readonly #cuts: number[] = [];

  constructor(agent: AgentId, chain: Chain, certificate: Certificate, genesis: Context) {
    this.agent = agent;
    this.chain = chain;
    this.certificate = certificate;
    this.hash = ChainHash.start(agent, chain);
    this.context = genesis;
  }

  get device(): PublicKey {
    return this.certificate.device;
  }

  get length(): number {
    return this.ids.length;
  }

  /** Seq after the last op. */
  get end(): Seq {
    return (this.#ends.at(-1) ?? 0) as Seq;
  }

  get lastId(): EventId | undefined {
    return this.ids.at(-1);
  }

  /** Index of the newest event that a kept signature is on; −1 without one. */
  get newestSigned(): number {
    return this.#newestSigned;
  }

  /** Seq up to which a signature proves the chain. */
  get signedEnd(): Seq {
    return (this.#newestSigned < 0 ? 0 : this.#endOf(this.#newestSigned)) as Seq;
  }

  /** Events and bytes since the last seal. */
  get unsealed(): { readonly events: number; readonly bytes: number } {
    const from = this.#newestSeal + 1;
    return {
      events: this.length - from,
      bytes: (this.#offsets.at(-1) ?? 0) - this.#offsetBefore(from),
    };
  }

  append(event: Appended, hash: ChainHash): void {
    const from = this.#offsets.at(-1) ?? 0;
    this.#reserve(from + event.bytes.length);
    this.#bytes.set(event.bytes, from);
    this.#offsets.push(from + event.bytes.length);
    const at = this.length;
    if (event.begins && at > 0 && this.#cuts.at(-1) !== at - 1) this.#cuts.push(at - 1);
    this.#ends.push(this.end + event.ops);
    this.ids.push(event.id);
    this.#globalSeqs.push(event.globalSeq);
    this.#lvs.push(event.lv);
    this.#contexts.push(event.context);
    if (event.seal) {
      this.#newestSeal = at;
      this.#cuts.push(at);
    }
    this.context = event.context;
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

  globalSeq(at: number): number {
    return this.#globalSeqs[at] ?? 0;
  }

  lv(at: number): LV {
    const lv = this.#lvs[at];
    assert(lv !== undefined, 'no such event');
    return lv;
  }

  contextAt(at: number): Context {
    const context = this.#contexts[at];
    assert(context !== undefined, 'no such event');
    return context;
  }

  endOf(at: number): Seq {
    return this.#endOf(at) as Seq;
  }

  startOf(at: number): Seq {
    return this.#startOf(at) as Seq;
  }

  body(at: number): Uint8Array {
    return this.#bytes.subarray(this.#offsetBefore(at), this.#offsets[at]);
  }

  /** First event of the run that the newest one belongs to. */
  get runStart(): number {
    const last = this.#cuts.at(-1) ?? -1;
    return last < this.length - 1 ? last + 1 : (this.#cuts.at(-2) ?? -1) + 1;
  }

  /** Bodies of events [from, to). */
  bodies(from: number, to: number): Uint8Array[] {
    const bodies = [];
    for (let at = from; at < to; at++) bodies.push(this.body(at));
    return bodies;
  }

  /** Index of the event that begins at `seq`; `length` for the chain's end; undefined between. */
  indexOf(seq: number): number | undefined {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#startOf(middle) < seq) low = middle + 1;
      else high = middle;
    }
    return this.#startOf(low) === seq ? low : undefined;
  }

  /**
   * Runs from the event at `from` to the newest signed one, each ending at a cut or there, with
   * the global seq of their first event.
   */
  runs(from: number): { readonly parts: RunParts; readonly globalSeq: number }[] {
    const runs = [];
    let start = from;
    while (start <= this.#newestSigned) {
      const last = this.#cutFrom(start) ?? this.#newestSigned;
      const signature = this.#signatures.get(last);
      assert(signature !== undefined, 'the end of a run is signed');
      const { agent, chain } = this;
      const bodies = this.bodies(start, last + 1);
      const parts = { agent, chain, from: this.#startOf(start) as Seq, bodies, signature };
      runs.push({ parts, globalSeq: this.globalSeq(start) });
      start = last + 1;
    }
    return runs;
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

  #startOf(at: number): number {
    return at === 0 ? 0 : this.#endOf(at - 1);
  }

  #endOf(at: number): number {
    return this.#ends[at] ?? 0;
  }

  #offsetBefore(at: number): number {
    return at === 0 ? 0 : (this.#offsets[at - 1] ?? 0);
  }

  #reserve(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(length, this.#bytes.length * 2));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
