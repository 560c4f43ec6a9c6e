/**
 * What is kept of each member, and what is fetched for others' sake. Shares are small here.
 */
import { describe, expect, it, vi } from 'vitest';
import type { EventId, PieceId } from '../../src/base/ids.ts';
import type * as Keys from '../../src/base/keys.ts';
import {
  CHAIN_COST,
  EVENT_COST,
  MAX_CIRCLE,
  MAX_IMAGE_BYTES,
  MAX_PIECES,
} from '../../src/base/limits.ts';
import { setImage } from '../../src/crdt/image-row.ts';
import type { Forked } from '../../src/replica/history.ts';
import type { ShareSize } from '../../src/replica/shares.ts';
import { bytesOf } from '../../src/wire/evidence.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { encodeManifest } from '../../src/wire/image.ts';
import type { SetOp } from '../../src/wire/op.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import { decodeRun } from '../../src/wire/run.ts';
import {
  admit,
  admitted,
  converse,
  device,
  DOC,
  Forger,
  Host,
  identity,
  insert,
  inviteKey,
  text,
} from './lab.ts';

const SHARE = 60_000;
const STEP = 5_000;
const SHARES: ShareSize = { content: SHARE, policy: 20_000 };

vi.mock('../../src/base/keys.ts', async (original) => ({
  ...(await original<typeof Keys>()),
  ...(await import('../sim/engine.ts')),
}));

/** Persons 1 to 4 are let in on one invite; what tells of it, and the newest policy event. */
function house(uses = 4) {
  const { policy, invite, joined } = admitted('editor', uses);
  const more = [2, 3, 4].map((person) => policy.next({ ops: [admit(invite.id, 1, person)] }));
  const head = more.at(-1)?.id as EventId;
  return { head, runs: [invite.run, joined.run, ...more.map(({ run }) => run)] };
}

/** A chain of so many runs of STEP bytes each, on a text of its own. */
function flood(person: number, load: number, head: EventId, count: number, doc = load) {
  const one = new Forger(identity(person, load));
  const ops = (): { ops: ReturnType<typeof insert>[] } => ({ ops: [insert(0, 'f'.repeat(STEP))] });
  const first = one.first({ document: text(doc), policyHeads: [head], seal: true, ...ops() });
  const made = [first];
  while (made.length < count) made.push(one.next({ seal: true, ...ops() }));
  return { one, made, runs: made.map(({ run }) => run) };
}

const used = (host: Host, person: number): number =>
  host.replica.history.shares.used(device(person));
const talked = (host: Host): number => host.sent.reduce((sum, { bytes }) => sum + bytes.length, 0);

function join(hosts: Record<string, Host>, persons: Record<string, number>): void {
  for (const a of Object.keys(hosts))
    for (const b of Object.keys(hosts))
      if (a !== b) hosts[a]?.connect(b, persons[b] ?? 0, (persons[b] ?? 0) + 50);
  converse(hosts);
}

