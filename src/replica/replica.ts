/**
 * One workspace on one device: messages, edits and time in; effects out. No I/O, no clock.
 *
 * Call any method, then `effects()`, which empties the list, and do what it says in order, again and
 * again until it says nothing. Time is given and never goes back. `store`, `verify` and `unpack` effects are answered with `stored`,
 * `checked` and `unpacked`.
 * One's own signature leaves this replica only after `stored`. The same code runs in the browser, in
 * Node and in the simulator, so a bug is a seed.
 *
 * While held (an input method composes, so the view must not move) nothing newer is taken in: runs
 * wait once they are checked, and edits name the view's version as their parents.
 */
import type {
  AgentId,
  DocumentId,
  EventId,
  Millis,
  PeerId,
  PublicKey,
  Seconds,
  WorkspaceId,
} from '../base/ids.ts';
import { MAX_SEQ } from '../base/limits.ts';
import { refuse, type Refusal, type Result } from '../base/result.ts';
import type { TextChange } from '../crdt/op.ts';
import type { Genesis } from '../wire/genesis.ts';
import { encodeEvidence, forkOf, type Evidence } from '../wire/evidence.ts';
import { decodeMessage, encodeMessage, type Received } from '../wire/message.ts';
import type { PolicyAct } from '../wire/act.ts';
import type { SetOp } from '../wire/op.ts';
import { runEnd, type Run, type SignedRun } from '../wire/run.ts';
import { Author, type Cut, type Identity } from './author.ts';
import { Budgets, type Budget } from './budget.ts';
import type { PlacedCaret } from './carets.ts';
import { Conversation } from './conversation.ts';
import type { Effect, EndOf, SignatureCheck, StoredRun } from './effects.ts';
import { History } from './history.ts';
import { Inbox } from './inbox.ts';
import { storedHeld, storedRun, type Taken } from './intake.ts';
import { Lacking, type Missing } from './lacking.ts';
import { Ledger } from './ledger.ts';
import { newPeer, resumed, type Peer } from './peer.ts';
import { Pen } from './pen.ts';
import { Presence } from './presence.ts';
import { Reception } from './reception.ts';
import type { ShareSize } from './shares.ts';
import type { Taken as TakenBack, TakingBack } from './taking-back.ts';
import { openText, saveText } from './texts.ts';
import { Writing } from './writing.ts';

export interface ReplicaOptions {
  readonly workspace: WorkspaceId;
  readonly genesis: Genesis;
  readonly identity: Identity;
  /** Wall-clock seconds at `Millis` 0: advisory, written into events. */
  readonly epoch: Seconds;
  /** What is kept of each member, if not as much as usual. */
  readonly shares?: ShareSize;
}

/** Events taken in at once that are no longer somebody's typing, but a history. */
const MANY = 256;
/** How long the next part of a history may take before it no longer counts as arriving, in milliseconds. */
const PART_MS = 10_000;

interface Storing {
  readonly peer: Peer | null;
  readonly runs: readonly SignedRun[];
  readonly own: Cut | null;
}

export class Replica {
  readonly history: History;
  readonly workspace: WorkspaceId;
  readonly genesis: Genesis;
  readonly #author: Author;
  readonly #ledger: Ledger;
  readonly #reception: Reception;
  readonly #talk: Conversation;
  readonly #presence: Presence;
  readonly #lacking: Lacking;
  readonly #budgets = new Budgets();
  readonly #writing: Writing;
  readonly #inbox: Inbox;
  #effects: Effect[] = [];
  #tickets = 0;
  readonly #storing = new Map<number, Storing>();
  /** A history that arrives in parts: its events so far, and when the last part came. */
  #arrived = { events: 0, at: -Infinity };
  #removedBy: PublicKey | null = null;

