/**
 * Adds up what ran: the last line of `npm test`, on which machines and people rely.
 *
 * A file that cannot be loaded, a failed set-up and an error nobody caught have no test of their
 * own to fail; each counts as one failure, so that the line never says less than went wrong.
 */
import type { TestModule } from 'vitest/node';

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Count = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Count, b: Count): Count => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/** The outcome of one finished run of vitest. */
export function countRun(modules: readonly TestModule[], unhandled: readonly unknown[]): Count {
  let total: Count = { ...NOTHING, failed: unhandled.length };
  for (const module of modules) {
    const broken = [module, ...module.children.allSuites()].filter(
      (part) => part.errors().length > 0,
    );
    total = add(total, { ...NOTHING, failed: broken.length });
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      if (state === 'passed') total = add(total, { ...NOTHING, passed: 1 });
      else if (state === 'failed') total = add(total, { ...NOTHING, failed: 1 });
      else total = add(total, { ...NOTHING, skipped: 1 });
    }
  }
  return total;
}

/** `N passed, N failed`, and `, N skipped` if any were. */
export function sentence({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** A run in which nothing passed proves nothing. */
export const succeeded = ({ passed, failed }: Count): boolean => failed === 0 && passed > 0;
