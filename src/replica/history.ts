/**
 * Everything that one replica holds of a workspace: chains, policy and documents, grown event by
 * event. What enters has been verified (intake.ts) and judged (judge.ts), so this cannot fail.
 *
 * Texts are brought up to date in batches: events are noted at once, `advance` then moves the
 * visible text and says what changed.
 */
import type { AgentId, Chain, DocumentId, EventId, LV, WorkspaceId } from '../base/ids.ts';
import type { TextChange } from '../crdt/op.ts';
import type { Graph } from '../crdt/graph.ts';
import { Policy } from '../crdt/policy.ts';
import { isValidWrite } from '../crdt/workspace-map.ts';
import type { Certificate } from '../wire/certificate.ts';
import { WORKSPACE_MAP } from '../wire/document.ts';
import type { Genesis } from '../wire/genesis.ts';
import { unitsOf, type Op, type PolicyAct, type SetOp, type TextOp } from '../wire/op.ts';
import { chainKey, type Encoded } from '../wire/run.ts';
import type { ChainHash } from '../wire/segment.ts';
import { beginsRun, ChainLog, type EventRef, type Judged } from './chain.ts';
import { DocumentLog } from './document.ts';

type Placed = Judged & { readonly parents: readonly LV[] };

export class History {
  readonly workspace: WorkspaceId;
  readonly policy: Policy;
  /** The version of the policy graph that is genesis alone. */
  readonly policyRoot: readonly LV[] = [0 as LV];
  readonly #chains = new Map<string, ChainLog>();
  readonly #index = new Map<EventId, EventRef>();
  readonly #documents = new Map<DocumentId, DocumentLog>();
  readonly #policyIds: EventId[];
  /** Chain ends that a later chain of the same device continues. */
  readonly #continued = new Set<EventId>();
  /** Texts with events that are not in the visible text yet. */
  readonly #stale = new Set<DocumentLog>();

  constructor(workspace: WorkspaceId, genesis: Genesis) {
    this.workspace = workspace;
    this.policy = new Policy(workspace, genesis);
    this.#policyIds = [workspace as string as EventId];
  }

  find(id: EventId): EventRef | undefined {
    return this.#index.get(id);
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
    const context = { document: null, policyHeads: [], policyVersion: this.policyRoot, time: 0 };
    return new ChainLog(agent, chain, certificate, context);
  }

  document(id: DocumentId): DocumentLog {
    let log = this.#documents.get(id);
    if (!log) this.#documents.set(id, (log = new DocumentLog(id)));
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
   * Takes in the next event of a chain. `placed` is the last unit of an own edit that its text has
   * already; all others are added to their documents here.
   */
  accept(
    log: ChainLog,
    event: Encoded,
    id: EventId,
    judged: Judged,
    hash: ChainHash,
    placed?: LV,
  ): void {
    const { body, bytes } = event;
    if (body.first) {
      log.continues = body.first.continues;
      for (const continued of log.continues) this.#continued.add(continued);
    }
    const parents = judged.parents ?? [log.lv(log.length - 1)];
    const lv = placed ?? this.#place(log, body.ops, id, { ...judged, parents });
    const { globalSeq, context } = judged;
    const { seal, ops } = body;
    const begins = beginsRun(log.chain, body);
    log.append({ id, bytes, ops: ops.length, seal, begins, globalSeq, lv, context }, hash);
    if (log.chain === 'content' && context.document !== null)
      this.document(context.document).note(id, log.agent, lv);
    for (const ref of judged.ancestors)
      if (ref.chain !== log)
        log.links.push({ from: log.length - 1, chain: ref.chain, to: ref.chain.endOf(ref.at) });
    if (log.length === 1) this.#chains.set(chainKey(log.agent, log.chain), log);
    this.#index.set(id, { chain: log, at: log.length - 1 });
  }

  /** Brings every text up to date; what changed where, in UTF-16 units, in order. */
  advance(): Map<DocumentId, readonly TextChange[]> {
    const changed = new Map<DocumentId, readonly TextChange[]>();
    for (const log of this.#stale) {
      const changes = log.text?.advance().changes ?? [];
      if (changes.length > 0) changed.set(log.id, changes);
    }
    this.#stale.clear();
    return changed;
  }

  #place(log: ChainLog, ops: readonly Op[], id: EventId, judged: Placed): LV {
    if (log.chain === 'policy') {
      this.#policyIds.push(id);
      const act = ops[0] as PolicyAct;
      return this.policy.add(id, judged.globalSeq, judged.parents, log.device, act);
    }
    const document = this.document(judged.context.document as DocumentId);
    if (document.text) {
      this.#stale.add(document);
      const start = document.text.add({
        parents: judged.parents,
        ops: ops as TextOp[],
        author: log.agent,
      });
      return (start + ops.reduce((units, op) => units + unitsOf(op), 0) - 1) as LV;
    }
    const start = document.graph.add(judged.parents, ops.length);
    const first = judged.globalSeq - ops.length + 1;
    (ops as SetOp[]).forEach((op, i) => {
      if (isValidWrite(op))
        document.registers?.offer(op.row, op.field, {
          value: op.value,
          globalSeq: first + i,
          event: id,
        });
    });
    return (start + ops.length - 1) as LV;
  }
}
