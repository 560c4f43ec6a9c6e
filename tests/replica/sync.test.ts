import { describe, expect, it } from 'vitest';
import { asSeq } from '../../src/base/ids.ts';
import type { EventId } from '../../src/base/ids.ts';
import { MAX_CHUNK_BYTES, MAX_PARENTS } from '../../src/base/limits.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import { admitted, converse, DOC, Forger, Host, identity, insert, ROOT } from './lab.ts';

describe('S3 a claim', () => {
  it('of more than there is changes nothing that is held, and nothing is taken for delivered', () => {
    const host = new Host(0, 1);
    host.type(DOC, 0, 'Beans');
    const before = host.replica.held;
    const peer = host.connect('liar', 0, 98);
    const { agent } = host.replica;
    const id = 'f'.repeat(64) as EventId;
    const ends = [{ agent, chain: 'content' as const, seq: asSeq(900_000), id }];
    host.receive(peer, encodeMessage({ kind: 'summary', ends }));
    host.receive(peer, encodeMessage({ kind: 'hello', held: 'e'.repeat(64) }));
    host.pass(10_000);
    expect(host.replica.held).toBe(before);
    expect(host.text()).toBe('Beans');
    expect(host.drops.size).toBe(0);
  });

  it('A34 of less is answered again, within bounds', () => {
    const host = new Host(0, 1);
    host.type(DOC, 0, 'Beans');
    host.pass(1_000);
    const peer = host.connect('forgetful', 0, 98);
    for (let i = 0; i < 100; i++) host.receive(peer, encodeMessage({ kind: 'summary', ends: [] }));
    const answers = host.sent.filter(({ message }) => message.kind === 'events');
    expect(answers.length).toBeLessThanOrEqual(2);
  });
});

describe('S4 what is sent', () => {
  it('is policy alone until the other’s device is a member, then everything', () => {
    const host = new Host(0, 1);
    host.type(DOC, 0, 'Beans');
    const stranger = new Host(1, 2);
    converseWith(host, stranger);
    expect(stranger.text()).toBe('');
    const { invite, joined } = admitted();
    expect(host.hear('elsewhere', invite.run, joined.run)).toBeUndefined();
    converse({ host, stranger });
    expect(stranger.text()).toBe('Beans');
  });

  it('comes policy first, in chunks, and waits for the channel', () => {
    const host = new Host(0, 1);
    const { invite, joined } = admitted();
    host.hear('elsewhere', invite.run, joined.run);
    for (let i = 0; i < 80; i++) host.type(DOC, 0, `${i} ${'x'.repeat(4_000)}`);
    const peer = host.connect('newcomer', 1, 2);
    const from = host.sent.length;
    host.receive(peer, encodeMessage({ kind: 'summary', ends: [] }));
    const chunks = host.sent.slice(from).filter(({ message }) => message.kind === 'events');
    expect(chunks.length).toBeGreaterThan(1);
    for (const { bytes } of chunks) expect(bytes.length).toBeLessThanOrEqual(MAX_CHUNK_BYTES + 64);
    const kinds = chunks.flatMap(({ message }) =>
      message.kind === 'events' ? message.runs.map((run) => run.chain) : [],
    );
    expect(kinds.lastIndexOf('policy')).toBeLessThan(kinds.indexOf('content'));
  });
});

describe('E11 the global seq', () => {
  it('is one more than the greatest in the causal past, whatever the author would like', () => {
    const host = new Host(0, 1);
    const by = new Forger(identity(0, 3));
    const one = by.first({ ops: [insert(0, 'ab'), insert(1, 'x')] });
    const two = by.next({ ops: [insert(0, 'y')] });
    expect(host.hear('author', one.run, two.run)).toBeUndefined();
    const other = new Forger(identity(0, 4));
    const three = other.first({ parents: [two.id], ops: [insert(0, 'z')] });
    expect(host.hear('author', three.run)).toBeUndefined();
    const heights = [one, two, three].map(({ id }) => {
      const ref = host.replica.history.find(id);
      return ref?.chain.globalSeq(ref.at);
    });
    expect(heights).toEqual([2, 3, 4]);
  });
});

describe('P9 more policy heads than an event may pin', () => {
  it('are joined before anything else is written, and everybody can go on', () => {
    const host = new Host(0, 1);
    for (let load = 0; load <= MAX_PARENTS; load++) {
      const policy = new Forger(identity(0, 20 + load), 'policy');
      const { certificate } = policy.identity;
      const act = {
        kind: 'invite' as const,
        key: certificate.agent,
        role: 'editor' as const,
        uses: 1,
        expires: 0 as never,
      };
      const first = { certificate, continues: [] };
      const opened = policy.next({ first, parents: [ROOT], elapsed: 1, ops: [act] });
      expect(host.hear('inviter', opened.run)).toBeUndefined();
    }
    expect(host.replica.history.policyHeads()).toHaveLength(MAX_PARENTS + 1);
    host.type(DOC, 0, 'Beans');
    expect(host.text()).toBe('Beans');
    expect(host.replica.history.policyHeads().length).toBeLessThanOrEqual(MAX_PARENTS);
    const other = new Host(0, 2);
    converseWith(host, other);
    expect(other.text()).toBe('Beans');
  });
});

/** Two hosts that have just met, until both are silent. */
function converseWith(host: Host, other: Host): void {
  const of = (person: Host): number => (person.replica.mayWrite ? 0 : 1);
  host.connect('stranger', of(other), 2);
  other.connect('host', 0, 1);
  converse({ host, stranger: other });
}
