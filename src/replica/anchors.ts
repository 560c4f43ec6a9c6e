/**
 * What a thread of comments is about: from a part of a text to the units that put it in, and from units
 * to where they stand in the text now. Units never move, so whatever is written around or between them,
 * a thread stays with just the characters that it was put on, as far as they are there.
 */
import { asLV } from '../base/ids.ts';
import { MAX_ANCHOR_CHAINS, MAX_ANCHOR_SPANS, MAX_ANCHOR_UNITS } from '../base/limits.ts';
import { assert } from '../base/result.ts';
import type { Authorship, Piece } from '../crdt/authorship.ts';
import type { Anchor, AnchorSpan } from '../wire/anchor.ts';
import { unitsOf, type TextOp } from '../wire/op.ts';
import type { ChainLog } from './chain.ts';
import type { DocumentLog } from './document.ts';
import type { History } from './history.ts';

/** Code points [from, to) of a text. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/**
 * An anchor on parts of a text, of which everything typed is cut; `undefined` for nothing, and for more
 * than an anchor holds.
 */
export function anchorOn(
  log: DocumentLog,
  authorship: Authorship,
  ...ranges: readonly Range[]
): Anchor | undefined {
  const total = ranges.reduce((sum, { from, to }) => sum + Math.max(0, to - from), 0);
  if (total === 0 || total > MAX_ANCHOR_UNITS) return undefined;
  const chains = new Map<ChainLog, { readonly index: number; last: number }>();
  const spans: AnchorSpan[] = [];
  const pieces = ranges.flatMap(({ from, to }) => [...authorship.between(from, to)]);
  for (const { unit, codePoints } of pieces) {
    let begin: number = unit;
    for (const { chain, first, last, units } of log.writersOf(unit, unit + codePoints)) {
      const known = chains.get(chain) ?? { index: chains.size, last };
      chains.set(chain, known);
      known.last = Math.max(known.last, last);
      const skipped = begin - startOf(chain, first);
      spans.push({ chain: known.index, seq: chain.startOf(first), skipped, count: units });
      begin += units;
    }
  }
  if (spans.length > MAX_ANCHOR_SPANS || chains.size > MAX_ANCHOR_CHAINS) return undefined;
  return {
    document: log.id,
    chains: [...chains].map(([chain, { last }]) => ({
      agent: chain.agent,
      event: chain.idAt(last),
    })),
    spans,
  };
}

/** First unit of an event of a text. */
const startOf = (chain: ChainLog, at: number, ops = opsAt(chain, at)): number =>
  chain.lv(at) + 1 - ops.reduce((sum, op) => sum + unitsOf(op), 0);

const opsAt = (chain: ChainLog, at: number): readonly TextOp[] =>
  chain.opsAt(at) as readonly TextOp[];

/**
 * The units of an anchor that put something in, in its order; `undefined` if some are not here, or it
 * means no events that there are.
 */
export function unitsAt(
  history: History,
  log: DocumentLog,
  { chains, spans }: Anchor,
): readonly Piece[] | undefined {
  const found = chains.map(({ agent, event }, index) => {
    const own = spans.filter(({ chain }) => chain === index);
    for (const chain of history.histories(agent, 'content')) {
      const read = own.map((span) => unitsIn(log, chain, span));
      const last = Math.max(...read.map((one) => one?.last ?? Infinity));
      if (last < chain.length && chain.idAt(last) === event) return read;
    }
    return undefined;
  });
  const all: Piece[] = [];
  for (const { chain } of spans) {
    const next = found[chain]?.shift();
    if (!next) return undefined;
    all.push(...next.pieces);
  }
  return all;
}

/** What the units of a span put in, and the last event that has any of them. */
function unitsIn(
  log: DocumentLog,
  chain: ChainLog,
  { seq, skipped, count }: AnchorSpan,
): { readonly pieces: readonly Piece[]; readonly last: number } | undefined {
  const pieces: Piece[] = [];
  let at = chain.indexOf(seq) ?? chain.length;
  for (let skip = skipped, left = count; ; at++) {
    if (at >= chain.length || chain.contextAt(at).document !== log.id) return undefined;
    const ops = opsAt(chain, at);
    let unit = startOf(chain, at, ops);
    for (const op of ops) {
      const units = unitsOf(op);
      const codePoints = Math.min(units - skip, left);
      if (codePoints > 0 && op.kind === 'insert')
        add(pieces, { unit: asLV(unit + skip), codePoints });
      left -= Math.max(0, codePoints);
      skip = Math.max(0, skip - units);
      unit += units;
      if (left === 0) return { pieces, last: at };
    }
    if (skip > 0) return undefined;
  }
}

function add(pieces: Piece[], { unit, codePoints }: Piece): void {
  const last = pieces.at(-1);
  if (last && last.unit + last.codePoints === unit)
    pieces[pieces.length - 1] = { unit: last.unit, codePoints: last.codePoints + codePoints };
  else pieces.push({ unit, codePoints });
}

/** Where the units of a text stand that it shows. */
export class Places {
  /** By unit. */
  readonly #pieces: readonly (Piece & { readonly at: number })[];

  constructor(authorship: Authorship) {
    const pieces: (Piece & { readonly at: number })[] = [];
    let at = 0;
    for (const piece of authorship.between(0, authorship.length)) {
      pieces.push({ ...piece, at });
      at += piece.codePoints;
    }
    this.#pieces = pieces.sort((a, b) => a.unit - b.unit);
  }

  /** What of these units is in the text, in its order, as few ranges. */
  of(units: readonly Piece[]): Range[] {
    const found = units.flatMap((piece) => [...this.#shown(piece)]);
    const ranges: Range[] = [];
    for (const { from, to } of found.sort((a, b) => a.from - b.from)) {
      const last = ranges.at(-1);
      if (last && from <= last.to)
        ranges[ranges.length - 1] = { from: last.from, to: Math.max(last.to, to) };
      else ranges.push({ from, to });
    }
    return ranges;
  }

  *#shown({ unit, codePoints }: Piece): IterableIterator<Range> {
    const end = unit + codePoints;
    for (let i = this.#firstBeyond(unit); ; i++) {
      const piece = this.#pieces[i];
      if (!piece || piece.unit >= end) return;
      const from = Math.max(unit, piece.unit);
      const to = Math.min(end, piece.unit + piece.codePoints);
      yield { from: piece.at + from - piece.unit, to: piece.at + to - piece.unit };
    }
  }

  /** Index of the first piece that ends beyond a unit. */
  #firstBeyond(unit: number): number {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const piece = this.#pieces[middle] as Piece;
      if (piece.unit + piece.codePoints <= unit) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** What units put in, but for what is void by now: the words that a thread was about. */
export function wordsOf(log: DocumentLog, units: readonly Piece[]): string {
  const { text } = log;
  assert(text, 'a text document');
  const voids = text.reading().newest();
  const kept: Piece[] = [];
  for (const { unit, codePoints } of units) {
    const end = unit + codePoints;
    for (let from: number = unit; from < end;) {
      const { value, until } = voids.isVoid(from);
      const to = Math.min(end, until);
      if (!value) kept.push({ unit: asLV(from), codePoints: to - from });
      from = to;
    }
  }
  return text.textOf(kept);
}
