/** A recording typed into a real replica, edit by edit, at a typist's pace. */
import type { Patch } from '../../scripts/replay/trace.ts';
import type { TextChange } from '../../src/crdt/op.ts';
import { typistsClock } from '../histories.ts';
import type { Host } from './host.ts';
import { DOCUMENT } from './lab.ts';
import { CUT_EVERY } from '../../src/replica/writing.ts';
import type { Cut } from './written.ts';

/** Positions in UTF-16 units. */
export const changesOf = (transactions: readonly (readonly Patch[])[]): TextChange[][] =>
  transactions.map((patches) =>
    patches.map(([position, deleted, inserted]) => ({ position, deleted, inserted })),
  );

/**
 * Types until all is typed or `isEnough` says so, and returns how many edits were typed. A typist's
 * replica wakes when it asks to; with a number of edits per event it is told when to cut.
 */
export function type(
  host: Host,
  transactions: readonly (readonly TextChange[])[],
  cut: Cut,
  isEnough: () => boolean = () => false,
): number {
  const clock = typistsClock(transactions.length);
  let done = 0;
  let time = 0;
  for (const changes of transactions) {
    const before = time;
    time = clock[done] as number;
    if (cut === 'typist') wakeUntil(host, before, time);
    const written = host.do(time, (own, now) => own.edit(DOCUMENT, changes, now));
    if (!written.ok) throw new Error(`refused: ${written.error.code}`);
    done += 1;
    if (cut === 'typist') wakeUntil(host, time, time);
    else if (done % cut === 0) host.do(time, (own, now) => own.flush(now));
    if (isEnough()) break;
  }
  if (cut === 'typist') wakeUntil(host, time, time + CUT_EVERY);
  host.do(time + CUT_EVERY, (own, now) => own.flush(now));
  return done;
}

/** Wakes a replica whenever that is due; what was due before `from` happens then. */
function wakeUntil(host: Host, from: number, to: number): void {
  for (let at = host.replica.wakeAt(); at !== undefined && at <= to; at = host.replica.wakeAt())
    host.do(Math.max(from, at), (own, now) => own.wake(now));
}
