/**
 * Taking back what somebody wrote, for the screens: the history is read for it in slices, in which
 * people write on. Loaded when somebody asks.
 */
import type { Seconds, MemberId } from '../base/ids.ts';
import type { History } from '../replica/history.ts';
import type { Replica } from '../replica/replica.ts';
import { TakingBack, writtenBy, type Taken } from '../replica/taking-back.ts';
import { StoreError } from '../storage/store.ts';
import type { Loop } from './loop.ts';
import type { TakeBackPreview } from './session.ts';
import { Slice } from './slice.ts';

/** Units of history read before the clock is looked at. */
const STEP = 4_096;
/** Whoever types in every slice is kept waiting in the last of so many readings. */
const READINGS = 5;

/** What of a member's content is meant: from the first on that says it was written since then. */
export const since =
  (member: MemberId, time: Seconds) =>
  (history: History): Taken =>
    writtenBy(history, member, time);

export const previewTakeBack = (
  loop: Loop,
  what: (history: History) => Taken,
): Promise<TakeBackPreview> =>
  planned(loop, what, (plan, replica) => ({
    texts: plan.texts.map(({ document, hidden, shown }) => ({
      document,
      vanishing: hidden,
      returning: shown,
    })),
    tables: plan.tables().map(({ document, ops }) => ({ document, changed: ops.length })),
    names: plan.names(replica.genesis.title).length,
  }));

/** Returns what was written for it. */
export async function takeBack(loop: Loop, what: (history: History) => Taken): Promise<Taken> {
  const written = await planned(loop, what, (plan, replica) => replica.takeBack(plan, loop.now()));
  if (!written.ok) throw new StoreError('Failed', written.error.code);
  return written.value;
}

/** What is to be done, found out in slices, and at once what is then done with it. */
async function planned<T>(
  loop: Loop,
  what: (history: History) => Taken,
  use: (plan: TakingBack, replica: Replica) => T,
): Promise<T> {
  const slice = new Slice();
  let plan: TakingBack | undefined;
  let readings = 0;
  for (;;) {
    const done = loop.call((replica, now) => {
      if (!plan || plan.isStale) {
        readings += 1;
        replica.flush(now);
        plan = new TakingBack(replica.history, what(replica.history));
      }
      return plan.step(readings < READINGS ? STEP : Infinity)
        ? { value: use(plan, replica) }
        : undefined;
    });
    if (done) return done.value;
    if (slice.isOver) await slice.end();
  }
}
