/**
 * What one device may make this replica do, whatever channels it comes by.
 *
 * A bucket for each kind of work: what is spent flows back with time, so whoever asks for more than
 * its share is served later, and closing a channel and opening the next one resets nothing. The rates
 * are in base/limits.ts, each with the honest device that never meets it. Left out: the budget of
 * frames and events in memory, which is a channel's, since it ends with it.
 */
import type { Millis, PublicKey } from '../base/ids.ts';
import {
  ANSWER_RATE,
  CARET_RATE,
  MAX_BUDGETS,
  PARKED_RATE,
  SERVED_RATE,
  WASTED_RATE,
  type Rate,
} from '../base/limits.ts';
import { Recent } from '../base/recent.ts';

export class Bucket {
  readonly #rate: Rate;
  /** When all that was spent will have flowed back. */
  #fullAt = -Infinity;

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** May go below nothing, since what is begun is finished. */
  spend(amount: number, now: Millis): void {
    this.#fullAt = Math.max(this.#fullAt, now) + (amount * 1000) / this.#rate.perSecond;
  }

  /** Since when, or from when on, there is something left; of `more` than the usual burst. */
  readyAt(more = 0): number {
    return this.#fullAt - ((this.#rate.burst + more) * 1000) / this.#rate.perSecond;
  }
}

/** A bucket for each device that was here last. */
export function buckets(rate: Rate): (device: PublicKey) => Bucket {
  const devices = new Recent<PublicKey, Bucket>(MAX_BUDGETS);
  return (device) => devices.get(device, () => new Bucket(rate));
}

export class Budget {
  /** Bytes of history sent because it asked. */
  readonly served = new Bucket(SERVED_RATE);
  /** Summaries answered. */
  readonly answered = new Bucket(ANSWER_RATE);
  /** Signatures that were checked in vain, since they were wrong or under what breaks a rule. */
  readonly wasted = new Bucket(WASTED_RATE);
  /** Bytes of events that had to wait for ancestors. */
  readonly parked = new Bucket(PARKED_RATE);
  /** Units that were replayed to place its carets. */
  readonly carets = new Bucket(CARET_RATE);

  /** From when on its frames are looked at. */
  get listenAt(): number {
    return Math.max(this.wasted.readyAt(), this.parked.readyAt());
  }
}

/** The budgets of the members' devices that were here last. All who are no members share one. */
export class Budgets {
  readonly #devices = new Recent<PublicKey, Budget>(MAX_BUDGETS);
  readonly #strangers = new Budget();

  of(device: PublicKey, isMember: boolean): Budget {
    return isMember ? this.#devices.get(device, () => new Budget()) : this.#strangers;
  }
}
