/**
 * Everything that one replica holds of a workspace: chains, policy and documents, grown event by
 * event. What enters has been verified (intake.ts) and judged (judge.ts), so this cannot fail.
 *
 * Where an agent signed two histories of its content, what comes from there on is held only as far as
 * an event needs it that no evidence is against; the rest is void, and as if it were not there.
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
  Seq,
  WorkspaceId,
} from '../base/ids.ts';
import { assert } from '../base/result.ts';
import type { TextChange } from '../crdt/op.ts';
import type { Graph } from '../crdt/graph.ts';
import { Policy } from '../crdt/policy/policy.ts';
import { announced } from '../crdt/workspace-map.ts';
import type { Certificate } from '../wire/certificate.ts';
import { WORKSPACE_MAP } from '../wire/document.ts';
import type { Genesis } from '../wire/genesis.ts';
import type { PolicyAct } from '../wire/act.ts';
import { bytesOf, forkOf, type Evidence, type Fork } from '../wire/evidence.ts';
import type { SetOp, TextOp } from '../wire/op.ts';
import type { ChainHash } from '../wire/segment.ts';
import type { Stretch } from '../wire/stretch.ts';
import { ChainLog, type EventRef, type HeldRun, type Judged } from './chain.ts';
import { DocumentLog } from './document.ts';
import { Reach } from './reach.ts';
import { offerAll } from './registers.ts';
import { costOf, Shares, type ShareSize } from './shares.ts';
import { type Piece, piecesOf, Voiding } from './voiding.ts';

/** Events [from, to) of a chain that have no ids yet. */
interface Unnamed {
  readonly chain: ChainLog;
  from: number;
  readonly to: number;
  /** The hash as it stood before all of them. */
  readonly before: ChainHash;
  /** The same as it stands before `from`, once one has its id. */
  hash: ChainHash | null;
}

/** Where an agent's content parts, and what proves it. */
export interface Forked extends Fork {
  readonly evidence: Evidence;
}

/** It counts like a chain. */
const costOfEvidence = (evidence: Evidence): number => costOf(bytesOf(evidence), 0, true);

/** Bytes of images that a log's own events before index `to` make known. */
const announcedIn = (log: ChainLog, to: number): number =>
  log.announced.findLast((one) => one.to <= to)?.bytes ?? 0;

/** Notes what events of the map, from index `from` of the log on, make known. */
function noteAnnounced(log: ChainLog, events: Stretch, from: number): void {
  for (let i = 0; i < events.length; i++) {
    const bytes = (events.body(i).ops as readonly SetOp[]).reduce(
      (sum, op) => sum + announced(op),
      0,
    );
    if (bytes === 0) continue;
    const before = log.announced.at(-1)?.bytes ?? 0;
    log.announced.push({ to: from + i + 1, bytes: before + bytes });
  }
}

const NONE: readonly ChainLog[] = [];

