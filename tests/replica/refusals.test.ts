/**
 * Each rule of judge.ts, reached by an event that its author signed: the peer that brings it is
 * dropped, nothing of it is held, and the order in which things arrive changes no verdict.
 */
import { describe, expect, it } from 'vitest';
import type { EventId } from '../../src/base/ids.ts';
import { toHex } from '../../src/base/bytes.ts';
import type { RefusalCode } from '../../src/base/result.ts';
import { MAX_SEQ, MAX_UNSEALED_EVENTS } from '../../src/base/limits.ts';
import { asSeq } from '../../src/base/ids.ts';
import { setTitle } from '../../src/crdt/workspace-map.ts';
import { agentIdOf } from '../../src/wire/certificate.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import type { Op } from '../../src/wire/op.ts';
import { encodeRun } from '../../src/wire/run.ts';
import { Random } from '../sim/random.ts';
import {
  admit,
  admitted,
  device,
  DOC,
  Forger,
  Host,
  identity,
  insert,
  inviteKey,
  ROOT,
  text,
} from './lab.ts';

/** Runs of which the last is refused, and why. Those before it are fine. */
type Case = () => { readonly runs: readonly Uint8Array[]; readonly code: RefusalCode };

const forger = (load = 1): Forger => new Forger(identity(0, load));
const typing = (op: Op): EventBody => ({ seal: false, elapsed: 0, ops: [op] });
const unknown = (n: number): EventId => toHex(new Uint8Array(32).fill(n)) as EventId;

