/**
 * What the store gives back, whole or damaged, and what two replicas that meet again cost.
 */
import { describe, expect, it } from 'vitest';
import { PART_BYTES } from '../../src/replica/author.ts';
import { decodeRun, type Run } from '../../src/wire/run.ts';
import { Random } from '../sim/random.ts';
import { admit, connect, converse, DOC, Host, inviteKey, text } from './lab.ts';

/** The records that the store would hold after what a host asked it to keep. */
function records(...hosts: readonly Host[]): Run[] {
  const kept = new Map<string, { readonly to: number; readonly bytes: Uint8Array }>();
  for (const { stored } of hosts)
    for (const { runs, durability } of stored)
      for (const { agent, chain, from, to, last, bytes } of runs) {
        const key = [chain, agent, from, durability === 'relaxed' ? last : ''].join('/');
        if ((kept.get(key)?.to ?? 0) < to) kept.set(key, { to, bytes });
      }
  return [...kept.values()].map(({ bytes }) => {
    const run = decodeRun(bytes);
    if (!run.ok) throw new Error('what is stored can be read');
    return run.value;
  });
}

/** Two who wrote in turn, so that their chains depend on each other. */
function written() {
  const a = new Host(0, 50);
  const b = new Host(0, 51);
  connect({ a, b });
  for (let turn = 0; turn < 8; turn++) {
    a.type(DOC, 0, `a${turn} `);
    if (turn % 2 === 0) converse({ a, b });
    b.type(turn % 3 === 0 ? text(2) : DOC, 0, `b${turn} `);
    converse({ a, b });
  }
  return { a, b };
}

function restored(runs: readonly Run[], load: number): Host {
  const host = new Host(0, load);
  host.do((own) => own.restore(runs));
  host.do((own) => own.open(new Map()));
  return host;
}

describe('restore', () => {
  it('an event writes one part of its run, and the parts are the run', () => {
    const a = new Host(0, 50);
    const words = 'some words '.repeat(90);
    for (let i = 0; i < 60; i++) a.type(DOC, 0, words);
    for (const { runs } of a.stored)
      for (const { bytes } of runs)
        expect(bytes.length).toBeLessThan(PART_BYTES + 2 * words.length + 256);
    const kept = records(a);
    expect(kept.length).toBeGreaterThan((60 * words.length) / (2 * PART_BYTES));
    expect(kept.length).toBeLessThan((60 * words.length) / PART_BYTES + 3);
    for (const runs of [kept, kept.toReversed()]) {
      const host = restored(runs, 52);
      expect(host.replica.held).toBe(a.replica.held);
      expect(host.text()).toBe(a.text());
    }
    const torn = restored(kept.slice(0, -1), 53);
    const last = kept.at(-1);
    expect(torn.replica.history.chain(a.replica.agent, 'content')?.signedEnd).toBe(last?.from);
  });

  it('D3 gives equal holdings and texts, in whatever order records come', () => {
    const { a } = written();
    const runs = records(a);
    const random = new Random(3);
    for (let round = 0; round < 6; round++) {
      const host = restored(runs, 52);
      expect(host.replica.held).toBe(a.replica.held);
      expect(host.text()).toBe(a.text());
      expect(host.text(text(2))).toBe(a.text(text(2)));
      expect(host.replica.waiting.events).toBe(0);
      expect(host.stored).toEqual([]);
      runs.sort(() => random.next() - 0.5);
    }
  });

  it('D3 without a record leaves the rest usable, and peers have what is missing', () => {
    const { a, b } = written();
    const runs = records(a);
    for (let lost = 0; lost < runs.length; lost++) {
      const host = restored(
        runs.filter((_, i) => i !== lost),
        150 + lost,
      );
      host.type(text(3), 0, 'works');
      host.connect('b', 0, 51);
      b.connect('host', 0, 150 + lost);
      converse({ host, b });
      expect(host.replica.held).toBe(b.replica.held);
      expect(host.text()).toBe(b.text());
      expect(host.replica.waiting.events).toBe(0);
      expect([...host.drops, ...b.drops]).toEqual([]);
    }
  });

  it('S2 a new page load continues the earlier ones, so summaries do not grow with them', () => {
    let runs: Run[] = [];
    const loads: Host[] = [];
    for (let load = 0; load < 40; load++) {
      const host = restored(runs, 100 + load);
      host.type(DOC, 0, `${load} `);
      loads.push(host);
      runs = records(...loads);
    }
    const last = loads.at(-1);
    const other = new Host(0, 200);
    if (!last) throw new Error('there is a last one');
    connect({ last, other });
    converse({ last, other });
    expect(other.text()).toBe(last.text());
    const summaries = last.sent.flatMap(({ message }) =>
      message.kind === 'summary' ? [message.ends.length] : [],
    );
    expect(summaries).toEqual([1]);
  });
});

