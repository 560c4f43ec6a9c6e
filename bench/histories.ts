/**
 * The recorded histories as measurements need them: found by name, cut into local edits, with
 * positions in either unit, and with a typist's clock.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Rope } from '../src/crdt/rope.ts';
import { parseTrace, type Patch, type Trace, type Transaction } from '../scripts/replay/trace.ts';
import { randomNumbers } from './random.ts';
import { typedTrace } from './typed.ts';

const TRACES = join(import.meta.dirname, '../tests/traces');

/** A recording with transactions above this was made without them: each patch counts as one. */
const MAX_PATCHES = 1_000;

export interface Recording extends Trace {
  readonly concurrent: boolean;
}

/** The name of a history that typed.ts makes: how many keys it has. */
const TYPED = /^typed:(\d+)$/;

/** A recording by its name in tests/traces, by its path, or as `typed:<keys>`. */
export function readRecording(name: string): Recording {
  const typed = TYPED.exec(name);
  if (typed) return { ...typedTrace(Number(typed[1])), concurrent: false };
  const path = [name, join(TRACES, `${name}.json.gz`)].find((file) => existsSync(file));
  if (path === undefined) throw new Error(`no such trace: ${name}`);
  const bytes = readFileSync(path);
  const json = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const { transactions, endContent } = parseTrace(json);
  const concurrent = transactions.some(
    ({ parents }, i) => parents.length !== Math.min(i, 1) || (i > 0 && parents[0] !== i - 1),
  );
  const single = !concurrent && transactions.some(({ patches }) => patches.length > MAX_PATCHES);
  return {
    transactions: single ? patchByPatch(transactions) : transactions,
    endContent,
    concurrent,
  };
}

function patchByPatch(transactions: readonly Transaction[]): Transaction[] {
  const patches = transactions.flatMap((transaction) => transaction.patches);
  return patches.map((patch, i) => ({
    parents: i === 0 ? [] : [i - 1],
    agent: 0,
    patches: [patch],
  }));
}

/** The patches of each transaction with positions in UTF-16 units. */
export function inUtf16({ transactions, concurrent }: Recording): (readonly Patch[])[] {
  const all = transactions.map(({ patches }) => patches);
  const isAstral = ([, , inserted]: Patch): boolean => /[\ud800-\udbff]/.test(inserted);
  if (!all.some((patches) => patches.some(isAstral))) return all;
  if (concurrent) throw new Error('astral characters in a concurrent trace');
  const rope = new Rope();
  return all.map((patches) =>
    patches.map(([position, deleted, inserted]): Patch => {
      const from = rope.toUnits(position);
      const to = rope.toUnits(position + deleted);
      if (deleted > 0) rope.remove(position, deleted);
      if (inserted !== '') rope.insert(position, inserted);
      return [from, to - from, inserted];
    }),
  );
}

const MEDIAN_GAP = 160;
const SIGMA = 0.5;
const PAUSES = 0.04;
const MEDIAN_PAUSE = 4_000;

/**
 * When somebody types each of `count` edits, in milliseconds: gaps between keys are lognormal, and
 * now and then a longer pause lies between. The same numbers every time.
 */
export function typistsClock(count: number): number[] {
  const random = randomNumbers(1);
  let now = 0;
  return Array.from({ length: count }, () => {
    const median = random() < PAUSES ? MEDIAN_PAUSE : MEDIAN_GAP;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    now += median * Math.exp(SIGMA * normal);
    return now;
  });
}
