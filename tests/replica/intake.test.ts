/**
 * What peers send, honest or not: swapped bodies, forks, gaps, floods, noise.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import { asPeerId, asSeq, type EventId } from '../../src/base/ids.ts';
import { MAX_FRAME_BYTES, MAX_INBOX_BYTES } from '../../src/base/limits.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { Random } from '../sim/random.ts';
import {
  admitted,
  connect,
  converse,
  DOC,
  Forger,
  Host,
  identity,
  insert,
  text,
  verdicts,
} from './lab.ts';

const forger = (load = 1): Forger => new Forger(identity(0, load));
const unknown = (n: number): EventId => toHex(new Uint8Array(32).fill(n)) as EventId;

describe('a body that is not the signed one', () => {
  it('E4 A51 is refused, and the honest body is taken in later', () => {
    const one = forger();
    const honest = one.first();
    const swapped = forger(1).first({ ops: [insert(0, 'zz')] });
    const run = encodeRun({
      agent: one.agent,
      chain: 'content',
      from: asSeq(0),
      bodies: [swapped.body],
      signature: honest.signature,
    });
    const host = new Host(0, 50);
    const held = host.replica.held;
    expect(host.hear('mallory', run)?.code).toBe('BadSignature');
    expect(host.replica.held).toBe(held);
    expect(host.hear('honest', honest.run)).toBeUndefined();
    expect(host.text()).toBe('ab');
  });

  it('accuses nobody of a fork', () => {
    const one = forger();
    const honest = one.first();
    const swapped = forger(1).first({ ops: [insert(0, 'zz')] });
    const host = new Host(0, 50);
    host.hear('honest', honest.run);
    const parts = { agent: one.agent, chain: 'content', from: asSeq(0) } as const;
    const run = encodeRun({ ...parts, bodies: [swapped.body], signature: honest.signature });
    host.hear('mallory', run);
    expect(host.forks).toEqual([]);
    expect(host.text()).toBe('ab');
  });

  it('does not take other runs of its frame down with it', () => {
    const good = forger(2).first();
    const bad = forger(1).first();
    const parts = { agent: forger(1).agent, chain: 'content', from: asSeq(0) } as const;
    const run = encodeRun({ ...parts, bodies: [bad.body], signature: good.signature });
    const host = new Host(0, 50);
    expect(host.hear('mallory', good.run, run)?.code).toBe('BadSignature');
    expect(host.text()).toBe('ab');
  });
});

describe('two histories of one agent', () => {
  function forked() {
    const one = forger();
    const base = one.first();
    const twin = one.clone();
    const left = [one.next({ ops: [insert(0, 'L')] }), one.next({ ops: [insert(0, 'l')] })];
    const right = [twin.next({ ops: [insert(0, 'R')] }), twin.next({ ops: [insert(0, 'r')] })];
    return { base, left, right };
  }

  it('V3 A02 are reported once by whoever holds one and is shown the other, and neither counts', () => {
    const { base, left, right } = forked();
    const host = new Host(0, 50);
    host.hear('a', base.run, ...left.map(({ run }) => run));
    expect(host.hear('b', base.run, ...right.map(({ run }) => run))).toBeUndefined();
    const held = host.replica.held;
    for (let again = 0; again < 3; again++)
      expect(host.hear('b', base.run, ...right.map(({ run }) => run))).toBeUndefined();
    expect(host.forks).toEqual([forger().agent]);
    expect(host.replica.held).toBe(held);
    expect(host.text()).toBe('ab');
  });

  it('V7 do not disconnect those who pass them on in good faith', () => {
    const { invite, joined } = admitted('editor');
    const one = new Forger(identity(1, 7));
    const base = one.first({ policyHeads: [joined.id] });
    const twin = one.clone();
    const a = new Host(0, 50);
    const b = new Host(0, 51);
    const common = [invite.run, joined.run, base.run];
    a.hear('forger', ...common, one.next({ ops: [insert(0, 'L')] }).run);
    b.hear('forger', ...common, twin.next({ ops: [insert(0, 'R')] }).run);
    connect({ a, b });
    converse({ a, b });
    a.type(text(2), 0, 'still here');
    converse({ a, b });
    expect([...a.drops, ...b.drops]).toEqual([]);
    expect(b.text(text(2))).toBe('still here');
    expect([...a.forks, ...b.forks].length).toBeGreaterThan(0);
  });

  it('asking about them grows rare', () => {
    const { base, left, right } = forked();
    const a = new Host(0, 50);
    const b = new Host(0, 51);
    a.hear('forger', base.run, ...left.map(({ run }) => run));
    b.hear('forger', base.run, ...right.map(({ run }) => run));
    connect({ a, b });
    converse({ a, b });
    const before = a.sent.length;
    for (let minute = 0; minute < 10; minute++) {
      a.pass(60_000);
      b.pass(60_000);
    }
    expect(a.sent.length - before).toBeLessThanOrEqual(12);
  });
});

describe('what waits', () => {
  const waiting = (load: number): Uint8Array =>
    forger(load).first({ parents: [unknown(load % 250)], ops: [insert(0, 'w'.repeat(60_000))] })
      .run;

  it('E12 A13 is bounded for each peer, and forgotten with it', () => {
    const host = new Host(0, 50);
    for (let load = 1; load <= 90; load++) host.hear('hoarder', waiting(load));
    expect(host.replica.waiting.events).toBeLessThan(75);
    expect(host.replica.waiting.events).toBeGreaterThan(60);
    host.hear('modest', waiting(200));
    host.do((own) => own.disconnected(asPeerId('hoarder')));
    expect(host.replica.waiting.events).toBe(1);
  });

  it('is bounded when gaps close into more waiting', () => {
    const host = new Host(0, 50);
    const peers: Uint8Array[][] = [];
    for (let load = 1; load <= 90; load++) {
      const one = forger(load);
      const head = one.first();
      const ops = [insert(0, 'g'.repeat(60_000))];
      const tail = one.next({ parents: [unknown(load)], ops });
      peers.push([tail.run, head.run]);
    }
    const late = peers.map(([gap, head]) => {
      host.hear('hoarder', gap as Uint8Array);
      return head as Uint8Array;
    });
    for (const head of late) host.hear('hoarder', head);
    expect(host.replica.waiting.events).toBeLessThan(75);
    host.do((own) => own.disconnected(asPeerId('hoarder')));
    expect(host.replica.waiting.events).toBe(0);
  });

  it('and was forgotten is asked for and taken in later', () => {
    const a = new Host(0, 50);
    a.type(DOC, 0, 'one');
    a.type(DOC, 3, ' two');
    const b = new Host(0, 51);
    const events = a.stored.flatMap(({ runs }) => runs.map(({ bytes }) => bytes));
    expect(events.length).toBe(2);
    const last = forger(3).first({
      parents: a.replica.history.document(DOC).idsOf(a.replica.history.document(DOC).graph.heads),
      ops: [insert(7, '!')],
    });
    b.hear('gone', last.run);
    b.do((own) => own.disconnected(asPeerId('gone')));
    expect(b.replica.waiting.events).toBe(0);
    a.hear('c', last.run);
    connect({ a, b });
    converse({ a, b });
    expect(b.text()).toBe('one two!');
    expect(b.replica.held).toBe(a.replica.held);
  });

  it('runs that depend on each other back and forth never wait for ever', () => {
    const a = new Host(0, 50);
    const b = new Host(0, 51);
    connect({ a, b });
    for (let turn = 0; turn < 12; turn++) {
      a.type(DOC, 0, `a${turn}`);
      converse({ a, b });
      b.type(DOC, 0, `b${turn}`);
      converse({ a, b });
    }
    const c = new Host(0, 52);
    const hosts = { a, c };
    connect({ a, c });
    converse(hosts);
    expect(c.text()).toBe(a.text());
    expect(c.replica.waiting.events).toBe(0);
  });
});

describe('a long message', () => {
  /** Runs of 20 KB, each with a seal, and the text that they make. */
  const long = () => {
    const one = forger();
    const words = 'w'.repeat(20_000);
    const runs = [one.first().run];
    for (let i = 0; i < 12; i++)
      runs.push(one.next({ seal: true, ops: [insert(0, `${i}${words}`)] }).run);
    return runs;
  };

  it('E4 is checked in parts while the rest is hashed, and taken in once they are all answered', () => {
    const host = new Host(0, 50);
    host.slow = true;
    const before = host.replica.held;
    host.hear('peer', ...long());
    const parts = host.checks.splice(0);
    expect(parts.length).toBeGreaterThan(2);
    for (const { ticket, checks } of parts.toReversed()) {
      expect(host.replica.held).toBe(before);
      host.do((own, now) => own.checked(ticket, verdicts(checks), now));
    }
    expect(host.drops.size).toBe(0);
    expect(host.text().length).toBe(12 * 20_000 + 14 + 2);
    expect(host.replica.waiting.events).toBe(0);
  });

  it('S7 that breaks a rule near its end costs the channel, and changes nothing else', () => {
    const host = new Host(0, 50);
    host.slow = true;
    const before = host.replica.held;
    const stray = forger(2).next({}).run;
    expect(host.hear('peer', ...long(), stray)?.code).toBe('BadCertificate');
    expect(host.checks.length).toBeGreaterThan(2);
    host.slow = false;
    host.answer();
    expect(host.replica.held).toBe(before);
    expect(host.hear('other', ...long())).toBeUndefined();
    expect(host.text().length).toBe(12 * 20_000 + 14 + 2);
  });
});