describe('two replicas that meet again', () => {
  /** Bytes beyond events that each says until both are silent. */
  function overhead(a: Host, b: Host): { readonly beyond: number; readonly events: number } {
    const before = [a.sent.length, b.sent.length];
    connect({ a, b });
    converse({ a, b });
    const said = [...a.sent.slice(before[0]), ...b.sent.slice(before[1])];
    let beyond = 0;
    let events = 0;
    for (const { message, bytes } of said) {
      const carried = message.kind === 'events' ? bytes.length : 0;
      events += carried;
      beyond += bytes.length - carried;
    }
    return { beyond, events };
  }

  it('S1 with equal holdings cost at most 100 bytes each', () => {
    const { a, b } = written();
    const { beyond, events } = overhead(a, b);
    expect(beyond).toBeLessThanOrEqual(200);
    expect(events).toBe(0);
  });

  it('S2 with ten agents, both having written, cost at most 1 KB each beyond events', () => {
    const a = new Host(0, 50);
    const b = new Host(0, 51);
    const { invites, all } = crowd(a);
    expect(invites).toBe(8);
    connect({ a, b });
    converse({ a, b });
    expect(b.replica.held).toBe(a.replica.held);
    for (let i = 0; i < 3; i++) {
      a.type(DOC, 0, `offline a${i}`);
      b.type(DOC, 0, `offline b${i}`);
    }
    const { beyond } = overhead(a, b);
    expect(b.replica.held).toBe(a.replica.held);
    expect(beyond).toBeLessThanOrEqual(2_048);
    expect(all.length).toBe(8);
  });

  /** Eight more members who each wrote something that nobody has continued. */
  function crowd(a: Host) {
    const all: Host[] = [];
    for (let person = 1; person <= 8; person++) {
      const act = {
        kind: 'invite',
        key: inviteKey(person),
        role: 'editor',
        approval: false,
        uses: 1,
      } as const;
      const invite = a.do((own, now) => own.act({ ...act, expires: 0 as never }, now));
      if (!invite.ok) throw new Error('the founder invites');
      const joined = a.do((own, now) => own.act(admit(invite.value.id, person, person), now));
      expect(joined.ok).toBe(true);
      const host = new Host(person, 60 + person);
      a.connect('m', person, 60 + person);
      host.connect('a', 0, 50);
      converse({ a, m: host });
      host.type(DOC, 0, `from ${person} `);
      converse({ a, m: host });
      all.push(host);
    }
    return { invites: a.replica.history.policy.members().length - 1, all };
  }

  it('after a page load and some typing do not send what both had', () => {
    const { a, b } = written();
    a.type(text(5), 0, 'long '.repeat(4_000));
    converse({ a, b });
    const later = restored(records(a), 70);
    later.type(DOC, 0, 'new');
    b.type(DOC, 0, 'also new');
    const { events } = overhead(later, b);
    expect(later.replica.held).toBe(b.replica.held);
    expect(events).toBeLessThan(2_000);
  });
});