describe('a flood of valid events', () => {
  it('A62 I2 S12 images that a member makes known count in its share, and no more of them are taken', () => {
    const { head, runs } = house();
    const host = new Host(0, 50, { ...SHARES, content: 5 * MAX_IMAGE_BYTES });
    host.hear('a', ...runs);
    const one = new Forger(identity(1, 7));
    const known = (n: number): { ops: SetOp[] } => {
      const pieces = Array.from({ length: MAX_PIECES }, () => text(n) + text(n)) as PieceId[];
      return { ops: [setImage(encodeManifest({ length: MAX_IMAGE_BYTES, pieces }))] };
    };
    const made = [
      one.first({ document: WORKSPACE_MAP, policyHeads: [head], seal: true, ...known(0) }),
    ];
    while (made.length < 9) made.push(one.next({ seal: true, ...known(made.length) }));
    for (const { run } of made) host.hear('a', run);
    expect(host.replica.history.chain(one.agent, 'content')?.length).toBe(5);
    expect(used(host, 1)).toBeGreaterThan(5 * MAX_IMAGE_BYTES);
    expect(used(host, 1)).toBeLessThan(6 * MAX_IMAGE_BYTES);
  });

  it('A23 S12 is kept up to a share, inside a chain too, and the rest is not even checked', () => {
    const { head, runs } = house();
    const host = new Host(0, 50, SHARES);
    host.hear('a', ...runs);
    const { runs: spam } = flood(1, 7, head, 40);
    for (const run of spam) expect(host.hear('b', run)).toBeUndefined();
    expect(used(host, 1)).toBeGreaterThanOrEqual(SHARE);
    expect(used(host, 1)).toBeLessThan(SHARE + STEP + 200);
    host.slow = true;
    host.hear('b', ...flood(1, 8, head, 3).runs, spam.at(-1) as Uint8Array);
    expect(host.checks).toEqual([]);
    host.slow = false;
    expect(host.replica.waiting.events).toBe(0);
    host.hear('b', flood(2, 9, head, 1).made[0]?.run as Uint8Array);
    expect(used(host, 2)).toBeGreaterThan(STEP);
  });

  it('T7 S12 cannot come from ever other agents on ever other old versions', () => {
    const { head, runs } = house();
    const host = new Host(0, 50, SHARES);
    host.hear('a', ...runs);
    const versions = flood(2, 9, head, 8).made;
    for (const { run } of versions) host.hear('a', run);
    const agents = Array.from({ length: 40 }, (_, load) => new Forger(identity(1, 60 + load)));
    agents.forEach((one, i) => {
      const parents = [versions[(i * 5) % versions.length]?.id as EventId];
      const ops = [insert(0, 'x')];
      const { run } = one.first({ document: text(9), policyHeads: [head], parents, ops });
      expect(host.hear('b', run)).toBeUndefined();
    });
    const { history } = host.replica;
    const kept = agents.filter(({ agent }) => history.chain(agent, 'content'));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(Math.ceil(SHARE / CHAIN_COST));
  });

  it('A23 S12 leaves its author’s policy acts their own share', () => {
    const { head, runs } = house();
    const host = new Host(2, 50, SHARES);
    host.hear('a', ...runs, ...flood(0, 7, head, 40).runs);
    const policy = new Forger(identity(0, 7), 'policy');
    const first = { certificate: policy.identity.certificate, continues: [] };
    const invite = (n: number) =>
      ({ kind: 'invite', key: inviteKey(n), role: 'editor', uses: 1, expires: 0 }) as never;
    const made = policy.next({ first, parents: [head], elapsed: 1, ops: [invite(2)] });
    expect(host.hear('b', made.run)).toBeUndefined();
    expect(host.replica.history.find(made.id)).toBeDefined();
    for (let n = 0; n < 200; n++) host.hear('b', policy.next({ ops: [invite(n)] }).run);
    const kept = host.replica.history.chain(policy.agent, 'policy')?.length ?? 0;
    expect(kept).toBeGreaterThan(20);
    expect(kept).toBeLessThan(190);
    expect(host.drops.size).toBe(0);
  });

  it('S12 does not bound what one writes oneself, nor what is held already', () => {
    const host = new Host(0, 50, SHARES);
    for (let n = 0; n < 40; n++) host.type(DOC, 0, 'o'.repeat(STEP));
    expect(host.text().length).toBe(40 * STEP);
    const again = new Host(3, 51, SHARES);
    const runs = host.stored.flatMap((one) => one.runs).map(({ bytes }) => decodeRun(bytes));
    again.do((own) => own.restore(runs.flatMap((run) => (run.ok ? [run.value] : []))));
    again.do((own) => own.open(new Map()));
    expect(again.text().length).toBe(host.text().length);
    const tab = new Host(0, 52, SHARES);
    join({ host, tab }, { host: 0, tab: 0 });
    expect(tab.text().length).toBe(host.text().length);
  });

  it('S12 is told to whoever writes it: nobody says to have it', () => {
    const host = new Host(0, 50, SHARES);
    const other = new Host(1, 51, SHARES);
    host.hear('a', ...house().runs);
    join({ host, other }, { host: 0, other: 1 });
    host.type(DOC, 0, 'before');
    converse({ host, other });
    expect(host.replica.unsent).toBe(0);
    for (let n = 0; n < 20; n++) host.type(DOC, 0, 'o'.repeat(STEP));
    converse({ host, other });
    expect(host.replica.unsent).toBeGreaterThan(0);
    expect(host.replica.peers().some((peer) => host.replica.isSynced(peer))).toBe(false);
    expect(other.text().length).toBeLessThan(SHARE + STEP);
    expect(other.text().length).toBeGreaterThan(SHARE / 2);
  });
});

