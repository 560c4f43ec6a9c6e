/** The table of what `npm run bench:heap` measured. */
import type { Found, Memory } from '../child.ts';
import type { SubjectName } from '../subject.ts';
import type { About } from './results.ts';
import { format, median, NAMES, ratio } from './table.ts';

export interface HeapResults {
  readonly about: About;
  readonly trace: string;
  readonly rows: readonly { readonly subject: SubjectName; readonly processes: readonly Found[] }[];
}

type When = 'before' | 'open' | 'gone';

export function heapTable({ trace, rows }: HeapResults): string {
  const of = (found: readonly Found[], when: When, what: keyof Memory): number | undefined =>
    median(found.flatMap(({ memory }) => (memory ? [memory[when][what]] : [])));
  const yjs = rows.find(({ subject }) => subject === 'yjs')?.processes ?? [];
  const table = rows.map(({ subject, processes }) => {
    const heap = of(processes, 'open', 'heap');
    const before = of(processes, 'before', 'heap') ?? 0;
    const after = before + (of(processes, 'gone', 'heap') ?? 0);
    return [
      NAMES[subject],
      megabytes(heap),
      ratio(heap, of(yjs, 'open', 'heap')),
      megabytes(of(processes, 'open', 'external')),
      ratio(after, before),
      megabytes(of(processes, 'gone', 'external')),
      String(processes.length),
    ];
  });
  return [
    '## An open workspace in memory',
    `${trace}. What opening adds to \`heapUsed\` after garbage collection, and outside of it (buffers); then all is closed, and \`heapUsed\` is compared with what it was before. Parley: the session of a tab, with its text, all signed events and the chains that prove them. Yjs: a document after \`applyUpdate\`.`,
    format([
      [
        '',
        'heap, MB',
        '× Yjs',
        'buffers, MB',
        'closed: heap, × before',
        'closed: buffers, MB',
        'processes',
      ],
      ...table,
    ]),
  ].join('\n\n');
}

const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? '' : (bytes / 2 ** 20).toFixed(2);
