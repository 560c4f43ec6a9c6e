/**
 * What became of the tests that a row of the table names, out of vitest's JSON report.
 *
 * The report's file names are absolute; a row's are those of the project.
 */
import type { Shown } from '../../tests/byzantine/table.ts';

export interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[];
      readonly title: string;
      readonly status: string;
    }[];
  }[];
}

export interface Tried {
  readonly passed: number;
  readonly failed: number;
  /** Of those, tests of one seed each. */
  readonly seeds: number;
}

/** A title of the test, or of what it is in, begins as the row says. */
export function outcomeOf(files: Report['testResults'], shown: Shown): Tried {
  const tried = { passed: 0, failed: 0, seeds: 0 };
  for (const { name, assertionResults } of files) {
    if (!name.endsWith(`/${shown.file}`)) continue;
    for (const { ancestorTitles, title, status } of assertionResults) {
      if (![...ancestorTitles, title].some((one) => one.startsWith(shown.title))) continue;
      if (status === 'passed') tried.passed += 1;
      else if (status === 'failed') tried.failed += 1;
      if (/PARLEY_SEED=\d+$/.test(title)) tried.seeds += 1;
    }
  }
  return tried;
}