describe('V8 two histories of somebody', () => {
  /** Person 1's, of STEP bytes an event: they part after the first, and the second can go on. */
  const parted = () => {
    const { head, runs } = house();
    const cheat = new Forger(identity(1, 7));
    const body = (letter = 'f') => ({ seal: true, ops: [insert(0, letter.repeat(STEP))] });
    const base = cheat.first({ document: text(7), policyHeads: [head], ...body() });
    const twin = cheat.clone();
    const host = new Host(0, 50, SHARES);
    host.hear('a', ...runs, base.run, cheat.next(body()).run);
    const before = used(host, 1);
    host.hear('b', base.run, twin.next(body('g')).run);
    expect(host.forks).toEqual([cheat.agent]);
    return { head, runs, host, before, agent: cheat.agent, more: () => twin.next(body()).run };
  };

  it('count for his share as the evidence does, and as far as they are held', () => {
    const { host, before, agent } = parted();
    const { history } = host.replica;
    const [{ evidence }] = history.forks() as [Forked];
    const dropped = EVENT_COST + (history.chain(agent, 'content')?.body(1).length ?? 0);
    expect(used(host, 1)).toBe(before - dropped + CHAIN_COST + bytesOf(evidence));
  });

  it('A03 S12 beyond what is held are taken up to another share, and leave his own alone', () => {
    const { head, host, agent, more } = parted();
    const before = used(host, 1);
    for (let n = 0; n < 60; n++) expect(host.hear('b', more())).toBeUndefined();
    expect(used(host, 1)).toBe(before);
    const logs = host.replica.history.histories(agent, 'content');
    const bytes = logs.reduce((sum, log) => sum + log.bytes, 0);
    expect(bytes).toBeLessThan(SHARE + 3 * STEP);
    expect(host.stored.flatMap((one) => one.runs).length).toBeLessThan(20);
    host.hear('b', flood(2, 9, head, 1).made[0]?.run as Uint8Array);
    expect(used(host, 2)).toBeGreaterThan(STEP);
  });

  it('S13 are told of in no hash, and taken no evidence of, once it is used up', () => {
    const { head, host, runs } = parted();
    const other = new Host(3, 51, SHARES);
    const spam = flood(1, 8, head, 40).runs;
    for (const one of [host, other]) for (const run of [...runs, ...spam]) one.hear('c', run);
    join({ host, other }, { host: 0, other: 3 });
    expect(other.replica.history.forks()).toEqual([]);
    const [a, b] = [host, other].map(({ replica }) => replica.peers().at(-1));
    expect(a && host.replica.isSynced(a)).toBe(true);
    expect(b && other.replica.isSynced(b)).toBe(true);
  });
});