  constructor(options: ReplicaOptions) {
    this.workspace = options.workspace;
    this.genesis = options.genesis;
    const { device } = options.identity.certificate;
    this.history = new History(options.workspace, options.genesis, device, options.shares);
    this.#author = new Author(options.workspace, this.history, options.identity);
    this.#ledger = new Ledger(this.history, this.#author.agent);
    const pen = new Pen(this.history, this.#author);
    const emit = (effect: Effect): void => void this.#effects.push(effect);
    this.#talk = new Conversation(this.history, emit);
    const drafting = (): DocumentId | undefined => this.#author.drafting;
    this.#presence = new Presence(pen, { peers: this.#talk.peers, drafting, emit });
    this.#writing = new Writing(this.history, this.#author, pen, options.epoch, {
      store: (cut) => this.#store(cut),
      edited: (document, changes, corrected) => {
        this.#presence.shift(document, changes);
        if (corrected) this.#show(document, corrected);
      },
      show: (document, changes) => this.#show(document, changes),
      changed: (now) => this.#shown(now),
      unsaved: () => emit({ kind: 'view' }),
    });
    this.#inbox = new Inbox({
      unpack: (packed) => this.#unpack(packed),
      read: (peer, frame, now) => this.#read(peer, frame, now),
      drop: (peer, refusal) => this.#drop(peer, refusal),
      peer: (id) => this.#talk.peers.get(id),
    });
    this.#reception = new Reception(this.history, {
      verify: (checks) => this.#verify(checks),
      before: (now) => this.#writing.cut(now),
      taken: (peer, runs, now) => this.#taken(peer, runs, now),
      peer: (id) => this.#talk.peers.get(id),
      ready: (peer, now) => this.#inbox.goOn(peer, now),
      drop: (peer, refusal) => this.#drop(peer, refusal),
      proven: (peer, evidence, now) => this.#proven(peer, evidence, now),
      forked: (agent, peer) => this.#forked(agent, peer),
      waits: (peer, runs, now) => {
        const ends = runs.map((run) => ({ agent: run.agent, chain: run.chain, seq: runEnd(run) }));
        this.#lacking.heard(peer, ends, now);
      },
    });
    this.#lacking = new Lacking(this.history);
  }

  // ── What the host asks ────────────────────────────────────────────────────────────────────────

  /**
   * What to do now, in order; empties the list. Without anything, first some more of what has come in
   * is taken in: so where that is much, there is more afterwards.
   */
  effects(): Effect[] {
    while (this.#effects.length === 0 && this.#reception.goOn());
    return this.due();
  }

  /** As `effects`, but leaves what has come in for later. */
  due(): Effect[] {
    const effects = this.#effects;
    this.#effects = [];
    return effects;
  }

  /** When to call `wake`, in the same time; `undefined` when there is nothing to wait for. */
  wakeAt(): Millis | undefined {
    let at = this.#talk.wakeAt(this.#storing.size === 0);
    at = Math.min(at, this.#lacking.dueAt);
    at = Math.min(at, this.#writing.cutAt);
    at = Math.min(at, this.#presence.wakeAt);
    for (const peer of this.#talk.peers.values()) at = Math.min(at, this.#inbox.listenAt(peer));
    return at === Infinity ? undefined : (at as Millis);
  }

  peers(): readonly Peer[] {
    return [...this.#talk.peers.values()];
  }

  isSynced(peer: Peer): boolean {
    const mayKeepAll = !this.#isOwnUsedUp || this.history.shares.isOwn(peer.device);
    return mayKeepAll && peer.said === this.#talk.heldFor(peer);
  }

  get agent() {
    return this.#author.agent;
  }

  get device(): PublicKey {
    return this.#author.device;
  }

  /** The device that said last that this one was removed, if none has talked to us since. */
  get removedBy(): PublicKey | null {
    return this.#removedBy;
  }

  /** Everything that is held here and proven, hashed; one's own events once they are durable. */
  get held(): string {
    return this.#talk.held;
  }

  /** Own content events: written, and durable. Nothing counts as saved before it is durable. */
  get own(): { readonly written: number; readonly durable: number; readonly drafting: boolean } {
    const { written, durable } = this.#ledger;
    return { written, durable, drafting: this.#author.drafting !== undefined };
  }

  /** Own content events that no other device has said it holds. */
  get unsent(): number {
    return this.#ledger.unsent;
  }

  /** Events that wait for ancestors; bytes of frames and runs that are not taken in yet. */
  get waiting(): { readonly events: number; readonly bytes: number } {
    const { events, bytes: held } = this.#reception.waiting;
    let bytes = held;
    for (const peer of this.#talk.peers.values()) bytes += peer.inboxBytes;
    return { events, bytes };
  }

  /** Events of a history that came so far and still comes, since a peer has more than is here; else 0. */
  arriving(now: Millis): number {
    const { events, at } = this.#arrived;
    const isBehind = this.peers().some((peer) => peer.said !== null && !this.isSynced(peer));
    return isBehind && now - at < PART_MS ? events : 0;
  }

  /** What peers say there is, and nobody has sent for long. */
  missing(now: Millis): Missing | null {
    return this.#lacking.missing(now);
  }

  carets(document: DocumentId): { readonly peer: PeerId; readonly caret: PlacedCaret }[] {
    return this.#presence.in(document);
  }

  // ── What the disk says ────────────────────────────────────────────────────────────────────────

  /**
   * Takes in what the store held, before anything else. Nothing is sent or stored again. Returns
   * what proves it: for each chain, its last signature and its certificate. Runs come in any order;
   * those with a gap before them wait for what peers have.
   */
  restore(
    runs: readonly Run[],
    endOf: EndOf = () => undefined,
  ): ReadonlyMap<string, readonly SignatureCheck[]> {
    return this.#reception.restore(runs, endOf);
  }

  /** As `restore`, of evidence that the store held and whose signatures were checked. */
  restoreEvidence(evidence: Evidence): void {
    this.history.fork(evidence);
  }

  /** After `restore`: shows every text, from its cache where there is a usable one. */
  open(caches: ReadonlyMap<DocumentId, Uint8Array>): void {
    this.history.unstored();
    this.history.shares.restore(this.history.chains());
    this.history.revoid();
    for (const log of this.history.documents()) openText(this.history, log, caches.get(log.id));
    this.history.advance();
  }

  /** A text document's cache for the store, as of everything typed so far. */
  cache(document: DocumentId, now: Millis): Uint8Array | undefined {
    this.#writing.cut(now);
    return saveText(this.history.document(document));
  }

  /** What the store holds now, read again: another tab may have left events that it told nobody. */
  found(runs: readonly Run[], now: Millis): void {
    this.#reception.receive(null, runs, now);
  }

  /** The store made a ticket's runs durable. */
  stored(ticket: number, now: Millis): void {
    const storing = this.#storing.get(ticket);
    if (!storing) return;
    this.#storing.delete(ticket);
    const { own, peer, runs } = storing;
    for (const { log, sent } of own ? this.#ledger.store(own) : []) {
      this.#talk.changed(now);
      this.#talk.announce(sent, log.chain === 'policy');
    }
    if (peer && this.#talk.peers.get(peer.id) === peer) this.#talk.acknowledge(peer, runs);
    this.#effects.push({ kind: 'view' });
    this.#talk.wake(now, this.#storing.size === 0);
  }

  // ── What the person says ──────────────────────────────────────────────────────────────────────

  /**
   * Whether this agent may write content. Not where evidence leaves its own last event no effect, as
   * after a removal and a return: its next page load may.
   */
  get mayWrite(): boolean {
    return this.#writing.mayWrite;
  }

  /**
   * Edits a text document: changes in order, in UTF-16 units of the text before each. Applied at
   * once; cut into an event when `wake` is called, which is due at once or CUT_EVERY after the last.
   * A change that splits a surrogate pair takes the whole pair, and the editor is told; so is one whose
   * edit is refused, since it shows the change already.
   */
  edit(document: DocumentId, changes: readonly TextChange[], now: Millis): Result<void> {
    return this.#writing.edit(document, changes, now);
  }

  /** Writes registers of the map or a table, in as few events as hold them. */
  set(document: DocumentId, ops: readonly SetOp[], now: Millis): Result<void> {
    return this.#writing.set(document, ops, now);
  }

  /**
   * Writes what takes back what somebody wrote, and returns what was written for it, which takes it
   * back again. The plan was made since anything last came in, and is done.
   */
  takeBack(plan: TakingBack, now: Millis): Result<TakenBack> {
    return this.#writing.takeBack(plan, this.genesis.title, now);
  }

  /**
   * Writes changes of a text that nobody typed, and returns what was written, as `takeBack` does.
   * Everything typed must be cut before.
   */
  rewrite(document: DocumentId, changes: readonly TextChange[], now: Millis): Result<TakenBack> {
    return this.#writing.rewrite(document, changes, now);
  }

  /** Writes a policy act. The ticket is answered by `stored` before anybody is told. */
  act(act: PolicyAct, now: Millis): Result<{ readonly id: EventId; readonly ticket: number }> {
    return this.#writing.act(act, now);
  }

  /** Own selection, UTF-16 units of the current text; `null` for none. */
  select(selection: PlacedCaret | null, now: Millis): void {
    this.#presence.select(selection, now);
  }

  /** Tells the own caret once more, if there is one: what says where it is may have been lost. */
  tellAgain(): void {
    this.#presence.renew();
  }

  /** Cuts what was typed into an event now, whatever the time. */
  flush(now: Millis): void {
    this.#writing.cut(now);
  }

  /** Nothing newer is taken in until `release`, unless more than MAX_HELD_BYTES waits. */
  hold(): void {
    this.#reception.hold();
    this.#talk.paused = true;
  }

  release(now: Millis): void {
    this.#talk.resume(now);
    this.#reception.release(now);
  }

  /**
   * While held: lets the view on to a version, these events and their ancestors, as soon as all of
   * them are here; nothing else is taken in.
   */
  advanceTo(events: readonly EventId[], now: Millis): void {
    this.#reception.advanceTo(events, now);
    if (this.#reception.isHeld) this.#talk.paused = true;
    else this.#talk.resume(now);
  }

  // ── What the network says ─────────────────────────────────────────────────────────────────────

  /**
   * A channel was proven to belong to this agent of this device. Takes over from an earlier one: what
   * came over that is still looked at.
   */
  connected(
    id: PeerId,
    device: PublicKey,
    agent: Peer['agent'],
    sibling: boolean,
    now: Millis,
  ): void {
    const before = this.#talk.peers.get(id);
    const isSame = before?.agent === agent && before.device === device;
    if (!isSame) this.disconnected(id);
    this.#writing.cut(now);
    const budget = this.#budgetOf(device);
    const peer = isSame ? resumed(before) : newPeer({ id, agent, device, sibling, budget });
    this.#talk.open(peer, now, this.#storing.size === 0);
    this.#presence.renew();
    this.#presence.tell(now);
    this.#effects.push({ kind: 'view' });
    this.#letGo(peer);
  }

  disconnected(id: PeerId): void {
    const peer = this.#talk.peers.get(id);
    if (!peer) return;
    this.#talk.peers.delete(id);
    this.#lacking.forget(peer);
    this.#reception.forget(id);
    this.#presence.left(id);
    this.#effects.push({ kind: 'view' });
  }

  /** A frame of a proven channel. */
  receive(id: PeerId, frame: Uint8Array, now: Millis): void {
    const peer = this.#talk.peers.get(id);
    if (peer) this.#inbox.receive(peer, frame, now);
  }

  /** The peer broke a rule of what the replica itself knows nothing of. */
  expel(id: PeerId, refusal: Refusal): void {
    const peer = this.#talk.peers.get(id);
    if (peer) this.#drop(peer, refusal);
  }

  /** The peer's channel can take more. */
  drained(id: PeerId, now: Millis): void {
    const peer = this.#talk.peers.get(id);
    if (peer && !peer.ready) this.#talk.drained(peer, now);
  }

  /** The verdicts on a `verify` effect's checks, in order. */
  checked(ticket: number, verdicts: readonly boolean[], now: Millis): void {
    this.#reception.checked(ticket, verdicts, now);
    if (this.#reception.isHeld) this.#talk.paused = true;
  }

  /** An `unpack` effect's message; `null` if it cannot be unpacked within its bounds. */
  unpacked(ticket: number, message: Uint8Array | null, now: Millis): void {
    this.#inbox.unpacked(ticket, message, now);
  }

  // ── What the clock says ───────────────────────────────────────────────────────────────────────

  wake(now: Millis): void {
    if (now >= this.#writing.cutAt) this.#writing.cut(now);
    this.#talk.wake(now, this.#storing.size === 0);
    this.#presence.wake(now);
    if (now >= this.#lacking.dueAt) {
      this.#lacking.missing(now);
      this.#effects.push({ kind: 'view' });
    }
    for (const peer of this.#talk.peers.values()) this.#inbox.goOn(peer, now);
  }

  // ── Inside ────────────────────────────────────────────────────────────────────────────────────

  /** Whether others may not keep what is written here. */
  get #isOwnUsedUp(): boolean {
    const { device } = this.#author;
    return this.history.shares.isUsedUp({ device, chain: 'content' });
  }

  #store(cut: Cut): number {
    const ticket = ++this.#tickets;
    this.#storing.set(ticket, { peer: null, runs: [], own: cut });
    this.#ledger.write(cut);
    this.#effects.push({ kind: 'store', ticket, runs: [cut.stored], durability: 'strict' });
    return ticket;
  }

  #unpack(packed: Uint8Array): number {
    const ticket = ++this.#tickets;
    this.#effects.push({ kind: 'unpack', ticket, packed });
    return ticket;
  }

  #read(peer: Peer, frame: Uint8Array, now: Millis): void {
    const message = decodeMessage(frame);
    if (message.ok) this.#hear(peer, message.value, now);
    else this.#drop(peer, message.error);
  }

  #hear(peer: Peer, message: Received, now: Millis): void {
    switch (message.kind) {
      case 'removed':
        this.#removedBy = peer.device;
        this.#effects.push({ kind: 'view' });
        return;
      case 'hello':
        this.#removedBy = null;
        this.#talk.heardHello(peer, message.held, now);
        this.#deliverAll();
        this.#effects.push({ kind: 'view' });
        return;
      case 'enough':
        this.#talk.heardEnough(peer, message.accounts);
        return;
      case 'summary':
        this.#talk.heardSummary(peer, message.ends, now);
        this.#lacking.heard(peer, message.ends, now);
        return;
      case 'events':
        this.#reception.receive(peer, message.runs, now);
        return;
      case 'forks':
        this.#talk.heardForks(peer, message.forks);
        return;
      case 'evidence':
        this.#reception.receiveEvidence(peer, message.evidence, now);
        return;
      case 'taken':
        for (const end of message.ends)
          if (!peer.sibling && end.agent === this.agent && end.chain === 'content')
            this.#ledger.deliver(end.seq);
        this.#effects.push({ kind: 'view' });
        return;
      case 'ask':
      case 'piece':
        if (this.#isMember(peer)) this.#effects.push({ kind: 'pieces', peer: peer.id, message });
        return;
      case 'presence':
        this.#presence.hear(peer, message.caret, now);
        return;
    }
  }

  /** Who says that it holds what we hold, holds one's own events. */
  #deliverAll(): void {
    for (const peer of this.#talk.peers.values())
      if (!peer.sibling && this.isSynced(peer)) this.#ledger.deliver();
  }

  #verify(checks: readonly SignatureCheck[]): number {
    const ticket = ++this.#tickets;
    this.#effects.push({ kind: 'verify', ticket, checks });
    return ticket;
  }

  /** Shows and stores what others wrote: of forked chains, what is held of them by now. */
  #taken(peer: Peer | null, taken: readonly Taken[], now: Millis): void {
    this.#talk.brought(peer, now);
    const runs = taken.map(({ run }) => run);
    const events = runs.reduce((sum, { stretch }) => sum + stretch.length, 0);
    if (peer && events >= MANY) this.#arrived = { events: this.arriving(now) + events, at: now };
    this.#shown(now);
    const plain = taken.filter(({ run }) => !this.history.isForked(run.agent, run.chain));
    const held = this.history.unstored().map(storedHeld);
    this.#keep([...plain.map(storedRun), ...held], peer, runs);
  }

  /** Takes in evidence, stores it, and shows what it leaves. */
  #proven(peer: Peer | null, evidence: Evidence, now: Millis): void {
    if (!this.history.isLower(forkOf(this.workspace, evidence))) return;
    this.#writing.cut(now);
    const { agent, seq } = forkOf(this.workspace, evidence);
    const isNew = !this.history.isForked(agent, 'content');
    this.history.fork(evidence);
    this.#presence.renew();
    this.#talk.brought(peer, now);
    this.#shown(now);
    const bytes = encodeEvidence(evidence);
    const last = agent as string as EventId;
    const record = { agent, chain: 'content', from: 0, to: MAX_SEQ - seq, last } as const;
    const held = this.history.unstored().map(storedHeld);
    this.#keep([{ ...record, evidence: true, bytes }, ...held], null, []);
    if (isNew) this.#forked(agent, peer);
  }

  #forked(agent: AgentId, peer: Peer | null): void {
    this.#effects.push({ kind: 'forked', agent, peer: peer?.id ?? null });
  }

  #keep(records: readonly StoredRun[], peer: Peer | null, runs: readonly SignedRun[]): void {
    const ticket = ++this.#tickets;
    this.#storing.set(ticket, { peer, runs, own: null });
    this.#effects.push({ kind: 'store', ticket, runs: records, durability: 'relaxed' });
  }

  /** Brings texts, carets and views up to date after the history grew. */
  #shown(now: Millis): void {
    for (const [document, changes] of this.history.advance()) {
      this.#presence.shift(document, changes);
      this.#show(document, changes);
    }
    for (const peer of this.#talk.peers.values()) {
      peer.budget = this.#budgetOf(peer.device);
      this.#letGo(peer);
    }
    this.#talk.changed(now);
    this.#deliverAll();
    this.#presence.place();
    this.#effects.push({ kind: 'view' });
  }

  #show(document: DocumentId, changes: readonly TextChange[]): void {
    this.#effects.push({ kind: 'show', document, changes }, { kind: 'carets', document });
  }

  #isMember({ device }: Pick<Peer, 'device'>): boolean {
    const { policy } = this.history;
    return policy.memberAt(policy.graph.heads, device) !== undefined;
  }

  #budgetOf(device: PublicKey): Budget {
    return this.#budgets.of(device, this.#isMember({ device }));
  }

  /** Lets a peer go that speaks for nobody any more. */
  #letGo(peer: Peer): void {
    if (!this.history.policy.isRemoved(peer.device)) return;
    const message = encodeMessage({ kind: 'removed' });
    this.#effects.push({ kind: 'send', peer: peer.id, message });
    this.#drop(peer, refuse('NotGranted', 'removed').error);
  }

  #drop(peer: Peer, refusal: Refusal): void {
    this.disconnected(peer.id);
    this.#effects.push({ kind: 'drop', peer: peer.id, refusal });
  }
}
