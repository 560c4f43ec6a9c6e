/** Tables and curves of what `npm run bench:growth` measured. */
import { SEAL_BYTES, SEAL_EVENTS } from '../../src/replica/author.ts';
import type { Found } from '../child.ts';
import type { SubjectName } from '../subject.ts';
import { curve, type Curve } from './curve.ts';
import type { About } from './results.ts';
import { format, median, NAMES, number, ratio, thousands } from './table.ts';

export type GrowingKind = 'local' | 'remote' | 'reopen' | 'heap';

export interface Grown {
  readonly kind: GrowingKind | 'bytes';
  readonly subject: SubjectName;
  /** Keys of the history. */
  readonly length: number;
  readonly processes?: readonly Found[];
  readonly bytes?: number;
}

export interface GrowthResults {
  readonly about: About;
  readonly points: readonly Grown[];
}

/** What grows, and as what Parley takes part in it. */
export const GROWING: readonly { readonly kind: GrowingKind; readonly ours: SubjectName }[] = [
  { kind: 'local', ours: 'parley/text' },
  { kind: 'remote', ours: 'parley/typist' },
  { kind: 'reopen', ours: 'parley/typist' },
  { kind: 'heap', ours: 'parley/typist' },
];

const TITLES: Readonly<Record<Grown['kind'], readonly [title: string, unit: string]>> = {
  local: ['Local edits', 'ms'],
  remote: ['Taking in the whole history', 'ms'],
  reopen: ['Opening what was stored, all of it checked', 'ms'],
  heap: ['Memory of the open document, heap and buffers', 'KB'],
  bytes: ['Bytes of the whole history', 'KB'],
};

/** The first call of a process, or its memory: the median over processes. */
export function valueOf({ bytes, processes = [], kind }: Grown): number | undefined {
  if (bytes !== undefined) return bytes / 1024;
  return median(
    processes.flatMap(({ times, memory }) => {
      if (kind !== 'heap') return times?.[0] ?? [];
      return memory ? (memory.open.heap + memory.open.external) / 1024 : [];
    }),
  );
}

const kindsOf = ({ points }: GrowthResults): Grown['kind'][] => [
  ...new Set(points.map(({ kind }) => kind)),
];

/** One table for each kind; with `folder`, its curve as a picture there. */
export function growthTables(results: GrowthResults, folder?: string): string {
  const parts = [
    '## How cost grows with the history',
    `A history of so many keys on top of a paste a fifth as long, every key an event of its own, a signature every ${thousands(SEAL_EVENTS)} events or ${SEAL_BYTES / 1024} KB. First calls in fresh processes. Both axes are logarithmic: what grows in proportion rises by one square for each square to the right.`,
  ];
  for (const kind of kindsOf(results)) {
    const [title, unit] = TITLES[kind];
    parts.push(`### ${title}`);
    if (folder !== undefined) parts.push(`![${title}](${folder}/${kind}.svg)`);
    parts.push(format(tableOf(results, kind, unit)));
  }
  return parts.join('\n\n');
}

function tableOf({ points }: GrowthResults, kind: Grown['kind'], unit: string): string[][] {
  const some = points.filter((point) => point.kind === kind);
  const lengths = [...new Set(some.map(({ length }) => length))];
  const at = (subject: SubjectName, length: number): number | undefined => {
    const point = some.find((one) => one.subject === subject && one.length === length);
    return point && valueOf(point);
  };
  const subjects = [...new Set(some.map(({ subject }) => subject))];
  const each = (value: number | undefined, length: number): string =>
    value === undefined ? '' : number((1000 * value) / length);
  return [
    ['keys', ...subjects.flatMap((one) => [`${NAMES[one]}, ${unit}`, 'a thousand keys']), '× Yjs'],
    ...lengths.map((length) => [
      thousands(length),
      ...subjects.flatMap((one) => [number(at(one, length)), each(at(one, length), length)]),
      ratio(at(subjects.at(-1) as SubjectName, length), at('yjs', length)),
    ]),
  ];
}

/** Pictures by file name. */
export function growthCurves(results: GrowthResults): Map<string, string> {
  return new Map(
    kindsOf(results).map((kind) => {
      const [title, unit] = TITLES[kind];
      const curves: Curve[] = [];
      for (const point of results.points) {
        const value = valueOf(point);
        if (point.kind !== kind || value === undefined) continue;
        const name = NAMES[point.subject];
        let line = curves.find((one) => one.name === name);
        if (!line) curves.push((line = { name, points: [] }));
        line.points.push([point.length, value]);
      }
      return [`${kind}.svg`, curve(title, unit, curves)];
    }),
  );
}