describe('replicas that keep other parts of what is over a share', () => {
  it('A23 S13 say one hash, and are silent', () => {
    const { head, runs } = house();
    const a = new Host(0, 50, SHARES);
    const b = new Host(2, 52, SHARES);
    for (const host of [a, b]) host.hear('policy', ...runs);
    for (const run of flood(1, 7, head, 20).runs) a.hear('flooder', run);
    for (const run of flood(1, 8, head, 20).runs) b.hear('flooder', run);
    const before = [talked(a), talked(b)];
    join({ a, b }, { a: 0, b: 2 });
    for (let minute = 0; minute < 60; minute++) for (const host of [a, b]) host.pass(60_000);
    expect(talked(a) - (before[0] ?? 0)).toBeLessThan(STEP);
    expect(talked(b) - (before[1] ?? 0)).toBeLessThan(STEP);
    expect(a.replica.held).not.toBe(b.replica.held);
    for (const host of [a, b])
      for (const peer of host.replica.peers())
        if (peer.id === 'a' || peer.id === 'b') expect(host.replica.isSynced(peer)).toBe(true);
    expect(a.replica.wakeAt()).toBeUndefined();
    a.type(DOC, 0, 'still together');
    converse({ a, b });
    expect(b.text()).toBe('still together');
  });

  it('S13 are not sent again and again what they turned away', () => {
    const { head, runs } = house();
    const flooder = new Host(1, 51, SHARES);
    const host = new Host(0, 50, SHARES);
    for (const one of [flooder, host]) one.hear('policy', ...runs);
    for (const run of flood(1, 7, head, 60).runs) flooder.hear('mine', run);
    join({ host, flooder }, { host: 0, flooder: 1 });
    const before = talked(flooder);
    for (let n = 0; n < 10; n++) {
      host.do((own) => own.disconnected('flooder' as never));
      flooder.do((own) => own.disconnected('host' as never));
      host.hear(`other${n}`, flood(3, 60 + n, head, 1).runs[0] as Uint8Array);
      join({ host, flooder }, { host: 0, flooder: 1 });
    }
    expect(used(flooder, 1)).toBeGreaterThan(5 * SHARE);
    expect(used(host, 1)).toBeLessThan(SHARE + STEP + 200);
    expect(used(flooder, 3)).toBe(used(host, 3));
    expect(talked(flooder) - before).toBeLessThan(10 * STEP);
  });
});

