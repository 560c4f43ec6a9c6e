/**
 * Evidence against agents that sign two histories: replicas that met different ones, in any order, end
 * with the same, and with what a slow model says.
 */
import { describe, expect, it } from 'vitest';
import { asPeerId, asSeconds, asSeq, type EventId, type MemberId } from '../../src/base/ids.ts';
import {
  MAX_LINES,
  MAX_OPEN_BRANCHES,
  MAX_PARKED_BYTES,
  MAX_POLICY_BRANCHES,
} from '../../src/base/limits.ts';
import { previewRemoval } from '../../src/replica/removal.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import type { Evidence } from '../../src/wire/evidence.ts';
import { Random } from '../sim/random.ts';
import { again, agree, meet, removal, scene, team } from './histories.ts';
import {
  admit,
  connect,
  converse,
  device,
  DOC,
  Forger,
  Host,
  identity,
  insert,
  inviteKey,
} from './lab.ts';
import type { Made } from './lab.ts';

/** An event of a cheat's tree of histories, and all of its chain up to it. */
interface Node {
  readonly forger: Forger;
  readonly path: readonly Made[];
  readonly below: ReadonlySet<EventId>;
}

describe('V1 V2 V4 replicas that met different histories', () => {
  it.each(Array.from({ length: 40 }, (_, i) => i + 1))('A50 agree, seed %i', (seed) => {
    const random = new Random(seed);
    const { policy: founder, runs: policy, head } = team();
    const names = ['a', 'b', 'c'].slice(0, random.whole(2, 3));
    const hosts = Object.fromEntries(names.map((name, i) => [name, new Host(0, 50 + i)]));
    for (const host of Object.values(hosts)) host.hear('forger', ...policy);
    const place = { policyHeads: [head] };
    const cheat = new Forger(identity(1, 7));
    const nodes: Node[] = [{ forger: cheat, path: [], below: new Set() }];
    const helper = new Forger(identity(2, 9));
    const helped: { run: Uint8Array; id: EventId }[] = [];
    let seen = new Set<EventId>();
    const removed = new Set<number>();
    let typed = 0;
    const grow = (): void => {
      const node = random.pick(nodes);
      if (!node) return;
      const forger = node.forger.clone();
      const letter = random.pick(['f', 'g', 'h', 'i']) ?? 'f';
      const ops = [insert(0, letter.repeat(random.whole(1, 3)))];
      const seal = random.chance(0.2);
      const made =
        node.path.length === 0 ? forger.first({ ...place, ops, seal }) : forger.next({ ops, seal });
      nodes.push({ forger, path: [...node.path, made], below: new Set([...node.below, made.id]) });
    };
    const help = (): void => {
      const node = random.pick(nodes);
      const named = node?.path.at(-1)?.id;
      if (!node || named === undefined) return;
      const own = helped.at(-1)?.id;
      const isKnown = seen.has(named);
      const parents = isKnown ? [] : own === undefined ? [named] : [own, named].sort();
      const ops = [insert(0, 'X')];
      const made =
        own === undefined
          ? helper.first({ ...place, ops, parents })
          : helper.next({ ops, ...(!isKnown && { parents }) });
      seen = new Set([...seen, ...node.below]);
      helped.push(made);
    };
    const deliver = (): void => {
      const host = hosts[random.pick(names) ?? ''];
      const node = random.pick(nodes);
      if (!host || !node) return;
      const beside = random.chance(0.5) ? helped.slice(0, random.whole(0, helped.length)) : [];
      const known = random.chance(0.3) ? policy : [];
      const runs = [...known, ...[...node.path, ...beside].map(({ run }) => run)];
      if (runs.length > 0) host.hear(`forger${random.whole(0, 3)}`, ...runs);
    };
    const remove = (): void => {
      const person = random.whole(1, 2);
      const agents = [cheat.agent, helper.agent].filter(() => random.chance(0.7)).sort();
      const named = agents.map((agent) => ({ agent, seq: asSeq(random.whole(1, 4)) }));
      const target = { kind: 'member', member: device(person) as string as MemberId } as const;
      if (removed.has(person)) return;
      removed.add(person);
      const act = { kind: 'remove', target, part: 1, parts: 1, names: named } as const;
      policy.push(founder.next({ ops: [act] }).run);
    };
    const type = (): void => {
      const host = hosts[random.pick(names) ?? ''];
      host?.type(DOC, random.whole(0, host.text().length), random.pick(['1', '2', '3']) ?? '1');
      typed += 1;
    };
    for (let step = 0; step < 40; step++) {
      const dice = random.next();
      if (dice < 0.3) grow();
      else if (dice < 0.4) help();
      else if (dice < 0.78) deliver();
      else if (dice < 0.82 && seed % 2 === 0) remove();
      else type();
    }
    for (const host of Object.values(hosts))
      for (const { id } of host.replica.peers()) host.do((own) => own.disconnected(id));
    connect(hosts);
    converse(hosts);
    agree(hosts);
    for (const host of Object.values(hosts)) host.type(DOC, host.text().length, 'z');
    converse(hosts);
    agree(hosts);
    const honest = [...(hosts['a']?.text() ?? '')].filter((letter) => '123z'.includes(letter));
    expect(honest.length).toBe(typed + names.length);
  });
});

