/** Tables of what `npm run bench` measured: Parley beside other libraries, on recorded histories. */
import type { Found, Size, Task } from '../child.ts';
import type { SubjectName } from '../subject.ts';
import type { About } from './results.ts';
import { format, median, NAMES, number, ratio, thousands, type Table } from './table.ts';

export interface Measured {
  readonly subject: SubjectName;
  /** Milliseconds after which a process was given up. */
  readonly limit: number;
  /** What each process found; `null`: it was given up. */
  readonly processes: readonly (Found | null)[];
}

/** What is measured on recordings; a session's memory is a part of its own. */
export type TraceKind = Exclude<Task['kind'], 'prepare' | 'heap' | 'session'>;

export interface Group {
  readonly kind: TraceKind;
  readonly trace: string;
  readonly edits: number;
  readonly rows: readonly Measured[];
}

export interface Results {
  readonly about: About;
  readonly groups: readonly Group[];
  readonly sizes: readonly {
    readonly trace: string;
    readonly subject: SubjectName;
    /** UTF-16 units of the visible text. */
    readonly text: number;
    readonly sizes: Readonly<Record<string, Size>>;
    /** How many signed events the history has. */
    readonly events: number | null;
  }[];
}

/** What the libraries call their encodings of the whole history. */
const ENCODINGS: Readonly<Partial<Record<SubjectName, Readonly<Record<string, string>>>>> = {
  yjs: { sent: 'update v1', 'update v2': 'update v2' },
  automerge: { sent: 'save' },
  loro: { sent: 'update', stored: 'snapshot' },
  'json-joy': { sent: 'model' },
  'diamond-types': { sent: 'oplog' },
};

const TITLES: Readonly<Record<TraceKind, readonly [title: string, words: string]>> = {
  local: [
    'Local edits',
    'Every transaction as one local edit, the history kept, then the text read. Nothing is signed.',
  ],
  typed: [
    'Local edits, cut, hashed and signed',
    'The same through `replica/`, with the portable Ed25519 that signs in browsers: as many edits as fit into four seconds.',
  ],
  remote: [
    'A second replica takes in the whole history',
    'From encoded bytes to visible text. Parley unpacks, decodes, hashes every event and checks every signature; the others check nothing.',
  ],
  live: [
    'The same, edit by edit',
    'Each edit arrives by itself, is taken in, and the next follows. Parley checks a signature on each.',
  ],
  reopen: [
    'Reopening',
    'From what was stored to visible text. Parley hashes the history again, checks the last signature of each chain, and takes the text from its cache. The store is one in memory.',
  ],
  memory: [
    'Memory',
    'What an open document adds after garbage collection, and what is left of that when it is gone. JavaScript’s heap, and outside it (WebAssembly, buffers).',
  ],
};

const ORDER: readonly TraceKind[] = ['local', 'typed', 'remote', 'live', 'reopen', 'memory'];

const COMPARED = ['cold, × Yjs', 'warm, × Yjs', 'cold CPU, × Yjs', 'warm CPU, × Yjs'];

/** All tables, as Markdown that reads well in a terminal too. */
export function tables({ groups, sizes }: Results): string {
  const parts: string[] = [];
  for (const kind of ORDER) {
    const some = groups.filter((group) => group.kind === kind);
    if (some.length === 0) continue;
    const [title, words] = TITLES[kind];
    parts.push(`### ${title}`, words);
    for (const group of some)
      parts.push(`#### ${group.trace} (${thousands(group.edits)} edits)`, format(tableOf(group)));
  }
  parts.push(
    '### Bytes of the whole history',
    'As encoded, and deflated (level 9). What Parley sends is deflated already, with all signatures and times.',
  );
  for (const trace of new Set(sizes.map((one) => one.trace)))
    parts.push(`#### ${trace}`, format(sizeTable(sizes.filter((one) => one.trace === trace))));
  return parts.join('\n\n');
}