describe('an event that builds on what is over a share', () => {
  /** Who keeps more, another member's event on top of a flooder's `count` runs, and somebody else. */
  function drag(count: number) {
    const { head, runs } = house();
    const holder = new Host(3, 51, { content: 1e6, policy: 1e6 });
    const host = new Host(0, 50, SHARES);
    for (const one of [holder, host]) one.hear('policy', ...runs);
    const { made } = flood(1, 7, head, count, 1);
    for (const { run } of made) holder.hear('mine', run);
    const parents = [made.at(-1)?.id as EventId];
    const late = new Forger(identity(2, 8)).first({
      document: text(1),
      parents,
      policyHeads: [head],
      ops: [insert(0, 'late')],
    });
    holder.hear('somebody', late.run);
    join({ host, holder }, { host: 0, holder: 3 });
    return { head, host, holder, late };
  }

  it('A53 S14 is taken in, with what it needs and no more, charged to its author', () => {
    const { host, late, head } = drag(20);
    expect(host.text(text(1)).startsWith('late')).toBe(true);
    expect(host.replica.history.find(late.id)).toBeDefined();
    expect(used(host, 1)).toBeGreaterThan(20 * STEP);
    expect(host.replica.waiting.events).toBe(0);
    const before = used(host, 1);
    expect(before).toBeLessThan(21 * STEP + CHAIN_COST);
    host.hear('b', ...flood(1, 9, head, 1).runs);
    expect(used(host, 1)).toBe(before);
  });

  it('A53 S14 waits where it needs more than another share, and asks ever less often', () => {
    const { host, holder, late, head } = drag(60);
    // Its share, another for whoever waits, and by how much another's copy may be longer.
    const most = 2 * SHARE + 3 * STEP + CHAIN_COST + 300;
    expect(host.replica.history.find(late.id)).toBeUndefined();
    expect(used(host, 1)).toBeLessThan(most);
    const before = host.sent.length + holder.sent.length;
    const bytes = talked(holder);
    for (let minute = 0; minute < 10; minute++) {
      converse({ host, holder });
      for (const one of [host, holder]) one.pass(60_000);
    }
    expect(host.sent.length + holder.sent.length - before).toBeLessThan(80);
    expect(talked(holder) - bytes).toBeLessThan(12 * 60 * STEP);
    expect(used(host, 1)).toBeLessThan(most);
    host.hear('c', new Forger(identity(3, 9)).first({ policyHeads: [head] }).run);
    expect(host.text()).toContain('ab');
  });

  it('A53 S14 lets in nothing that the flooder sends itself, whoever waits', () => {
    const { head, runs } = house();
    const host = new Host(0, 50, SHARES);
    host.hear('policy', ...runs);
    const flooder = host.connect('flooder', 1, 51);
    const send = (...sent: readonly Uint8Array[]): void =>
      host.receive(flooder, encodeMessage({ kind: 'events', runs: sent }));
    send(...flood(1, 7, head, 20).runs);
    const before = used(host, 1);
    const parents = ['e'.repeat(64) as EventId];
    send(new Forger(identity(2, 8)).first({ policyHeads: [head], parents }).run);
    expect(host.replica.waiting.events).toBe(1);
    send(...flood(1, 9, head, 3).runs);
    expect(used(host, 1)).toBe(before);
  });

  it('A53 S14 draws as much after a page load as before it', () => {
    const { host, late, head } = drag(20);
    const again = new Host(0, 59, SHARES);
    const runs = host.stored.flatMap((one) => one.runs).map(({ bytes }) => decodeRun(bytes));
    again.do((own) => own.restore(runs.flatMap((run) => (run.ok ? [run.value] : []))));
    again.do((own) => own.open(new Map()));
    expect(again.text(text(1))).toBe(host.text(text(1)));
    expect(used(again, 1)).toBe(used(host, 1));
    // Another event of the same member that waits may draw what is left of one share, no more.
    const missing = 'e'.repeat(64) as EventId;
    const waits = new Forger(identity(2, 18));
    again.hear('b', waits.first({ policyHeads: [head], parents: [missing] }).run);
    for (let load = 20; load < 24; load++)
      for (const run of flood(1, load, head, 10).runs) again.hear('b', run);
    const most = 2 * SHARE + 2 * (STEP + CHAIN_COST);
    expect(used(again, 1)).toBeLessThan(most);
    expect(used(again, 1)).toBeGreaterThan(20 * STEP + SHARE / 3);
    expect(again.replica.history.find(late.id)).toBeDefined();
  });
});

describe('many who came on one invite', () => {
  it('A25 S12 have together what was meant for its uses', () => {
    const { policy, invite, joined } = admitted('editor', 1);
    const host = new Host(0, 50, SHARES);
    host.hear('a', invite.run, joined.run);
    const heads = [2, 3, 4, 5, 6].map((person) => {
      const other = new Forger(identity(0, 30 + person), 'policy');
      const first = { certificate: other.identity.certificate, continues: [] };
      const act = admit(invite.id, 1, person);
      const made = other.next({ first, parents: [invite.id], elapsed: 1, ops: [act] });
      expect(host.hear('a', made.run)).toBeUndefined();
      return made.id;
    });
    heads.forEach((head, i) => {
      for (const run of flood(2 + i, 60 + i, head, 20).runs) host.hear('b', run);
    });
    const all = [1, 2, 3, 4, 5, 6].reduce((sum, person) => sum + used(host, person), 0);
    expect(all).toBeLessThan(2 * SHARE + 6 * STEP);
    for (const person of [2, 3, 4, 5, 6])
      expect(used(host, person)).toBeGreaterThanOrEqual(SHARE / 6);
    const honest = new Forger(identity(1, 90)).first({ policyHeads: [joined.id] });
    host.hear('c', honest.run);
    expect(host.text()).toBe('ab');
    expect(policy.seq).toBe(2);
  });
});

