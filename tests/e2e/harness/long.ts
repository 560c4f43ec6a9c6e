/**
 * Tests that take long, or many browsers: `npm test` passes them over, `npm run long` runs them, and
 * they are run before a version is called done. Whole files of them are named in vite.config.ts.
 */
import { it } from 'vitest';

export const long: (title: string, test: () => Promise<void>, timeout?: number) => void =
  process.env['PARLEY_LONG'] === undefined ? () => {} : it;
