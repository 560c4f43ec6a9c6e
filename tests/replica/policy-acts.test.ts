/** Removals as a replica meets them: judged with what an event pins, written in parts, synced. */
import { describe, expect, it } from 'vitest';
import type { EventId } from '../../src/base/ids.ts';
import { asSeq } from '../../src/base/ids.ts';
import type { PolicyAct, RemoveAct } from '../../src/wire/act.ts';
import { agentIdOf } from '../../src/wire/certificate.ts';
import {
  admit,
  admitted,
  connect,
  converse,
  device,
  Forger,
  Host,
  identity,
  workspace,
} from './lab.ts';

const agentOf = (person: number, load: number) =>
  agentIdOf(workspace, identity(person, load).certificate);

const remove = (person: number, changed: Partial<RemoveAct> = {}): RemoveAct => ({
  kind: 'remove',
  target: { kind: 'member', member: device(person) },
  part: 1,
  parts: 1,
  names: [],
  ...changed,
});

const names = (host: Host): string[] =>
  host.replica.history.policy.members().map(({ name, role }) => `${name} ${role}`);

/** Person 1 is an editor; `removed` is the event that ends it, by the founder. */
function removal(act: PolicyAct = remove(1)) {
  const { policy, invite, joined } = admitted('editor', 9);
  const removed = policy.next({ ops: [act] });
  const host = new Host(0, 1);
  expect(host.hear('ada', invite.run, joined.run, removed.run)).toBeUndefined();
  return { host, policy, invite, joined, removed };
}

/** The first event of a policy chain of person 1. */
function chainOf(load: number, parents: readonly EventId[], act: PolicyAct) {
  const forger = new Forger(identity(1, load), 'policy');
  const first = { certificate: forger.identity.certificate, continues: [] };
  return { forger, made: forger.next({ first, parents, elapsed: 1, ops: [act] }) };
}

describe('P7 P13 what a removed member does', () => {
  it('on top of the removal is refused, content and policy alike', () => {
    const { host, invite, removed } = removal();
    expect(names(host)).toEqual(['Ada admin']);
    const content = new Forger(identity(1, 2)).first({ policyHeads: [removed.id] });
    expect(host.hear('one', content.run)).toMatchObject({ code: 'NotGranted' });
    const act = chainOf(3, [removed.id], admit(invite.id, 1, 2)).made;
    expect(host.hear('two', act.run)).toMatchObject({ code: 'NotGranted' });
  });

  it('P16 beside it is taken in, and admits nobody', () => {
    const { host, invite, joined } = removal();
    const content = new Forger(identity(1, 2)).first({ policyHeads: [joined.id] });
    const { made } = chainOf(3, [joined.id], admit(invite.id, 1, 2));
    expect(host.hear('one', content.run, made.run)).toBeUndefined();
    expect(names(host)).toEqual(['Ada admin']);
    expect(limitOf(host, 1, 2)).toBe(0);
  });

  it('P14 with one page load is refused, with another is not', () => {
    const target = { kind: 'agent', device: device(1), agent: agentOf(1, 2) } as const;
    const { host, invite, removed } = removal(remove(1, { target }));
    expect(names(host)).toEqual(['Ada admin', 'P1 editor']);
    const content = new Forger(identity(1, 2)).first({ policyHeads: [removed.id] });
    expect(host.hear('one', content.run)).toMatchObject({ code: 'NotGranted' });
    const act = chainOf(2, [removed.id], admit(invite.id, 1, 2)).made;
    expect(host.hear('two', act.run)).toMatchObject({ code: 'NotGranted' });
    const other = new Forger(identity(1, 3)).first({ policyHeads: [removed.id] });
    expect(host.hear('three', other.run)).toBeUndefined();
    expect(limitOf(host, 1, 3)).toBe(Infinity);
  });

  it('P12 as a reader is no writing, and is writing again when it may', () => {
    const take = { kind: 'role', member: device(1), role: 'reader', part: 1, parts: 1 } as const;
    const { host, policy, removed } = removal({ ...take, names: [] });
    expect(names(host)).toEqual(['Ada admin', 'P1 reader']);
    const content = new Forger(identity(1, 2)).first({ policyHeads: [removed.id] });
    expect(host.hear('one', content.run)).toMatchObject({ code: 'NotGranted' });
    const given = policy.next({ ops: [{ ...take, role: 'editor', names: [] }] });
    const again = new Forger(identity(1, 3)).first({ policyHeads: [given.id] });
    expect(host.hear('two', given.run, again.run)).toBeUndefined();
    expect(limitOf(host, 1, 3)).toBe(Infinity);
  });
});

describe('P18 a removal in parts', () => {
  it('is written by a replica one part on the other, whatever else is known, and taken in by all', () => {
    const { policy, invite, joined } = admitted('editor', 9);
    const [ada, other] = [new Host(0, 1), new Host(0, 2)];
    const beside = chainOf(3, [joined.id], admit(invite.id, 1, 2)).made;
    const more = policy.next({ ops: [admit(invite.id, 1, 3)] });
    for (const run of [invite.run, joined.run, beside.run, more.run])
      expect(ada.hear('one', run)).toBeUndefined();
    expect(ada.replica.history.policyHeads()).toHaveLength(2);
    const parts = [1, 2].map((part) =>
      remove(1, { part, parts: 2, names: [{ agent: agentOf(1, part), seq: asSeq(part) }] }),
    );
    for (const part of parts)
      expect(ada.do((replica, now) => replica.act(part, now)).ok).toBe(true);
    expect(ada.replica.history.policyHeads()).toHaveLength(1);
    const again = ada.do((replica, now) => replica.act(parts[1] as RemoveAct, now));
    expect(again).toMatchObject({ ok: false, error: { code: 'NotGranted' } });
    connect({ ada, other });
    converse({ ada, other });
    expect(names(other)).toEqual(names(ada));
    expect(
      names(other)
        .map((name) => name.slice(0, 2))
        .sort(),
    ).toEqual(['Ad', 'P2', 'P3']);
  });
});

/** The seq up to which what was written in a page load has effect, by all that is known. */
function limitOf(host: Host, person: number, load: number): number {
  const { history } = host.replica;
  const agent = agentOf(person, load);
  const log = history.chain(agent, 'content');
  return log ? history.policy.limit(agent, log.device, log.context.policyVersion) : NaN;
}
