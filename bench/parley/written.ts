/**
 * The signed history that replicas write when a recording is typed: same events, same bytes.
 *
 * It repeats what replica/author.ts and replica/pen.ts decide, and only because those sign every
 * event with the portable Ed25519, which takes minutes here. `typed.ts` types into real replicas;
 * the run compares both, byte by byte.
 */
import { asSeq, type AgentId, type EventId, type Seq } from '../../src/base/ids.ts';
import { MAX_DELETE, MAX_EVENT_OPS } from '../../src/base/limits.ts';
import { agentIdOf } from '../../src/wire/certificate.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import { codePoints, pushJoined, type TextOp } from '../../src/wire/op.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { ChainHash, chainMessage } from '../../src/wire/segment.ts';
import {
  DRAFT_BYTES,
  elapsedBetween,
  SEAL_BYTES,
  SEAL_EVENTS,
  type Identity,
} from '../../src/replica/author.ts';
import { INSERT_STEP } from '../../src/replica/pen.ts';
import { CUT_EVERY } from '../../src/replica/writing.ts';
import type { Patch, Transaction } from '../../scripts/replay/trace.ts';
import { typistsClock, type Recording } from '../histories.ts';
import { DOCUMENT, EPOCH, identity, ROOT, signer, workspace, type Sign } from './lab.ts';

/** Edits in an event, or as many as a typist's replica puts into one. */
export type Cut = number | 'typist';

/** What becomes an event: consecutive edits of one author. */
interface Draft {
  readonly author: number;
  /** `null`: the author's event before. */
  readonly parents: readonly Draft[] | null;
  readonly ops: TextOp[];
  /** As an author estimates them. */
  bytes: number;
  /** The transaction that it ends with. */
  last: number;
  /** When it was cut, in milliseconds; set with its index among all events. */
  time: number;
}

/**
 * Which edits become one event. In concurrent recordings authors also cut where somebody else goes
 * on from what they wrote, and where something else comes in.
 */
function draftsOf({ transactions }: Recording, cut: Cut): Draft[] {
  const clock = typistsClock(transactions.length);
  const children = childrenOf(transactions);
  const events: Draft[] = [];
  const endOf: Draft[] = [];
  const open = new Map<number, Draft>();
  const newest = new Map<number, Draft>();
  /** Edits of each author. */
  const edits = new Map<number, number>();
  const due = (author: number): number => (newest.get(author)?.time ?? -Infinity) + CUT_EVERY;
  const finish = (author: number, time: number): void => {
    const draft = open.get(author);
    if (!draft) return;
    open.delete(author);
    newest.set(author, draft);
    draft.time = time;
    events.push(draft);
  };

  transactions.forEach(({ parents, agent: author, patches }, i) => {
    const now = clock[i] as number;
    if (cut === 'typist' && now >= due(author)) finish(author, due(author));
    for (const { author: other, last } of open.values()) {
      const isBelow = parents.includes(last);
      const goesOn = isBelow && parents.length === 1 && children[last] === 1;
      if (other === author ? !goesOn : isBelow) finish(other, now);
    }
    const below = parents.map((parent) => endOf[parent] as Draft);
    for (const op of opsOf(patches)) {
      const full = open.get(author);
      if (full && (full.bytes + bytesOf(op) > DRAFT_BYTES || full.ops.length >= MAX_EVENT_OPS))
        finish(author, now);
      let draft = open.get(author);
      if (!draft) {
        const before = newest.get(author);
        const implied = before?.last === i || (before && below.length === 1 && below[0] === before);
        const named = implied ? null : below;
        draft = { author, parents: named, ops: [], bytes: 0, last: i, time: 0 };
        open.set(author, draft);
      }
      pushJoined(draft.ops, op);
      draft.bytes += bytesOf(op);
      draft.last = i;
    }
    endOf[i] = open.get(author) as Draft;
    const count = (edits.get(author) ?? 0) + 1;
    edits.set(author, count);
    if (cut === 'typist' ? now >= due(author) : count % cut === 0) finish(author, now);
  });
  const end = (clock.at(-1) ?? 0) + CUT_EVERY;
  for (const author of open.keys()) finish(author, cut === 'typist' ? due(author) : end);
  return events;
}

function childrenOf(transactions: readonly Transaction[]): Uint32Array {
  const children = new Uint32Array(transactions.length);
  for (const { parents } of transactions)
    for (const parent of parents) children[parent] = (children[parent] ?? 0) + 1;
  return children;
}

