/** The table of what `npm run bench:profile` found. */
import type { Rooms } from '../rooms.ts';
import type { SubjectName } from '../subject.ts';
import type { About } from './results.ts';
import { format, median, NAMES, number } from './table.ts';

/** Of one process: milliseconds by room. */
export interface Sampled {
  readonly cold: Rooms;
  readonly warm: Rooms;
}

export interface Profiled {
  readonly subject: SubjectName;
  readonly trace: string;
  readonly processes: readonly Sampled[];
}

export const WAYS = ['opening', 'key', 'bare key', 'joining'] as const;
/** By what a person does, each time that they did it; of keys, for each key in a page. */
export type PageRooms = Readonly<Record<(typeof WAYS)[number], readonly Rooms[]>>;

/** The room of a thread that has nothing to do. */
export const WAITING = 'waiting';

export interface ProfileResults {
  readonly about: About;
  readonly rows?: readonly Profiled[];
  readonly pages?: PageRooms;
}

export const profileTables = ({ rows, pages }: ProfileResults): string =>
  [
    '## Where the time goes',
    ...(pages ? inPages(pages) : []),
    ...(rows ? takingIn(rows) : []),
  ].join('\n\n');

function takingIn(rows: readonly Profiled[]): string[] {
  return [
    '### Taking in',
    'A second replica takes in a whole history: milliseconds of the one thread that does it, by room; medians over the processes, each sampled ten thousand times a second, which makes it slower. ' +
      'What other threads do (signatures, inflating) shows as waiting.',
    ...rows.map(of),
    'Yjs reads runs of characters and keeps no events. Parley finds where each event ends, hashes its bytes, judges what it builds on and keeps who signed it: with an event for every key that is most of the work, ' +
      'and the text is the least. With 16 keys an event it is the text, its bytes and what was deleted of it, which is kept. Cold, nearly all of that runs in code that is not compiled yet. ' +
      'Where two write at once, every merge ends a run ([decisions/0011](decisions/0011-merges-within-runs.md)), and each run has a signature to be checked, a hash to be ended and its place to be found. What falls short of what was wanted, and why: [decisions/0019](decisions/0019-what-the-engine-does-not-reach.md).',
  ];
}

/** Each way is a column. */
function inPages(pages: PageRooms): string[] {
  const rooms = [
    ...new Set(WAYS.flatMap((way) => pages[way].flatMap((some) => Object.keys(some)))),
  ];
  const time = (way: (typeof WAYS)[number], room: string): number =>
    median(pages[way].map((some) => some[room] ?? 0)) ?? 0;
  const busy = rooms
    .filter((room) => room !== WAITING)
    .sort((a, b) => time('key', b) - time('key', a));
  const row = (room: string): string[] => [room, ...WAYS.map((way) => number(time(way, room)))];
  const sums = WAYS.map((way) => number(busy.reduce((all, room) => all + time(way, room), 0)));
  return [
    '### In the page',
    'Milliseconds of the page’s main thread, by room, medians: opening automerge-paper, from the click to its text; a key at the end of a megabyte after a million operations, and beside it one in the bare editor; joining that document, from the connection to its text. ' +
      'Five thousand samples a second make all of it slower than the tables above say. Waiting: for others and other threads; after a key, for the next. The application is built unshortened for this.',
    format([
      ['', 'opening', 'a key', 'a key, bare', 'joining'],
      ...busy.map(row),
      ['together', ...sums],
      row(WAITING),
    ]),
  ];
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
  return `#### ${trace}, ${NAMES[subject]}\n\n${format([['', 'cold, ms', 'of all', 'warm, ms', 'of all'], ...table])}`;
}
