/**
 * One workspace on one device: messages, edits and time in; effects out. No I/O, no clock.
 *
 * Call any method, then `effects()`, which empties the list, and do what it says in order. Time is
 * given and never goes back. `store` and `verify` effects are answered with `stored` and `checked`.
 * One's own signature leaves this replica only after `stored`. The same code runs in the browser, in
 * Node and in the simulator, so a bug is a seed.
 *
 * While held (an input method composes, so the view must not move) nothing newer is taken in: frames
 * wait in their inboxes, and edits name the view's version as their parents.
 */
import type {
  DocumentId,
  EventId,
  LV,
  Millis,
  PeerId,
  PublicKey,
  Seconds,
  WorkspaceId,
} from '../base/ids.ts';
import { MAX_INBOX_BYTES, MAX_PARENTS } from '../base/limits.ts';
import { ok, refuse, type Refusal, type Result } from '../base/result.ts';
import type { TextChange } from '../crdt/op.ts';
import type { Genesis } from '../wire/genesis.ts';
import { decodeMessage, encodeMessage, type Caret, type Message } from '../wire/message.ts';
import type { PolicyAct, SetOp } from '../wire/op.ts';
import { chainKey, type Run } from '../wire/run.ts';
import { Author, type Cut, type Identity } from './author.ts';
import { Carets, type PlacedCaret } from './carets.ts';
import { Conversation } from './conversation.ts';
import type { Effect, SignatureCheck } from './effects.ts';
import { History } from './history.ts';
import { checksOf, Intake, stage, storedRun, type Staged } from './intake.ts';
import { newPeer, type Peer } from './peer.ts';
import { Pen } from './pen.ts';
import { openText, saveText } from './texts.ts';

/** A burst of typing becomes one event at most this often, in milliseconds. */
const CUT_EVERY = 100;
/** Carets are told at most this often. */
const CARET_EVERY = 100;

export interface ReplicaOptions {
  readonly workspace: WorkspaceId;
  readonly genesis: Genesis;
  readonly identity: Identity;
  /** Wall-clock seconds at `Millis` 0: advisory, written into events. */
  readonly epoch: Seconds;
}

interface Checking {
  readonly peer: Peer | null;
  readonly staged: readonly Staged[];
  /** How many of the checks belong to each staged run. */
  readonly counts: readonly number[];
}

interface Storing {
  readonly peer: Peer | null;
  readonly runs: readonly Run[];
  readonly own: Cut | null;
}

export class Replica {
  readonly history: History;
  readonly workspace: WorkspaceId;
  readonly genesis: Genesis;
  readonly #author: Author;
  readonly #pen: Pen;
  readonly #intake: Intake;
  readonly #talk: Conversation;
  readonly #carets = new Carets();
  readonly #epoch: Seconds;
  #effects: Effect[] = [];
  #tickets = 0;
  readonly #checking = new Map<number, Checking>();
  readonly #storing = new Map<number, Storing>();
  #held = false;
  /** While held: take in frames until these are known. */
  #target: EventId[] = [];
  #lastCut = -Infinity;
  #draftSince: number | null = null;
  #caret: Caret | null = null;
  #caretTold = true;
  #caretAt = -Infinity;
  /** Own content events that are durable, and how many there are in all. */
  #durable = 0;

  constructor(options: ReplicaOptions) {
    this.workspace = options.workspace;
    this.genesis = options.genesis;
    this.#epoch = options.epoch;
    this.history = new History(options.workspace, options.genesis);
    this.#author = new Author(options.workspace, this.history, options.identity);
    this.#pen = new Pen(this.history, this.#author);
    this.#intake = new Intake(this.history);
    this.#talk = new Conversation(this.history, (effect) => this.#effects.push(effect));
  }

  // ── What the host asks ────────────────────────────────────────────────────────────────────────