describe('noise', () => {
  it('S7 over a limit drops the peer', () => {
    const host = new Host(0, 50);
    const peer = host.connect('loud');
    host.receive(peer, new Uint8Array(MAX_FRAME_BYTES + 1).fill(3));
    expect(host.drops.get(peer)?.code).toBe('TooLarge');
    host.slow = true;
    const flood = host.connect('flood');
    const { run } = forger().first({ ops: [insert(0, 'f'.repeat(60_000))] });
    const frame = encodeMessage({ kind: 'events', runs: [run] });
    for (let sent = 0; sent <= MAX_INBOX_BYTES; sent += frame.length) host.receive(flood, frame);
    expect(host.drops.get(flood)?.code).toBe('OverBudget');
    expect(host.replica.waiting.bytes).toBe(0);
  });

  it('A49 of any bytes never throws and changes nothing', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'kept');
    const { held } = host.replica;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const peer = host.connect('noise');
        host.receive(peer, bytes);
        expect(host.replica.held).toBe(held);
      }),
      { numRuns: 2_000 },
    );
  });

  it('A49 of damaged honest messages never throws and changes no more than honest ones', () => {
    const writer = new Host(0, 60);
    const reader = new Host(0, 61);
    connect({ writer, reader });
    const hosts = { writer, reader };
    for (let i = 0; i < 6; i++) {
      writer.type(DOC, 0, `w${i}`);
      writer.do((own, now) => own.select({ document: DOC, anchor: 1, head: 2 }, now));
      converse(hosts);
    }
    const honest = [...writer.sent, ...reader.sent].map(({ bytes }) => bytes);
    const random = new Random(7);
    const possible = new Set<string>([new Host(0, 50).replica.held]);
    const replayed = new Host(0, 50);
    for (const bytes of honest) {
      replayed.receive(replayed.connect('p'), bytes);
      possible.add(replayed.replica.held);
    }
    const host = new Host(0, 50);
    for (let round = 0; round < 1_500; round++) {
      const bytes = (random.pick(honest) ?? new Uint8Array(1)).slice();
      for (let flips = random.whole(1, 3); flips > 0; flips--) {
        const at = random.whole(0, bytes.length - 1);
        bytes[at] = random.whole(0, 255);
      }
      host.receive(host.connect('noise'), bytes.subarray(0, random.whole(1, bytes.length)));
    }
    expect(host.text() === '' || writer.text().endsWith(host.text())).toBe(true);
    expect(possible.has(host.replica.held)).toBe(true);
  });

  it('a caret in a document that is no text, or of events that are none of it, is not shown', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'x');
    const heads = host.replica.history
      .document(DOC)
      .idsOf(host.replica.history.document(DOC).graph.heads);
    const peer = host.connect('odd');
    for (const document of [text(9), '0'.repeat(32) as never, DOC])
      for (const version of [[], heads, [unknown(3)]])
        host.receive(
          peer,
          encodeMessage({ kind: 'presence', caret: { document, version, anchor: 9e8, head: 0 } }),
        );
    expect(host.drops.size).toBe(0);
    expect(host.replica.carets(text(9))).toEqual([]);
    expect([...host.replica.history.documents()].length).toBe(1);
  });
});
