/** Files of end-to-end tests for `npm run long` alone; single tests of other files are named with harness/long.ts. */
export const LONG: readonly string[] = [
  'archive',
  'copies',
  'devices',
  'durability',
  'hostile',
  'images',
  'keyboard',
  'language',
  'members',
  'recovery',
  'replica',
  'replica-circuit',
  'searching',
  'tables',
  'tabs',
  'update',
].map((name) => `tests/e2e/${name}.e2e.ts`);
