/**
 * `npm run bench:flood`: how long what one honest person types takes to be seen by others, while
 * none, one or three members flood everybody with valid events in the same text, each with 320 KB
 * a second to everybody; before the flooders' shares are used up, and after.
 *
 * Four honest machines in virtual time, on which work takes as long as it really took. Times are
 * printed as ratios of what it takes with nobody flooding in the same run, medians of ROUNDS. Fails when an
 * honest event is missing somewhere, an honest peer was dropped, or more is kept than a share allows.
 *
 * PARLEY_ROUNDS: rounds of each, 3 if not given.
 */
import { asPeerId, type EventId, type PeerId } from '../src/base/ids.ts';
import { CHAIN_COST } from '../src/base/limits.ts';
import { assert } from '../src/base/result.ts';
import type { ShareSize } from '../src/replica/shares.ts';
import { agentIdOf } from '../src/wire/certificate.ts';
import { encodeMessage } from '../src/wire/message.ts';
import { device, DOC, Forger, identity, insert, workspace } from '../tests/replica/forger.ts';
import { admit, admitted } from '../tests/replica/lab.ts';
import { Machine, Timeline } from './flood/machine.ts';

const ROUNDS = Number(process.env['PARLEY_ROUNDS'] ?? 3);
const HONEST = [1, 2, 3, 4];
const FLOODERS = [5, 6, 7];
/** Milliseconds of each story, between two keys, and between two frames of a flooder. */
const STORY = 5_000;
const KEY_EVERY = 100;
const FRAME_EVERY = 100;
/** A frame: runs of so many events of so many characters, 32 KB in all. */
const RUNS = 2;
const EVENTS = 8;
const LENGTH = 2_048;
/** Used up within the first second. */
const SMALL: ShareSize = { content: 262_144, policy: 262_144 };

interface Seen {
  readonly median: number;
  readonly late: number;
}

function policy(): { readonly runs: Uint8Array[]; readonly head: EventId } {
  const persons = [...HONEST, ...FLOODERS];
  const { policy: chain, invite, joined } = admitted('editor', persons.length);
  const more = persons.slice(1).map((n) => chain.next({ ops: [admit(invite.id, 1, n)] }));
  const runs = [invite.run, joined.run, ...more.map(({ run }) => run)];
  return { runs, head: more.at(-1)?.id ?? joined.id };
}

/** Everything that one flooder sends, frame by frame. */
function flood(person: number, head: EventId): Uint8Array[] {
  const one = new Forger(identity(person, 40 + person));
  const event = { ops: [insert(0, 's'.repeat(LENGTH))] };
  const first = one.first({ policyHeads: [head], ...event });
  const frames = [encodeMessage({ kind: 'events', runs: [first.run] })];
  while (frames.length < STORY / FRAME_EVERY) {
    const runs = Array.from({ length: RUNS }, () =>
      one.many(Array.from({ length: EVENTS }, (_, i) => ({ ...event, seal: i === EVENTS - 1 }))),
    );
    frames.push(encodeMessage({ kind: 'events', runs }));
  }
  return frames;
}

const { runs: POLICY, head: HEAD } = policy();
const FRAMES = new Map(FLOODERS.map((person) => [person, flood(person, HEAD)]));

function story(flooders: readonly number[], shares?: ShareSize): Seen {
  const timeline = new Timeline();
  const machines = new Map<PeerId, Machine>();
  for (const person of HONEST) {
    const machine = new Machine(person, timeline, machines, shares);
    machines.set(machine.name, machine);
    machine.at(0, (own, now) => meet(own, asPeerId('founder'), 0, now));
    const told = encodeMessage({ kind: 'events', runs: POLICY });
    machine.at(1, (own, now) => own.receive(asPeerId('founder'), told, now));
    machine.at(2, (own) => own.disconnected(asPeerId('founder')));
    for (const other of [...HONEST, ...flooders])
      if (other !== person)
        machine.at(3, (own, now) => meet(own, asPeerId(`machine ${other}`), other, now));
  }
  const [writer, ...readers] = [...machines.values()];
  assert(writer, 'somebody writes');
  for (const person of flooders)
    FRAMES.get(person)?.forEach((frame, i) => {
      for (const machine of machines.values())
        machine.at(1_000 + i * FRAME_EVERY, (own, now) =>
          own.receive(asPeerId(`machine ${person}`), frame, now),
        );
    });
  const { agent } = writer.replica;
  const typed: number[] = [];
  const latencies: number[] = [];
  const seen = new Map(readers.map((machine) => [machine, 0]));
  for (let at = 2_000; at < STORY; at += KEY_EVERY) {
    writer.at(at, (own, now) => {
      typed.push(at);
      own.edit(DOC, [{ position: 0, deleted: 0, inserted: 'k' }], now);
    });
    for (let look = 0; look < KEY_EVERY; look += 1)
      timeline.at(at + look, () => {
        for (const machine of readers) {
          const end = machine.replica.history.chain(agent, 'content')?.end ?? 0;
          for (let key = seen.get(machine) ?? 0; key < end; key++)
            latencies.push(Math.max(machine.freeAt, at + look) - (typed[key] ?? at));
          seen.set(machine, end);
        }
      });
  }
  timeline.run(15_000);
  for (const machine of machines.values()) check(machine, writer, flooders, shares);
  latencies.sort((a, b) => a - b);
  const at = (part: number): number => latencies[Math.floor(latencies.length * part)] ?? NaN;
  return { median: at(0.5), late: at(0.95) };
}

function meet(own: Machine['replica'], name: PeerId, person: number, now: number): void {
  const agent = agentIdOf(workspace, identity(person, person).certificate);
  own.connected(name, device(person), agent, false, now as never);
}

function check(
  { replica, dropped }: Machine,
  writer: Machine,
  flooders: readonly number[],
  shares?: ShareSize,
): void {
  const { agent, history } = writer.replica;
  const own = history.chain(agent, 'content')?.lastId;
  assert(replica.history.chain(agent, 'content')?.lastId === own, 'an honest event is missing');
  assert(dropped.length === 0, 'somebody was dropped who broke no rule');
  for (const person of flooders) {
    const used = replica.history.shares.used(device(person));
    const most = shares ? 8 * (shares.content + EVENTS * LENGTH + CHAIN_COST) : Infinity;
    assert(used > 0 && used < most, 'more is kept than a share');
  }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

const CASES: readonly (readonly [string, readonly number[], ShareSize?])[] = [
  ['nobody floods', []],
  ['one floods', FLOODERS.slice(0, 1)],
  ['three flood', FLOODERS],
  ['one, share used up', FLOODERS.slice(0, 1), SMALL],
  ['three, shares used up', FLOODERS, SMALL],
];
story([]);
const found = CASES.map(() => [] as Seen[]);
for (let round = 0; round < ROUNDS; round++)
  CASES.forEach(([, flooders, shares], i) => found[i]?.push(story(flooders, shares)));
const of = (i: number, part: keyof Seen): number => median((found[i] ?? []).map((s) => s[part]));
console.log(`${'honest key to screen'.padEnd(24)}  median   ratio     95 %   ratio`);
CASES.forEach(([name], i) => {
  const cells = (['median', 'late'] as const).map((part) => {
    const ratio = (of(i, part) / of(0, part)).toFixed(2);
    return `${of(i, part).toFixed(1).padStart(6)} ms ${ratio.padStart(6)}`;
  });
  console.log(`${name.padEnd(24)} ${cells.join(' ')}`);
});
