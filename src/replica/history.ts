/**
 * Everything that one replica holds of a workspace: chains, policy and documents, grown event by
 * event. What enters has been verified (intake.ts) and judged (judge.ts), so this cannot fail.
 *
 * Texts are brought up to date in batches: events are noted at once, `advance` then moves the
 * visible text and says what changed.
 */
import type {
  AgentId,
  Chain,
  DocumentId,
  EventId,
  LV,
  PublicKey,
  WorkspaceId,
} from '../base/ids.ts';
import { assert } from '../base/result.ts';
import type { TextChange } from '../crdt/op.ts';
import type { Graph } from '../crdt/graph.ts';
import { Policy } from '../crdt/policy/policy.ts';
import { isValidWrite } from '../crdt/workspace-map.ts';
import type { Certificate } from '../wire/certificate.ts';
import { WORKSPACE_MAP } from '../wire/document.ts';
import type { Genesis } from '../wire/genesis.ts';
import type { PolicyAct } from '../wire/act.ts';
import type { SetOp } from '../wire/op.ts';
import { chainKey } from '../wire/run.ts';
import type { ChainHash } from '../wire/segment.ts';
import type { Stretch } from '../wire/stretch.ts';
import { ChainLog, type EventRef, type Judged } from './chain.ts';
import { DocumentLog } from './document.ts';
import { Shares, type ShareSize } from './shares.ts';
import { type Piece, piecesOf, Voiding } from './voiding.ts';

/** Events [from, to) of a chain that have no ids yet, and the hash as it stands before the first. */
interface Unnamed {
  readonly chain: ChainLog;
  readonly from: number;
  readonly to: number;
  readonly before: ChainHash;
}

export class History {
  readonly workspace: WorkspaceId;
  readonly policy: Policy;
  readonly shares: Shares;
  /** The version of the policy graph that is genesis alone. */
  readonly policyRoot: readonly LV[] = [0 as LV];
  readonly #chains = new Map<string, ChainLog>();
  /** Events by id, as far as ids were made: the last of each run, and whatever was looked for. */
  readonly #index = new Map<EventId, EventRef>();
  /** Events [from, to) that are not in the index, the newest last: names are mostly of new ones. */
  readonly #unnamed: Unnamed[] = [];
  readonly #documents = new Map<DocumentId, DocumentLog>();
  /** Of all bodies. */
  #bytes = 0;
  readonly #policyIds: EventId[];
  /** Chain ends that a later chain of the same device continues. */
  readonly #continued = new Set<EventId>();
  /** Texts with events that are not in the visible text yet. */
  readonly #stale = new Set<DocumentLog>();
  /** The policy by which documents have been told what is void; 0 before anybody was removed. */
  #voidedAt = 0;

  /** @param own the device that this replica runs on. @param size of shares, if not the usual. */
  constructor(workspace: WorkspaceId, genesis: Genesis, own?: PublicKey, size?: ShareSize) {
    this.workspace = workspace;
    this.policy = new Policy(workspace, genesis);
    this.shares = new Shares(this.policy, own ?? null, size);
    this.#policyIds = [workspace as string as EventId];
  }

  get bytes(): number {
    return this.#bytes;
  }

