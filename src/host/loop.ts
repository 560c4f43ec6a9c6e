/**
 * The only loop: feeds a replica with what the clock, the network, the disk and the person say, and
 * does what it asks.
 *
 * Every call goes through `call`, which drains the effects right after; what has come in and is long is
 * taken in slices, between which the page draws and takes keys. Writes reach the store one
 * after another, in the order in which they were asked for; when the store refuses, they wait and
 * are tried again, also after `stop`, nothing is dropped, and nobody is told that it was saved.
 */
import type { DocumentId, Millis, PeerId } from '../base/ids.ts';
import type { Channel } from '../net/transport.ts';
import type { Effect } from '../replica/effects.ts';
import type { Replica } from '../replica/replica.ts';
import { StoreError, type RunRecord, type Store, type StoreErrorCode } from '../storage/store.ts';
import { encodeMessage, type PieceMessage } from '../wire/message.ts';
import { pack, unpack } from './packing.ts';
import type { SignatureEngine } from './signatures.ts';
import { pause, Slice } from './slice.ts';

type StoreEffect = Extract<Effect, { kind: 'store' }>;

export interface LoopEvents {
  /** Titles, members, peers, or what is saved changed. */
  onView(): void;
  onShow(effect: Extract<Effect, { kind: 'show' }>): void;
  onCarets(document: DocumentId | null): void;
  onForked(effect: Extract<Effect, { kind: 'forked' }>): void;
  onPieces(effect: Extract<Effect, { kind: 'pieces' }>): void;
  /** A ticket's runs are durable. */
  onStored(ticket: number): void;
}

const RETRY_MS = 3_000;
/** Parts of a history that one transaction holds. */
const MAX_TOGETHER = 8;
/** What no later attempt changes, once nobody looks at the workspace any more. */
const GONE: ReadonlySet<StoreErrorCode> = new Set(['Missing', 'Closed']);

export class Loop {
  readonly #replica: Replica;
  readonly #store: Store;
  readonly #engine: SignatureEngine;
  readonly #events: LoopEvents;
  readonly #channels = new Map<PeerId, Channel>();
  readonly #writes: StoreEffect[] = [];
  readonly #start: number;
  #writing = false;
  /** Something that came in is being taken in. */
  #taking = false;
  #packing = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** When the timer fires. */
  #wakeAt: Millis | undefined;
  #failure: StoreError | null = null;
  /** While it runs nothing is written. */
  #retry: ReturnType<typeof setTimeout> | null = null;
  #stopped = false;

  /** @param start `performance.now()` at the replica's `Millis` 0. */
  constructor(
    replica: Replica,
    store: Store,
    engine: SignatureEngine,
    start: number,
    events: LoopEvents,
  ) {
    this.#replica = replica;
    this.#store = store;
    this.#engine = engine;
    this.#events = events;
    this.#start = start;
  }

  /** Why the last write failed; `null` while all is well. */
  get failure(): StoreError | null {
    return this.#failure;
  }

  /** Writes that are not durable yet. */
  get pending(): number {
    return this.#writes.length;
  }

  /** Whether something that was written here is among them, which nobody else has. */
  get owes(): boolean {
    return this.#writes.some(({ durability }) => durability === 'strict');
  }

