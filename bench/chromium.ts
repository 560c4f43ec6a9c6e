/**
 * `npm run bench:chromium [-- opening|typing|joining|colouring…]`: the built application in Chromium, beside
 * Yjs over y-indexeddb and beside a bare CodeMirror, in turn.
 *
 * Fails when a text is wrong. Writes bench/results/chromium.json, what was not asked for staying as it was;
 * `npm run bench:docs` makes docs/PERFORMANCE.md of it.
 *
 * PARLEY_ROUNDS: how often each is repeated, 7 if not given.
 */
import build from '../scripts/build-once.ts';
import { measureColouring } from './chromium/colouring.ts';
import { measureJoining } from './chromium/joining.ts';
import { measureOpening } from './chromium/opening.ts';
import { closeScene, openScene } from './chromium/scene.ts';
import { measureTyping } from './chromium/typing.ts';
import { about, install } from './processes.ts';
import { chromiumTables, type ChromiumResults } from './report/chromium.ts';
import { readResults, writeResults } from './report/results.ts';

const PARTS = ['opening', 'typing', 'joining', 'colouring'];
const ROUNDS = Number(process.env['PARLEY_ROUNDS'] ?? 7);
const KEYS = 40;
const PAPER = 'automerge-paper';
/** A megabyte of text, a million operations. */
const LONG = 'typed:1000000';

const asked = process.argv.length > 2 ? process.argv.slice(2) : PARTS;
install();
build();
const scene = await openScene();
try {
  const before = readResults<ChromiumResults>('chromium');
  const rounds = Math.max(1, Math.round(ROUNDS / 2));
  const found: ChromiumResults = {
    ...before,
    about: about(ROUNDS),
    chromium: scene.stage.version,
    ...(asked.includes('opening') && {
      opening: [
        await measureOpening(scene, PAPER, ROUNDS, true),
        await measureOpening(scene, LONG, rounds, false),
      ],
    }),
    ...(asked.includes('typing') && { typing: await measureTyping(scene, LONG, KEYS, rounds) }),
    ...(asked.includes('joining') && { joining: await measureJoining(scene, LONG, rounds) }),
    ...(asked.includes('colouring') && { colouring: await measureColouring(scene, LONG, rounds) }),
  };
  writeResults('chromium', found);
  console.log(chromiumTables(found));
} finally {
  await closeScene(scene);
}