describe('E14 V3 two histories of one agent', () => {
  it('leave what comes before they part, and nothing after it', () => {
    const { hosts, left, right, runsOf } = scene();
    hosts.a.hear('x', ...runsOf(left));
    expect(hosts.a.text()).toBe('LLLab');
    hosts.b.hear('x', ...runsOf(right));
    meet(hosts);
    expect(hosts.a.text()).toBe('ab');
    expect([...hosts.a.forks, ...hosts.b.forks]).toHaveLength(2);
  });

  it('may part at the first event, and be the founder’s', () => {
    const { hosts } = scene();
    for (const [host, letters] of [
      [hosts.a, 'fg'],
      [hosts.b, 'hi'],
    ] as const) {
      const forger = new Forger(identity(0, 33));
      const first = forger.first({ ops: [insert(0, letters)] });
      host.hear('x', first.run, forger.next({ ops: [insert(0, 'j')] }).run);
    }
    meet(hosts);
    expect(hosts.a.text()).toBe('');
    expect(hosts.a.replica.history.forks().map(({ seq }) => seq)).toEqual([0]);
  });

  it('keep what others built on them, and only that', () => {
    const { hosts, left, right, runsOf, head } = scene();
    hosts.a.hear('x', ...runsOf(left));
    hosts.b.hear('x', ...runsOf(right));
    const helper = new Forger(identity(2, 9));
    const parents = [(left[1] as Made).id];
    const built = helper.first({ policyHeads: [head], parents, ops: [insert(0, 'X')] });
    hosts.b.hear('y', built.run);
    expect(hosts.b.replica.waiting.events).toBe(1);
    hosts.a.hear('y', built.run);
    connect(hosts);
    converse(hosts);
    agree(hosts);
    expect(hosts.b.text()).toBe('XLLab');
    expect(hosts.b.replica.waiting.events).toBe(0);
  });

  it('give way to evidence for an earlier parting, whoever has it', () => {
    const { hosts, left, right, runsOf, cheat } = scene();
    const late = cheat.clone();
    hosts.a.hear('x', ...runsOf([...left, cheat.next({ ops: [insert(0, 'M')] })]));
    hosts.a.hear('x', ...runsOf([...left, late.next({ ops: [insert(0, 'N')] })]));
    expect(hosts.a.text()).toBe('LLLab');
    hosts.b.hear('x', ...runsOf(right));
    meet(hosts);
    expect(hosts.a.text()).toBe('ab');
  });

  it('may be long, and part within what others have long built on', () => {
    const { hosts, head } = scene();
    const cheat = new Forger(identity(1, 44));
    const body = (letter: string) => ({ ops: [insert(0, letter.repeat(600))] });
    const common = [cheat.first({ policyHeads: [head], ...body('c') }).run];
    for (let i = 0; i < 20; i++) common.push(cheat.next(body('c')).run);
    const twin = cheat.clone();
    const long = Array.from({ length: 300 }, (_, i) =>
      cheat.next({ ...body('d'), seal: i % 60 === 59 }),
    );
    const other = twin.many(Array.from({ length: 60 }, () => body('e')));
    hosts.a.hear('x', ...common, ...long.map(({ run }) => run));
    const helper = new Forger(identity(2, 9));
    const parents = [(long.at(-2) as Made).id];
    hosts.a.hear('y', helper.first({ policyHeads: [head], parents, ops: [insert(0, 'X')] }).run);
    hosts.b.hear('x', ...common, other);
    meet(hosts);
    expect(hosts.b.text().length).toBe(1 + (21 + 299) * 600);
    expect(hosts.b.text()).not.toContain('e');
  });
});

