/**
 * What replicas say to each other, claim by claim.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asPeerId, asSeconds, asSeq } from '../../src/base/ids.ts';
import { MAX_CHUNK_BYTES, MAX_PARENTS } from '../../src/base/limits.ts';
import { FIELD, setPlace, setTitle, workspaceTitle } from '../../src/crdt/workspace-map.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import {
  admitted,
  at,
  connect,
  converse,
  DOC,
  Forger,
  Host,
  identity,
  insert,
  inviteKey,
  ROOT,
  text,
} from './lab.ts';

const forger = (load: number): Forger => new Forger(identity(0, load));

describe('claims', () => {
  it('S3 of everything bring nothing and hide nothing', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'mine');
    const { held } = host.replica;
    const liar = host.connect('liar', 0, 70);
    const [end] = host.sent.flatMap(({ message }) =>
      message.kind === 'summary' ? message.ends : [],
    );
    expect(end).toBeUndefined();
    const { agent } = host.replica;
    const ends = [{ agent, chain: 'content', seq: asSeq(1e8) }] as const;
    host.receive(liar, encodeMessage({ kind: 'hello', held: 'ab'.repeat(32) }));
    host.receive(liar, encodeMessage({ kind: 'taken', ends }));
    expect(host.replica.unsent).toBe(1);
    expect(host.replica.held).toBe(held);
    const honest = new Host(0, 51);
    const hosts = { host, honest };
    connect({ host, honest });
    converse(hosts);
    expect(honest.text()).toBe('mine');
  });

  it('S3 of unknown ends hold the answer back only once', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'mine');
    const peer = host.connect('peer', 0, 70);
    const { id } = forger(3).first();
    const ends = [{ agent: forger(3).agent, chain: 'content', seq: asSeq(1), id }] as const;
    const answers = (): number =>
      host.sent.filter(({ to, message }) => to === peer && message.kind === 'events').length;
    host.receive(peer, encodeMessage({ kind: 'summary', ends }));
    expect(answers()).toBe(0);
    host.pass(1_000);
    host.receive(peer, encodeMessage({ kind: 'summary', ends }));
    expect(answers()).toBe(1);
  });

  it('S2 that leave out a chain because something continues it do not make it be sent again', () => {
    const host = new Host(0, 50);
    const old = forger(1);
    const first = old.first({ ops: [insert(0, 'o'.repeat(20_000))] });
    host.hear('a', first.run);
    const peer = host.connect('peer', 0, 70);
    const newer = forger(2).first({
      first: { certificate: identity(0, 2).certificate, continues: [first.id] },
      parents: [first.id],
    });
    const ends = [
      { agent: forger(2).agent, chain: 'content', seq: asSeq(1), id: newer.id },
    ] as const;
    host.receive(peer, encodeMessage({ kind: 'summary', ends }));
    expect(host.sent.filter(({ message }) => message.kind === 'events')).toEqual([]);
  });
});

describe('what is sent', () => {
  it('S4 to whoever is no member is policy alone', () => {
    const host = new Host(0, 50);
    host.type(DOC, 0, 'secret');
    const { invite } = admitted();
    host.hear('a', invite.run);
    const stranger = new Host(1, 51);
    connect({ host, stranger });
    converse({ host, stranger });
    host.type(DOC, 0, 'more ');
    converse({ host, stranger });
    expect(stranger.text()).toBe('');
    expect(stranger.replica.history.find(invite.id)).toBeDefined();
    const { joined } = admitted();
    host.hear('a', joined.run);
    converse({ host, stranger });
    expect(stranger.text()).toBe('more secret');
  });

  it('is said to arrive, with how much came so far, until all of it is here', () => {
    const a = new Host(0, 50);
    for (let i = 0; i < 700; i++) {
      a.type(DOC, 0, 'w');
      a.pass(60);
    }
    const b = new Host(0, 51);
    const arriving = (): number => b.replica.arriving(at(b.now));
    expect(arriving()).toBe(0);
    const peer = a.connect('b', 0, 51);
    a.pass(1_000);
    a.receive(peer, encodeMessage({ kind: 'summary', ends: [] }));
    const history = a.sends.find(({ loose }) => loose !== undefined);
    if (!history) throw new Error('nothing was sent');
    const from = b.connect('a', 0, 50);
    b.receive(from, encodeMessage({ kind: 'hello', held: a.replica.held }));
    b.receive(from, history.message);
    expect(b.text().length).toBe(700);
    expect(arriving()).toBe(0);
    b.receive(from, encodeMessage({ kind: 'hello', held: 'f'.repeat(64) }));
    expect(arriving()).toBeGreaterThan(600);
    b.receive(from, encodeMessage({ kind: 'hello', held: a.replica.held }));
    expect(arriving()).toBe(0);
  });

  it('S4 comes in chunks, policy first, and no faster than the channel takes it', () => {
    const a = new Host(0, 50);
    a.type(DOC, 0, 'w'.repeat(600_000));
    const b = new Host(0, 51);
    connect({ a, b });
    converse({ a, b });
    const chunks = a.sent.flatMap(({ message, bytes }) =>
      message.kind === 'events' && bytes.length > 1_000 ? [bytes.length] : [],
    );
    expect(chunks.length).toBeGreaterThan(2);
    expect(Math.max(...chunks)).toBeLessThan(MAX_CHUNK_BYTES + 70_000);
    expect(b.text().length).toBe(600_000);
  });

  it('S8 S17 ends with everything, however often another channel takes over, and whatever that loses', () => {
    const a = new Host(0, 50);
    a.type(DOC, 0, 'w'.repeat(600_000));
    const step = fc.constantFrom('a', 'a', 'b', 'answer', 'again', 'pass');
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const b = new Host(0, 51);
        b.slow = true;
        const hosts = { a, b };
        a.carried = a.sent.length;
        connect(hosts);
        const carry = (name: 'a' | 'b'): void => {
          const next = hosts[name].sent[hosts[name].carried];
          if (!next) return;
          hosts[name].carried += 1;
          if (next.to === asPeerId(name === 'a' ? 'b' : 'a'))
            hosts[name === 'a' ? 'b' : 'a'].receive(asPeerId(name), next.bytes);
        };
        for (const one of steps) {
          if (one === 'a' || one === 'b') carry(one);
          else if (one === 'answer') b.answer();
          else if (one === 'pass') for (const host of Object.values(hosts)) host.pass(300);
          else {
            for (const host of Object.values(hosts)) host.carried = host.sent.length;
            connect(hosts);
          }
        }
        b.slow = false;
        b.answer();
        converse(hosts);
        expect(b.replica.held).toBe(a.replica.held);
        expect(b.text()).toBe(a.text());
        expect([...a.drops, ...b.drops]).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  it('S7 by one who breaks a rule costs that one its channel, nobody else', () => {
    const host = new Host(0, 50);
    const good = forger(1).first();
    host.connect('good');
    host.hear('bad', new Forger(identity(5, 9)).first().run);
    expect([...host.drops.keys()]).toEqual([asPeerId('bad')]);
    expect(host.hear('good', good.run)).toBeUndefined();
    expect(host.text()).toBe('ab');
  });
});

describe('meaning', () => {
  it('E15 times of any kind order and authorise nothing', () => {
    const one = forger(1);
    const other = forger(2);
    const runs = [
      one.first({ elapsed: 2 ** 39 }).run,
      one.next({ elapsed: -(2 ** 39), ops: [insert(2, 'c')] }).run,
      other.first({ elapsed: -5 }).run,
    ];
    const texts = [runs, runs.toReversed()].map((order) => {
      const host = new Host(0, 50);
      for (const run of order) expect(host.hear('a', run)).toBeUndefined();
      return host.text();
    });
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]?.length).toBe(5);
  });

  it('E11 M1 the write with the greater derived height wins, whatever comes first', () => {
    const title = (to: string) => [setTitle(WORKSPACE_MAP, to)];
    const low = forger(1).first({ document: WORKSPACE_MAP, ops: title('zzz') });
    const high = forger(2);
    const runs = [low.run, high.first({ document: WORKSPACE_MAP, ops: title('aaa') }).run];
    runs.push(high.next({ ops: title('aab') }).run);
    for (const order of [runs, runs.toReversed()]) {
      const host = new Host(0, 50);
      for (const run of order) host.hear('a', run);
      const { registers } = host.replica.history.map();
      expect(registers && workspaceTitle(registers)).toBe('aab');
    }
  });

  it('M2 a write that does not fit the schema is kept and means nothing', () => {
    const ops = [setPlace(text(1), '!!'), setTitle(text(1), 'fine')];
    const host = new Host(0, 50);
    expect(host.hear('a', forger(1).first({ document: WORKSPACE_MAP, ops }).run)).toBeUndefined();
    const { registers } = host.replica.history.map();
    expect(registers?.get(text(1), FIELD.place)).toBeUndefined();
    expect(registers?.get(text(1), FIELD.title)).toBeDefined();
  });

  it('E10 P1 P8 P9 many concurrent policy events are joined before anything is written', () => {
    const host = new Host(0, 50);
    for (let load = 1; load <= 2 * MAX_PARENTS + 2; load++) {
      const policy = new Forger(identity(0, load), 'policy');
      const first = { certificate: policy.identity.certificate, continues: [] };
      const key = inviteKey(load);
      const act = {
        kind: 'invite',
        key,
        role: 'editor',
        approval: false,
        uses: 1,
        expires: asSeconds(0),
      } as const;
      expect(host.hear('a', policy.next({ first, parents: [ROOT], ops: [act] }).run)).toBe(
        undefined,
      );
    }
    host.type(DOC, 0, 'after');
    expect(host.replica.history.policy.graph.heads.length).toBeLessThanOrEqual(MAX_PARENTS);
    const other = new Host(0, 51);
    connect({ host, other });
    converse({ host, other });
    expect(other.replica.held).toBe(host.replica.held);
    expect(other.text()).toBe('after');
  });
});
