/**
 * `npm run kills`: the long run of the durability test. Twenty times SIGKILL for the browser, eighty
 * crashes of the renderer; PARLEY_KILLS and PARLEY_CRASHES say otherwise.
 */
import { runEndToEnd } from './end-to-end.ts';

process.env['PARLEY_LONG'] = '1';
process.env['PARLEY_KILLS'] ??= '20';
process.env['PARLEY_CRASHES'] ??= '80';

await runEndToEnd(['tests/e2e/durability']);
