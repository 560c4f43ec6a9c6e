/**
 * Tables of what `npm run bench` measured, and as `npm run bench:docs` the document made of them:
 * docs/PERFORMANCE.md says nothing that bench/results.json does not hold.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found, Size, Task } from './child.ts';
import type { SubjectName } from './subject.ts';

export interface Measured {
  readonly subject: SubjectName;
  /** Milliseconds after which a process was given up. */
  readonly limit: number;
  /** What each process found; `null`: it was given up. */
  readonly processes: readonly (Found | null)[];
}

export interface Group {
  readonly kind: Task['kind'];
  readonly trace: string;
  readonly edits: number;
  readonly rows: readonly Measured[];
}

export interface Results {
  readonly about: {
    readonly date: string;
    readonly node: string;
    readonly processor: string;
    readonly memory: string;
    readonly rounds: number;
    readonly libraries: Readonly<Record<string, string>>;
  };
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

const NAMES: Readonly<Record<SubjectName, string>> = {
  yjs: 'Yjs',
  automerge: 'Automerge',
  loro: 'Loro',
  'json-joy': 'json-joy',
  'diamond-types': 'diamond-types',
  'parley/text': 'Parley, text alone',
  'parley/typist': 'Parley, a typist’s events',
  'parley/16': 'Parley, 16 edits an event',
  'parley/1': 'Parley, 1 edit an event',
};

/** What the libraries call their encodings of the whole history. */
const ENCODINGS: Readonly<Partial<Record<SubjectName, Readonly<Record<string, string>>>>> = {
  yjs: { sent: 'update v1', 'update v2': 'update v2' },
  automerge: { sent: 'save' },
  loro: { sent: 'update', stored: 'snapshot' },
  'json-joy': { sent: 'model' },
  'diamond-types': { sent: 'oplog' },
};

const TITLES: Readonly<Record<Task['kind'], readonly [title: string, words: string]>> = {
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
  prepare: ['Bytes of the history', ''],
};

const ORDER: readonly Task['kind'][] = ['local', 'typed', 'remote', 'live', 'reopen', 'memory'];

const COMPARED = ['cold, × Yjs', 'warm, × Yjs', 'cold CPU, × Yjs', 'warm CPU, × Yjs'];

type Table = readonly (readonly string[])[];

/** All tables, as Markdown that reads well in a terminal too. */
export function tables({ groups, sizes }: Results): string {
  const parts: string[] = [];
  for (const kind of ORDER) {
    const some = groups.filter((group) => group.kind === kind);
    if (some.length === 0) continue;
    const [title, words] = TITLES[kind];
    parts.push(`## ${title}`, words);
    for (const group of some)
      parts.push(`### ${group.trace} (${thousands(group.edits)} edits)`, format(tableOf(group)));
  }
  parts.push(
    '## Bytes of the whole history',
    'As encoded, and deflated (level 9). What Parley sends is deflated already, with all signatures and times.',
  );
  for (const trace of new Set(sizes.map((one) => one.trace)))
    parts.push(`### ${trace}`, format(sizeTable(sizes.filter((one) => one.trace === trace))));
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

function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const high = sorted[middle];
  const low = sorted.length % 2 === 1 ? high : sorted[middle - 1];
  return high === undefined || low === undefined ? undefined : (low + high) / 2;
}

function number(value: number | undefined): string {
  if (value === undefined) return '';
  return value < 100 ? value.toFixed(value < 10 ? 2 : 1) : thousands(value);
}

const ratio = (value: number | undefined, base: number | undefined): string =>
  value === undefined || base === undefined ? '' : (value / base).toFixed(2);

const thousands = (value: number): string =>
  String(Math.round(value)).replaceAll(/\B(?=(\d{3})+$)/g, ',');

/** A Markdown table; the first row is its head, the first column is flush left. */
function format(rows: Table): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) =>
    i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`,
  );
  return [line(rows[0] ?? []), `| ${rule.join(' | ')} |`, ...rows.slice(1).map(line)].join('\n');
}

/** The document's opening: what was measured, and where. */
function opening({ about }: Results): string {
  const libraries = Object.entries(about.libraries).map(([name, version]) => `${name} ${version}`);
  return [
    '# Performance',
    'Made by `npm run bench && npm run bench:docs`; every number is from one run, none is copied by hand.',
    `${about.date}, Node ${about.node}, ${about.processor}, ${about.memory}. Beside Parley: ${libraries.join(', ')}. ` +
      `Up to ${about.rounds} fresh processes for each number, libraries in turn. Cold: the first call in a process. ` +
      'Warm: the median of its later calls. Of both, the median over the processes. Every result was compared with ' +
      'the text that the recording ends in. CPU: processor time of all threads together, which suffers least where the machine does ' +
      'other work too; there, differences under a third mean nothing.',
    'A typist’s events: keys 160 ms apart in the median (lognormal, σ 0.5), one pause in 25; a replica cuts an event at once after 50 ms of quiet, else every 50 ms. ' +
      'json-joy’s model and Yjs’s updates leave out the text that was deleted.',
  ].join('\n\n');
}

if (import.meta.main) {
  const results = JSON.parse(
    readFileSync(join(import.meta.dirname, 'results.json'), 'utf8'),
  ) as Results;
  const path = join(import.meta.dirname, '../docs/PERFORMANCE.md');
  writeFileSync(path, `${opening(results)}\n\n${tables(results)}\n`);
}