/** Ops of one edit, large ones in pieces. */
function opsOf(patches: readonly Patch[]): TextOp[] {
  const ops: TextOp[] = [];
  for (const [position, deleted, inserted] of patches) {
    for (let left = deleted; left > 0; left -= MAX_DELETE)
      ops.push({ kind: 'delete', position, count: Math.min(left, MAX_DELETE) });
    for (let at = 0, from = position; at < inserted.length;) {
      let end = Math.min(at + INSERT_STEP, inserted.length);
      if (end < inserted.length && (inserted.charCodeAt(end - 1) & 0xfc00) === 0xd800) end -= 1;
      const text = inserted.slice(at, end);
      ops.push({ kind: 'insert', position: from, text });
      from += codePoints(text);
      at = end;
    }
  }
  return ops;
}

const bytesOf = (op: TextOp): number => (op.kind === 'insert' ? op.text.length * 3 + 8 : 12);

interface Written {
  readonly id: EventId;
  /** The event alone, as it is sent live. Before the next one is appended. */
  readonly encode: () => Uint8Array;
}

/** One author's chain while it is written. */
class Chain {
  readonly agent: AgentId;
  readonly #identity: Identity;
  readonly #sign: Sign;
  readonly #hash: ChainHash;
  readonly #runs: Uint8Array[] = [];
  #last: EventId | null = null;
  #seq = 0;
  #seconds = 0;
  #unsealed = { events: 0, bytes: 0 };
  #run: { readonly from: Seq; readonly bodies: Uint8Array[] } | null = null;

  constructor(tab: number) {
    this.#identity = identity(tab);
    this.#sign = signer(this.#identity.seed);
    this.agent = agentIdOf(workspace, this.#identity.certificate);
    this.#hash = ChainHash.start(this.agent, 'content');
  }

  /** Runs as they are kept. */
  get runs(): readonly Uint8Array[] {
    return this.#runs;
  }

  append(draft: Draft, ids: ReadonlyMap<Draft, EventId>): Written {
    const now = EPOCH + Math.floor(draft.time / 1000);
    const elapsed = elapsedBetween(this.#seconds, now);
    const isFirst = this.#last === null;
    const plain: EventBody = {
      seal: false,
      ...(isFirst && {
        first: { certificate: this.#identity.certificate, continues: [] },
        document: DOCUMENT,
        policyHeads: [ROOT],
      }),
      ...(draft.parents && {
        parents: draft.parents.map((parent) => ids.get(parent) as EventId).sort(),
      }),
      elapsed,
      ops: draft.ops,
    };
    const size = encodeBody(plain).length;
    const { events, bytes } = this.#unsealed;
    const seal = events + 1 >= SEAL_EVENTS || bytes + size >= SEAL_BYTES;
    const body = { ...plain, seal };
    const encoded = encodeBody(body);
    if (draft.parents) this.finishRun();
    const from = asSeq(this.#seq);
    const id = this.#hash.push(body, encoded);
    this.#last = id;
    this.#seq += draft.ops.length;
    this.#seconds += elapsed;
    this.#unsealed = seal
      ? { events: 0, bytes: 0 }
      : { events: events + 1, bytes: bytes + encoded.length };
    (this.#run ??= { from, bodies: [] }).bodies.push(encoded);
    if (seal) this.finishRun();
    return { id, encode: () => this.#encode(from, [encoded]) };
  }

  /** Signs what was written since the run before. */
  finishRun(): void {
    const run = this.#run;
    if (!run) return;
    this.#run = null;
    this.#runs.push(this.#encode(run.from, run.bodies));
  }

  #encode(from: Seq, bodies: readonly Uint8Array[]): Uint8Array {
    const { agent } = this;
    const message = chainMessage(agent, 'content', asSeq(this.#seq), this.#last as EventId);
    return encodeRun({ agent, chain: 'content', from, bodies, signature: this.#sign(message) });
  }
}

/** Every run that is kept, chain by chain; `onLive` gets each event as it is sent while typing. */
export function write(
  recording: Recording,
  cut: Cut,
  onLive?: (run: Uint8Array) => void,
): Uint8Array[] {
  const chains = new Map<number, Chain>();
  const ids = new Map<Draft, EventId>();
  for (const draft of draftsOf(recording, cut)) {
    let chain = chains.get(draft.author);
    if (!chain) chains.set(draft.author, (chain = new Chain(draft.author)));
    const { id, encode } = chain.append(draft, ids);
    ids.set(draft, id);
    onLive?.(encode());
  }
  for (const chain of chains.values()) chain.finishRun();
  return [...chains.values()].flatMap((chain) => chain.runs);
}
