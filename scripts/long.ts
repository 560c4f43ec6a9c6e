/** `npm run long`: the end-to-end tests that `npm test` passes over, since they take many browsers. */
import { runEndToEnd } from './end-to-end.ts';

process.env['PARLEY_LONG'] = '1';

await runEndToEnd(['tests/e2e/copies', 'tests/e2e/hostile', 'tests/net/webrtc']);