  find(id: EventId): EventRef | undefined {
    const known = this.#index.get(id);
    if (known) return known;
    for (let next = this.#unnamed.pop(); next; next = this.#unnamed.pop()) {
      const { chain, from, to, before } = next;
      chain
        .idsOf(from, to, before)
        .forEach((name, i) => this.#index.set(name, { chain, at: from + i }));
      const found = this.#index.get(id);
      if (found) return found;
    }
    return undefined;
  }

  chain(agent: AgentId, chain: Chain): ChainLog | undefined {
    return this.#chains.get(chainKey(agent, chain));
  }

  chains(): IterableIterator<ChainLog> {
    return this.#chains.values();
  }

  isContinued(id: EventId): boolean {
    return this.#continued.has(id);
  }

  /** A chain without events yet; `accept` makes it known with its first. */
  begin(agent: AgentId, chain: Chain, certificate: Certificate): ChainLog {
    const context = { document: null, policyHeads: [], policyVersion: this.policyRoot };
    return new ChainLog(agent, chain, certificate, context);
  }

  document(id: DocumentId): DocumentLog {
    let log = this.#documents.get(id);
    if (!log) {
      this.#documents.set(id, (log = new DocumentLog(id)));
      if (this.#voidedAt > 0) this.#revoid(log);
    }
    return log;
  }

  /** As `document`, without making one that nobody has written in. */
  known(id: DocumentId): DocumentLog | undefined {
    return this.#documents.get(id);
  }

  documents(): IterableIterator<DocumentLog> {
    return this.#documents.values();
  }

  map(): DocumentLog {
    return this.document(WORKSPACE_MAP);
  }

  /** Where an agent's next event in a document must come after. */
  placeIn(document: DocumentId, agent: AgentId): { graph: Graph; lastOf: LV | undefined } {
    const log = this.#documents.get(document) ?? new DocumentLog(document);
    return { graph: log.graph, lastOf: log.lastOf(agent) };
  }

  policyHeads(): EventId[] {
    return this.policyIds(this.policy.graph.heads);
  }

  policyIds(version: readonly LV[]): EventId[] {
    return version.flatMap((lv) => this.#policyIds[lv] ?? []).sort();
  }

  /**
   * Takes in the next events of a chain, judged together; `hash` is where it then stands, and `last`
   * the id of the last. `start` is the first unit of an own edit that its text has already; all
   * others are added to their documents here.
   */
  accept(
    log: ChainLog,
    events: Stretch,
    last: EventId,
    judged: Judged,
    hash: ChainHash,
    start?: LV,
  ): void {
    const from = log.length;
    if (from === 0) {
      log.continues = events.body(0).first?.continues ?? [];
      for (const continued of log.continues) this.#continued.add(continued);
      this.#chains.set(chainKey(log.agent, log.chain), log);
    }
    const parents = judged.parents ?? [log.lv(from - 1)];
    const placed = { start: start ?? this.#place(log, events, last, judged, parents), last };
    const before = log.hash;
    log.append(events, judged, placed, hash);
    this.#bytes += events.bytes.length;
    this.shares.charge(log, events.bytes.length, events.length, from === 0);
    const document = judged.context.document && this.#documents.get(judged.context.document);
    if (log.chain === 'content' && document) {
      document.note(log, from, log.length);
      for (const piece of piecesOf(log, from, log.length, placed.start)) {
        document.voiding?.add(piece);
        if (!document.text) this.#write(document, piece);
      }
    }
    for (const ref of judged.ancestors)
      if (ref.chain !== log)
        log.links.push({ from, chain: ref.chain, to: ref.chain.endOf(ref.at) });
    this.#index.set(last, { chain: log, at: log.length - 1 });
    if (events.length > 1) this.#unnamed.push({ chain: log, from, to: log.length - 1, before });
  }

  /** Brings every text up to date; what changed where, in UTF-16 units, in order. */
  advance(): Map<DocumentId, readonly TextChange[]> {
    const changed = this.revoid();
    for (const log of this.#stale) {
      const changes = log.text?.advance().changes ?? [];
      if (changes.length > 0) changed.set(log.id, [...(changed.get(log.id) ?? []), ...changes]);
    }
    this.#stale.clear();
    return changed;
  }

  /** Tells every document what is void by the newest policy; how the texts shown change by that. */
  revoid(): Map<DocumentId, readonly TextChange[]> {
    const changed = new Map<DocumentId, readonly TextChange[]>();
    const { next } = this.policy.graph;
    if (!this.policy.hasCuts || this.#voidedAt === next) return changed;
    this.#voidedAt = next;
    for (const log of this.#documents.values()) {
      const changes = this.#revoid(log);
      if (changes.length > 0) changed.set(log.id, changes);
    }
    return changed;
  }

  #revoid(log: DocumentLog): readonly TextChange[] {
    if (log.text) {
      log.voiding = new Voiding(this.policy);
      for (const piece of log.pieces()) log.voiding.add(piece);
      return log.text.setVoids(log.voiding.voids);
    }
    log.registers?.clear();
    for (const piece of log.pieces()) this.#write(log, piece);
    return [];
  }

  /** An own edit is about to go into a text, on top of everything that is known. */
  draft(document: DocumentId): void {
    const { voiding, graph } = this.document(document);
    voiding?.know(graph.next, this.policy.graph.heads);
  }

  /** Adds events to their graph, and to their text or the policy. The first unit. */
  #place(
    log: ChainLog,
    events: Stretch,
    last: EventId,
    { context, globalSeq }: Judged,
    parents: readonly LV[],
  ): LV {
    if (log.chain === 'policy') {
      this.#policyIds.push(last);
      const act = events.body(0).ops[0] as PolicyAct;
      return this.policy.add(last, globalSeq, parents, log, act);
    }
    const document = this.document(context.document as DocumentId);
    if (!document.text) return document.graph.add(parents, events.ops);
    this.#stale.add(document);
    assert(events.edits, 'a text takes ops of a text');
    return document.text.addEdits({ parents, edits: events.edits, author: log.agent });
  }

  /** Writes the registers that events set, but for those without effect. */
  #write(document: DocumentLog, { chain, from, to, pinned }: Piece): void {
    const limit = this.policy.limit(chain.agent, chain.device, pinned);
    const end = chain.firstBeyond(limit, from, to);
    const ids = chain.idsOf(from, end);
    for (let at = from; at < end; at++) {
      const ops = chain.opsAt(at) as readonly SetOp[];
      const first = chain.globalSeq(at) - ops.length + 1;
      ops.forEach((op, k) => {
        if (!isValidWrite(op)) return;
        const event = ids[at - from] as EventId;
        document.registers?.offer(op.row, op.field, {
          value: op.value,
          globalSeq: first + k,
          event,
        });
      });
    }
  }
}
