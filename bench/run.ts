/**
 * `npm run bench [-- trace…]`: Parley beside other libraries, on recorded histories.
 *
 * Each measurement runs in fresh processes; in every round all libraries take their turn, so that
 * what else the machine does meets them alike. Cold is the first call in a process, warm the median
 * of its later ones; of both, the median over the processes is given. A library that ends in
 * another text than the recording's fails the run. Writes bench/results/traces.json; `npm run bench:docs`
 * makes docs/PERFORMANCE.md of it.
 *
 * PARLEY_ROUNDS: processes of each measurement, 5 if not given.
 */
import type { Found } from './child.ts';
import { readRecording } from './histories.ts';
import { about, inProcess, install, LIMIT_MS, prepared } from './processes.ts';
import { writeResults } from './report/results.ts';
import {
  tables,
  type Group,
  type Measured,
  type Results,
  type TraceKind,
} from './report/traces.ts';
import { PARLEY_NAMES, PEER_NAMES, type SubjectName } from './subject.ts';

const DEFAULT = [
  'automerge-paper',
  'rustcode',
  'sveltecomponent',
  'egwalker-S3',
  'friendsforever-concurrent',
];
const ROUNDS = Number(process.env['PARLEY_ROUNDS'] ?? 5);
const BUDGET_MS = 1_000;
/** What takes longer is measured in one process only. */
const SLOW_MS = 8_000;

install();
const traces = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT;
const groups: Group[] = [];
const sizes: Results['sizes'][number][] = [];
const results: Results = { about: about(ROUNDS), groups, sizes };
for (const trace of traces) {
  await measure(trace);
  writeResults('traces', results);
}
console.log(`\n${tables(results)}`);

async function measure(trace: string): Promise<void> {
  const { concurrent, transactions, endContent } = readRecording(trace);
  console.error(`${trace}: ${transactions.length} edits`);
  const ready: SubjectName[] = [];
  for (const subject of [...PEER_NAMES, ...PARLEY_NAMES]) {
    const found = await prepared(subject, trace);
    if (!found) continue;
    ready.push(subject);
    const { sizes: of = {}, events = null } = found;
    sizes.push({ trace, subject, text: endContent.length, sizes: of, events });
  }
  const kinds: [TraceKind, readonly SubjectName[]][] = concurrent
    ? [
        ['remote', ready],
        ['live', ready.filter((name) => name !== 'parley/16' && name !== 'parley/1')],
      ]
    : [
        ['local', [...PEER_NAMES, 'parley/text']],
        ['typed', PARLEY_NAMES],
        ['remote', ready],
      ];
  kinds.push(['reopen', ready], ['memory', ready]);
  for (const [kind, subjects] of kinds)
    groups.push({
      kind,
      trace,
      edits: transactions.length,
      rows: await rounds(kind, subjects, trace),
    });
}

/** All subjects in turn, again and again. */
async function rounds(
  kind: TraceKind,
  subjects: readonly SubjectName[],
  trace: string,
): Promise<Measured[]> {
  const found = new Map<SubjectName, (Found | null)[]>(subjects.map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round++)
    for (const subject of subjects) {
      const before = found.get(subject) ?? [];
      const slow = before.some((one) => one === null || (one.times?.[0] ?? 0) > SLOW_MS);
      if (slow || (kind === 'typed' && round > 1)) continue;
      before.push(
        await inProcess({ kind, subject, trace, budget: kind === 'typed' ? 1 : BUDGET_MS }),
      );
    }
  return subjects.map((subject) => ({
    subject,
    limit: LIMIT_MS,
    processes: found.get(subject) ?? [],
  }));
}