  now(): Millis {
    return (performance.now() - this.#start) as Millis;
  }

  /** A moment of the replica's time, in milliseconds since 1970. */
  wall(at: Millis): number {
    return Math.round(performance.timeOrigin + this.#start + at);
  }

  call<T>(act: (replica: Replica, now: Millis) => T): T {
    const result = act(this.#replica, this.now());
    this.#drain();
    return result;
  }

  /** A proven channel; an earlier one to the same peer is closed. */
  connect(channel: Channel): void {
    const before = this.#channels.get(channel.peer);
    this.#channels.set(channel.peer, channel);
    before?.close();
    channel.onDrain = () => this.call((replica, now) => replica.drained(channel.peer, now));
  }

  /** False: another channel to that peer has taken over, so the peer is still here. */
  disconnect(channel: Channel): boolean {
    if (this.#channels.get(channel.peer) !== channel) return false;
    this.#channels.delete(channel.peer);
    return true;
  }

  channel(peer: PeerId): Channel | undefined {
    return this.#channels.get(peer);
  }

  /** Sends what the replica itself knows nothing of, if the peer is still there. */
  say(peer: PeerId, message: PieceMessage): void {
    this.#channels.get(peer)?.send(encodeMessage(message));
  }

  /** Stops timers and channels. What is to be written still is, unless the workspace or its store is gone. */
  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const channel of this.#channels.values()) channel.close();
    this.#channels.clear();
  }

  #drain(): void {
    for (let due = this.#replica.due(); due.length > 0; due = this.#replica.due())
      for (const effect of due) guarded(() => this.#perform(effect));
    if (!this.#taking) void this.#takeIn();
    this.#schedule();
  }

  /** Does what is due and takes in what came, slice by slice, until there is nothing left. */
  async #takeIn(): Promise<void> {
    this.#taking = true;
    const slice = new Slice();
    try {
      while (!this.#stopped) {
        const effects = this.#replica.effects();
        if (effects.length === 0) break;
        for (const effect of effects) guarded(() => this.#perform(effect));
        if (slice.isOver) await slice.end();
      }
    } finally {
      this.#taking = false;
    }
    this.#schedule();
  }

  #perform(effect: Effect): void {
    switch (effect.kind) {
      case 'store':
        this.#writes.push(effect);
        void this.#write();
        return;
      case 'verify':
        void this.#verify(effect.ticket, effect.checks);
        return;
      case 'unpack':
        void this.#unpack(effect.ticket, effect.packed);
        return;
      case 'send':
        if (effect.loose !== undefined) this.#pack(effect.peer, effect.message, effect.loose);
        else if (this.#channels.get(effect.peer)?.send(effect.message))
          this.#replica.drained(effect.peer, this.now());
        return;
      case 'show':
        this.#events.onShow(effect);
        return;
      case 'carets':
        this.#events.onCarets(effect.document);
        return;
      case 'view':
        this.#events.onView();
        return;
      case 'forked':
        this.#events.onForked(effect);
        return;
      case 'pieces':
        this.#events.onPieces(effect);
        return;
      case 'drop':
        this.#channels.get(effect.peer)?.close();
        this.#channels.delete(effect.peer);
        return;
    }
  }

  async #verify(ticket: number, checks: Parameters<SignatureEngine['verify']>[0]): Promise<void> {
    const verdicts = await this.#engine.verify(checks);
    if (!this.#stopped) this.call((replica, now) => replica.checked(ticket, verdicts, now));
  }

  /**
   * Sends messages packed, one after another, each unless its channel is gone by then. Packing, and
   * writing the next message when the channel took this one, are tasks of their own: the platform's
   * streams would do all of it in one.
   */
  #pack(peer: PeerId, message: Uint8Array, loose: number): void {
    const channel = this.#channels.get(peer);
    this.#packing = this.#packing.then(async () => {
      await pause();
      const packed = await pack(message, loose);
      await pause();
      if (channel && this.#channels.get(peer) === channel && channel.send(packed))
        this.call((replica, now) => replica.drained(peer, now));
    });
  }

  async #unpack(ticket: number, packed: Uint8Array): Promise<void> {
    await pause();
    const message = await unpack(packed);
    await pause();
    if (!this.#stopped) this.call((replica, now) => replica.unpacked(ticket, message, now));
  }

  /** Writes the queue, oldest first; each is confirmed to the replica once it is durable. */
  async #write(): Promise<void> {
    if (this.#writing || this.#retry !== null) return;
    this.#writing = true;
    for (let next = this.#writes[0]; next; next = this.#writes[0]) {
      const batch = this.#together(next);
      try {
        await this.#store.append(this.#replica.workspace, batch.flatMap(records), next.durability);
      } catch (error) {
        this.#fail(error);
        break;
      }
      this.#writes.splice(0, batch.length);
      this.#failure = null;
      for (const { ticket } of batch) {
        this.call((replica, now) => replica.stored(ticket, now));
        guarded(() => this.#events.onStored(ticket));
      }
    }
    this.#writing = false;
  }

  /** What is written at once with the oldest of the queue: others' runs go together, one's own alone. */
  #together(oldest: StoreEffect): StoreEffect[] {
    if (oldest.durability === 'strict') return [oldest];
    const end = this.#writes.findIndex(({ durability }) => durability === 'strict');
    return this.#writes.slice(0, Math.min(MAX_TOGETHER, end < 0 ? MAX_TOGETHER : end));
  }

  #fail(error: unknown): void {
    this.#failure =
      error instanceof StoreError
        ? error
        : new StoreError('Failed', String(error), { cause: error });
    if (this.#stopped && GONE.has(this.#failure.code)) this.#writes.length = 0;
    else
      this.#retry = setTimeout(() => {
        this.#retry = null;
        void this.#write();
      }, RETRY_MS);
    guarded(() => this.#events.onView());
  }

  /** A call that changes nothing about when to wake leaves the timer as it is. */
  #schedule(): void {
    const at = this.#stopped ? undefined : this.#replica.wakeAt();
    if (at === this.#wakeAt && this.#timer !== null) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wakeAt = at;
    if (at === undefined) return;
    const wake = (): void => {
      this.#timer = null;
      this.call((replica, now) => replica.wake(now));
    };
    this.#timer = setTimeout(wake, Math.max(1, at - this.now()));
  }
}

/** A mistake in what shows an effect keeps no later one from being stored or sent; it is reported all the same. */
function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

/** Runs as records. One's own chain cannot fork, so its growing runs replace each other. */
const records = ({ runs, durability }: StoreEffect): RunRecord[] =>
  runs.map(({ agent, chain, from, to, last, evidence, bytes }) => ({
    agent,
    chain,
    from,
    to,
    bytes,
    ...(durability === 'relaxed' && { branch: last }),
    ...(evidence && { evidence }),
  }));
