/**
 * Histories of agents that sign several, and what must hold of replicas that met different ones: that
 * they agree with each other, with a slow model, and with a replay of what they stored.
 */
import { expect } from 'vitest';
import { asSeq, type AgentId, type EventId, type MemberId } from '../../src/base/ids.ts';
import type { ChainLog } from '../../src/replica/chain.ts';
import { decodeRun, type Run } from '../../src/wire/run.ts';
import type { PolicyAct } from '../../src/wire/act.ts';
import { decodeEvidence } from '../../src/wire/evidence.ts';
import { effectiveOf, heldOf, lowestForks, type OracleEvent } from '../oracle/evidence.ts';
import {
  admit,
  connect,
  converse,
  device,
  Forger,
  Host,
  identity,
  insert,
  inviteKey,
  ROOT,
} from './lab.ts';
import type { Made } from './lab.ts';

/** The founder's policy: an invite, and persons 1 and 2 let in. */
export function team() {
  const policy = new Forger(identity(0, 8), 'policy');
  const { certificate } = policy.identity;
  const act = { kind: 'invite', key: inviteKey(1), role: 'editor', uses: 9, expires: 0 } as never;
  const first = { first: { certificate, continues: [] }, parents: [ROOT], elapsed: 1 };
  const invite = policy.next({ ...first, ops: [act] });
  const joined = [1, 2].map((person) => policy.next({ ops: [admit(invite.id, 1, person)] }));
  const runs = [invite, ...joined].map(({ run }) => run);
  return { policy, runs, head: (joined.at(-1) as Made).id, invite };
}
/** Everything that is in a replica's memory, whether held or not. */
function eventsOf(host: Host): OracleEvent[] {
  const events = new Map<string, OracleEvent>();
  for (const log of host.replica.history.chains())
    for (let at = 0; at < log.length; at++) {
      const id = log.idAt(at);
      const run = log.origin && at < log.base ? undefined : bodyOf(log, at);
      if (!run) continue;
      const before = at === 0 ? [] : [log.idAt(at - 1)];
      const { first, parents = [], policyHeads = [] } = run;
      const ancestors = [...before, ...(first?.continues ?? []), ...parents, ...policyHeads];
      const { agent, chain: kind } = log;
      events.set(id, { id, agent, kind, from: log.startOf(at), to: log.endOf(at), ancestors });
    }
  return [...events.values()];
}

function bodyOf(log: ChainLog, at: number) {
  const run = decodeRun(log.encode(at, at + 1, new Uint8Array(64)));
  if (!run.ok) throw new Error('what is held can be read');
  return run.value.stretch.body(0);
}

/** Ids of content that policy leaves its effect. */
function keptBy({ replica: { history } }: Host): Set<string> {
  const ids = new Set<string>();
  for (const log of history.chains())
    for (let at = 0; at < log.length; at++) {
      const { policyVersion } = log.contextAt(at);
      const { policy } = history;
      if (log.chain === 'policy') continue;
      if (log.endOf(at) <= policy.limit(log.agent, log.device, policyVersion))
        ids.add(log.idAt(at));
    }
  return ids;
}

/** Ids of the first so many events of each log. */
function idsWithin(host: Host, countOf: (log: ChainLog) => number): Set<string> {
  const ids = new Set<string>();
  for (const log of host.replica.history.chains())
    for (let at = 0; at < countOf(log); at++) ids.add(log.idAt(at));
  return ids;
}

const sorted = (ids: Iterable<string>): string[] =>
  [...ids].filter((id) => (id as EventId) !== ROOT).sort();

/** Replicas agree with each other and with the model. */
export function agree(hosts: Readonly<Record<string, Host>>): void {
  const all = Object.values(hosts);
  const [first] = all as [Host];
  const known = new Map(all.flatMap(eventsOf).map((event) => [event.id, event]));
  const events = [...known.values()];
  const forks = lowestForks(events);
  const inCut = new Set(all.flatMap((host) => [...keptBy(host)]));
  for (const host of all) {
    const { history, held } = host.replica;
    expect(held).toBe(first.replica.held);
    expect(host.text()).toBe(first.text());
    expect(host.drops).toEqual(new Map());
    expect(new Map(history.forks().map(({ agent, seq }) => [agent, seq]))).toEqual(forks);
    expect(sorted(idsWithin(host, (log) => history.heldOf(log)))).toEqual(
      sorted(heldOf(events, forks)),
    );
    expect(sorted(idsWithin(host, (log) => history.effectiveOf(log)))).toEqual(
      sorted(effectiveOf(events, forks, ({ id }) => inCut.has(id))),
    );
  }
  expect(again(first).replica.held).toBe(first.replica.held);
  expect(again(first).text()).toBe(first.text());
}

/** The same from what was stored, by these in one store, as a new page load reads it. */
export function again(...hosts: readonly Host[]): Host {
  const fresh = new Host(0, 77);
  const records = hosts.flatMap(({ stored }) =>
    stored.flatMap(({ runs, durability }) => runs.map((run) => ({ ...run, durability }))),
  );
  const order = (chain: string): number => (chain === 'policy' ? 0 : 1);
  const runs = records
    .filter(({ evidence }) => !evidence)
    .sort((a, b) => order(a.chain) - order(b.chain) || a.from - b.from || a.to - b.to);
  const read = runs.map(({ last, durability, bytes }) => {
    const run = decodeRun(bytes);
    if (!run.ok) throw new Error('what was stored can be read');
    return [run.value, durability === 'relaxed' ? last : undefined] as const;
  });
  const ends = new Map<Run, EventId | undefined>(read);
  fresh.replica.restore([...ends.keys()], (run) => ends.get(run));
  for (const { evidence, bytes } of records) {
    const one = evidence && decodeEvidence(bytes);
    if (!one) continue;
    if (!one.ok) throw new Error('what was stored can be read');
    fresh.replica.restoreEvidence(one.value);
  }
  fresh.replica.open(new Map());
  return fresh;
}

/** Two replicas that know the team, and what a cheat with two histories wrote: "ab", then one or the other. */
export function scene() {
  const of = team();
  const hosts = { a: new Host(0, 50), b: new Host(0, 51) };
  for (const host of Object.values(hosts)) host.hear('founder', ...of.runs);
  const cheat = new Forger(identity(1, 7));
  const base = cheat.first({ policyHeads: [of.head] });
  const twin = cheat.clone();
  const letters = (forger: Forger, text: string): Made[] =>
    [...text].map((letter) => forger.next({ ops: [insert(0, letter)] }));
  const left = letters(cheat, 'LLL');
  const right = letters(twin, 'RR');
  const more = (count: number): Made[] => letters(twin, 'R'.repeat(count));
  const runsOf = (made: readonly Made[]): Uint8Array[] => [base, ...made].map(({ run }) => run);
  return { ...of, hosts, cheat, base, left, right, more, runsOf };
}

export function meet(hosts: Readonly<Record<string, Host>>): void {
  for (const host of Object.values(hosts))
    for (const { id } of host.replica.peers()) host.do((own) => own.disconnected(id));
  connect(hosts);
  converse(hosts);
  agree(hosts);
}

export const removal = (
  person: number,
  names: readonly { agent: AgentId; seq: number }[],
): PolicyAct => ({
  kind: 'remove',
  target: { kind: 'member', member: device(person) as string as MemberId },
  part: 1,
  parts: 1,
  names: names.map(({ agent, seq }) => ({ agent, seq: asSeq(seq) })),
});
