/**
 * `npm run latency`: how long a keystroke takes from the keyboard of one tab to the screen of another,
 * typed at a human pace, over WebRTC on this machine; and where that time goes.
 *
 * From the key event's own time stamp to the first animation frame after the other page's text has
 * changed. Both clocks are the machine's (`performance.timeOrigin`). The machine should be quiet.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Stage } from '../tests/e2e/harness/stage.ts';
import build from './build-once.ts';
import { gather } from './replay/company.ts';
import type { Typist } from './replay/typist.ts';

const KEYS = 250;
/** Gaps between keys are lognormal: this median, and this deviation of their logarithm. */
const MEDIAN_MS = 160;
const DEVIATION = 0.5;
/** What p95 may be. */
const TARGET_MS = 50;
/** A message of at least so many bytes brings an event; carets and heartbeats are smaller. */
const EVENT_BYTES = 95;

interface Watch {
  /** Milliseconds since 1970 of each key pressed here, each large message sent. */
  readonly keys: number[];
  readonly sends: number[];
  /** Writing transactions of the store. */
  readonly writes: { readonly begun: number; done: number }[];
  /** Length of the text after the change, when the page had it, and when the frame was drawn. */
  readonly shown: { readonly length: number; readonly changed: number; drawn: number }[];
}

declare global {
  interface Window {
    watch: Watch;
  }
}

build();
const stage = await Stage.open();
const { authors, reader: other } = await gather(stage, 1);
const writer = authors[0] as Typist;
for (const tab of [writer, other]) await tab.person.page.evaluate(installWatch, EVENT_BYTES);
const start = (await other.text()).length;
await writer.person.editor.focus();
await pause(1_000);
const random = lognormal(1);
for (let i = 0; i < KEYS; i++) {
  await pause(random());
  await writer.person.page.keyboard.press('abcdefg hijkl mnop qrst uvwxyz'[i % 30] ?? 'x');
}
await pause(1_000);
const here = await writer.person.page.evaluate(() => window.watch);
const there = await other.person.page.evaluate(() => window.watch);
await stage.settle();
await stage.close();

const stages = {
  whole: [],
  'key to write': [],
  'write durable': [],
  'durable to message': [],
  'message to text': [],
  'text to frame': [],
} as Record<string, number[]>;
here.keys.forEach((pressed, i) => {
  const seen = there.shown.find(({ length }) => length > start + i);
  if (seen === undefined) throw new Error(`key ${i} was never shown`);
  const sent = here.sends.filter((at) => at < seen.changed).at(-1) ?? pressed;
  stages['whole']?.push(seen.drawn - pressed);
  const write = here.writes.filter(({ done }) => done <= sent).at(-1);
  if (write === undefined) throw new Error(`key ${i} was sent before it was written`);
  stages['key to write']?.push(write.begun - pressed);
  stages['write durable']?.push(write.done - write.begun);
  stages['durable to message']?.push(sent - write.done);
  stages['message to text']?.push(seen.changed - sent);
  stages['text to frame']?.push(seen.drawn - seen.changed);
});
console.log(`${here.keys.length} keys, ${there.shown.length} changes shown`);
for (const [name, times] of Object.entries(stages))
  console.log(
    `${name.padEnd(18)} p50 ${quantile(times, 0.5).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)} ms`,
  );
const p95 = quantile(stages['whole'] ?? [], 0.95);
console.log(`p95 ${p95 <= TARGET_MS ? 'within' : 'OVER'} ${TARGET_MS} ms`);
process.exit(p95 <= TARGET_MS ? 0 : 1);

/** Sent to the page as text: may use nothing from outside. */
function installWatch(eventBytes: number): void {
  const watch: Watch = { keys: [], sends: [], writes: [], shown: [] };
  const at = (time: number): number => performance.timeOrigin + time;
  addEventListener('keydown', ({ timeStamp }) => watch.keys.push(at(timeStamp)), true);
  window.recorder.onSend = (bytes) => {
    if (bytes >= eventBytes) watch.sends.push(at(performance.now()));
  };
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (...parameters) {
    const begun = at(performance.now());
    const made = transaction.apply(this, parameters);
    if (made.mode === 'readwrite') {
      const write = { begun, done: Infinity };
      watch.writes.push(write);
      made.addEventListener('complete', () => (write.done = at(performance.now())));
    }
    return made;
  };
  const content = document.querySelector('.cm-content');
  if (content === null) throw new Error('no editor');
  new MutationObserver(() => {
    const length = window.hand.text().length;
    if (length === watch.shown.at(-1)?.length) return;
    const one = { length, changed: at(performance.now()), drawn: Infinity };
    watch.shown.push(one);
    requestAnimationFrame(() => (one.drawn = at(performance.now())));
  }).observe(content, { childList: true, characterData: true, subtree: true });
  window.watch = watch;
}

/** Gaps in milliseconds, the same in every run. */
function lognormal(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => {
    const normal = Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    return MEDIAN_MS * Math.exp(DEVIATION * normal);
  };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? NaN;
}
