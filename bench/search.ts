/**
 * `npm run bench:search`: what one key costs in the search of a workspace of a thousand documents, each a
 * part of a recorded text; in milliseconds, with the longest time that the page would be held up.
 *
 * Fails when a word is not found as often as it is there.
 */
import { readRecording } from './histories.ts';
import { House } from '../tests/host/house.ts';

const DOCUMENTS = 1_000;
/** Characters of each. */
const LENGTH = 4_000;
const QUERIES = ['the replication of data', 'causal', 'zzzz', 'e'];

const { endContent } = readRecording('automerge-paper');
const source = endContent.repeat(Math.ceil((DOCUMENTS + LENGTH) / endContent.length) + 1);
const house = new House();
const session = await (await house.profile()).create({ title: 'Bench', name: 'Ada' });
const texts = Array.from({ length: DOCUMENTS }, (_, i) => {
  const from = (i * 97) % (source.length - LENGTH);
  return source.slice(from, from + LENGTH);
});
texts.forEach((text, i) => session.createDocument(`Document ${i}`, text));

const never = new AbortController().signal;
await session.search('all of it', never); // Behind all that is still to be signed and stored.

const times: number[] = [];
let longest = 0;
const turns = { on: true, last: performance.now() };
const turn = (): void => {
  const now = performance.now();
  longest = Math.max(longest, now - turns.last);
  turns.last = now;
  if (turns.on) setTimeout(turn);
};
turn();
for (const query of QUERIES)
  for (let length = 1; length <= query.length; length++) {
    const part = query.slice(0, length).trim();
    const began = performance.now();
    const found = (await session.search(part, never)) ?? [];
    times.push(performance.now() - began);
    const lower = part.toLowerCase();
    const wanted = texts.filter((text) => text.toLowerCase().includes(lower)).length;
    const got = found.filter(({ count }) => count > 0).length;
    if (/^\S*$/.test(part) && got !== wanted)
      throw new Error(`“${part}” is in ${wanted} documents, found in ${got}`);
    turns.last = performance.now();
  }
turns.on = false;
times.sort((a, b) => a - b);
const at = (part: number): string => (times[Math.floor(part * (times.length - 1))] ?? 0).toFixed(1);
const size = ((DOCUMENTS * LENGTH) / 1e6).toFixed(1);
console.log(
  `${DOCUMENTS} documents, ${size} million characters, ${times.length} keys: ms a key ` +
    `p50 ${at(0.5)}, p95 ${at(0.95)}, most ${at(1)}; longest without a pause ${longest.toFixed(1)}`,
);
await house.close();
process.exit(0);