/** Persons 2 to 21 come through person 1, an admin whom the founder invited; what tells of it. */
function circle() {
  const { invite, joined } = admitted('admin', 2);
  const admin = new Forger(identity(1, 40), 'policy');
  const first = { certificate: admin.identity.certificate, continues: [] };
  const act = { kind: 'invite', key: inviteKey(2), role: 'editor', uses: 50, expires: 0 } as never;
  const door = admin.next({ first, parents: [joined.id], elapsed: 1, ops: [act] });
  const persons = Array.from({ length: 20 }, (_, i) => 2 + i);
  const came = persons.map((person) => admin.next({ ops: [admit(door.id, 2, person)] }));
  const head = came.at(-1)?.id as EventId;
  const runs = [invite, joined, door, ...came].map(({ run }) => run);
  return { admin, invite, door, persons, head, runs };
}

describe('many who came through one whom the founder invited', () => {
  const PART = (SHARE * MAX_CIRCLE) / 20;
  const flooded = () => {
    const made = circle();
    const host = new Host(0, 50, SHARES);
    host.hear('a', ...made.runs);
    for (const person of made.persons)
      for (const run of flood(person, 60 + person, made.head, 20).runs) host.hear('b', run);
    return { ...made, host };
  };

  it('A25 S15 have together a few shares, and each its part of them', () => {
    const { host, persons, head } = flooded();
    const all = persons.reduce((sum, person) => sum + used(host, person), 0);
    expect(all).toBeGreaterThan(MAX_CIRCLE * SHARE);
    expect(all).toBeLessThan(MAX_CIRCLE * SHARE + 12 * PART + 20 * (STEP + 200));
    for (const person of persons) expect(used(host, person)).toBeGreaterThanOrEqual(PART);
    const before = used(host, 9);
    host.hear('c', ...flood(9, 90, head, 1).runs);
    expect(used(host, 9)).toBe(before);
  });

  it('A25 S15 leave what they have to whoever let them in, and to everybody else', () => {
    const { host, head, admin, door } = flooded();
    for (const person of [0, 1]) {
      for (const run of flood(person, 30 + person, head, 20).runs) host.hear('b', run);
      expect(used(host, person)).toBeGreaterThanOrEqual(SHARE);
    }
    const over = admin.next({ ops: [{ kind: 'close', invite: door.id, keep: [] }] });
    host.hear('b', over.run);
    expect(host.replica.history.find(over.id)).toBeDefined();
  });

  it('A25 S15 are not those who came on an invite of the founder, whoever admits them', () => {
    const { host, head, admin, invite } = flooded();
    const late = admin.next({ ops: [admit(invite.id, 1, 30)] });
    host.hear('a', late.run);
    for (const run of flood(30, 74, late.id, 20).runs) host.hear('b', run);
    expect(head).not.toBe(late.id);
    expect(used(host, 30)).toBeGreaterThanOrEqual(SHARE);
  });

  it('S13 S15 say one hash wherever other parts of it are kept', () => {
    const { runs, persons, head } = circle();
    const a = new Host(0, 50, SHARES);
    const b = new Host(30, 52, SHARES);
    for (const host of [a, b]) host.hear('policy', ...runs);
    for (const person of persons) {
      for (const run of flood(person, 60 + person, head, 20).runs) a.hear('x', run);
      for (const run of flood(person, 80 + person, head, 20).runs) b.hear('x', run);
    }
    join({ a, b }, { a: 0, b: 1 });
    for (let minute = 0; minute < 30; minute++) for (const host of [a, b]) host.pass(60_000);
    const before = talked(a) + talked(b);
    for (let minute = 0; minute < 30; minute++) for (const host of [a, b]) host.pass(60_000);
    expect(talked(a) + talked(b)).toBe(before);
  });
});