export class History {
  readonly workspace: WorkspaceId;
  readonly policy: Policy;
  readonly shares: Shares;
  /** The version of the policy graph that is genesis alone. */
  readonly policyRoot: readonly LV[] = [0 as LV];
  /** By agent: what is known of its chain, the log that came first, then others if it signed several. */
  readonly #logs: Readonly<Record<Chain, Map<AgentId, ChainLog[]>>> = {
    policy: new Map(),
    content: new Map(),
  };
  /** Whether any chain has several. */
  #hasBranches = false;
  /** By agent: the evidence whose histories part first. */
  readonly #forks = new Map<AgentId, Forked>();
  /** What is held, and what has effect as far as evidence goes; made anew when it is asked for. */
  #reach: { readonly held: Reach; readonly effective: Reach } | null = null;
  /** Grows whenever something else has effect than before. */
  #epoch = 0;
  /** Events by id, as far as ids were made: the last of each run, and whatever was looked for. */
  readonly #index = new Map<EventId, EventRef>();
  /** Events [from, to) that are not in the index, the newest last: names are mostly of new ones. */
  readonly #unnamed: Unnamed[] = [];
  readonly #documents = new Map<DocumentId, DocumentLog>();
  /** When the newest event of each device was written, by its word. */
  readonly #newest = new Map<PublicKey, number>();
  /** Of all bodies. */
  #bytes = 0;
  readonly #policyIds: EventId[];
  /** Chain ends that a later chain of the same device continues. */
  readonly #continued = new Set<EventId>();
  /** Texts with events that are not in the visible text yet. */
  readonly #stale = new Set<DocumentLog>();
  /** By what documents have been told what is void; null before anything could be. */
  #voidedAt: string | null = null;

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

  /** When the newest event of a device was written, by its word: seconds since 1970. */
  newestOf(device: PublicKey): number | undefined {
    return this.#newest.get(device);
  }

  find(id: EventId): EventRef | undefined {
    const known = this.#index.get(id);
    if (known) return known;
    for (let next = this.#unnamed.at(-1); next; next = this.#unnamed.at(-1)) {
      const found = this.#nameUntil(id, next);
      if (next.from === next.to) this.#unnamed.pop();
      if (found) return found;
    }
    return undefined;
  }

  /** Gives events their ids until one has this one: most are never named, and an id is a hash. */
  #nameUntil(id: EventId, unnamed: Unnamed): EventRef | undefined {
    const { chain, to } = unnamed;
    const hash = (unnamed.hash ??= unnamed.before.clone());
    while (unnamed.from < to) {
      const ref = { chain, at: unnamed.from++ };
      hash.step(chain.body(ref.at));
      const name = chain.madeIdOf(ref.at) ?? hash.id();
      this.#index.set(name, ref);
      if (name === id) return ref;
    }
    return undefined;
  }

  chain(agent: AgentId, chain: Chain): ChainLog | undefined {
    return this.#logs[chain].get(agent)?.[0];
  }

  /** Every chain, and every branch of one. */
  *chains(): IterableIterator<ChainLog> {
    for (const logs of Object.values(this.#logs)) for (const all of logs.values()) yield* all;
  }

  /** What is known of one chain: the log that came first, then others. */
  histories(agent: AgentId, chain: Chain): readonly ChainLog[] {
    return this.#logs[chain].get(agent) ?? NONE;
  }

  // ── What evidence leaves ──────────────────────────────────────────────────────────────────────

  /** Takes in evidence that was verified. False: where its histories part is no news. */
  fork(evidence: Evidence): boolean {
    const { agent, seq } = forkOf(this.workspace, evidence);
    if (!this.isLower({ agent, seq })) return false;
    const before = this.#forks.get(agent);
    const cost = costOfEvidence(evidence) - (before ? costOfEvidence(before.evidence) : 0);
    this.shares.charge({ device: evidence.certificate.device, chain: 'content' }, cost, 0);
    this.#forks.set(agent, { agent, seq, evidence });
    this.#reach = null;
    this.#epoch += 1;
    return true;
  }

  /** Whether an agent's histories are not known yet to part so early. */
  isLower({ agent, seq }: Fork): boolean {
    return seq < (this.#forks.get(agent)?.seq ?? Infinity);
  }

  /** Of each agent that forked its content, where that begins, and what proves it; by agent. */
  forks(): Forked[] {
    return [...this.#forks.values()].sort((a, b) => (a.agent < b.agent ? -1 : 1));
  }

  /** Whether evidence is against everything of an agent from a seq on. */
  isBeyondFork(agent: AgentId, seq: Seq): boolean {
    return seq >= (this.#forks.get(agent)?.seq ?? Infinity);
  }

  /** Whether a seq alone does not tell which event of a chain is meant. */
  isForked(agent: AgentId, chain: Chain): boolean {
    return (
      (this.#hasBranches && this.histories(agent, chain).length > 1) ||
      (chain === 'content' && this.#forks.has(agent))
    );
  }

  /** How many events of a log are held: all, but for those of a fork that nothing needs. */
  heldOf(log: ChainLog): number {
    return this.#forks.size === 0 ? log.length : this.#reached().held.of(log);
  }

  /** How many events of a log have effect, as far as evidence goes. */
  effectiveOf(log: ChainLog): number {
    return this.#forks.size === 0 ? log.length : this.#reached().effective.of(log);
  }

  /**
   * Runs of forked chains that are held by now and that the store does not have as runs which say what
   * they follow; they count as stored then, and for shares what is held.
   */
  unstored(): HeldRun[] {
    const runs: HeldRun[] = [];
    if (this.#forks.size === 0 && !this.#hasBranches) return runs;
    for (const log of this.chains()) {
      if (!this.isForked(log.agent, log.chain)) continue;
      this.#charge(log);
      const held = this.heldOf(log);
      const news = log.runs(log.stored).filter(({ start }) => start < held);
      log.stored = news.at(-1)?.end ?? log.stored;
      runs.push(...news);
    }
    return runs;
  }

  /** What one's own next event in a document goes on from: all that evidence leaves. */
  heads(log: DocumentLog): readonly LV[] {
    if (this.#forks.size === 0) return log.graph.heads;
    const { effective } = this.#reached();
    return log.headsWithin((chain) => effective.of(chain), this.#epoch);
  }

  /**
   * Whatever no evidence is against, and its ancestors: held are those of all such events, with
   * effect those of such that policy leaves their effect.
   */
  #reached(): { readonly held: Reach; readonly effective: Reach } {
    if (this.#reach) return this.#reach;
    const held = new Reach();
    const effective = this.policy.hasCuts ? new Reach() : held;
    for (const log of this.chains()) {
      held.add(log, this.#sound(log));
      if (effective !== held) effective.add(log, this.#rooted(log));
    }
    return (this.#reach = { held, effective });
  }

  /** How many events of a log no evidence is against. */
  #sound(log: ChainLog): number {
    const fork = log.chain === 'content' ? this.#forks.get(log.agent)?.seq : undefined;
    return fork === undefined ? log.length : log.firstBeyond(fork, 0, log.length);
  }

  /**
   * The same, up to the last one that policy leaves its effect, and that ends by `most`; 0 if none
   * from index `at` on is.
   */
  #rooted(log: ChainLog, at = log.base, most = Infinity): number {
    const sound = this.#sound(log);
    if (log.chain === 'policy') return sound;
    let count = 0;
    let from = at;
    for (const { context, to } of log.contexts(from, Math.max(from, sound))) {
      const limit = this.policy.limit(log.agent, log.device, context.policyVersion);
      const end = log.firstBeyond(Math.min(limit, most), from, to);
      if (end > from) count = end;
      from = to;
    }
    return count;
  }

  /** Notes that a log grew from index `from` on, and finds out what that needs of others. */
  #extend(log: ChainLog, from: number): void {
    if (this.#forks.size === 0) return;
    if (log.chain === 'policy' && this.policy.hasCuts) {
      this.#reach = null;
      this.#epoch += 1;
    }
    if (!this.#reach) return;
    const { held, effective } = this.#reach;
    let lifted = held.add(log, this.#sound(log));
    if (effective !== held) lifted = effective.add(log, this.#rooted(log, from));
    if (lifted) this.#epoch += 1;
  }

  /** Seq up to which evidence leaves a chain its effect. */
  leftOf(log: ChainLog): number {
    return this.#isSuspect(log) ? log.startOf(this.effectiveOf(log)) : Infinity;
  }

  /** As `leftOf`, if each chain kept its own effect only up to a seq. */
  leftIf(mostOf: (log: ChainLog) => number): (log: ChainLog) => number {
    const reach = new Reach();
    for (const log of this.chains()) reach.add(log, this.#rooted(log, log.base, mostOf(log)));
    return (log) => (this.#isSuspect(log) ? log.startOf(reach.of(log)) : Infinity);
  }

  #isSuspect({ agent, chain }: ChainLog): boolean {
    return chain === 'content' && this.#forks.has(agent);
  }

  /** Counts what is held of a chain for its writer's share, and apart what nothing needs. */
  #charge(log: ChainLog): void {
    const { base, length, charged } = log;
    const cost = (to: number): number =>
      to > base ? costOf(log.span(base, to).length, to - base, true) + announcedIn(log, to) : 0;
    const held = cost(Math.min(length, this.heldOf(log)));
    const spare = cost(length) - held;
    this.shares.charge(log, held - charged.held, spare - charged.spare);
    charged.held = held;
    charged.spare = spare;
  }

  // ── What grows ────────────────────────────────────────────────────────────────────────────────

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
      if (this.#voidedAt !== null) this.#revoid(log);
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

  /** Where a chain's next event in a document must come after. */
  placeIn(document: DocumentId, chain: ChainLog): { graph: Graph; lastOf: LV | undefined } {
    const log = this.#documents.get(document) ?? new DocumentLog(document);
    return { graph: log.graph, lastOf: log.lastOf(chain) };
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
    }
    if (from === log.base) this.#register(log);
    const parents = judged.parents ?? [log.lv(from - 1)];
    const placed = { start: start ?? this.#place(log, events, last, judged, parents), last };
    const before = log.hash;
    log.append(events, judged, placed, hash);
    this.#bytes += events.bytes.length;
    this.#newest.set(log.device, Math.max(log.time, this.#newest.get(log.device) ?? 0));
    for (const ref of judged.ancestors)
      if (ref.chain !== log)
        log.links.push({ from, chain: ref.chain, to: ref.chain.endOf(ref.at) });
    this.#extend(log, from);
    if (judged.context.document === WORKSPACE_MAP) noteAnnounced(log, events, from);
    this.#charge(log);
    const document = judged.context.document && this.#documents.get(judged.context.document);
    if (log.chain === 'content' && document) {
      document.note(log, from, log.length);
      for (const piece of piecesOf(log, from, log.length, placed.start)) {
        document.voiding?.add(piece);
        if (!document.text) this.#write(document, piece);
      }
    }
    this.#index.set(last, { chain: log, at: log.length - 1 });
    if (events.length > 1)
      this.#unnamed.push({ chain: log, from, to: log.length - 1, before, hash: null });
  }

  #register(log: ChainLog): void {
    const others = this.#logs[log.chain].get(log.agent);
    if (!others) this.#logs[log.chain].set(log.agent, [log]);
    else others.push(log);
    this.#hasBranches ||= others !== undefined;
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

  /** Tells every document what is void by the newest policy and evidence; how the texts shown change by that. */
  revoid(): Map<DocumentId, readonly TextChange[]> {
    const changed = new Map<DocumentId, readonly TextChange[]>();
    const { hasCuts, graph } = this.policy;
    if (!hasCuts && this.#forks.size === 0) return changed;
    const at = `${hasCuts ? graph.next : 0}/${this.#epoch}`;
    if (this.#voidedAt === at) return changed;
    this.#voidedAt = at;
    for (const log of this.#documents.values()) {
      const changes = this.#revoid(log);
      if (changes.length > 0) changed.set(log.id, changes);
    }
    return changed;
  }

  #revoid(log: DocumentLog): readonly TextChange[] {
    if (log.text) {
      log.voiding = new Voiding(this.policy, ({ chain }) => this.leftOf(chain));
      for (const piece of log.pieces()) log.voiding.add(piece);
      return log.text.setVoids(log.voiding.voids);
    }
    log.registers?.clear();
    for (const piece of log.pieces()) this.#write(log, piece);
    return [];
  }

  /** Writes an own op into a text, on top of all that has effect; its first unit, and that. */
  write(document: DocumentId, op: TextOp, author: AgentId) {
    const log = this.document(document);
    const parents = this.heads(log);
    return { parents, start: log.write(op, author, parents, this.#epoch) };
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
  #write({ id, registers }: DocumentLog, piece: Piece): void {
    if (registers) offerAll(registers, id, piece, this.limitOf(piece));
  }

  /** Seq up to which a piece has effect, as far as policy and evidence go. */
  limitOf({ chain, pinned }: Piece): number {
    return Math.min(this.policy.limit(chain.agent, chain.device, pinned), this.leftOf(chain));
  }
}
