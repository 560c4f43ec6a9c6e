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
import type { ChainLog, EventRef } from './chain.ts';
import { type Piece, piecesOf, type Voiding } from './voiding.ts';

export class DocumentLog {
  readonly id: DocumentId;
  readonly graph: Graph;
  /** Set for text documents. */
  readonly text: Text<AgentId> | undefined;
  /** Set for maps. */
  readonly registers: Registers | undefined;
  /** Last unit of each agent's newest event here. */
  readonly #lastOf = new Map<AgentId, LV>();
  /** Consecutive events of a chain that follow each other here too, by their units, ascending. */
  readonly #stretches: Noted[] = [];
  /** Set once somebody was removed: what of a text is void. */
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
    } else this.#stretches.push({ chain, from, to, last });
    this.#lastOf.set(chain.agent, last);
  }

  /** All events here, in the order of their units. */
  *pieces(): IterableIterator<Piece> {
    let start = 0;
    for (const { chain, from, to } of this.#stretches) {
      yield* piecesOf(chain, from, to, start);
      start = chain.lv(to - 1) + 1;
    }
  }

  lastOf(agent: AgentId): LV | undefined {
    return this.#lastOf.get(agent);
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
      const noted = this.#notedOf(asLV(lv));
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
    const noted = this.#notedOf(lv);
    return noted && { chain: noted.chain, at: noted.chain.atUnit(lv, noted.from, noted.to) };
  }

  #notedOf(lv: LV): Noted | undefined {
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

/** Events [from, to) of a chain; `last` is their last unit. */
interface Noted {
  readonly chain: ChainLog;
  readonly from: number;
  to: number;
  last: LV;
}

/** Concurrent siblings stand by agent, then by event: nothing that varies per character. */
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
