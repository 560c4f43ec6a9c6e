/**
 * One measurement in a process of its own, so that no library runs in code that another one has
 * warmed, or beside memory that another one has left. Its task is its argument, what it found its
 * last line of output. It fails when a text is wrong.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { deflateRawSync } from 'node:zlib';
import { readRecording, type Recording } from './histories.ts';
import { subjectOf, type Call, type Kind, type Outcome, type SubjectName } from './subject.ts';

export interface Task {
  readonly kind: Kind | 'prepare' | 'memory' | 'heap';
  readonly subject: SubjectName;
  readonly trace: string;
  /** Calls are made while these milliseconds last; three in all, unless they are very slow. */
  readonly budget: number;
}

/** `prepare`: bytes by name, as they are and deflated. */
export interface Size {
  readonly raw: number;
  readonly deflated: number;
}

export interface Found {
  /** Milliseconds of each call, the first one cold. */
  readonly times?: readonly number[];
  /** Milliseconds of processor time of each call, all threads together. */
  readonly processor?: readonly number[];
  /** Edits that a call made, where they may not be all. */
  readonly edits?: number;
  readonly sizes?: Readonly<Record<string, Size>>;
  readonly events?: number;
  /** Bytes before a document is open, those that it adds, and what is left of them when it is gone. */
  readonly memory?: Readonly<Record<'before' | 'open' | 'gone', Memory>>;
}

export interface Memory {
  /** Of JavaScript's heap. */
  readonly heap: number;
  /** Outside it: buffers, WebAssembly. */
  readonly external: number;
}

const MAX_CALLS = 9;
const MIN_CALLS = 3;

export const fixturePath = (subject: string, trace: string): string =>
  join(import.meta.dirname, '../.cache/bench', subject, `${trace.replaceAll(/[^\w-]/g, '_')}.v8`);

if (import.meta.main) {
  const task = JSON.parse(process.argv[2] ?? '') as Task;
  console.log(`\n${JSON.stringify(await perform(task))}`);
  process.exit(0);
}

async function perform({ kind, subject: name, trace, budget }: Task): Promise<Found> {
  const needsFixture = kind !== 'prepare' && kind !== 'local' && kind !== 'typed';
  const recording = needsFixture ? resultOf(trace) : readRecording(trace);
  const subject = await subjectOf(name);
  const path = fixturePath(name, trace);
  if (kind === 'prepare') {
    const { fixture, encodings, events } = await subject.prepare(recording);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, serialize(fixture));
    const sizes = Object.fromEntries(
      Object.entries(encodings).map(([what, chunks]) => [what, sizeOf(chunks)]),
    );
    return { sizes, ...(events !== undefined && { events }) };
  }
  const fixture: unknown = needsFixture ? deserialize(readFileSync(path)) : null;
  const held = { memory: 'reopen', heap: 'session' } as const;
  const isHeld = kind === 'memory' || kind === 'heap';
  const call = await subject.call(isHeld ? held[kind] : kind, recording, fixture);
  if (!call) throw new Error(`${name} has no ${kind}`);
  const check = (outcome: Outcome): void => {
    if (outcome.check) outcome.check();
    else if (outcome.text !== recording.endContent) throw new Error(`${name}: a wrong text`);
  };
  return isHeld ? memory(call, check) : times(call, check, budget);
}

/**
 * A recording without its edits, for what is measured from bytes: each garbage collection would look
 * at a quarter of a million objects, which nobody's tab has.
 */
function resultOf(trace: string): Recording {
  return { ...readRecording(trace), transactions: [] };
}

async function times(
  call: Call,
  check: (outcome: Outcome) => void,
  budget: number,
): Promise<Found> {
  const taken: number[] = [];
  const processor: number[] = [];
  let edits: number | undefined;
  let sum = 0;
  globalThis.gc?.();
  const isEnough = (): boolean =>
    taken.length >= MAX_CALLS || sum > (taken.length < MIN_CALLS ? 10 * budget : budget);
  while (taken.length === 0 || !isEnough()) {
    const used = process.cpuUsage();
    const began = performance.now();
    const outcome = await call();
    const time = performance.now() - began;
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
    check(outcome);
    await outcome.free();
    ({ edits } = outcome);
    taken.push(time);
    sum += time;
  }
  return { times: taken, processor, ...(edits !== undefined && { edits }) };
}

async function memory(call: Call, check: (outcome: Outcome) => void): Promise<Found> {
  const box: { outcome: Pick<Outcome, 'held' | 'free'> | null } = { outcome: null };
  const before = await settled();
  await fill();
  const open = await settled();
  await box.outcome?.free();
  box.outcome = null;
  const gone = await settled();
  return { memory: { before, open: since(open), gone: since(gone) } };

  /** By itself, so that nothing on this stack keeps the document. */
  async function fill(): Promise<void> {
    const outcome = await call();
    check(outcome);
    box.outcome = { held: outcome.held, free: outcome.free };
  }

  function since(now: Memory): Memory {
    return { heap: now.heap - before.heap, external: now.external - before.external };
  }
}

/** Several times, since what finalizers let go of is found by the next collection. */
async function settled(): Promise<Memory> {
  for (let i = 0; i < 4; i++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return { heap: heapUsed, external };
}

function sizeOf(chunks: readonly Uint8Array[]): Size {
  const bytes = Buffer.concat(chunks);
  return { raw: bytes.length, deflated: deflateRawSync(bytes, { level: 9 }).length };
}
