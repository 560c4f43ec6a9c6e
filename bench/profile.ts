/**
 * `npm run bench:profile [-- node|chromium]`: where the time goes, by the rooms of the house, while a second
 * replica takes in a whole history, and in the page (chromium/profiling.ts): the explanation of what `npm run
 * bench` and `bench:chromium` measure.
 *
 * Samples of the processor's work, each counted for the innermost function of ours, or of a library, that
 * it lies in; the process's other threads, which check signatures and inflate, show as waiting. Cold: the
 * first call in a process. Warm: the average of later calls. Writes bench/results/profile.json.
 *
 * PARLEY_ROUNDS: processes of each, 3 if not given.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { deserialize } from 'node:v8';
import { fixturePath } from './child.ts';
import { profilePages } from './chromium/profiling.ts';
import { readRecording } from './histories.ts';
import { about, install, prepared } from './processes.ts';
import { profileTables, type ProfileResults, type Profiled } from './report/profile.ts';
import { readResults, writeResults } from './report/results.ts';
import { byRoom, each, type Plan, type Rooms } from './rooms.ts';
import { subjectOf, type SubjectName } from './subject.ts';

interface Task {
  readonly subject: SubjectName;
  readonly trace: string;
}

const TASKS: readonly Task[] = [
  { subject: 'parley/typist', trace: 'automerge-paper' },
  { subject: 'parley/16', trace: 'automerge-paper' },
  { subject: 'parley/typist', trace: 'friendsforever-concurrent' },
];
const ROUNDS = Number(process.env['PARLEY_ROUNDS'] ?? 3);
const WARMING = 8;
const WARM = 12;
const INTERVAL_US = 100;

const ROOMS: readonly (readonly [RegExp, string])[] = [
  [/node:inspector/, ''],
  [/@noble\/hashes|src\/base\/hash\.ts/, 'hashing'],
  [/@noble\/ed25519|src\/host\/signatures|src\/base\/keys\.ts|node:.*webcrypto/, 'signatures'],
  [/src\/host\/packing|node:zlib|node:.*webstreams/, 'inflating'],
  [/src\/wire\//, 'reading and writing bytes (`wire/`)'],
  [/src\/replica\//, 'judging and keeping events (`replica/`)'],
  [/src\/crdt\//, 'graph, ops and text (`crdt/`)'],
  [/src\/|bench\//, 'what is left of the loop'],
];

const PLAN: Plan = {
  roomOf({ functionName, url }) {
    if (functionName === '(garbage collector)') return 'garbage collection';
    if (functionName === '(idle)') return 'waiting for other threads';
    return ROOMS.find(([pattern]) => pattern.test(url))?.[1];
  },
  rest: 'Node: loading, compiling',
};

const given = process.argv[2];
if (given?.startsWith('{')) {
  console.log(`\n${JSON.stringify(await profiled(JSON.parse(given) as Task))}`);
  process.exit(0);
}
install();
const parts = process.argv.length > 2 ? process.argv.slice(2) : ['node', 'chromium'];
const results: ProfileResults = {
  ...readResults<ProfileResults>('profile'),
  about: about(ROUNDS),
  ...(parts.includes('node') && { rows: await takingIn() }),
  ...(parts.includes('chromium') && { pages: await profilePages(ROUNDS) }),
};
writeResults('profile', results);
console.log(profileTables(results));

async function takingIn(): Promise<Profiled[]> {
  const rows: Profiled[] = [];
  for (const task of TASKS) {
    await prepared(task.subject, task.trace);
    const processes = Array.from({ length: ROUNDS }, () => inChild(task));
    rows.push({ ...task, processes });
  }
  return rows;
}

function inChild(task: Task): Profiled['processes'][number] {
  const output = execFileSync(
    process.execPath,
    ['--expose-gc', import.meta.filename, JSON.stringify(task)],
    { encoding: 'utf8', maxBuffer: 2 ** 24 },
  );
  return JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Profiled['processes'][number];
}

async function profiled({ subject: name, trace }: Task): Promise<Profiled['processes'][number]> {
  const recording = { ...readRecording(trace), transactions: [] };
  const fixture: unknown = deserialize(readFileSync(fixturePath(name, trace)));
  const call = await (await subjectOf(name)).call('remote', recording, fixture);
  if (!call) throw new Error(`${name} takes nothing in`);
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: INTERVAL_US });
  const several = async (calls: number): Promise<void> => {
    for (let i = 0; i < calls; i++) {
      const outcome = await call();
      if (outcome.text !== recording.endContent) throw new Error(`${name}: a wrong text`);
      await outcome.free();
    }
  };
  const sampled = async (calls: number): Promise<Rooms> => {
    globalThis.gc?.();
    await session.post('Profiler.start');
    await several(calls);
    const { profile } = await session.post('Profiler.stop');
    return each(byRoom(profile, PLAN), calls);
  };
  const cold = await sampled(1);
  await several(WARMING);
  return { cold, warm: await sampled(WARM) };
}
