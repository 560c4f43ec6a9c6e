/**
 * Tests that take long, or many browsers: `npm test` passes them over, `npm run long` runs them, and
 * they are run before a version is called done.
 */
import { it } from 'vitest';

export const long = it.runIf(process.env['PARLEY_LONG'] !== undefined);