describe('more room', () => {
  /** Person 0 says of person `whom` how often it has its share. */
  const given = (whom: number, times: number, parent: EventId) => {
    const founder = new Forger(identity(0, 44), 'policy');
    const first = { certificate: founder.identity.certificate, continues: [] };
    const act = { kind: 'share', member: device(whom), times } as never;
    return founder.next({ first, parents: [parent], elapsed: 1, ops: [act] });
  };

  it('S12 P23 is as many shares, also for whoever has used up one', () => {
    const { head, runs } = house();
    const host = new Host(0, 50, SHARES);
    host.hear('a', ...runs);
    const spam = flood(1, 7, head, 60).runs;
    for (const run of spam) host.hear('b', run);
    expect(used(host, 1)).toBeLessThan(SHARE + STEP + 200);
    host.hear('a', given(1, 3, head).run);
    for (const run of spam) host.hear('b', run);
    expect(used(host, 1)).toBeGreaterThanOrEqual(3 * SHARE);
    expect(used(host, 1)).toBeLessThan(3 * SHARE + STEP + 200);
    for (const run of flood(2, 8, head, 20).runs) host.hear('b', run);
    expect(used(host, 2)).toBeLessThan(SHARE + STEP + 200);
  });

  it('S13 P23 is asked for by those who turned away what would have filled it', () => {
    const { head, runs } = house();
    const flooder = new Host(1, 51, SHARES);
    const host = new Host(0, 50, SHARES);
    for (const one of [flooder, host]) one.hear('policy', ...runs);
    for (const run of flood(1, 7, head, 25).runs) flooder.hear('mine', run);
    join({ host, flooder }, { host: 0, flooder: 1 });
    const mine = used(flooder, 1);
    expect(mine).toBeGreaterThan(2 * SHARE);
    expect(used(host, 1)).toBeLessThan(SHARE + STEP + 200);
    const told = () =>
      host.sent
        .flatMap(({ message }) => (message.kind === 'enough' ? [message.accounts.length] : []))
        .at(-1);
    expect(told()).toBe(1);
    host.hear('policy', given(1, 4, head).run);
    expect(told()).toBe(0);
    converse({ host, flooder });
    expect(used(host, 1)).toBe(mine);
    expect(host.replica.held).toBe(flooder.replica.held);
    expect(host.replica.peers().filter((peer) => host.replica.isSynced(peer)).length).toBe(1);
  });

  it('S15 P23 for the first of a circle is more for all of it', () => {
    const { runs, persons, head } = circle();
    const host = new Host(0, 50, SHARES);
    host.hear('a', ...runs, given(1, 2, head).run);
    for (const person of persons)
      for (const run of flood(person, 60 + person, head, 20).runs) host.hear('b', run);
    const all = persons.reduce((sum, person) => sum + used(host, person), 0);
    expect(all).toBeGreaterThanOrEqual(2 * MAX_CIRCLE * SHARE);
    expect(host.replica.history.shares.limitOf(device(9))).toBe(device(9));
  });

  it('A25 S15 P23 for many of a circle is no more than the circle has', () => {
    const { runs, persons, head, admin } = circle();
    const host = new Host(0, 50, SHARES);
    const more = persons.map((person) => {
      const act = { kind: 'share', member: device(person), times: 64 } as never;
      return admin.next({ ops: [act] }).run;
    });
    host.hear('a', ...runs, ...more);
    for (const person of persons)
      for (const run of flood(person, 60 + person, head, 60).runs) host.hear('b', run);
    const all = persons.reduce((sum, person) => sum + used(host, person), 0);
    expect(all).toBeGreaterThan(MAX_CIRCLE * SHARE);
    expect(all).toBeLessThan(2 * MAX_CIRCLE * SHARE + 20 * STEP);
    expect(host.replica.history.shares.limitOf(device(9))).toBe(device(1));
  });
});