describe('V1 evidence', () => {
  const found = () => {
    const all = scene();
    all.hosts.a.hear('x', ...all.runsOf(all.left));
    all.hosts.a.hear('z', ...all.runsOf(all.right));
    const [fork] = all.hosts.a.replica.history.forks();
    if (!fork) throw new Error('a fork');
    return { ...all, evidence: fork.evidence };
  };
  const tell = (host: Host, name: string, evidence: Evidence): void => {
    host.receive(host.connect(name), encodeMessage({ kind: 'evidence', evidence }));
  };

  it('is taken in before anything else of that agent is known', () => {
    const { hosts, evidence, left, runsOf } = found();
    tell(hosts.b, 'p', evidence);
    expect(hosts.b.replica.history.forks()).toEqual(hosts.a.replica.history.forks());
    hosts.b.hear('p', ...runsOf(left));
    expect(hosts.b.text()).toBe('ab');
    expect(again(hosts.b).text()).toBe('ab');
    meet(hosts);
  });

  it('V2 costs nothing when it tells nothing new', () => {
    const { hosts, evidence } = found();
    const before = hosts.a.stored.length;
    tell(hosts.a, 'p', evidence);
    tell(hosts.a, 'q', evidence);
    expect(hosts.a.stored.length).toBe(before);
    expect(hosts.a.forks).toHaveLength(1);
  });

  it('A51 is refused with a body that is not the signed one, and blames nobody', () => {
    const { hosts, evidence } = found();
    const [first, second] = evidence.branches;
    const honest = new Host(0, 60);
    for (const [name, branches] of [
      ['p', [{ ...first, signature: second.signature }, second]],
      ['q', [first, { ...second, signature: first.signature }]],
      ['r', [first, { ...second, signature: new Uint8Array(64) }]],
    ] as const) {
      tell(hosts.b, name, { ...evidence, branches });
      expect(hosts.b.drops.get(asPeerId(name))?.code).toBe('BadSignature');
    }
    const from = asSeq(evidence.from + 1);
    tell(hosts.b, 's', { ...evidence, from });
    expect(hosts.b.drops.get(asPeerId('s'))?.code).toBe('BadSignature');
    expect(hosts.b.replica.history.forks()).toEqual([]);
    expect(honest.forks).toEqual([]);
  });

  it('against a device that nobody let in is not looked at', () => {
    const { evidence } = found();
    const stranger = new Host(0, 61);
    tell(stranger, 'p', evidence);
    expect(stranger.replica.history.forks()).toEqual([]);
    expect(stranger.checks).toEqual([]);
  });

  it('S6 waits while the view is held', () => {
    const { hosts, evidence, left, runsOf } = found();
    hosts.b.hear('x', ...runsOf(left));
    hosts.b.do((own) => own.hold());
    tell(hosts.b, 'p', evidence);
    expect(hosts.b.text()).toBe('LLLab');
    hosts.b.do((own, now) => own.release(now));
    expect(hosts.b.text()).toBe('ab');
  });
});

