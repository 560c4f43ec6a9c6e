/**
 * A replica on a machine of its own: what it does takes as much of a virtual clock as the processor
 * worked for it, and whatever comes meanwhile waits. Signatures are checked on that machine, too.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { toHex } from '../../src/base/bytes.ts';
import { asPeerId, type Millis, type PeerId } from '../../src/base/ids.ts';
import type { Effect, SignatureCheck } from '../../src/replica/effects.ts';
import { Replica } from '../../src/replica/replica.ts';
import type { ShareSize } from '../../src/replica/shares.ts';
import { genesis, identity, workspace } from '../../tests/replica/forger.ts';

/** Milliseconds from one machine to another. */
const LATENCY = 10;
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/** Milliseconds that this thread has worked, whatever else the processor did meanwhile. */
function worked(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** What is to happen, in order of time. */
export class Timeline {
  readonly #due: { readonly at: number; readonly run: () => void }[] = [];

  at(time: number, run: () => void): void {
    let index = this.#due.length;
    while (index > 0 && (this.#due[index - 1]?.at ?? 0) > time) index -= 1;
    this.#due.splice(index, 0, { at: time, run });
  }

  /** Lets everything happen that is due before `end`. */
  run(end: number): void {
    for (let next = this.#due[0]; next && next.at <= end; next = this.#due[0]) {
      this.#due.shift();
      next.run();
    }
  }
}

export class Machine {
  readonly name: PeerId;
  readonly replica: Replica;
  readonly #timeline: Timeline;
  readonly #machines: ReadonlyMap<PeerId, Machine>;
  readonly #keys = new Map<string, KeyObject>();
  /** When it is done with all that it was given. */
  freeAt = 0;
  /** Peers that it let go. */
  readonly dropped: PeerId[] = [];
  #wake = 0;
  #out: Extract<Effect, { kind: 'send' }>[] = [];

  constructor(
    person: number,
    timeline: Timeline,
    machines: ReadonlyMap<PeerId, Machine>,
    shares?: ShareSize,
  ) {
    this.name = asPeerId(`machine ${person}`);
    this.#timeline = timeline;
    this.#machines = machines;
    this.replica = new Replica({
      workspace,
      genesis,
      identity: identity(person, person),
      epoch: genesis.createdAt,
      ...(shares && { shares }),
    });
  }

  /** Does something at a time, or as soon as it is free. Then `after` is told when it was done. */
  at(
    time: number,
    act: (replica: Replica, now: Millis) => void,
    after?: (done: number) => void,
  ): void {
    this.#timeline.at(time, () => {
      const now = Math.max(time, this.freeAt) as Millis;
      const began = worked();
      act(this.replica, now);
      for (let more = this.replica.effects(); more.length > 0; more = this.replica.effects())
        for (const effect of more) this.#perform(effect, now);
      this.freeAt = now + worked() - began;
      this.#send();
      this.#schedule();
      after?.(this.freeAt);
    });
  }

  #perform(effect: Effect, now: Millis): void {
    if (effect.kind === 'store') this.replica.stored(effect.ticket, now);
    else if (effect.kind === 'verify')
      this.replica.checked(
        effect.ticket,
        effect.checks.map((one) => this.#check(one)),
        now,
      );
    else if (effect.kind === 'drop') this.dropped.push(effect.peer);
    else if (effect.kind === 'send') {
      this.#out.push(effect);
      this.replica.drained(effect.peer, now);
    }
  }

  #check({ publicKey, message, signature }: SignatureCheck): boolean {
    const name = toHex(publicKey);
    const der = Buffer.concat([SPKI, publicKey]);
    const key = this.#keys.get(name) ?? createPublicKey({ key: der, format: 'der', type: 'spki' });
    this.#keys.set(name, key);
    return verify(null, message, key, signature);
  }

  #send(): void {
    const arrival = this.freeAt + LATENCY;
    for (const { peer, message } of this.#out)
      this.#machines.get(peer)?.at(arrival, (own, now) => own.receive(this.name, message, now));
    this.#out = [];
  }

  #schedule(): void {
    const due = this.replica.wakeAt();
    const wake = ++this.#wake;
    if (due === undefined) return;
    this.#timeline.at(Math.max(due, this.freeAt), () => {
      if (wake === this.#wake) this.at(Math.max(due, this.freeAt), (own, now) => own.wake(now));
    });
  }
}
