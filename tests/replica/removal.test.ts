/**
 * Removed members: what of their edits stays, what goes, and what others built on it.
 */
import { describe, expect, it } from 'vitest';
import { asSeconds } from '../../src/base/ids.ts';
import type { EventId, Role } from '../../src/base/ids.ts';
import { setTitle, workspaceTitle } from '../../src/crdt/workspace-map.ts';
import type { PolicyAct } from '../../src/wire/act.ts';
import { decodeRun } from '../../src/wire/run.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { encodeMessage } from '../../src/wire/message.ts';
import { type Keep, previewRemoval, removalActs, roleActs } from '../../src/replica/removal.ts';
import { Random } from '../sim/random.ts';
import { admit, connect, converse, device, DOC, Host, inviteKey, text } from './lab.ts';

const TIMES = Number(process.env['PARLEY_FUZZ'] ?? 1);

const act = (host: Host, done: PolicyAct): EventId => {
  const written = host.do((own, now) => own.act(done, now));
  if (!written.ok) throw new Error(written.error.code);
  return written.value.id;
};

function letIn(host: Host, person: number, role: Role): void {
  const key = inviteKey(person);
  const invite = {
    kind: 'invite',
    key,
    role,
    approval: false,
    uses: 1,
    expires: asSeconds(0),
  } as const;
  act(host, admit(act(host, invite), person, person));
}

/** Ada, who founded the workspace, and others with a role each; all connected and quiet. */
function people(...roles: readonly Role[]): Record<string, Host> {
  const hosts: Record<string, Host> = { p0: new Host(0, 50) };
  roles.forEach((role, i) => {
    hosts[`p${i + 1}`] = new Host(i + 1, 51 + i);
    letIn(hosts['p0'] as Host, i + 1, role);
  });
  meet(hosts);
  return hosts;
}

/** Everybody of these meets everybody, until there is nothing to say. */
function meet(hosts: Record<string, Host>): void {
  connect(hosts);
  converse(hosts);
  part(hosts);
}

function part(hosts: Record<string, Host>): void {
  for (const host of Object.values(hosts))
    for (const peer of host.replica.peers()) host.do((own) => own.disconnected(peer.id));
}

function remove(host: Host, person: number, keep: Keep = 'all'): void {
  const target = { kind: 'member', member: device(person) } as const;
  for (const one of removalActs(host.replica.history, target, keep)) act(host, one);
}

const texts = (hosts: Record<string, Host>): string[] => [
  ...new Set(Object.values(hosts).map((host) => host.text())),
];

/** The same agent of the same person, from nothing but what another replica holds. */
function reread(host: Host): Host {
  const fresh = new Host(0, 90);
  const runs = host.stored.flatMap(({ runs: stored }) =>
    stored.flatMap(({ bytes }) => {
      const run = decodeRun(bytes);
      return run.ok ? [run.value] : [];
    }),
  );
  fresh.do((own) => own.restore(runs));
  fresh.do((own) => own.open(new Map()));
  return fresh;
}