describe('V7 runs of two histories that come at once, and do not say what they follow', () => {
  /** A replica whose view is held, so that what comes waits; and the cheat's first event is in it. */
  const waiting = () => {
    const all = scene();
    const { hosts, base } = all;
    hosts.a.hear('x', base.run);
    hosts.a.do((own) => own.hold());
    const right = [...all.right, ...all.more(4)].map(({ run }) => run);
    return { ...all, right, left: all.left.map(({ run }) => run), last: all.left.at(-1)?.id };
  };

  it('V2 make evidence, and no log of both, where one reaches just as far as the other', () => {
    const { hosts, left, right, runsOf, cheat, last } = waiting();
    hosts.a.hear('x', ...left);
    hosts.a.hear('y', ...right);
    hosts.a.do((own, now) => own.release(now));
    expect(hosts.a.text()).toBe('ab');
    expect(hosts.a.replica.history.forks().map(({ seq }) => seq)).toEqual([1]);
    const [first] = hosts.a.replica.history.histories(cheat.agent, 'content');
    expect(first?.lastId).toBe(last);
    hosts.b.hear('x', ...runsOf([]), ...right);
    meet(hosts);
  });

  it('S7 cost nobody the channel who sends his in two messages', () => {
    const { hosts, left, right, runsOf } = waiting();
    hosts.a.hear('x', ...left);
    hosts.a.hear('y', ...right.slice(0, 3));
    hosts.a.hear('y', ...right.slice(3));
    hosts.a.do((own, now) => own.release(now));
    expect(hosts.a.drops).toEqual(new Map());
    hosts.b.hear('x', ...runsOf([]), ...right);
    meet(hosts);
  });
});

describe('V7 runs of ever more chains that there are not', () => {
  /** Runs of as many whom nobody knows, each without what comes before it. */
  const gaps = (count: number, letters = 1): Uint8Array[] => {
    const forger = new Forger(identity(0, 60));
    forger.first();
    const { run } = forger.next({ ops: [insert(0, 'g'.repeat(letters))] });
    return Array.from({ length: count }, (_, n) => {
      const one = run.slice();
      new DataView(one.buffer).setUint32(0, n);
      return one;
    });
  };
  const tell = (host: Host, name: string, runs: readonly Uint8Array[]): void => {
    const each = Math.floor(250_000 / (runs[0]?.length ?? 1));
    for (let at = 0; at < runs.length; at += each) host.hear(name, ...runs.slice(at, at + each));
  };

  it('A13 V7 are remembered of a peer up to MAX_LINES', () => {
    const host = new Host(0, 50);
    tell(host, 'x', gaps(MAX_LINES + 1_000));
    const [peer] = host.replica.peers();
    expect(peer?.lines.size).toBe(MAX_LINES);
    expect(host.drops).toEqual(new Map());
  });

  it.each([0, MAX_LINES])(
    'S7 cost nobody the channel whose history is not ours, after %i',
    (many) => {
      const { hosts, base, left, right, more, runsOf } = scene();
      const { a } = hosts;
      const late = more(2).map(({ run }) => run);
      // Nothing more of y's can wait, and after so many where its run ended is forgotten.
      for (const letters of [4_000, 1]) tell(a, 'y', gaps(MAX_PARKED_BYTES / 4_000, letters));
      a.hear('y', ...late.slice(0, 1));
      tell(a, 'y', gaps(many));
      a.hear('x', base.run, ...left.map(({ run }) => run));
      a.hear('y', ...late.slice(1));
      expect([a.text(), a.drops]).toEqual(['LLLab', new Map()]);
      hosts.b.hear('x', ...runsOf(right), ...late);
      meet(hosts);
    },
  );
});

describe('D3 V7 two histories in one store, put there by two tabs before either knew', () => {
  it('are both read again, with what was built on them', () => {
    const { hosts, left, right, runsOf } = scene();
    hosts.a.hear('x', ...runsOf(left));
    hosts.b.hear('x', ...runsOf(right));
    hosts.a.type(DOC, 0, 'A');
    hosts.b.type(DOC, 0, 'B');
    const fresh = again(hosts.a, hosts.b);
    expect([...fresh.text()].sort().join('')).toBe('ABLLLRRab');
    meet({ ...hosts, c: fresh });
    expect([...fresh.text()].sort().join('')).toBe('ABLLLRRab');
  });
});