const CASES: Readonly<Record<string, Case>> = {
  'a first event without a certificate': () => {
    const { run } = forger().next({ document: DOC, parents: [], policyHeads: [ROOT] });
    return { runs: [run], code: 'BadCertificate' };
  },
  'a certificate in the middle of a chain': () => {
    const one = forger();
    const { run } = one.first();
    const again = { certificate: one.identity.certificate, continues: [] };
    return { runs: [run, one.next({ first: again }).run], code: 'BadCertificate' };
  },
  'a certificate of another agent': () => {
    const other = identity(0, 2).certificate;
    const { run } = forger().first({ first: { certificate: other, continues: [] } });
    return { runs: [run], code: 'BadCertificate' };
  },
  'a certificate for another workspace': () => {
    const elsewhere = identity(0, 1, toHex(new Uint8Array(32).fill(7)) as never);
    const { run } = new Forger(elsewhere).first();
    return { runs: [run], code: 'BadSignature' };
  },
  'an agent id of another workspace': () => {
    const by = identity(0, 1);
    const made = forger().first();
    const agent = agentIdOf(toHex(new Uint8Array(32).fill(7)) as never, by.certificate);
    const from = asSeq(0);
    const { body, signature } = made;
    const run = encodeRun({ agent, chain: 'content', from, bodies: [body], signature });
    return { runs: [run], code: 'BadCertificate' };
  },
  'the same document named again': () => {
    const one = forger();
    return {
      runs: [one.first().run, one.next({ document: DOC, parents: [] }).run],
      code: 'NotCanonical',
    };
  },
  'no document on a first event': () => {
    const one = forger();
    const first = { certificate: one.identity.certificate, continues: [] };
    const { run } = one.next({ first, parents: [], policyHeads: [ROOT] });
    return { runs: [run], code: 'Malformed' };
  },
  'no parents on a first event': () => {
    const one = forger();
    const first = { certificate: one.identity.certificate, continues: [] };
    const { run } = one.next({ first, document: DOC, policyHeads: [ROOT] });
    return { runs: [run], code: 'Malformed' };
  },
  'no policy heads on a first event': () => {
    const one = forger();
    const first = { certificate: one.identity.certificate, continues: [] };
    const { run } = one.next({ first, document: DOC, parents: [] });
    return { runs: [run], code: 'Malformed' };
  },
  'a register written in a text': () => ({
    runs: [forger().first({ ops: [setTitle(DOC, 'x')] }).run],
    code: 'WrongOps',
  }),
  'a text op in the map': () => ({
    runs: [forger().first({ document: WORKSPACE_MAP }).run],
    code: 'WrongOps',
  }),
  'a register written in the middle of a run of text': () => {
    const one = forger();
    const { run } = one.first();
    return { runs: [run, one.many([{}, { ops: [setTitle(DOC, 'x')] }])], code: 'WrongOps' };
  },
  'implied parents written out': () => {
    const one = forger();
    const { id, run } = one.first();
    return { runs: [run, one.next({ parents: [id] }).run], code: 'NotCanonical' };
  },
  'the same policy heads written out': () => {
    const one = forger();
    const { run } = one.first();
    return { runs: [run, one.next({ policyHeads: [ROOT] }).run], code: 'NotCanonical' };
  },
  'parents of another document': () => {
    const one = forger();
    const other = forger(2);
    const far = other.first({ document: text(2) });
    return { runs: [far.run, one.first({ parents: [far.id] }).run], code: 'ForeignParent' };
  },
  'a policy event among the parents': () => {
    const { invite } = admitted();
    return {
      runs: [invite.run, forger().first({ parents: [invite.id] }).run],
      code: 'ForeignParent',
    };
  },
  'parents of which one is above another': () => {
    const one = forger();
    const low = one.first();
    const high = one.next({});
    const parents = [low.id, high.id].sort();
    const { run } = forger(2).first({ parents });
    return { runs: [low.run, high.run, run], code: 'NotMinimal' };
  },
  'a last own event that is not below the parents': () => {
    const one = forger();
    const other = forger(2).first();
    return {
      runs: [other.run, one.first().run, one.next({ parents: [other.id] }).run],
      code: 'LeavesOwnChain',
    };
  },
  'policy heads older than those before': () => {
    const { invite } = admitted();
    const one = forger();
    return {
      runs: [
        invite.run,
        one.first({ policyHeads: [invite.id] }).run,
        one.next({ policyHeads: [ROOT] }).run,
      ],
      code: 'PolicyRollback',
    };
  },
  'policy heads older than those of a parent': () => {
    const { invite } = admitted();
    const newer = forger().first({ policyHeads: [invite.id] });
    const { run } = forger(2).first({ parents: [newer.id] });
    return { runs: [invite.run, newer.run, run], code: 'PolicyRollback' };
  },
  'policy heads of which one is above another': () => {
    const { invite, joined } = admitted();
    const { run } = forger().first({ policyHeads: [invite.id, joined.id].sort() });
    return { runs: [invite.run, joined.run, run], code: 'NotMinimal' };
  },
  'a content event among the policy heads': () => {
    const other = forger(2).first();
    return {
      runs: [other.run, forger().first({ policyHeads: [other.id] }).run],
      code: 'WrongChain',
    };
  },
  'content by a stranger': () => ({
    runs: [new Forger(identity(5, 1)).first().run],
    code: 'NotGranted',
  }),
  'content by a reader': () => {
    const { invite, joined } = admitted('reader');
    const { run } = new Forger(identity(1, 2)).first({ policyHeads: [joined.id] });
    return { runs: [invite.run, joined.run, run], code: 'NotGranted' };
  },
  'content that pins heads from before its admission': () => {
    const { invite, joined } = admitted('editor');
    const { run } = new Forger(identity(1, 2)).first({ policyHeads: [invite.id] });
    return { runs: [invite.run, joined.run, run], code: 'NotGranted' };
  },
  'an invite by an editor': () => {
    const { invite, joined } = admitted('editor');
    const by = new Forger(identity(1, 2), 'policy');
    const first = { certificate: by.identity.certificate, continues: [] };
    const ops = [{ kind: 'invite', key: inviteKey(2), role: 'editor', uses: 1, expires: 0 }];
    const { run } = by.next({ first, parents: [joined.id], ops: ops as never });
    return { runs: [invite.run, joined.run, run], code: 'NotGranted' };
  },
  'one admission more than an invite allows': () => {
    const { policy, invite, joined } = admitted();
    const { run } = policy.next({ ops: [admit(invite.id, 1, 2)] });
    return { runs: [invite.run, joined.run, run], code: 'NoUsesLeft' };
  },
  'an admission without the invite’s proof': () => {
    const { policy, invite } = admitted();
    const other = new Forger(policy.identity, 'policy');
    const first = { certificate: policy.identity.certificate, continues: [] };
    const key = { kind: 'invite', key: inviteKey(1), role: 'reader', uses: 1, expires: 0 } as never;
    const again = other.next({ first, parents: [ROOT], elapsed: 1, ops: [key] });
    expect(again.id).toBe(invite.id);
    const { run } = other.next({ ops: [admit(invite.id, 2, 1)] });
    return { runs: [invite.run, run], code: 'BadSignature' };
  },
  'an admission of a member': () => {
    const { policy, invite, joined } = admitted('reader', 2);
    const { run } = policy.next({ ops: [admit(invite.id, 1, 1, 'Twice')] });
    return { runs: [invite.run, joined.run, run], code: 'NotGranted' };
  },
  'a device added without its consent': () => {
    const { policy, invite, joined } = admitted();
    const consent = new Uint8Array(64).fill(1);
    const { run } = policy.next({ ops: [{ kind: 'device', device: device(3), consent }] });
    return { runs: [invite.run, joined.run, run], code: 'BadSignature' };
  },
  'a chain that continues another device’s': () => {
    const { invite, joined } = admitted('editor');
    const theirs = new Forger(identity(1, 2)).first({ policyHeads: [joined.id] });
    const one = forger(3);
    const first = { certificate: one.identity.certificate, continues: [theirs.id] };
    const { run } = one.first({ first, policyHeads: [joined.id] });
    return { runs: [invite.run, joined.run, theirs.run, run], code: 'ForeignParent' };
  },
  'a content chain that continues a policy chain': () => {
    const { invite } = admitted();
    const one = forger(3);
    const first = { certificate: one.identity.certificate, continues: [invite.id] };
    return { runs: [invite.run, one.first({ first }).run], code: 'ForeignParent' };
  },
  'too many events without a seal': () => {
    const one = forger();
    const { run } = one.first();
    return {
      runs: [run, one.many(Array.from({ length: MAX_UNSEALED_EVENTS }, () => ({})))],
      code: 'Unsealed',
    };
  },
  'a run that goes on beyond its seal': () => {
    const one = forger();
    const { run } = one.first();
    return { runs: [run, one.many([{ seal: true }, {}])], code: 'BadSegment' };
  },
  'a run whose second event has parents of its own': () => {
    const other = forger(2).first();
    const one = forger();
    const { id, run } = one.first();
    const parents = [id, other.id].sort();
    return { runs: [other.run, run, one.many([{}, { parents }])], code: 'BadSegment' };
  },
  'a run of which more is new than runs may hold': () => {
    const one = forger();
    const first = one.first();
    const large = encodeBody(typing(insert(0, 'q'.repeat(60_000))));
    const bodies = [first.body, large, large, large];
    const { agent } = one;
    const signature = new Uint8Array(64); // It is refused before anybody looks.
    const run = encodeRun({ agent, chain: 'content', from: asSeq(0), bodies, signature });
    return { runs: [first.run, run], code: 'TooLarge' };
  },
  'an act under the signature of the next, where it is held': () => {
    const policy = new Forger(identity(0, 8), 'policy');
    const one = { certificate: policy.identity.certificate, continues: [] };
    const act = { kind: 'invite', key: inviteKey(1), role: 'reader', uses: 1, expires: 0 } as never;
    const first = policy.next({ first: one, parents: [ROOT], ops: [act] });
    const { body, signature } = policy.next({ ops: [act] });
    const bodies = [first.body, body];
    const { agent } = policy;
    const run = encodeRun({ agent, chain: 'policy', from: asSeq(0), bodies, signature });
    return { runs: [first.run, run], code: 'BadSegment' };
  },
  'two acts under one signature': () => {
    const policy = new Forger(identity(0, 8), 'policy');
    const first = { certificate: policy.identity.certificate, continues: [] };
    const act = { kind: 'invite', key: inviteKey(1), role: 'reader', uses: 1, expires: 0 } as never;
    const run = policy.many([{ first, parents: [ROOT], ops: [act] }, { ops: [act] }]);
    return { runs: [run], code: 'BadSegment' };
  },
  'seventeen parents': () => {
    const parents = Array.from({ length: 17 }, (_, i) => unknown(i + 1));
    return { runs: [forger().first({ parents }).run], code: 'TooLarge' };
  },
  'a seq beyond the cap': () => {
    const { agent } = forger();
    const { body, signature } = forger().first();
    const from = asSeq(MAX_SEQ);
    const run = encodeRun({ agent, chain: 'content', from, bodies: [body], signature });
    return { runs: [run], code: 'TooLarge' };
  },
};

