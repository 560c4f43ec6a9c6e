/** What the benchmarks found, one file for each of them, which git ignores. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../results');

export type Part = 'traces' | 'chromium' | 'heap' | 'growth' | 'profile' | 'shapes';

export interface About {
  readonly date: string;
  readonly node: string;
  readonly cores: number;
  /** Processes of each measurement, at most. */
  readonly rounds: number;
  /** Exact versions by package. */
  readonly libraries: Readonly<Record<string, string>>;
}

export function writeResults(part: Part, results: unknown): void {
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${part}.json`), `${JSON.stringify(results, null, 1)}\n`);
}

/** `undefined` where this was not measured here. */
export function readResults<T>(part: Part): T | undefined {
  const path = join(FOLDER, `${part}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined;
}
