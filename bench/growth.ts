/**
 * `npm run bench:growth`: how cost grows with the history, from a thousand operations to a million,
 * beside Yjs: local edits, taking in the whole history, opening what was stored, bytes, memory.
 *
 * Every length is a history of bench/typed.ts; each measurement runs in fresh processes, in turn. Fails when a
 * text is wrong. Writes bench/results/growth.json.
 *
 * PARLEY_ROUNDS: processes of each, 3 if not given.
 */
import type { Found } from './child.ts';
import { about, inProcess, install, prepared } from './processes.ts';
import { GROWING, growthTables, type Grown, type GrowthResults } from './report/growth.ts';
import { writeResults } from './report/results.ts';
import type { SubjectName } from './subject.ts';

const ROUNDS = Number(process.env['PARLEY_ROUNDS'] ?? 3);
const LENGTHS = [1_000, 10_000, 100_000, 1_000_000];

install();
const points: Grown[] = [];
for (const length of LENGTHS) {
  const trace = `typed:${length}`;
  const sizes = new Map<SubjectName, number>();
  for (const subject of ['yjs', 'parley/typist'] as const) {
    const found = await prepared(subject, trace);
    const sent = found?.sizes?.['sent'];
    if (sent) sizes.set(subject, sent.raw);
  }
  for (const { kind, ours } of GROWING) {
    const subjects: readonly SubjectName[] = kind === 'local' ? ['yjs', ours] : [...sizes.keys()];
    const found = new Map<SubjectName, Found[]>(subjects.map((subject) => [subject, []]));
    for (let round = 0; round < ROUNDS; round++)
      for (const subject of subjects) {
        const one = await inProcess({ kind, subject, trace, budget: 1 });
        if (one) found.get(subject)?.push(one);
      }
    for (const [subject, processes] of found) points.push({ kind, subject, length, processes });
  }
  for (const [subject, bytes] of sizes) points.push({ kind: 'bytes', subject, length, bytes });
}
const results: GrowthResults = { about: about(ROUNDS), points };
writeResults('growth', results);
console.log(growthTables(results));