describe('E1 E2 E5 E6 E7 E8 E9 E10 E13 P7 S7 an event that breaks a rule is refused, with whoever brings it', () => {
  it.each(Object.entries(CASES))('%s', (_, make) => {
    const { runs, code } = make();
    const host = new Host(0, 50);
    const fine = runs.slice(0, -1);
    fine.forEach((run, i) => expect(host.hear(`peer${i}`, run)).toBeUndefined());
    const held = host.replica.held;
    expect(host.hear('bringer', ...runs.slice(-1))?.code).toBe(code);
    expect(host.replica.held).toBe(held);
    expect(host.replica.waiting.events).toBe(0);
    expect(host.forks).toEqual([]);
  });

  it.each(Object.entries(CASES))('whatever comes first: %s', (_, make) => {
    const { runs } = make();
    const expected = new Host(0, 50);
    for (const [i, run] of runs.slice(0, -1).entries()) expected.hear(`peer${i}`, run);
    const random = new Random(runs.length);
    for (let round = 0; round < 4; round++) {
      const order = [...runs].sort(() => random.next() - 0.5);
      const host = new Host(0, 50);
      for (const [i, run] of order.entries()) host.hear(`peer${i}`, run);
      expect(host.replica.held).toBe(expected.replica.held);
    }
  });
});

