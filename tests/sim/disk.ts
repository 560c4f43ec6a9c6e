/**
 * One browser profile's store: writes take time, are done in order for each tab, and are confirmed
 * a little after they are durable. A crash keeps what was durable, confirmed or not.
 */
import { decodeEvidence, type Evidence } from '../../src/wire/evidence.ts';
import { decodeRun, type Run } from '../../src/wire/run.ts';
import type { Effect } from '../../src/replica/effects.ts';
import type { DocumentId, EventId } from '../../src/base/ids.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';

export type StoreEffect = Extract<Effect, { kind: 'store' }>;

interface Record {
  readonly chain: string;
  readonly from: number;
  readonly to: number;
  readonly evidence: boolean;
  /** As src/storage/store.ts has it. */
  readonly branch: EventId | undefined;
  readonly bytes: Uint8Array;
}

export class Disk {
  readonly #records = new Map<string, Record>();
  readonly caches = new Map<DocumentId, Uint8Array>();
  readonly #clock: Clock;
  readonly #random: Random;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** A tab's own line to the store. */
  open(): Line {
    return new Line(this.#clock, this.#random, (effect) => this.#write(effect));
  }

  runs(): Run[] {
    return this.named().map(({ run }) => run);
  }

  /** As src/storage/store.ts gives them: policy first, each chain in order. */
  named(): { readonly run: Run; readonly end: EventId | undefined }[] {
    const records = [...this.#records.values()].filter(({ evidence }) => !evidence);
    const sorted = records.sort(
      (a, b) =>
        (a.chain < b.chain ? 1 : a.chain > b.chain ? -1 : 0) || a.from - b.from || a.to - b.to,
    );
    return sorted.map(({ branch: end, bytes }) => {
      const run = decodeRun(bytes);
      if (!run.ok) throw new Error('the store holds what it was given');
      return { run: run.value, end };
    });
  }

  /** Evidence against agents that signed two histories. */
  evidence(): Evidence[] {
    const records = [...this.#records.values()].filter(({ evidence }) => evidence);
    return records.flatMap(({ bytes }) => {
      const read = decodeEvidence(bytes);
      if (!read.ok) throw new Error('the store holds what it was given');
      return [read.value];
    });
  }

  /** Loses one record, as a damaged database does. */
  damage(): void {
    const key = this.#random.pick([...this.#records.keys()]);
    if (key !== undefined) this.#records.delete(key);
  }

  /** The longer of two runs with one key stays. */
  #write({ runs, durability }: StoreEffect): void {
    for (const { agent, chain, from, to, last, evidence = false, bytes } of runs) {
      const branch = durability === 'relaxed' ? last : undefined;
      const key = [chain, agent, from, branch].join('/');
      const known = this.#records.get(key);
      if (!known || known.to < to)
        this.#records.set(key, { chain, from, to, evidence, branch, bytes });
    }
  }
}

export class Line {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #write: (effect: StoreEffect) => void;
  readonly #queue: StoreEffect[] = [];
  #writtenAt = 0;
  #confirmedAt = 0;
  #open = true;

  constructor(clock: Clock, random: Random, write: (effect: StoreEffect) => void) {
    this.#clock = clock;
    this.#random = random;
    this.#write = write;
  }

  store(effect: StoreEffect, confirm: () => void): void {
    this.#queue.push(effect);
    const slow = this.#random.chance(0.05) ? 2_000 : 30;
    this.#writtenAt = Math.max(this.#writtenAt, this.#clock.now + this.#random.whole(1, slow));
    this.#confirmedAt = Math.max(this.#confirmedAt, this.#writtenAt + this.#random.whole(0, 20));
    this.#clock.at(this.#writtenAt, () => {
      const index = this.#queue.indexOf(effect);
      if (index >= 0) this.#write(...(this.#queue.splice(index, 1) as [StoreEffect]));
    });
    this.#clock.at(this.#confirmedAt, () => {
      if (this.#open) confirm();
    });
  }

  /** The tab is gone: the first few of the writes under way still come through. */
  crash(): void {
    this.#open = false;
    const lucky = this.#random.whole(0, this.#queue.length);
    for (const effect of this.#queue.splice(0).slice(0, lucky)) this.#write(effect);
  }
}
