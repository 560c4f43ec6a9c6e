/**
 * Taking back what somebody wrote: how texts, tables, titles and places would be without it, and what to
 * write so that they are. Those are ordinary edits of whoever writes them, so they too can be taken
 * back; nothing of the history goes.
 *
 * What was taken back already is noted in the map. Here it counts as if it had never been, and what
 * was written for it stays: so nothing comes back twice, and of several who deleted the same, what
 * the last one is taken back for comes back. Whoever notes something untrue is taken back first.
 */
import { compare } from '../base/bytes.ts';
import type { AgentId, DocumentId, MemberId, Seconds } from '../base/ids.ts';
import { setComment, setResolved } from '../crdt/comments.ts';
import { Comparison, type Difference } from '../crdt/comparison.ts';
import type { Span } from '../crdt/graph.ts';
import { Registers } from '../crdt/registers.ts';
import { axesOf, unwritten } from '../crdt/table.ts';
import {
  FIELD,
  setDeleted,
  setTaken,
  setTitle,
  setVersion,
  takenOf,
  THREAD,
} from '../crdt/workspace-map.ts';
import {
  agentRow,
  documentType,
  isAgentRow,
  isThreadItself,
  isThreadRow,
  isImageRow,
  isVersionRow,
  WORKSPACE_MAP,
  type RowId,
} from '../wire/document.ts';
import type { SetOp } from '../wire/op.ts';
import { united, type SeqSpan } from '../wire/spans.ts';
import type { DocumentLog } from './document.ts';
import type { History } from './history.ts';
import { contentOf } from './removal.ts';
import { offerAll } from './registers.ts';

/** By agent: seqs of its content. */
export type Taken = ReadonlyMap<AgentId, readonly SeqSpan[]>;

export interface TakenText extends Difference {
  readonly document: DocumentId;
}

/** Registers of a table to be written. */
export interface TakenTable {
  readonly document: DocumentId;
  readonly ops: readonly SetOp[];
}

/** All content of a member that is held, from the first on that says it was written at `since` or later. */
export function writtenBy(history: History, member: MemberId, since: Seconds): Taken {
  const taken = new Map<AgentId, readonly SeqSpan[]>();
  for (const log of contentOf(history, { kind: 'member', member })) {
    const [from, to] = [log.endSince(since), log.startOf(history.heldOf(log))];
    const before = taken.get(log.agent) ?? [];
    if (from < to) taken.set(log.agent, united(before, [{ from, to }]));
  }
  return taken;
}

export class TakingBack {
  readonly #history: History;
  /** Units of events that were looked at, of the map and of tables. */
  readonly #written: number;
  readonly #what: Taken;
  /** What counts as taken back now, and what would then. */
  readonly #before: Taken;
  readonly #after: Taken;
  readonly #comparisons: { readonly log: DocumentLog; readonly comparison: Comparison<AgentId> }[] =
    [];
  /** What changes in texts, of those that were compared. */
  readonly texts: TakenText[] = [];
  #compared = 0;

  /** Everything typed must be cut before. */
  constructor(history: History, what: Taken) {
    this.#history = history;
    this.#what = what;
    const map = history.map();
    this.#written = writtenIn(history);
    const without = this.#registersWithout(map, what);
    this.#before = this.#noted(map.registers ?? new Registers());
    this.#after = unitedTaken(this.#noted(without), what);
    for (const log of history.documents()) {
      if (!log.text) continue;
      const [before, after] = [unitsOf(log, this.#before), unitsOf(log, this.#after)];
      if (before.map(keyOf).join() !== after.map(keyOf).join())
        this.#comparisons.push({
          log,
          comparison: new Comparison(log.text.reading(), before, after),
        });
    }
  }

