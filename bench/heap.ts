/**
 * `npm run bench:heap`: what an open workspace keeps in memory, beside a Yjs document that was made
 * from its update: each in fresh processes, in turn, after garbage collection.
 *
 * Fails when a text is wrong. Writes bench/results/heap.json.
 *
 * PARLEY_ROUNDS: processes of each, 5 if not given.
 */
import type { Found } from './child.ts';
import { about, inProcess, install, prepared } from './processes.ts';
import { heapTable, type HeapResults } from './report/heap.ts';
import { writeResults } from './report/results.ts';
import type { SubjectName } from './subject.ts';

const ROUNDS = Number(process.env['PARLEY_ROUNDS'] ?? 5);
const TRACE = 'automerge-paper';
const SUBJECTS: readonly SubjectName[] = ['yjs', 'parley/typist', 'parley/16'];

install();
const found = new Map<SubjectName, Found[]>(SUBJECTS.map((subject) => [subject, []]));
for (const subject of SUBJECTS) await prepared(subject, TRACE);
for (let round = 0; round < ROUNDS; round++)
  for (const subject of SUBJECTS) {
    const one = await inProcess({ kind: 'heap', subject, trace: TRACE, budget: 0 });
    if (one) found.get(subject)?.push(one);
  }
const results: HeapResults = {
  about: about(ROUNDS),
  trace: TRACE,
  rows: SUBJECTS.map((subject) => ({ subject, processes: found.get(subject) ?? [] })),
};
writeResults('heap', results);
console.log(heapTable(results));
