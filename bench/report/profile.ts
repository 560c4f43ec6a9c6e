/** The table of what `npm run bench:profile` found. */
import type { SubjectName } from '../subject.ts';
import type { About } from './results.ts';
import { format, median, NAMES } from './table.ts';

/** Of one process: milliseconds by room. */
export interface Sampled {
  readonly cold: Readonly<Record<string, number>>;
  readonly warm: Readonly<Record<string, number>>;
}

export interface Profiled {
  readonly subject: SubjectName;
  readonly trace: string;
  readonly processes: readonly Sampled[];
}

export interface ProfileResults {
  readonly about: About;
  readonly rows: readonly Profiled[];
}

export function profileTable({ rows }: ProfileResults): string {
  return [
    '## Where the time goes',
    'A second replica takes in a whole history: milliseconds of the one thread that does it, by room; medians over the processes, each sampled ten thousand times a second, which makes it slower. ' +
      'What other threads do (signatures, inflating) shows as waiting.',
    ...rows.map(of),
    'Yjs reads runs of characters and keeps no events. Parley finds where each event ends, hashes its bytes, judges what it builds on and keeps who signed it: with an event for every key that is most of the work, ' +
      'and the text is the least. With 16 keys an event it is the text, its bytes and what was deleted of it, which is kept. Cold, nearly all of that runs in code that is not compiled yet. ' +
      'Where two write at once, every merge ends a run ([decisions/0011](decisions/0011-merges-within-runs.md)), and each run has a signature to be checked, a hash to be ended and its place to be found. What falls short of what was wanted, and why: [decisions/0019](decisions/0019-what-the-engine-does-not-reach.md).',
  ].join('\n\n');
}

function of({ subject, trace, processes }: Profiled): string {
  const rooms = [
    ...new Set(processes.flatMap(({ cold, warm }) => Object.keys({ ...cold, ...warm }))),
  ];
  const times = (when: keyof Sampled, room: string): number =>
    median(processes.map((sampled) => sampled[when][room] ?? 0)) ?? 0;
  const sum = (when: keyof Sampled): number =>
    rooms.reduce((all, room) => all + times(when, room), 0);
  const cells = (room: string): string[] =>
    (['cold', 'warm'] as const).flatMap((when) => [
      times(when, room).toFixed(1),
      `${((times(when, room) / sum(when)) * 100).toFixed(0)} %`,
    ]);
  const table = rooms
    .sort((a, b) => times('warm', b) - times('warm', a))
    .map((room) => [room, ...cells(room)]);
  return `### ${trace}, ${NAMES[subject]}\n\n${format([['', 'cold, ms', 'of all', 'warm, ms', 'of all'], ...table])}`;
}