describe('what is in order', () => {
  it('E12 unknown parents wait and are taken in with them', () => {
    const one = forger();
    const low = one.first();
    const high = forger(2).first({ parents: [low.id], ops: [insert(2, 'c')] });
    const host = new Host(0, 50);
    expect(host.hear('a', high.run)).toBeUndefined();
    expect(host.replica.waiting.events).toBe(1);
    expect(host.text()).toBe('');
    expect(host.hear('b', low.run)).toBeUndefined();
    expect(host.replica.waiting.events).toBe(0);
    expect(host.text()).toBe('abc');
  });

  it('E12 back to front, the whole chain is taken in', () => {
    const one = forger();
    const runs = [one.first().run, ...Array.from({ length: 6 }, () => one.next({}).run)];
    const host = new Host(0, 50);
    for (const run of [...runs].reverse()) host.hear('a', run);
    expect(host.text()).toBe('xxxxxxab');
    expect(host.replica.waiting.events).toBe(0);
  });

  it('E4 a run of which one event is refused leaves nothing of itself', () => {
    const one = forger();
    const { run } = one.first();
    const twin = one.clone();
    const bad = one.many([{}, { ops: [setTitle(DOC, 'x')] }]);
    const host = new Host(0, 50);
    host.hear('a', run);
    expect(host.hear('b', bad)?.code).toBe('WrongOps');
    expect(host.text()).toBe('ab');
    expect(host.hear('c', twin.next({}).run)).toBeUndefined();
    expect(host.text()).toBe('xab');
  });
});