  /** What to do now, in order; empties the list. */
  effects(): Effect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** When to call `wake`, in the same time; `undefined` when there is nothing to wait for. */
  wakeAt(): Millis | undefined {
    let at = this.#storing.size > 0 ? Infinity : this.#talk.wakeAt();
    if (this.#draftSince !== null) at = Math.min(at, this.#lastCut + CUT_EVERY);
    if (!this.#caretTold) at = Math.min(at, this.#caretAt + CARET_EVERY);
    return at === Infinity ? undefined : (at as Millis);
  }

  peers(): readonly Peer[] {
    return [...this.#talk.peers.values()];
  }

  isSynced(peer: Peer): boolean {
    return peer.said === this.#talk.held;
  }

  get agent() {
    return this.#author.agent;
  }

  /** Ids of everything that is held here, hashed. */
  get held(): string {
    return this.#talk.held;
  }

  /** Own content events: written, and durable. Nothing counts as saved before it is durable. */
  get own(): { readonly written: number; readonly durable: number; readonly drafting: boolean } {
    const log = this.history.chain(this.agent, 'content');
    return {
      written: log?.length ?? 0,
      durable: this.#durable,
      drafting: this.#author.drafting !== undefined,
    };
  }

  /** Own content events that no other device has said it holds. */
  get unsent(): number {
    const log = this.history.chain(this.agent, 'content');
    if (!log) return 0;
    let taken = 0;
    for (const peer of this.#talk.peers.values())
      if (!peer.sibling) taken = Math.max(taken, peer.taken);
    this.#delivered = Math.max(this.#delivered, Math.min(taken, log.end));
    const from = log.indexOf(this.#delivered) ?? 0;
    return log.length - from;
  }
  #delivered = 0;

  /** Events that wait for ancestors, and frames that are not looked at yet. */
  get waiting(): { readonly events: number; readonly bytes: number } {
    let bytes = 0;
    for (const peer of this.#talk.peers.values()) bytes += peer.inboxBytes;
    return { events: this.#intake.waiting, bytes };
  }

  carets(document: DocumentId): { readonly peer: PeerId; readonly caret: PlacedCaret }[] {
    return this.#carets.in(document);
  }

  // ── What the disk says ────────────────────────────────────────────────────────────────────────

  /**
   * Takes in what the store held, before anything else. Nothing is sent or stored again. Returns
   * what proves it: for each chain, its last signature and its certificate. Runs that do not fit
   * are left out.
   */
  restore(runs: readonly Run[]): ReadonlyMap<string, readonly SignatureCheck[]> {
    const proofs = new Map<string, SignatureCheck[]>();
    for (const run of runs) {
      const staged = stage(this.history, run);
      if (!staged.ok || staged.value.events.length === 0) continue;
      const checks = checksOf(this.history, staged.value);
      const key = chainKey(run.agent, run.chain);
      const before = proofs.get(key);
      if (before) before[0] = checks[0] as SignatureCheck;
      else proofs.set(key, checks);
      this.#intake.take(null, [staged.value]);
    }
    return proofs;
  }

  /** After `restore`: shows every text, from its cache where there is a usable one. */
  open(caches: ReadonlyMap<DocumentId, Uint8Array>): void {
    for (const log of this.history.documents()) openText(this.history, log, caches.get(log.id));
    this.history.advance();
  }

  /** A text document's cache for the store, as of everything typed so far. */
  cache(document: DocumentId, now: Millis): Uint8Array | undefined {
    this.#cut(now);
    return saveText(this.history.document(document));
  }

  /** The store made a ticket's runs durable. */
  stored(ticket: number, now: Millis): void {
    const storing = this.#storing.get(ticket);
    if (!storing) return;
    this.#storing.delete(ticket);
    const { own, peer, runs } = storing;
    if (own) {
      const { chain } = own.stored;
      if (chain === 'content') this.#durable += 1;
      this.#talk.announce(own.sent, chain === 'policy');
    }
    if (peer && this.#talk.peers.get(peer.id) === peer) this.#talk.acknowledge(peer, runs);
    this.#effects.push({ kind: 'view' });
    this.#talk.wake(now, this.#storing.size === 0);
  }

  // ── What the person says ──────────────────────────────────────────────────────────────────────

  /** Whether this device may write content. */
  get mayWrite(): boolean {
    return this.#may('editor');
  }

  /**
   * Edits a text document: changes in order, in UTF-16 units of the text before each. Applied at
   * once; cut into an event after at most CUT_EVERY. A change that splits a surrogate pair takes
   * the whole pair, and the editor is told.
   */
  edit(document: DocumentId, changes: readonly TextChange[], now: Millis): Result<void> {
    if (!this.mayWrite) return refuse('NotGranted', 'editor');
    this.#mergeHeads(document, now);
    const written = this.#pen.write(document, changes, () => this.#cut(now));
    this.#carets.shift(document, changes);
    if (written.corrected) this.#effects.push(...this.#show(document, written.corrected));
    this.#draftSince ??= now;
    if (now >= this.#lastCut + CUT_EVERY) this.#cut(now);
    return ok(undefined);
  }

  /** Writes registers of the workspace's map, as one event. */
  set(document: DocumentId, ops: readonly SetOp[], now: Millis): Result<void> {
    if (!this.mayWrite) return refuse('NotGranted', 'editor');
    this.#cut(now);
    const log = this.history.document(document);
    for (let more = true; more;) {
      const heads = log.idsOf(log.graph.heads);
      more = heads.length > MAX_PARENTS;
      const parents = this.#withOwn(document, heads);
      this.#store(this.#author.put(document, parents, ops, this.#wall(now)), now);
    }
    this.#effects.push({ kind: 'view' });
    return ok(undefined);
  }

  /** Writes a policy act. The ticket is answered by `stored` before anybody is told. */
  act(act: PolicyAct, now: Millis): Result<{ readonly id: EventId; readonly ticket: number }> {
    const { policy } = this.history;
    const judged = policy.judge(policy.graph.heads, this.#device, act);
    if (!judged.ok) return judged;
    this.#cut(now);
    const cut = this.#author.act(act, this.#wall(now));
    this.#effects.push({ kind: 'view' });
    return ok({ id: cut.id, ticket: this.#store(cut, now) });
  }

  /** Own selection, UTF-16 units of the current text; `null` for none. */
  select(selection: PlacedCaret | null, now: Millis): void {
    this.#cut(now);
    this.#caret = selection && this.#pen.caret(selection);
    this.#caretTold = false;
    this.#tellCaret(now);
  }

  /** Cuts what was typed into an event now, whatever the time. */
  flush(now: Millis): void {
    this.#cut(now);
  }

  hold(): void {
    this.#held = true;
  }

  release(now: Millis): void {
    this.#held = false;
    this.#target = [];
    for (const peer of this.#talk.peers.values()) this.#pump(peer, now);
  }

  /** While held: takes in frames, oldest first, only until these events are known. */
  advanceTo(events: readonly EventId[], now: Millis): void {
    this.#target = events.filter((id) => !this.history.find(id));
    for (const peer of this.#talk.peers.values()) this.#pump(peer, now);
  }

  // ── What the network says ─────────────────────────────────────────────────────────────────────

  /** A channel was proven to belong to this agent of this device. Replaces an earlier one. */
  connected(
    id: PeerId,
    device: PublicKey,
    agent: Peer['agent'],
    sibling: boolean,
    now: Millis,
  ): void {
    this.disconnected(id);
    this.#cut(now);
    this.#talk.open(newPeer(id, agent, device, sibling));
    this.#caretTold = this.#caret === null;
    this.#effects.push({ kind: 'view' });
  }

  disconnected(id: PeerId): void {
    if (!this.#talk.peers.delete(id)) return;
    this.#intake.forget(id);
    const document = this.#carets.remove(id);
    if (document !== undefined) this.#effects.push({ kind: 'carets', document });
    this.#effects.push({ kind: 'view' });
  }

  /** A frame of a proven channel. */
  receive(id: PeerId, frame: Uint8Array, now: Millis): void {
    const peer = this.#talk.peers.get(id);
    if (!peer) return;
    peer.inbox.push(frame);
    peer.inboxBytes += frame.length;
    if (peer.inboxBytes > MAX_INBOX_BYTES) this.#drop(peer, refuse('OverBudget', 'inbox'));
    else this.#pump(peer, now);
  }

  /** The peer's channel can take more. */
  drained(id: PeerId): void {
    const peer = this.#talk.peers.get(id);
    if (peer && !peer.ready) this.#talk.drained(peer);
  }

  /** The verdicts on a `verify` effect's checks, in order. */
  checked(ticket: number, verdicts: readonly boolean[], now: Millis): void {
    const checking = this.#checking.get(ticket);
    if (!checking) return;
    this.#checking.delete(ticket);
    const { peer, staged, counts } = checking;
    const good: Staged[] = [];
    let at = 0;
    for (const [i, one] of staged.entries()) {
      const count = counts[i] ?? 0;
      if (verdicts.slice(at, at + count).every(Boolean)) good.push(one);
      at += count;
    }
    if (peer) peer.busy = false;
    this.#take(peer, good, now);
    if (!peer) return;
    if (good.length < staged.length) this.#drop(peer, refuse('BadSignature'));
    else this.#pump(peer, now);
  }

  // ── What the clock says ───────────────────────────────────────────────────────────────────────

  wake(now: Millis): void {
    if (this.#draftSince !== null && now >= this.#lastCut + CUT_EVERY) this.#cut(now);
    this.#talk.wake(now, this.#storing.size === 0);
    this.#tellCaret(now);
  }

  // ── Inside ────────────────────────────────────────────────────────────────────────────────────

  get #device(): PublicKey {
    return this.#author.identity.certificate.device;
  }

  #may(role: 'editor' | 'admin'): boolean {
    const { policy } = this.history;
    return policy.may(policy.graph.heads, this.#device, role);
  }

  #wall(now: Millis): Seconds {
    return (this.#epoch + Math.floor(now / 1000)) as Seconds;
  }

  #cut(now: Millis): void {
    this.#draftSince = null;
    const cut = this.#author.cut(this.#wall(now));
    if (!cut) return;
    this.#lastCut = now;
    this.#store(cut, now);
    if (this.#caret && this.#caret.version.length > 0) this.#caretTold = false;
  }

  #store(cut: Cut, now: Millis): number {
    const ticket = ++this.#tickets;
    this.#storing.set(ticket, { peer: null, runs: [], own: cut });
    this.#effects.push({ kind: 'store', ticket, runs: [cut.stored], durability: 'strict' });
    this.#talk.changed(now);
    return ticket;
  }

  /** Looks at a peer's frames until one must wait for the host, or the view is held. */
  #pump(peer: Peer, now: Millis): void {
    while (!peer.busy && peer.inbox.length > 0 && this.#talk.peers.get(peer.id) === peer) {
      const frame = peer.inbox[0] as Uint8Array;
      const message = decodeMessage(frame);
      if (message.ok && message.value.kind === 'events' && !this.#takesIn()) return;
      peer.inbox.shift();
      peer.inboxBytes -= frame.length;
      if (message.ok) this.#hear(peer, message.value, now);
      else this.#drop(peer, message);
    }
  }

  #takesIn(): boolean {
    if (!this.#held) return true;
    this.#target = this.#target.filter((id) => !this.history.find(id));
    return this.#target.length > 0;
  }

  #hear(peer: Peer, message: Message, now: Millis): void {
    switch (message.kind) {
      case 'hello':
        this.#talk.heardHello(peer, message.held, now);
        this.#effects.push({ kind: 'view' });
        return;
      case 'summary':
        this.#talk.heardSummary(peer, message.ends, now);
        return;
      case 'events':
        this.#stage(peer, message.runs);
        return;
      case 'taken':
        for (const end of message.ends)
          if (end.agent === this.agent && end.chain === 'content')
            peer.taken = Math.max(peer.taken, end.seq);
        this.#effects.push({ kind: 'view' });
        return;
      case 'presence':
        peer.caret = message.caret;
        this.#placeCaret(peer);
        return;
    }
  }

  /** Hashes runs and asks for their signatures to be checked. */
  #stage(peer: Peer | null, runs: readonly Run[]): void {
    const staged: Staged[] = [];
    const newest = new Map<string, Staged>();
    for (const run of runs) {
      const key = chainKey(run.agent, run.chain);
      const one = stage(this.history, run, newest.get(key));
      if (one.ok) {
        if (one.value.events.length === 0) continue;
        staged.push(one.value);
        newest.set(key, one.value);
      } else if (one.error.outcome === 'pending') {
        this.#intake.parkGap(peer?.id ?? null, run);
      } else if (one.error.code === 'Fork') {
        if (peer) this.#effects.push({ kind: 'forked', agent: run.agent, peer: peer.id });
      } else {
        if (peer) this.#drop(peer, one);
        return;
      }
    }
    if (staged.length === 0) return;
    const checks = staged.map((one) => checksOf(this.history, one));
    const counts = checks.map((of) => of.length);
    const ticket = ++this.#tickets;
    if (peer) peer.busy = true;
    this.#checking.set(ticket, { peer, staged, counts });
    this.#effects.push({ kind: 'verify', ticket, checks: checks.flat() });
  }

  /** Takes in checked runs, shows what they change, stores them. */
  #take(peer: Peer | null, staged: readonly Staged[], now: Millis): void {
    if (staged.length === 0) return;
    this.#cut(now);
    const { taken, refusals, forked } = this.#intake.take(peer?.id ?? null, staged);
    if (peer) peer.broughtAt = now;
    this.#shown(now);
    if (taken.length > 0) {
      const ticket = ++this.#tickets;
      const runs = taken.map((run) => storedRun(this.history, run));
      this.#storing.set(ticket, { peer, runs: taken, own: null });
      this.#effects.push({ kind: 'store', ticket, runs, durability: 'relaxed' });
    }
    for (const agent of forked)
      if (peer) this.#effects.push({ kind: 'forked', agent, peer: peer.id });
    for (const error of refusals) if (peer) this.#drop(peer, { ok: false, error });
    const closed = this.#intake.closedGaps();
    if (closed.length > 0)
      this.#stage(
        null,
        closed.map((one) => one.run),
      );
  }

  /** Brings texts, carets and views up to date after the history grew. */
  #shown(now: Millis): void {
    for (const [document, changes] of this.history.advance()) {
      this.#carets.shift(document, changes);
      this.#effects.push(...this.#show(document, changes));
    }
    this.#talk.changed(now);
    for (const peer of this.#talk.peers.values()) this.#placeCaret(peer);
    this.#effects.push({ kind: 'view' });
  }

  #show(document: DocumentId, changes: readonly TextChange[]): Effect[] {
    return [
      { kind: 'show', document, changes },
      { kind: 'carets', document },
    ];
  }

  /** Puts a peer's caret into the current text once its version is known here. */
  #placeCaret(peer: Peer): void {
    const { caret } = peer;
    if (caret === null) {
      const document = this.#carets.remove(peer.id);
      if (document !== undefined) this.#effects.push({ kind: 'carets', document });
      return;
    }
    const placed = this.#pen.place(caret);
    if (!placed) return;
    peer.caret = { ...caret, version: [] };
    this.#carets.place(peer.id, placed);
    this.#effects.push({ kind: 'carets', document: caret.document });
    this.#effects.push({ kind: 'view' });
  }

  #tellCaret(now: Millis): void {
    if (this.#caretTold || now < this.#caretAt + CARET_EVERY) return;
    this.#caretTold = true;
    this.#caretAt = now;
    const message = encodeMessage({ kind: 'presence', caret: this.#caret });
    for (const peer of this.#talk.peers.values())
      this.#effects.push({ kind: 'send', peer: peer.id, message });
  }

  /** With more heads than an event may name, writes events that join them first. */
  #mergeHeads(document: DocumentId, now: Millis): void {
    const log = this.history.document(document);
    if (log.graph.heads.length <= MAX_PARENTS) return;
    this.#cut(now);
    while (log.graph.heads.length > MAX_PARENTS) {
      const parents = this.#withOwn(document, log.idsOf(log.graph.heads));
      const nothing = [
        { kind: 'insert', position: 0, text: ' ' },
        { kind: 'delete', position: 0, count: 1 },
      ] as const;
      this.#store(this.#author.put(document, parents, nothing, this.#wall(now)), now);
      this.#shown(now);
    }
  }

  /** At most MAX_PARENTS of a document's heads, the one above one's own last event included. */
  #withOwn(document: DocumentId, heads: readonly EventId[]): EventId[] {
    const log = this.history.document(document);
    const last = log.lastOf(this.agent);
    const above = (id: EventId): boolean => {
      const ref = this.history.find(id);
      return last !== undefined && !!ref && log.graph.contains([ref.chain.lv(ref.at) as LV], last);
    };
    const sorted = [...heads].sort((a, b) => Number(above(b)) - Number(above(a)));
    return sorted.slice(0, MAX_PARENTS).sort();
  }

  #drop(peer: Peer, { error }: { readonly ok: false; readonly error: Refusal }): void {
    this.disconnected(peer.id);
    this.#effects.push({ kind: 'drop', peer: peer.id, refusal: error });
  }
}