describe('V2 ever earlier partings of one agent', () => {
  it('count only by their first binary digits, so that each replica takes in few of them', () => {
    const { hosts, head } = scene();
    const cheat = new Forger(identity(1, 44));
    const main = [cheat.first({ policyHeads: [head] }).run];
    const twins: Uint8Array[][] = [];
    for (let i = 1; i < 200; i++) {
      const twin = cheat.clone();
      twins.push([...main, twin.next({ ops: [insert(0, 't')] }).run]);
      main.push(cheat.next({ ops: [insert(0, 'm')] }).run);
    }
    hosts.a.hear('x', ...main);
    hosts.b.hear('x', ...main);
    const before = hosts.a.stored.length;
    for (const twin of twins.toReversed()) hosts.a.hear('x', ...twin);
    hosts.b.hear('x', ...(twins[0] ?? []));
    const evidence = hosts.a.stored.slice(before).flatMap(({ runs }) => runs);
    const kept = evidence.filter((run) => run.evidence);
    expect(kept.length).toBeGreaterThan(20);
    expect(kept.length).toBeLessThan(28);
    expect(hosts.a.replica.history.forks().map(({ seq }) => seq)).toEqual([1]);
    meet(hosts);
  });

  it('leave one record in the store, the earliest', () => {
    const { hosts, left, right, runsOf, cheat } = scene();
    const late = cheat.clone();
    hosts.a.hear('x', ...runsOf([...left, cheat.next({ ops: [insert(0, 'M')] })]));
    hosts.a.hear('x', ...runsOf([...left, late.next({ ops: [insert(0, 'N')] })]));
    hosts.a.hear('x', ...runsOf(right));
    const records = hosts.a.stored.flatMap(({ runs }) => runs).filter((run) => run.evidence);
    const [later, earlier] = records;
    expect(records).toHaveLength(2);
    expect([later?.from, later?.last]).toEqual([earlier?.from, earlier?.last]);
    expect(earlier?.to).toBeGreaterThan(later?.to ?? Infinity);
  });
});

describe('V4 what nothing needs', () => {
  it('A03 ten thousand histories cost next to nothing, and replicas that saw different ones are equal', () => {
    const { hosts, head } = scene();
    const cheat = new Forger(identity(1, 44));
    const base = cheat.first({ policyHeads: [head] });
    const siblings = Array.from({ length: 10_000 }, (_, i) =>
      cheat.other({ ops: [insert(0, `s${i}`)] }),
    );
    siblings.forEach((made, i) => {
      const host = i % 2 === 0 ? hosts.a : hosts.b;
      if (i < 2) host.hear('x', base.run);
      host.hear(`x${i % 7}`, made.run);
    });
    for (const host of Object.values(hosts)) {
      const logs = host.replica.history.histories(cheat.agent, 'content');
      expect(logs.length).toBeLessThanOrEqual(1 + 7 * MAX_OPEN_BRANCHES);
      const bytes = host.stored.flatMap(({ runs }) => runs.map((run) => run.bytes.length));
      expect(bytes.reduce((sum, length) => sum + length, 0)).toBeLessThan(20_000);
      expect(host.replica.waiting.events).toBe(0);
    }
    meet(hosts);
    expect(hosts.a.text()).toBe('ab');
  });

  it('V5 is below nothing that is written after it is known', () => {
    const { hosts, left, right, runsOf, base, runs } = scene();
    hosts.a.hear('x', ...runsOf(left));
    hosts.a.hear('z', ...runsOf(right));
    hosts.a.connect('b', 0, 51);
    hosts.a.sent.length = 0;
    hosts.a.type(DOC, 1, 'own');
    expect(hosts.a.text()).toBe('aownb');
    const fresh = new Host(0, 62);
    fresh.hear('p', ...runs, base.run);
    for (const { bytes, message } of hosts.a.sent)
      if (message.kind === 'events') fresh.receive(asPeerId('p'), bytes);
    expect(fresh.text()).toBe('aownb');
    expect(fresh.replica.waiting.events).toBe(0);
  });
});