  /** Whether something that it depends on has changed: then begin anew. */
  get isStale(): boolean {
    return (
      writtenIn(this.#history) !== this.#written ||
      this.#comparisons.some(({ comparison }) => comparison.isStale)
    );
  }

  /** Reads `units` of history at most. True: it is known what is to be done. */
  step(units: number): boolean {
    for (let next; (next = this.#comparisons[this.#compared]);) {
      const found = next.comparison.step(units);
      if (!found) return false;
      this.#compared += 1;
      if (found.changes.length > 0) this.texts.push({ document: next.log.id, ...found });
      if (units < Infinity) break;
    }
    return this.#compared === this.#comparisons.length;
  }

  /** Registers to be written: `title` is the workspace's before anybody renamed it. */
  names(title: string): SetOp[] {
    const map = this.#history.map();
    const { registers } = map;
    if (!registers) return [];
    const before = this.#registersWithout(map, this.#before);
    const after = this.#registersWithout(map, this.#after);
    const ops: SetOp[] = [];
    for (const row of registers.rows()) {
      // An image is in no text by itself.
      if (isAgentRow(row) || isImageRow(row)) continue;
      const changed = Object.values(FIELD).filter((field) => {
        const [own, then] = [before, after].map((one) => one.get(row, field));
        return isSame(registers.get(row, field), own) && !isSame(own, then);
      });
      const isMade = changed.includes(FIELD.title) && !after.get(row, FIELD.title);
      if (isThreadRow(row)) ops.push(...threadBack(row, changed, after));
      else if (isVersionRow(row) && isMade) ops.push(setVersion(row, null));
      else if (row === WORKSPACE_MAP && isMade) ops.push(setTitle(row, title));
      else if (isMade && this.#isLeftEmpty(row)) ops.push(setDeleted(row, true));
      else
        for (const field of changed) {
          const value = after.get(row, field);
          if (value) ops.push({ kind: 'set', row, field, value });
          else if (field === FIELD.deleted) ops.push(setDeleted(row, false));
        }
    }
    return ops;
  }

  /** What changes in tables. */
  tables(): TakenTable[] {
    return [...this.#history.documents()].flatMap((log) => {
      const { id, registers } = log;
      if (!registers || documentType(id) !== 'table') return [];
      const before = this.#registersWithout(log, this.#before);
      const after = this.#registersWithout(log, this.#after);
      const ops: SetOp[] = [];
      for (const row of registers.rows())
        // The place last: what was never placed is gone, whatever else it is.
        for (const field of registers.fields(row).sort((a, b) => b - a)) {
          const [own, then] = [before.get(row, field), after.get(row, field)];
          if (isSame(own, then) || !isSame(registers.get(row, field), own)) continue;
          const op = then ? ({ kind: 'set', row, field, value: then } as const) : undefined;
          const back = op ?? unwritten({ row, field });
          if (back) ops.push(back);
        }
      return ops.length > 0 ? [{ document: id, ops }] : [];
    });
  }

  /** Registers that note what is taken back. */
  notes(): SetOp[] {
    const map = this.#history.map();
    const { registers } = map;
    const without = this.#registersWithout(map, this.#what);
    const rows = new Map([...this.#what].map(([agent, spans]) => [agentRow(agent), spans]));
    for (const row of registers?.rows() ?? [])
      if (isAgentRow(row) && !rows.has(row)) rows.set(row, []);
    return [...rows].flatMap(([row, spans]) => {
      const noted = united(takenOf(without, row), spans);
      const before = registers ? takenOf(registers, row) : [];
      return noted.map(keyOf).join() === before.map(keyOf).join() ? [] : [setTaken(row, noted)];
    });
  }

  /** Whether nothing is left of a document's text. */
  #isLeftEmpty(row: RowId): boolean {
    const table = this.#history.known(row);
    if (table?.registers)
      return axesOf(this.#registersWithout(table, this.#after)).rows.length === 0;
    const length = this.#history.known(row)?.text?.length ?? 0;
    const found = this.texts.find(({ document }) => document === row);
    return length + (found?.shown ?? 0) === (found?.hidden ?? 0);
  }

  #registersWithout(log: DocumentLog, taken: Taken): Registers {
    const registers = new Registers();
    for (const piece of log.pieces()) {
      const spans = taken.get(piece.chain.agent) ?? [];
      offerAll(registers, log.id, piece, this.#history.limitOf(piece), (seq) =>
        spans.some(({ from, to }) => from <= seq && seq < to),
      );
    }
    return registers;
  }

  #noted(registers: Registers): Map<AgentId, readonly SeqSpan[]> {
    const noted = new Map<AgentId, readonly SeqSpan[]>();
    for (const { agent } of this.#history.chains()) {
      const spans = takenOf(registers, agentRow(agent));
      if (spans.length > 0) noted.set(agent, spans);
    }
    return noted;
  }
}

/** Units of all events that wrote registers. */
function writtenIn(history: History): number {
  let units = 0;
  for (const { registers, graph } of history.documents()) if (registers) units += graph.next;
  return units;
}

/** A comment that was never written is a deleted one; what a thread is about stays, for those who answered. */
const threadBack = (row: RowId, changed: readonly number[], after: Registers): SetOp[] =>
  changed.flatMap((field) => {
    const value = after.get(row, field);
    if (value) return [{ kind: 'set' as const, row, field, value }];
    if (!isThreadItself(row)) return [setComment(row, '')];
    return field === THREAD.resolved ? [setResolved(row, false)] : [];
  });

function unitedTaken(a: Taken, b: Taken): Taken {
  const all = new Map(a);
  for (const [agent, spans] of b) all.set(agent, united(all.get(agent) ?? [], spans));
  return all;
}

/** The units of events in a document, ascending. */
function unitsOf(log: DocumentLog, taken: Taken): Span[] {
  const units: Span[] = [];
  if (taken.size === 0) return units;
  for (const { chain, from, to, start } of log.pieces())
    for (const span of taken.get(chain.agent) ?? []) {
      const first = chain.firstBeyond(span.from, from, to);
      const end = chain.firstBeyond(span.to, first, to);
      if (first === end) continue;
      const begin = first === from ? start : chain.lv(first - 1) + 1;
      units.push({ start: begin, end: chain.lv(end - 1) + 1 });
    }
  return units;
}

const keyOf = (span: SeqSpan | Span): string => Object.values(span).join('-');

const isSame = (a: Uint8Array | undefined, b: Uint8Array | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && compare(a, b) === 0);
