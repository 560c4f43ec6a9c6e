/**
 * `npm run bench:docs`: docs/PERFORMANCE.md of what the benchmarks left in bench/results, which is all
 * that the document says. A part that was not measured is left out.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromiumTables, type ChromiumResults } from './report/chromium.ts';
import { growthCurves, growthTables, type GrowthResults } from './report/growth.ts';
import { heapTable, type HeapResults } from './report/heap.ts';
import { profileTables, type ProfileResults } from './report/profile.ts';
import { readResults, type About } from './report/results.ts';
import { shapesTable, type ShapesResults } from './report/shapes.ts';
import { tables, type Results } from './report/traces.ts';

const DOCS = join(import.meta.dirname, '../docs');
/** Pictures, beside the document. */
const PICTURES = 'performance';

const traces = readResults<Results>('traces');
const chromium = readResults<ChromiumResults>('chromium');
const heap = readResults<HeapResults>('heap');
const growth = readResults<GrowthResults>('growth');
const profile = readResults<ProfileResults>('profile');
const shapes = readResults<ShapesResults>('shapes');
const about = (traces ?? chromium ?? heap ?? growth)?.about;
if (about === undefined) throw new Error('nothing was measured: run `npm run bench` first');

const parts = [opening(about)];
if (chromium) parts.push(chromiumTables(chromium));
if (heap) parts.push(heapTable(heap));
if (traces) parts.push(recorded(traces));
if (profile) parts.push(profileTables(profile));
if (growth) {
  parts.push(growthTables(growth, PICTURES));
  mkdirSync(join(DOCS, PICTURES), { recursive: true });
  for (const [name, picture] of growthCurves(growth))
    writeFileSync(join(DOCS, PICTURES, name), picture);
}
if (shapes) parts.push(shapesTable(shapes));
writeFileSync(join(DOCS, 'PERFORMANCE.md'), `${parts.join('\n\n')}\n`);

/** What was measured, and where. */
function opening({ date, node, cores, libraries }: About): string {
  const others = Object.entries(libraries).map(([name, version]) => `${name} ${version}`);
  return [
    '# Performance',
    'Made by `npm run bench`, `bench:chromium`, `bench:heap`, `bench:profile`, `bench:growth` and `bench:shapes`, then `npm run bench:docs`; no number is copied by hand. Those of one table are from one run, whose subjects took turns.',
    `${date}, Node ${node}, ${cores} cores. Beside Parley: ${others.join(', ')}. Every result was compared with the text that it must be.`,
    'A typist’s events: keys 160 ms apart in the median (lognormal, σ 0.5), one pause in 25; a replica cuts an event at once after 50 ms of quiet, else every 50 ms. ' +
      'json-joy’s model and Yjs’s updates leave out the text that was deleted.',
  ].join('\n\n');
}

function recorded(results: Results): string {
  return [
    '## Recorded histories',
    `Up to ${results.about.rounds} fresh processes for each number, libraries in turn. Cold: the first call in a process. ` +
      'Warm: the median of its later calls. Of both, the median over the processes. CPU: processor time of all threads together, which ' +
      'suffers least where the machine does other work too; there, differences under a third mean nothing.',
    tables(results),
  ].join('\n\n');
}
