/** Tables of what `npm run bench:chromium` measured. */
import type { Coloured } from '../chromium/colouring.ts';
import type { Joined } from '../chromium/joining.ts';
import type { Opened, Opening, Openings } from '../chromium/opening.ts';
import type { Keys, Typing } from '../chromium/typing.ts';
import type { About } from './results.ts';
import { format, median, number, quantile, ratio, type Table } from './table.ts';

export interface ChromiumResults {
  readonly about: About;
  /** The browser's version. */
  readonly chromium: string;
  readonly opening?: readonly Opening[];
  readonly typing?: readonly Typing[];
  readonly joining?: readonly Joined[];
  readonly colouring?: readonly Coloured[];
}

export function chromiumTables(results: ChromiumResults): string {
  const { chromium, opening, typing, joining, colouring } = results;
  const parts = [
    '## In Chromium',
    `Chromium ${chromium}, headless, the built application from its own server.`,
  ];
  if (opening)
    parts.push(
      '### From the store to visible text',
      'A new tab each time, the page loaded and at rest. From the click that opens the document until the frame with its text is drawn; beside that, from typing its address, with the load of the page. Yjs: one update that holds all, as y-indexeddb keeps it when it has just trimmed its log, shown in a bare CodeMirror.',
      format(openingTable(opening)),
    );
  if (typing)
    parts.push(
      '### A key in a document of 1 MB, after a million operations',
      'Processor time of the page’s main thread from a key until the next, 120 ms later: all tasks, what is cut, signed and stored included. Beside it a CodeMirror with the same text and nothing but history and key bindings.',
      format(typingTable(typing)),
    );
  if (joining)
    parts.push(
      '### Somebody joins that document',
      'From the moment at which the joiner’s connection to a member is open until the text is drawn; then a key, until it stands in the text. Two browsers on this machine.',
      format(joiningTable(joining)),
    );
  if (colouring)
    parts.push(
      '### Who wrote what, over that document',
      'From the wish until the part in view is coloured, for which the whole history is read in parts.',
      format(colouringTable(colouring)),
    );
  return parts.join('\n\n');
}

function openingTable(all: readonly Opening[]): Table {
  const row = (name: string, { opened, longestTasks }: Openings, yjs: Openings | null) => {
    const of = (some: readonly Opened[] | undefined, what: keyof Opened): number | undefined =>
      median((some ?? []).map((one) => one[what]));
    return [
      name,
      number(of(opened, 'fromClick')),
      number(Math.min(...opened.map((one) => one.fromClick))),
      ratio(of(opened, 'fromClick'), of(yjs?.opened, 'fromClick')),
      number(of(opened, 'fromLoad')),
      number(median(longestTasks)),
      String(opened.length),
    ];
  };
  return [
    ['', 'median, ms', 'least', '× Yjs', 'from its address', 'longest task, CPU ms', 'tabs'],
    ...all.flatMap(({ trace, parley, yjs }) => [
      row(`${trace}, Parley`, parley, yjs),
      ...(yjs ? [row(`${trace}, Yjs`, yjs, yjs)] : []),
    ]),
  ];
}

function typingTable(all: readonly Typing[]): Table {
  const row = (place: string, keys: Keys, bare: Keys): string[] => {
    const p = (some: readonly number[], q: number): number | undefined => quantile(some, q);
    return [
      place,
      number(p(keys.all, 0.5)),
      number(p(keys.all, 0.95)),
      ratio(p(keys.all, 0.5), p(bare.all, 0.5)),
      ratio(p(keys.all, 0.95), p(bare.all, 0.95)),
      number(p(keys.script, 0.5)),
      number(p(keys.script, 0.95)),
      number(Math.max(...keys.all)),
      String(keys.all.length),
    ];
  };
  return [
    [
      '',
      'p50, ms',
      'p95, ms',
      'p50, × bare',
      'p95, × bare',
      'scripts p50',
      'scripts p95',
      'most, ms',
      'keys',
    ],
    ...all.flatMap(({ place, parley, bare }) => [
      row(`at its ${place}, Parley`, parley, bare),
      row(`at its ${place}, bare`, bare, bare),
    ]),
  ];
}

function joiningTable(all: readonly Joined[]): Table {
  const row = rowOf(all);
  return [
    ['', 'median, ms', 'least, ms', 'joins'],
    row('editor drawn', ({ begun }) => begun),
    row('text drawn as it is in the end', ({ text }) => text),
    row('first key in the text', ({ key }) => key),
    row('longest task, CPU', ({ longestTask }) => longestTask),
  ];
}

function colouringTable(all: readonly Coloured[]): Table {
  const row = rowOf(all);
  return [
    ['', 'median, ms', 'least, ms', 'tabs'],
    row('coloured', ({ painted }) => painted),
    row('longest task, CPU', ({ longestTask }) => longestTask),
  ];
}

const rowOf =
  <T>(all: readonly T[]) =>
  (what: string, of: (one: T) => number): string[] => [
    what,
    number(median(all.map(of))),
    number(Math.min(...all.map(of))),
    String(all.length),
  ];