describe('a removed member', () => {
  it('A07 P20 who keeps typing offline is never seen again, and what was held stays', () => {
    const { p0, p1, p2 } = people('editor', 'editor') as Record<'p0' | 'p1' | 'p2', Host>;
    p1.type(DOC, 0, 'before ');
    meet({ p0, p1, p2 });
    p1.type(DOC, 7, 'after');
    remove(p0, 1);
    // Cy meets both in either order: first the one who was removed, who knows nothing of it.
    meet({ p1, p2 });
    expect(p2.text()).toBe('before after');
    meet({ p0, p2 });
    expect(texts({ p0, p2 })).toEqual(['before ']);
    expect(p2.shown.at(-1)?.changes).toEqual([{ position: 7, deleted: 5, inserted: '' }]);
    const late = new Host(2, 80);
    const hosts = { p0, p2: late };
    connect(hosts);
    converse(hosts);
    expect(late.text()).toBe('before ');
  });

  it('A11 who stays on old policy with a new page load is never seen', () => {
    const { p0, p1, p2 } = people('editor', 'editor') as Record<'p0' | 'p1' | 'p2', Host>;
    remove(p0, 1);
    const again = new Host(1, 70);
    meet({ p1, again });
    again.type(DOC, 0, 'hello');
    meet({ p2, again });
    expect(p2.text()).toBe('hello');
    meet({ p0, p2 });
    expect(texts({ p0, p2 })).toEqual(['']);
  });

  it('T8 leaves what others built on it where it was meant, and gives back what it deleted', () => {
    const { p0, p1, p2 } = people('editor', 'editor') as Record<'p0' | 'p1' | 'p2', Host>;
    p0.type(DOC, 0, 'one two three');
    meet({ p0, p1, p2 });
    p1.type(DOC, 4, 'TWO AND A HALF', 3);
    meet({ p1, p2 });
    p2.type(DOC, 7, '!');
    remove(p0, 1);
    meet({ p0, p2 });
    expect(texts({ p0, p2 })).toEqual(['one !two three']);
    p2.type(DOC, 4, '', 1);
    p0.type(DOC, 14, '.');
    meet({ p0, p2 });
    expect(texts({ p0, p2 })).toEqual(['one two three.']);
    expect(reread(p2).text()).toBe('one two three.');
  });

  it('T8 is undone by when it was written, if whoever removes it says so', () => {
    const { p0, p1 } = people('editor') as Record<'p0' | 'p1', Host>;
    p1.type(DOC, 0, 'old ');
    p1.now += 100_000;
    p1.type(DOC, 4, 'new');
    meet({ p0, p1 });
    const target = { kind: 'member', member: device(1) } as const;
    const before = { before: asSeconds(1_700_000_000 + 50) };
    const { history } = p0.replica;
    expect(previewRemoval(history, target, 'all')).toEqual([]);
    expect(previewRemoval(history, target, before)).toEqual([
      { document: DOC, hidden: 3, shown: 0 },
    ]);
    expect(p0.text()).toBe('old new');
    remove(p0, 1, before);
    expect(p0.text()).toBe('old ');
  });

  it('M4 no longer decides what a title is', () => {
    const { p0, p1 } = people('editor') as Record<'p0' | 'p1', Host>;
    const title = (host: Host, name: string): void =>
      void host.do((own, now) => own.set(WORKSPACE_MAP, [setTitle(WORKSPACE_MAP, name)], now));
    title(p0, 'Minutes');
    meet({ p0, p1 });
    title(p1, 'Mine');
    meet({ p0, p1 });
    const titleAt = (host: Host): string | undefined => {
      const { registers } = host.replica.history.map();
      return registers && workspaceTitle(registers);
    };
    expect(titleAt(p0)).toBe('Mine');
    remove(p0, 1, { before: asSeconds(0) });
    expect(titleAt(p0)).toBe('Minutes');
  });

  it('P20 comes back with everything when the removal falls with whoever made it', () => {
    const hosts = people('admin', 'editor') as Record<'p0' | 'p1' | 'p2', Host>;
    const { p0, p1, p2 } = hosts;
    p2.type(DOC, 0, 'mine');
    meet(hosts);
    remove(p1, 2, { before: asSeconds(0) });
    expect(p1.text()).toBe('');
    remove(p0, 1);
    meet({ p0, p2 });
    expect(texts({ p0, p2 })).toEqual(['mine']);
  });

  it('P17 as an editor who becomes a reader keeps what was held, and may write no more', () => {
    const { p0, p1 } = people('editor') as Record<'p0' | 'p1', Host>;
    p1.type(DOC, 0, 'held');
    meet({ p0, p1 });
    p1.type(DOC, 4, ' late');
    for (const one of roleActs(p0.replica.history, device(1), 'reader')) act(p0, one);
    meet({ p0, p1 });
    expect(texts({ p0, p1 })).toEqual(['held']);
    expect(p1.replica.mayWrite).toBe(false);
  });

  it('S9 is let go also by what brings text, and a caret in it, along', () => {
    const { p0, p1, p2 } = people('editor', 'editor') as Record<'p0' | 'p1' | 'p2', Host>;
    p0.type(DOC, 0, 'one');
    meet({ p0, p1, p2 });
    const known = p0.stored.length;
    remove(p0, 1);
    p0.type(DOC, 3, ' two');
    const news = p0.stored.slice(known).flatMap(({ runs }) => runs.map(({ bytes }) => bytes));
    const { graph } = p0.replica.history.document(DOC);
    const version = p0.replica.history.document(DOC).idsOf(graph.heads);
    const gone = p2.connect('p1', 1, 51);
    const peer = p2.connect('p0', 0, 50);
    const caret = { document: DOC, anchor: 7, head: 7 };
    p2.receive(peer, encodeMessage({ kind: 'presence', caret: { ...caret, version } }));
    expect(p2.hear('p0', ...news)).toBeUndefined();
    expect(p2.drops.get(gone)?.code).toBe('NotGranted');
    expect(p2.text()).toBe('one two');
    expect(p2.replica.carets(DOC)).toEqual([{ peer, caret }]);
  });

  it('S9 is sent nothing more, and is let go', () => {
    const { p0 } = people('editor') as Record<'p0', Host>;
    p0.connect('p1', 1, 51);
    remove(p0, 1);
    expect(p0.drops.get('p1' as never)?.code).toBe('NotGranted');
    const from = p0.sent.length;
    p0.type(DOC, 0, 'secret');
    p0.connect('p1', 1, 51);
    p0.pass(10_000);
    const sent = p0.sent.slice(from).filter(({ message }) => message.kind === 'events');
    expect(sent).toEqual([]);
  });
});

