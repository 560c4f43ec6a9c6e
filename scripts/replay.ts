/**
 * `npm run replay [-- trace…]`: recorded histories are typed anew into the real application, each
 * edit into exactly the version that its author saw, and must end as they were recorded.
 *
 * A trace is the name of one in tests/traces or a path to one, `.json` or `.json.gz`, in either
 * format that tests/traces/README.md describes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import build from './build-once.ts';
import { replay } from './replay/run.ts';
import { parseTrace } from './replay/trace.ts';

const DEFAULT = ['friendsforever-concurrent', 'sveltecomponent'];
const TRACES = join(import.meta.dirname, '../tests/traces');

const asked = process.argv.slice(2);
build();
let failed = 0;
for (const name of asked.length > 0 ? asked : DEFAULT) {
  console.log(name);
  try {
    const holds = await replay(parseTrace(read(name)), (line) => console.log(`  ${line}`));
    if (!holds) failed += 1;
  } catch (error) {
    failed += 1;
    console.log(`  failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
  }
}
console.log(failed === 0 ? 'all hold' : `${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function read(name: string): string {
  const found = [name, `${name}.gz`, `${name}.json`, `${name}.json.gz`]
    .flatMap((file) => [file, join(TRACES, file)])
    .find((file) => (file.endsWith('.json') || file.endsWith('.gz') ? existsSync(file) : false));
  if (found === undefined) throw new Error(`no such trace: ${name}`);
  const bytes = readFileSync(found);
  return (found.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}
