/**
 * What one device can make a replica do, whatever channels it comes by.
 */
import { describe, expect, it, vi } from 'vitest';
import type { AgentId, PeerId } from '../../src/base/ids.ts';
import type * as Keys from '../../src/base/keys.ts';
import {
  ANSWER_RATE,
  CARET_MS,
  CARET_RATE,
  MAX_CARET_UNITS,
  MAX_SENT_BUNDLE,
  PARKED_RATE,
  SERVED_RATE,
  WASTED_RATE,
} from '../../src/base/limits.ts';
import { Text } from '../../src/crdt/text.ts';
import { Bucket, Budgets } from '../../src/replica/budget.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import {
  admitted,
  at,
  connect,
  converse,
  device,
  DOC,
  Forger,
  Host,
  identity,
  insert,
  type Made,
} from './lab.ts';

vi.mock('../../src/base/keys.ts', async (original) => ({
  ...(await original<typeof Keys>()),
  ...(await import('../sim/engine.ts')),
}));

const ASK = encodeMessage({ kind: 'summary', ends: [] });

/** Asks for everything on a channel of its own, and leaves. */
function asks(host: Host, name: string, person = 0): PeerId {
  const peer = host.connect(name, person, 70);
  host.receive(peer, ASK);
  host.do((own) => own.disconnected(peer));
  return peer;
}

const served = (host: Host): number =>
  host.sends.reduce(
    (sum, { loose, message }) => sum + (loose === undefined ? 0 : message.length),
    0,
  );

const answers = (host: Host): number =>
  host.sent.filter(({ message }) => message.kind === 'events').length;

/** A run whose signature is wrong. */
function wrong(load: number): Uint8Array {
  const { run } = new Forger(identity(0, load)).first({ ops: [insert(0, 'wrong')] });
  run[run.length - 1] = (run.at(-1) ?? 0) ^ 1;
  return run;
}

describe('a bucket', () => {
  it('S10 gives its burst at once, then as much as flows back', () => {
    const bucket = new Bucket({ burst: 10, perSecond: 2 });
    expect(bucket.readyAt()).toBeLessThanOrEqual(0);
    for (let i = 0; i < 10; i++) bucket.spend(1, at(1_000));
    expect(bucket.readyAt()).toBe(1_000);
    bucket.spend(1, at(1_000));
    expect(bucket.readyAt()).toBe(1_500);
    expect(bucket.readyAt(1)).toBe(1_000);
    bucket.spend(1, at(60_000));
    expect(bucket.readyAt()).toBeLessThanOrEqual(60_000 - 4_000);
  });

  it('S10 is one for each member’s device, and one for all who are none', () => {
    const budgets = new Budgets();
    const one = budgets.of(device(1), true);
    expect(budgets.of(device(1), true)).toBe(one);
    expect(budgets.of(device(2), true)).not.toBe(one);
    expect(budgets.of(device(3), false)).toBe(budgets.of(device(4), false));
    expect(budgets.of(device(3), true)).not.toBe(budgets.of(device(3), false));
  });
});

