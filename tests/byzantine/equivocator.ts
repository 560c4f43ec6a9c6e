/**
 * A01, A02: two histories of one agent, each well formed and signed. The equivocator shows everybody
 * the first and, once all have it, the second; the split-viewer shows one half of them the one and
 * the other half the other.
 */
import type { EventId } from '../../src/base/ids.ts';
import type { Run } from '../../src/wire/run.ts';
import { insert, type Forger, type Made } from '../replica/lab.ts';
import type { Tab } from '../sim/tab.ts';
import { Actor } from './actor.ts';

export const FIRST = 'first';
export const SECOND = 'second';

/** Seq after a run's last op. */
const endOf = ({ from, events }: Run): number =>
  events.reduce<number>((seq, { body }) => seq + body.ops.length, from);

export class Equivocator extends Actor {
  #forger: Forger | undefined;
  #base: Made | undefined;
  #first: readonly Made[] = [];
  #second: readonly Made[] = [];
  turns = 0;

  turn(): void {
    this.turns += 1;
    this.#begin();
    const stored = ({ device }: Tab): boolean =>
      device.disk.runs().some((run) => run.agent === this.agent && endOf(run) > FIRST.length);
    this.tell(this.#runs(this.siege.honest.every(stored) ? this.#second : this.#first));
  }

  /** The agent of whom there are two histories. */
  get agent() {
    this.#begin();
    return (this.#forger as Forger).agent;
  }

  /** The last event of each. */
  get ends(): readonly [first: EventId, second: EventId] {
    this.#begin();
    const end = (of: readonly Made[]): EventId => (of.at(-1) as Made).id;
    return [end(this.#first), end(this.#second)];
  }

  #begin(): void {
    if (this.#forger) return;
    this.#forger = this.forger();
    this.#base = this.#forger.first({ ...this.begin(this.document), ops: [insert(0, '|')] });
    const twin = this.#forger.clone();
    this.#first = this.#write(this.#forger, FIRST);
    this.#second = this.#write(twin, SECOND);
  }

  /** What those on one side are shown. */
  protected side(first: boolean): Uint8Array[] {
    this.#begin();
    return this.#runs(first ? this.#first : this.#second);
  }

  #runs(of: readonly Made[]): Uint8Array[] {
    return [this.#base, ...of].flatMap((made) => made?.run ?? []);
  }

  #write(forger: Forger, text: string): Made[] {
    return [...text].map((letter, i) => forger.next({ ops: [insert(i, letter)] }));
  }
}

export class SplitViewer extends Equivocator {
  override turn(): void {
    this.turns += 1;
    for (const tab of this.near) this.tell(this.side(tab.device.person % 2 === 0), [tab]);
  }
}
