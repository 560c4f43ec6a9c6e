/**
 * One document's part of the history: its event graph, and which event ends at which local version.
 *
 * Local versions count units (code points inserted or deleted, registers written), so an event is a
 * span of them; only its last unit is ever named by other events.
 */
import { Graph } from '../crdt/graph.ts';
import { Registers } from '../crdt/registers.ts';
import { Text } from '../crdt/text.ts';
import { asLV, type AgentId, type DocumentId, type EventId, type LV } from '../base/ids.ts';
import { assert } from '../base/result.ts';
import { documentType } from '../wire/document.ts';
import type { TextOp } from '../wire/op.ts';
import type { ChainLog, EventRef } from './chain.ts';
import { type Piece, piecesOf, type Voiding } from './voiding.ts';

export class DocumentLog {
  readonly id: DocumentId;
  readonly graph: Graph;
  /** Set for text documents. */
  readonly text: Text<AgentId> | undefined;
  /** Set for the map and for tables. */
  readonly registers: Registers | undefined;
  /** Last unit of each chain's newest event here. */
  readonly #lastOf = new Map<ChainLog, LV>();
  /** Consecutive events of a chain that follow each other here too, by their units, ascending. */
  readonly #stretches: Noted[] = [];
  /** The version of what has effect, as it was found last. */
  #within: { readonly next: number; readonly epoch: number; readonly heads: readonly LV[] } = {
    next: -1,
    epoch: 0,
    heads: [],
  };
  /** Set once somebody was removed, or evidence is known: what of a text is void. */
  voiding: Voiding | undefined;

  constructor(id: DocumentId) {
    this.id = id;
    if (documentType(id) === 'text') {
      this.text = new Text<AgentId>(
        (a, b, x, y) => order(a, b) || order(this.#idOf(x), this.#idOf(y)),
      );
      this.graph = this.text.graph;
    } else {
      this.registers = new Registers();
      this.graph = new Graph();
    }
  }

  /** Notes that events [from, to) of a chain are the newest here. */
  note(chain: ChainLog, from: number, to: number): void {
    const last = chain.lv(to - 1);
    const before = this.#stretches.at(-1);
    if (before?.chain === chain && before.to === from) {
      before.to = to;
      before.last = last;
    } else {
      const start = (before?.last ?? -1) + 1;
      this.#stretches.push({ chain, from, start, to, last });
    }
    this.#lastOf.set(chain, last);
  }

  /** All events here, in the order of their units. */
  *pieces(): IterableIterator<Piece> {
    for (const { chain, from, to, start } of this.#stretches)
      yield* piecesOf(chain, from, to, start);
  }

  /** Last unit of the newest event here of a chain, or of what a branch has in common. */
  lastOf(chain: ChainLog): LV | undefined {
    const last = this.#lastOf.get(chain);
    if (last !== undefined) return last;
    for (let { origin, base } = chain; origin; { origin, base } = origin) {
      const written = [...origin.contexts(origin.base, base)].findLast(
        ({ context }) => context.document === this.id,
      );
      if (written) return origin.lv(written.to - 1);
    }
    return undefined;
  }

  /**
   * The version of what has effect as far as evidence goes: of each chain so many events, closed
   * downwards; and of a draft. The answer is kept while `epoch` stays the same and nothing comes.
   */
  headsWithin(countOf: (chain: ChainLog) => number, epoch: number): readonly LV[] {
    const { graph } = this;
    if (this.#within.next === graph.next && this.#within.epoch === epoch) return this.#within.heads;
    const kept = new Set<LV>();
    const seen = new Set<LV>();
    const queue = [...graph.heads];
    for (let lv = queue.pop(); lv !== undefined; lv = queue.pop()) {
      if (seen.has(lv)) continue;
      seen.add(lv);
      const noted = this.#stretchOf(lv);
      if (!noted || noted.chain.atUnit(lv, noted.from, noted.to) < countOf(noted.chain)) {
        kept.add(lv);
        continue;
      }
      const from = Math.max(noted.from, countOf(noted.chain));
      const first = from === noted.from ? noted.start : noted.chain.lv(from - 1) + 1;
      const entry = graph.entryOf(lv);
      queue.push(...(entry.start < first ? [asLV(first - 1)] : entry.parents));
    }
    this.#within = { next: graph.next, epoch, heads: graph.minimal([...kept]) };
    return this.#within.heads;
  }

  /** Writes an op into the text, on top of `heads` as `headsWithin` gave them for this epoch. */
  write(op: TextOp, author: AgentId, heads: readonly LV[], epoch: number): LV {
    assert(this.text, 'a text document');
    const start = this.text.edit([op], author, heads);
    const { next } = this.graph;
    this.#within = { next, epoch, heads: [asLV(next - 1)] };
    return start;
  }

  /** Ids of the events that a version names, sorted. All its units must be noted. */
  idsOf(version: readonly LV[]): EventId[] {
    const ids = this.namesOf(version);
    assert(ids, 'a version names events');
    return ids;
  }

  /** As `idsOf`, or `undefined` for a version within an event. */
  namesOf(version: readonly LV[]): EventId[] | undefined {
    const ids: EventId[] = [];
    for (const lv of version) {
      const id = this.#idAt(lv);
      if (id === undefined) return undefined;
      ids.push(id);
    }
    return ids.sort();
  }

  /** Whose events units [start, end) belong to, in order; nothing for what is in a draft. */
  *writersOf(start: LV, end: number): IterableIterator<Written> {
    for (let lv: number = start; lv < end;) {
      const noted = this.#stretchOf(asLV(lv));
      if (!noted) return;
      const { chain, from, to } = noted;
      const next = Math.min(end, noted.last + 1);
      const first = chain.atUnit(asLV(lv), from, to);
      yield { chain, first, last: chain.atUnit(asLV(next - 1), from, to), units: next - lv };
      lv = next;
    }
  }

  #idAt(lv: LV): EventId | undefined {
    const event = this.#eventOf(lv);
    return event && event.chain.lv(event.at) === lv ? event.chain.idAt(event.at) : undefined;
  }

  /** The event that a unit belongs to; '' while it is in a draft, which has no id yet. */
  #idOf(lv: LV): string {
    const event = this.#eventOf(lv);
    return event ? event.chain.idAt(event.at) : '';
  }

  #eventOf(lv: LV): EventRef | undefined {
    const noted = this.#stretchOf(lv);
    return noted && { chain: noted.chain, at: noted.chain.atUnit(lv, noted.from, noted.to) };
  }

  #stretchOf(lv: LV): Noted | undefined {
    let low = 0;
    let high = this.#stretches.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#stretches[middle]?.last ?? 0) < lv) low = middle + 1;
      else high = middle;
    }
    return this.#stretches[low];
  }
}

/** Units that events of one chain spent, from its `first` to its `last` of them. */
export interface Written {
  readonly chain: ChainLog;
  readonly first: number;
  readonly last: number;
  readonly units: number;
}

/** Events [from, to) of a chain; `start` is their first unit, and `last` their last. */
interface Noted {
  readonly chain: ChainLog;
  readonly from: number;
  readonly start: number;
  to: number;
  last: LV;
}

/** Concurrent siblings stand by agent, then by event: nothing that varies per character. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