describe('whoever asks for everything on ever new channels', () => {
  it('A47 S10 is answered as often as its device may ask', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'all');
    for (let n = 0; n < ANSWER_RATE.burst + 40; n++) asks(host, `amplifier${n}`);
    expect(answers(host)).toBeLessThanOrEqual(ANSWER_RATE.burst + 1);
    host.pass(10_000);
    for (let n = 0; n < 40; n++) asks(host, `again${n}`);
    const most = ANSWER_RATE.burst + 1 + 10 * ANSWER_RATE.perSecond;
    expect(answers(host)).toBeLessThanOrEqual(most);
    expect(answers(host)).toBeGreaterThan(most - 3);
  });

  it('A34 A47 S10 is sent bytes within its budget, and the rest later', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'w'.repeat(600_000));
    for (let n = 0; n < 40; n++) asks(host, `amplifier${n}`);
    const most = SERVED_RATE.burst + 2 * host.replica.history.bytes + MAX_SENT_BUNDLE;
    expect(served(host)).toBeLessThanOrEqual(most);
    expect(served(host)).toBeGreaterThan(SERVED_RATE.burst);
    const before = served(host);
    const last = host.connect('last', 0, 70);
    host.receive(last, ASK);
    expect(served(host)).toBe(before);
    host.pass(30_000);
    expect(served(host) - before).toBeGreaterThan(600_000);
    expect(host.replica.wakeAt()).toBeUndefined();
  });

  it('S10 takes nothing from another device', () => {
    const { invite, joined } = admitted('editor');
    const host = new Host(0, 50);
    host.type(DOC, 0, 'for all');
    host.hear('policy', invite.run, joined.run);
    for (let n = 0; n < 2 * ANSWER_RATE.burst; n++) asks(host, `amplifier${n}`);
    const other = new Host(1, 51);
    connect({ host, other });
    converse({ host, other });
    expect(other.text()).toBe('for all');
  });
});

describe('whoever sends what is wrong on ever new channels', () => {
  it('A24 S10 is listened to as its device may waste', () => {
    const host = new Host(0, 50);
    let checks = 0;
    for (let n = 0; n < 20; n++) {
      const runs = Array.from({ length: 60 }, (_, i) => wrong(i));
      host.slow = true;
      host.hear(`flooder${n}`, ...runs);
      checks += host.checks.reduce((sum, one) => sum + one.checks.length, 0);
      host.answer();
    }
    // Two checks a run: its own, and its new chain's certificate.
    expect(checks).toBeLessThanOrEqual(2 * (WASTED_RATE.burst + 60));
    expect(host.drops.get([...host.drops.keys()][0] as PeerId)?.code).toBe('BadSignature');
  });

  it('S10 is listened to again with time, and loses nothing that is good', () => {
    const { invite, joined } = admitted('editor');
    const host = new Host(0, 50);
    host.hear('policy', invite.run, joined.run);
    const from = (name: string, ...runs: readonly Uint8Array[]): void => {
      const peer = host.connect(name, 1, 71);
      host.receive(peer, encodeMessage({ kind: 'events', runs }));
    };
    for (let n = 0; n < 6; n++) from(`bad${n}`, ...Array.from({ length: 60 }, (_, i) => wrong(i)));
    const good = new Forger(identity(1, 72)).first({ policyHeads: [joined.id] });
    from('good', good.run);
    expect(host.text()).toBe('');
    expect(host.hear('somebody else', new Forger(identity(0, 73)).first().run)).toBeUndefined();
    expect(host.text()).toBe('ab');
    host.pass(120_000);
    expect(host.text()).toBe('abab');
  });

  it('A13 S10 cannot make events wait for ever more', () => {
    const host = new Host(0, 50);
    const size = 60_000;
    const waiting = (n: number): Made => {
      const parents = [n.toString(16).padStart(64, '0') as never];
      return new Forger(identity(0, 1)).first({ parents, ops: [insert(0, 'w'.repeat(size))] });
    };
    let checks = 0;
    host.slow = true;
    for (let n = 1; n <= 400; n++) {
      host.hear(`hoarder${n}`, waiting(n).run);
      checks += host.checks.length;
      host.answer();
      host.do((own) => own.disconnected(`hoarder${n}` as PeerId));
    }
    expect(checks).toBeLessThanOrEqual(PARKED_RATE.burst / size + 1);
    expect(checks).toBeGreaterThan(200);
  });
});

