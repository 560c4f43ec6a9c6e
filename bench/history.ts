/**
 * `npm run bench:history [-- trace…]`: walking through the history of a document: how long it takes to read,
 * in which slices, and how long any moment of it takes then, as text and as what the step changed; and
 * how long it takes to know who wrote what.
 *
 * Each edit is a moment of its own, which is the worst case: the application joins what a page load wrote in
 * ten seconds. Fails when the text at the end is not the recorded one.
 */
import { asLV, type LV } from '../src/base/ids.ts';
import type { Authorship } from '../src/crdt/authorship.ts';
import { differenceOf } from '../src/crdt/differing.ts';
import type { Span } from '../src/crdt/graph.ts';
import { type Op, Text } from '../src/crdt/text.ts';
import { Timeline } from '../src/crdt/timeline.ts';
import { randomNumbers } from './random.ts';
import { readRecording, type Recording } from './histories.ts';

const wanted = process.argv.slice(2);
const TRACES =
  wanted.length > 0 ? wanted : ['automerge-paper', 'friendsforever-concurrent', 'typed:1000000'];
/** Units read between two looks at the clock, and what one slice may take, as in the application. */
const STEP = 512;
const SLICE_MS = 10;
/** Moments that are looked at, at random. */
const LOOKS = 400;
/** Characters of a page that are painted at once, with what lies just outside the window. */
const VIEW = 10_000;

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const at = (sorted: readonly number[], part: number): string =>
  (sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0).toFixed(1);

/** The text of a recording, and its events as moments. */
function textOf({ transactions }: Recording): {
  readonly text: Text<string>;
  readonly moments: Span[];
} {
  const text = new Text<string>(byName);
  const ends: LV[] = [];
  const moments: Span[] = [];
  for (const { parents, agent, patches } of transactions) {
    const ops = patches.flatMap(([position, count, inserted]): Op[] => [
      ...(count > 0 ? [{ kind: 'delete', position, count } as const] : []),
      ...(inserted === '' ? [] : [{ kind: 'insert', position, text: inserted } as const]),
    ]);
    const below = parents.map((parent) => ends[parent] as LV);
    if (ops.length > 0) {
      const start = text.add({ parents: below, ops, author: `agent ${agent}` });
      moments.push({ start, end: text.graph.next });
    }
    ends.push(asLV(text.graph.next - 1));
  }
  text.advance();
  return { text, moments };
}

for (const name of TRACES) {
  const recording = readRecording(name);
  const { text, moments } = textOf(recording);
  globalThis.gc?.();
  const heap = process.memoryUsage();
  const began = performance.now();
  const timeline = new Timeline(text.reading(), moments);
  let longest = 0;
  for (let isRead = false; !isRead;) {
    const start = performance.now();
    while (!isRead && performance.now() - start < SLICE_MS) isRead = timeline.step(STEP);
    longest = Math.max(longest, performance.now() - start);
  }
  const read = performance.now() - began;
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  const kept = (heapUsed - heap.heapUsed + arrayBuffers - heap.arrayBuffers) / 1e6;

  const startedReading = performance.now();
  let authorship: Authorship | undefined;
  let longestOfAuthors = 0;
  while (!authorship) {
    const start = performance.now();
    while (!authorship && performance.now() - start < SLICE_MS) authorship = text.authorship(STEP);
    longestOfAuthors = Math.max(longestOfAuthors, performance.now() - start);
  }
  const readAuthors = performance.now() - startedReading;

  const random = randomNumbers(1);
  const views = Array.from({ length: LOOKS }, () => {
    const from = Math.floor(random() * text.length);
    const start = performance.now();
    const parts = [...authorship.between(from, Math.min(text.length, from + VIEW))];
    return parts.length > 0 ? performance.now() - start : 0;
  });
  const texts: number[] = [];
  const changes: number[] = [];
  for (let look = 0; look < LOOKS; look++) {
    const moment = Math.floor(random() * (moments.length + 1));
    const start = performance.now();
    text.textOf(timeline.piecesAt(moment));
    const between = performance.now();
    text.textOf(
      differenceOf(timeline.piecesAt(Math.max(0, moment - 1)), timeline.piecesAt(moment)),
    );
    texts.push(between - start);
    changes.push(performance.now() - between);
  }
  if (text.textOf(timeline.piecesAt(moments.length)) !== recording.endContent)
    throw new Error(`${name}: the text at the end is wrong`);
  for (const times of [texts, changes, views]) times.sort((a, b) => a - b);
  console.log(
    `${name}: ${moments.length} moments of ${text.graph.next} units, text of ${text.units}\n` +
      `  read in ${read.toFixed(0)} ms, longest slice ${longest.toFixed(1)} ms, ${kept.toFixed(1)} MB kept\n` +
      `  any moment: p50 ${at(texts, 0.5)}, p95 ${at(texts, 0.95)}, max ${at(texts, 1)} ms\n` +
      `  what a step changed: p50 ${at(changes, 0.5)}, p95 ${at(changes, 0.95)}, max ${at(changes, 1)} ms\n` +
      `  who wrote what: read in ${readAuthors.toFixed(0)} ms, longest slice ${longestOfAuthors.toFixed(1)} ms;` +
      ` ${VIEW} characters in view: max ${at(views, 1)} ms`,
  );
}
