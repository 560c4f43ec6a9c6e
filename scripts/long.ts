/** `npm run long`: the end-to-end tests that `npm test` passes over, since they take many browsers. */
import { runEndToEnd } from './end-to-end.ts';

process.env['PARLEY_LONG'] = '1';

const FILES = ['e2e/copies', 'e2e/hostile', 'e2e/members', 'net/webrtc'];
await runEndToEnd(FILES.map((file) => `tests/${file}`));