describe('A04 V3 who builds on a second history for another', () => {
  it('writes it himself: all see the same, and removing him ends it', () => {
    const { hosts, policy, left, right, runsOf, head } = scene();
    hosts.a.hear('x', ...runsOf(left));
    hosts.b.hear('x', ...runsOf(right));
    const helper = new Forger(identity(2, 9));
    const first = { policyHeads: [head], ops: [insert(0, 'X')] };
    const built = helper.first({ ...first, parents: [(right[1] as Made).id] });
    hosts.b.hear('y', built.run);
    meet(hosts);
    expect(hosts.a.text()).toBe('XRRab');
    hosts.a.type(DOC, hosts.a.text().length, '.');
    converse(hosts);
    const honest = hosts.a.text();
    const removed = policy.next({ ops: [removal(2, [{ agent: helper.agent, seq: 1 }])] });
    for (const host of Object.values(hosts)) host.hear('founder', removed.run);
    const late = helper.next({ parents: [built.id, (left[2] as Made).id].sort() });
    hosts.a.hear('accomplice', ...runsOf(left), late.run);
    hosts.b.hear('accomplice', late.run);
    meet(hosts);
    expect(hosts.b.replica.history.find(late.id)).toBeDefined();
    expect(hosts.b.text()).toBe(honest);
  });

  it('outside the removal’s cut gives nothing effect that nobody else built on', () => {
    const { hosts, policy, left, right, runsOf, head } = scene();
    hosts.a.hear('x', ...runsOf(left));
    hosts.b.hear('x', ...runsOf(right));
    const helper = new Forger(identity(2, 9));
    const parents = [(right[1] as Made).id];
    hosts.b.hear('y', helper.first({ policyHeads: [head], ops: [insert(0, 'X')], parents }).run);
    meet(hosts);
    expect(hosts.a.text()).toBe('XRRab');
    const target = { kind: 'member', member: device(2) as string as MemberId } as const;
    const foreseen = previewRemoval(hosts.a.replica.history, target, { before: asSeconds(0) });
    expect(foreseen).toEqual([{ document: DOC, hidden: 3, shown: 0 }]);
    const removed = policy.next({ ops: [removal(2, [])] });
    hosts.a.hear('founder', removed.run);
    converse(hosts);
    agree(hosts);
    expect(hosts.b.text()).toBe('ab');
    hosts.b.type(DOC, 2, '!');
    converse(hosts);
    agree(hosts);
    expect(hosts.a.text()).toBe('ab!');
  });
});

describe('V3 P17 A07 a second history of somebody who was removed', () => {
  it('inside what the removal keeps ends equal everywhere', () => {
    const { hosts, policy, cheat, left, right, runsOf } = scene();
    hosts.a.hear('x', ...runsOf(left));
    const kept = policy.next({ ops: [removal(1, [{ agent: cheat.agent, seq: 3 }])] });
    hosts.a.hear('founder', kept.run);
    expect(hosts.a.text()).toBe('LLab');
    hosts.b.hear('x', ...runsOf(right));
    meet(hosts);
    expect(hosts.a.text()).toBe('ab');
  });
});

describe('V6 two histories of policy', () => {
  it('both keep their effect, and everybody is told', () => {
    const { hosts, policy, runs } = scene();
    const twin = policy.clone();
    const [ann, ben] = [policy, twin].map((forger, i) => {
      const invite = { kind: 'invite', key: inviteKey(5 + i), role: 'editor', uses: 2, expires: 0 };
      const opened = forger.next({ ops: [invite as never] });
      const joined = forger.next({ ops: [admit(opened.id, 5 + i, 5 + i)] });
      return [opened.run, joined.run];
    });
    hosts.a.hear('x', ...(ann ?? []));
    hosts.b.hear('x', ...(ben ?? []));
    meet(hosts);
    const members = (host: Host): string[] =>
      host.replica.history.policy.members().map(({ name }) => name);
    expect(members(hosts.a)).toEqual(members(hosts.b));
    expect(members(hosts.a)).toEqual(expect.arrayContaining(['P5', 'P6']));
    expect([hosts.a.forks, hosts.b.forks]).toEqual([[policy.agent], [policy.agent]]);
    for (const host of Object.values(hosts)) host.type(DOC, 0, 'w');
    converse(hosts);
    agree(hosts);
    expect(runs).toHaveLength(3);
  });

  it('are taken in up to MAX_POLICY_BRANCHES', () => {
    const { hosts, policy } = scene();
    for (let i = 0; i < MAX_POLICY_BRANCHES + 9; i++) {
      const invite = { kind: 'invite', key: inviteKey(9), role: 'editor', uses: i + 1, expires: 0 };
      hosts.a.hear(`x${i}`, policy.other({ ops: [invite as never] }).run);
    }
    const logs = hosts.a.replica.history.histories(policy.agent, 'policy');
    expect(logs).toHaveLength(1 + MAX_POLICY_BRANCHES);
  });
});