function tableOf(group: Group): Table {
  if (group.kind === 'memory') return memoryTable(group);
  if (group.kind === 'typed') return typedTable(group);
  const yjs = group.rows.find(({ subject }) => subject === 'yjs');
  const time = (row: Measured | undefined, when: When) => overall(row, 'times', when);
  const cpu = (row: Measured | undefined, when: When) => overall(row, 'processor', when);
  return [
    ['', 'cold, ms', 'warm, ms', ...COMPARED, 'processes'],
    ...group.rows.map((row) => [
      NAMES[row.subject],
      row.processes.includes(null) ? `over ${row.limit / 1000} s` : number(time(row, 'cold')),
      number(time(row, 'warm')),
      ratio(time(row, 'cold'), time(yjs, 'cold')),
      ratio(time(row, 'warm'), time(yjs, 'warm')),
      ratio(cpu(row, 'cold'), cpu(yjs, 'cold')),
      ratio(cpu(row, 'warm'), cpu(yjs, 'warm')),
      String(row.processes.length),
    ]),
  ];
}

function typedTable({ rows, edits }: Group): Table {
  return [
    ['', 'edits typed', 'µs an edit', 'processes'],
    ...rows.map(({ subject, processes }) => {
      const each = processes.flatMap((one) =>
        one?.times ? [((one.times[0] ?? 0) * 1000) / (one.edits ?? edits)] : [],
      );
      const typed = processes.flatMap((one) => (one ? [one.edits ?? edits] : []));
      return [
        NAMES[subject],
        thousands(median(typed) ?? 0),
        number(median(each)),
        String(processes.length),
      ];
    }),
  ];
}

function memoryTable({ rows }: Group): Table {
  return [
    ['', 'heap, MB', 'outside, MB', 'gone: heap, MB', 'gone: outside, MB', 'processes'],
    ...rows.map(({ subject, processes }) => {
      const of = (when: 'open' | 'gone', where: 'heap' | 'external'): string => {
        const all = processes.flatMap((one) => (one?.memory ? [one.memory[when][where]] : []));
        const bytes = median(all);
        return bytes === undefined ? '' : (bytes / 2 ** 20).toFixed(1);
      };
      return [
        NAMES[subject],
        of('open', 'heap'),
        of('open', 'external'),
        of('gone', 'heap'),
        of('gone', 'external'),
        String(processes.length),
      ];
    }),
  ];
}

function sizeTable(rows: Results['sizes']): Table {
  const yjs = rows.find(({ subject }) => subject === 'yjs')?.sizes['sent'];
  const text = rows[0]?.text ?? 0;
  return [
    ['', 'what', 'bytes', 'deflated', 'bytes, × Yjs', 'events'],
    ['the text itself', 'UTF-16 units', thousands(text), '', '', ''],
    ...rows.flatMap(({ subject, sizes, events }) =>
      encodingsOf(subject, sizes).map(([what, { raw, deflated }]) => [
        NAMES[subject],
        what,
        thousands(raw),
        thousands(deflated),
        ratio(raw, yjs?.raw),
        events === null ? '' : thousands(events),
      ]),
    ),
  ];
}

/** By their names, each once: most libraries store what they send. */
function encodingsOf(
  subject: SubjectName,
  sizes: Readonly<Record<string, Size>>,
): (readonly [string, Size])[] {
  const names = ENCODINGS[subject];
  return Object.entries(sizes).flatMap(([what, size]) => {
    const name = names ? names[what] : what;
    return name === undefined ? [] : [[name, size] as const];
  });
}

type When = 'cold' | 'warm';

/** Median over processes: of first calls, or of the medians of later calls. */
function overall(
  row: Measured | undefined,
  what: 'times' | 'processor',
  when: When,
): number | undefined {
  const each = (row?.processes ?? []).flatMap((found) => {
    const calls = found?.[what] ?? [];
    return (when === 'cold' ? calls[0] : median(calls.slice(1))) ?? [];
  });
  return median(each);
}