describe('removals in any order', () => {
  it.each(Array.from({ length: 5 * TIMES }, (_, seed) => seed))(
    'P8 T3 end with the same members and texts for everybody, from seed %i',
    (seed) => {
      const random = new Random(seed);
      const hosts = people('admin', 'admin', 'editor', 'editor');
      const names = Object.keys(hosts);
      const documents = [text(1), text(2)];
      for (let step = 0; step < 60; step++) {
        const name = random.pick(names) ?? '';
        const host = hosts[name] as Host;
        const roll = random.whole(0, 19);
        const document = random.pick(documents) ?? DOC;
        const length = host.text(document).length;
        if (roll < 12 && host.replica.mayWrite) {
          const at = random.whole(0, length);
          host.type(document, at, `${name}${step} `, random.whole(0, Math.min(3, length - at)));
        } else if (roll < 18) {
          const other = random.pick(names) ?? '';
          if (other !== name) meet({ [name]: host, [other]: hosts[other] as Host });
        } else {
          const person = random.whole(1, 4);
          const target = { kind: 'member', member: device(person) } as const;
          const acts =
            random.whole(0, 2) === 0
              ? roleActs(host.replica.history, device(person), 'reader')
              : removalActs(
                  host.replica.history,
                  target,
                  random.whole(0, 1) ? 'all' : { before: asSeconds(0) },
                );
          host.do((own, now) => acts.forEach((one) => own.act(one, now)));
        }
      }
      const founder = hosts['p0'] as Host;
      for (let round = 0; round < 3; round++)
        for (const name of names.slice(1)) meet({ p0: founder, [name]: hosts[name] as Host });
      const members = founder.replica.history.policy.members().map(({ id }) => id);
      const stay = names.filter((name) => members.includes(device(Number(name.slice(1)))));
      const again = reread(founder);
      for (const document of documents) {
        const expected = founder.text(document);
        for (const name of stay)
          expect([name, hosts[name]?.text(document)]).toEqual([name, expected]);
        expect(again.text(document)).toBe(expected);
      }
      expect(again.replica.history.policy.members().map(({ id }) => id)).toEqual(members);
    },
  );
});