describe('carets in floods', () => {
  it('A42 S11 are passed on now and then, the newest in the end', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'some text');
    const { graph } = host.replica.history.document(DOC);
    const version = host.replica.history.document(DOC).idsOf(graph.heads);
    const peer = host.connect('restless', 0, 70);
    let moved = 0;
    const tell = (anchor: number): void => {
      const caret = { document: DOC, version, anchor, head: anchor };
      const before = host.carets;
      host.receive(peer, encodeMessage({ kind: 'presence', caret }));
      moved += host.carets - before;
    };
    for (let n = 0; n < 500; n++) tell(n % 8);
    tell(9);
    expect(moved).toBe(1);
    host.pass(CARET_MS + 1_000);
    expect(host.replica.carets(DOC).map(({ caret }) => caret.anchor)).toEqual([9]);
    host.do((own) => own.disconnected(peer));
    expect(host.replica.carets(DOC)).toEqual([]);
    expect(host.replica.wakeAt()).toBeUndefined();
  });
});

describe('carets that lie far back', () => {
  /** A text that grew to `units` on its first ten characters; the first peer's, and how to say it there. */
  const grown = (units: number) => {
    const host = new Host(0, 50);
    host.type(DOC, 0, '0123456789');
    const log = host.replica.history.document(DOC);
    const version = log.idsOf(log.graph.heads);
    for (let done = 10; done < units; done += 100) host.type(DOC, done, 'x'.repeat(100));
    const mapped = vi.spyOn(Text.prototype, 'mapForward');
    const tell = (peer: PeerId, events = version): void => {
      const caret = { document: DOC, version: events, anchor: 3, head: 3 };
      host.receive(peer, encodeMessage({ kind: 'presence', caret }));
    };
    return { host, tell, mapped, log };
  };

  it('A42 S11 are not shown, and nothing is replayed for them', () => {
    const { host, tell, mapped, log } = grown(MAX_CARET_UNITS + 200);
    const peer = host.connect('ancient', 0, 70);
    for (const version of [[], undefined]) {
      tell(peer, version);
      host.pass(1_000);
      expect([host.replica.carets(DOC), mapped.mock.calls]).toEqual([[], []]);
    }
    tell(peer, log.idsOf(log.graph.heads));
    expect(host.replica.carets(DOC).map(({ caret }) => caret.anchor)).toEqual([3]);
    // The one before stays, and moves with the text.
    tell(peer);
    host.type(DOC, 0, 'new ');
    host.pass(1_000);
    expect(host.replica.carets(DOC).map(({ caret }) => caret.anchor)).toEqual([7]);
    expect([mapped.mock.calls, host.drops.size]).toEqual([[], 0]);
  });

  it('A42 S10 cost their device what is replayed for them, whatever channels they come by', () => {
    const { host, tell, mapped } = grown(MAX_CARET_UNITS - 500);
    const peers = Array.from({ length: 8 }, (_, n) => host.connect(`back${n}`, 0, 60 + n));
    for (let n = 0; n < 100; n++) {
      for (const peer of peers) tell(peer);
      host.pass(CARET_MS);
    }
    const each = MAX_CARET_UNITS - 500;
    const most = CARET_RATE.burst + (CARET_RATE.perSecond * 100 * CARET_MS) / 1_000;
    expect(mapped.mock.calls.length).toBeLessThanOrEqual(Math.ceil(most / each) + peers.length);
    expect(host.replica.carets(DOC).length).toBeGreaterThan(0);
    host.pass(20_000);
    expect(host.replica.carets(DOC).length).toBe(peers.length);
    // Whoever has nothing to show is gone at once.
    const [peer] = peers;
    if (peer) host.receive(peer, encodeMessage({ kind: 'presence', caret: null }));
    expect(host.replica.carets(DOC).length).toBe(peers.length - 1);
    expect(host.replica.wakeAt()).toBeUndefined();
  });
});

describe('an agent’s id', () => {
  it('S10 makes no new budget: the device does', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'all');
    const peers = Array.from({ length: ANSWER_RATE.burst + 9 }, (_, n): AgentId => {
      const peer = host.connect(`page${n}`, 0, 60 + n);
      host.receive(peer, ASK);
      return host.replica.peers().at(-1)?.agent as AgentId;
    });
    expect(new Set(peers).size).toBe(peers.length);
    expect(answers(host)).toBe(ANSWER_RATE.burst + 1);
  });
});
