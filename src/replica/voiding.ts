/**
 * Which events of a document have no effect by the policy that is known, and what their authors knew
 * of that when they wrote.
 *
 * Policy answers for an agent's content that pins one version of it; so a document is looked at in
 * pieces, events in a row of one agent that pin the same. While nobody was ever removed there is
 * nothing to do and nothing is kept. After that, new events cost as little as their pieces; new
 * policy looks at every piece again, which is rare.
 */
import { asLV, type LV } from '../base/ids.ts';
import type { Span } from '../crdt/graph.ts';
import type { Policy, PolicyVersion } from '../crdt/policy/policy.ts';
import { Voids } from '../crdt/voids.ts';
import type { ChainLog } from './chain.ts';

/** Events [from, to) of a chain that follow each other in a document, the first at unit `start`. */
export interface Piece {
  readonly chain: ChainLog;
  readonly from: number;
  readonly to: number;
  readonly start: LV;
  readonly pinned: PolicyVersion;
}

/** Events [from, to) of a chain that follow each other in a document from a unit on. */
export function* piecesOf(
  chain: ChainLog,
  from: number,
  to: number,
  unit: number,
): IterableIterator<Piece> {
  let [at, start] = [from, unit];
  for (const { context, to: end } of chain.contexts(from, to)) {
    const pinned = context.policyVersion;
    yield { chain, from: at, to: end, start: asLV(start), pinned };
    [at, start] = [end, chain.lv(end - 1) + 1];
  }
}

/** What authors who pinned one version of the policy know to be void. */
interface Knowledge {
  readonly version: PolicyVersion;
  readonly events: Span[];
}

export class Voiding {
  voids = new Voids();
  readonly #policy: Policy;
  readonly #pieces: Piece[] = [];
  readonly #knowledge = new Map<string, Knowledge>();
  readonly #also: (piece: Piece) => number;

  /** @param also a seq up to which a piece has effect, beside what policy says: to try something. */
  constructor(policy: Policy, also: (piece: Piece) => number = () => Infinity) {
    this.#policy = policy;
    this.#also = also;
  }

  /** Adds events that come last in the document, above all that is shown. */
  add(piece: Piece): void {
    this.#pieces.push(piece);
    for (const event of this.#voidOf(piece)) this.voids.add(event);
    for (const { version, events } of this.#knowledge.values())
      for (const event of this.#knownOf(piece, version)) this.voids.learn(events, event);
    this.know(piece.start, piece.pinned);
  }

  /** Units from `from` on are written by somebody who knows this version of the policy. */
  know(from: LV, version: PolicyVersion): void {
    const key = version.join();
    let knowledge = this.#knowledge.get(key);
    if (!knowledge) {
      const events = this.#pieces.flatMap((piece) => this.#knownOf(piece, version));
      this.#knowledge.set(key, (knowledge = { version, events }));
    }
    this.voids.addKnown(from, knowledge.events);
  }

  /** Events of a piece without effect now. */
  #voidOf(piece: Piece): Span[] {
    const { chain, pinned } = piece;
    const limit = this.#policy.limit(chain.agent, chain.device, pinned);
    return beyond(piece, Math.min(limit, this.#also(piece)));
  }

  /** Events of a piece that whoever pinned `version` knows to be void, if they know it at all. */
  #knownOf(piece: Piece, version: PolicyVersion): Span[] {
    const { chain, pinned } = piece;
    const { graph } = this.#policy;
    if (!pinned.every((lv) => graph.contains(version, lv))) return [];
    return beyond(piece, this.#policy.limit(chain.agent, chain.device, pinned, version));
  }
}

/** The events of a piece that end beyond a seq, a span for each. */
function beyond({ chain, from, to, start }: Piece, seq: number): Span[] {
  const events: Span[] = [];
  for (let at = chain.firstBeyond(seq, from, to); at < to; at++) {
    const begin = at === from ? start : chain.lv(at - 1) + 1;
    events.push({ start: begin, end: chain.lv(at) + 1 });
  }
  return events;
}
