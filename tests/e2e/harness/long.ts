/**
 * Tests that take long, or many browsers: `npm test` passes them over, `npm run long` runs them. Whole
 * files of them are named in scripts/long-files.ts.
 */
import { it } from 'vitest';

export const long: (title: string, test: () => Promise<void>, timeout?: number) => void =
  process.env['PARLEY_LONG'] === undefined ? () => {} : it;
