/**
 * Taking back what somebody wrote: what is as if it had not been, what stays, and what comes of it
 * when it is done twice, by two at once, or against a lie.
 */
import { describe, expect, it } from 'vitest';
import { asSeconds } from '../../src/base/ids.ts';
import type { DocumentId, Role, Seconds } from '../../src/base/ids.ts';
import {
  documentEntries,
  setDeleted,
  setPlace,
  setTaken,
  setTitle,
  workspaceTitle,
} from '../../src/crdt/workspace-map.ts';
import { Voiding } from '../../src/replica/voiding.ts';
import { TakingBack, writtenBy, type Taken } from '../../src/replica/taking-back.ts';
import { agentRow, WORKSPACE_MAP } from '../../src/wire/document.ts';
import type { SetOp } from '../../src/wire/op.ts';
import { Random } from '../sim/random.ts';
import { admit, converse, device, DOC, Host, inviteKey } from './lab.ts';

const TIMES = Number(process.env['PARLEY_FUZZ'] ?? 1);
const EVER = asSeconds(0);
const OTHER = `01${'2'.repeat(30)}` as DocumentId;

function letIn(host: Host, person: number, role: Role): void {
  const invite = {
    kind: 'invite',
    key: inviteKey(person),
    role,
    approval: false,
    uses: 1,
    expires: asSeconds(0),
  } as const;
  host.do((own, now) => {
    const opened = own.act(invite, now);
    if (!opened.ok) throw new Error(opened.error.code);
    return own.act(admit(opened.value.id, person, person), now);
  });
}

/** Ada, who founded the workspace, and so many editors. */
function people(editors: number): Host[] {
  const hosts = [new Host(0, 50)];
  for (let person = 1; person <= editors; person++) {
    hosts.push(new Host(person, 50 + person));
    letIn(hosts[0] as Host, person, 'editor');
  }
  meet(hosts);
  return hosts;
}

function meet(hosts: readonly Host[]): void {
  const named = Object.fromEntries(hosts.map((host, i) => [`p${i}`, host]));
  hosts.forEach((host, i) =>
    hosts.forEach((_, j) => void (i !== j && host.connect(`p${j}`, j, 50 + j))),
  );
  converse(named);
  for (const host of hosts)
    for (const peer of host.replica.peers()) host.do((own) => own.disconnected(peer.id));
}

const write = (host: Host, ...ops: readonly SetOp[]): void =>
  void host.do((own, now) => own.set(WORKSPACE_MAP, ops, now));

function plan(host: Host, what: Taken, step = 5): TakingBack {
  const made = new TakingBack(host.replica.history, what);
  while (!made.step(step));
  return made;
}

function take(host: Host, what: Taken): Taken {
  const written = host.do((own, now) => own.takeBack(plan(host, what), now));
  if (!written.ok) throw new Error(written.error.code);
  return written.value;
}

const by = (host: Host, person: number, since: Seconds = EVER): Taken =>
  writtenBy(host.replica.history, device(person), since);

/** The text without it, as a removal would leave it. */
function without(host: Host, what: Taken): string {
  const log = host.replica.history.document(DOC);
  const voidOf = (taken: Taken): Voiding => {
    const voiding = new Voiding(
      host.replica.history.policy,
      ({ chain }) => taken.get(chain.agent)?.[0]?.from ?? Infinity,
    );
    for (const piece of log.pieces()) voiding.add(piece);
    return voiding;
  };
  log.text?.setVoids(voidOf(what).voids);
  const left = host.text();
  log.text?.setVoids(voidOf(new Map()).voids);
  return left;
}

const titles = (host: Host): string[] => {
  const { registers } = host.replica.history.map();
  return registers
    ? documentEntries(registers).flatMap(({ title, deleted }) => (deleted ? [] : [title]))
    : [];
};

describe('taking back what somebody wrote', () => {
  it('T11 A43 takes away what they put in, brings back what they deleted, and leaves what others wrote', () => {
    const [ada, bo, cy] = people(2) as [Host, Host, Host];
    ada.type(DOC, 0, 'beans 🌱 and leeks');
    meet([ada, bo, cy]);
    bo.type(DOC, 0, 'SPAM ', 6);
    cy.type(DOC, 18, ', peas');
    meet([ada, bo, cy]);
    bo.type(DOC, 7, 'MORE', 3);
    meet([ada, bo, cy]);
    expect(ada.text()).toBe('SPAM 🌱MOREd leeks, peas');
    const made = plan(ada, by(ada, 1));
    expect(made.texts.map(({ document, hidden, shown }) => [document, hidden, shown])).toEqual([
      [DOC, 9, 9],
    ]);
    take(ada, by(ada, 1));
    expect(ada.text()).toBe('beans 🌱 and leeks, peas');
    expect(ada.shown.at(-1)?.document).toBe(DOC);
    meet([ada, bo, cy]);
    for (const host of [bo, cy]) expect(host.text()).toBe('beans 🌱 and leeks, peas');
  });

  it('T11 E15 of a time begins with the first event that says it is of that time', () => {
    const [ada, bo] = people(1) as [Host, Host];
    bo.type(DOC, 0, 'early ');
    bo.pass(100_000);
    bo.type(DOC, 6, 'late');
    meet([ada, bo]);
    expect(plan(ada, by(ada, 1, asSeconds(1_700_000_000 + 200))).texts).toEqual([]);
    take(ada, by(ada, 1, asSeconds(1_700_000_000 + 60)));
    expect(ada.text()).toBe('early ');
    take(ada, by(ada, 1));
    expect(ada.text()).toBe('');
  });

  it('T12 brings nothing back twice, also where they delete the same again', () => {
    const [ada, bo] = people(1) as [Host, Host];
    ada.type(DOC, 0, 'the minutes');
    meet([ada, bo]);
    for (let again = 0; again < 3; again++) {
      bo.type(DOC, 0, `BAD${again}`, bo.text().length);
      meet([ada, bo]);
      expect(ada.text()).toBe(`BAD${again}`);
      take(ada, by(ada, 1));
      expect(ada.text()).toBe('the minutes');
      expect(plan(ada, by(ada, 1)).texts).toEqual([]);
      take(ada, by(ada, 1));
      expect(ada.text()).toBe('the minutes');
      ada.type(DOC, 4, 'whole ');
      ada.type(DOC, 4, '', 6);
      meet([ada, bo]);
    }
    // Somebody changes what came back; that stays as they left it.
    ada.type(DOC, 0, 'our', 3);
    expect(plan(ada, by(ada, 1)).texts).toEqual([]);
  });

  it('T12 brings back what several deleted with the last of them', () => {
    const [ada, bo, cy] = people(2) as [Host, Host, Host];
    ada.type(DOC, 0, 'the minutes');
    meet([ada, bo, cy]);
    bo.type(DOC, 0, '', 11);
    cy.type(DOC, 0, 'CY', 11);
    meet([ada, bo, cy]);
    take(ada, by(ada, 1));
    expect(ada.text()).toBe('CY');
    meet([ada, bo, cy]);
    take(cy, by(cy, 2));
    expect(cy.text()).toBe('the minutes');
  });

  it('T11 is taken back again, exactly', () => {
    const [ada, bo] = people(1) as [Host, Host];
    ada.type(DOC, 0, 'the minutes');
    write(ada, setTitle(DOC, 'Minutes'));
    meet([ada, bo]);
    bo.type(DOC, 4, 'five ', 0);
    bo.type(DOC, 0, '', 4);
    write(bo, setTitle(DOC, 'Hours'));
    meet([ada, bo]);
    const written = take(ada, by(ada, 1));
    expect([ada.text(), titles(ada)]).toEqual(['the minutes', ['Minutes']]);
    take(ada, written);
    expect([ada.text(), titles(ada)]).toEqual(['five minutes', ['Hours']]);
    meet([ada, bo]);
    expect(bo.text()).toBe('five minutes');
  });

  it('T12 by two at once ends the same everywhere, with what came back side by side until one is undone', () => {
    const [ada, bo, cy] = people(2) as [Host, Host, Host];
    ada.type(DOC, 0, 'the minutes');
    meet([ada, bo, cy]);
    bo.type(DOC, 0, 'BAD', 11);
    meet([ada, bo, cy]);
    const written = take(ada, by(ada, 1));
    take(cy, by(cy, 1));
    meet([ada, bo, cy]);
    for (const host of [ada, bo, cy]) expect(host.text()).toBe('the minutesthe minutes');
    expect(plan(bo, by(bo, 1)).texts).toEqual([]);
    take(ada, written);
    expect(ada.text()).toBe('the minutes');
  });

  it('T12 M2 is not kept from it by whoever notes that it was done, once that is taken back', () => {
    const [ada, bo, cy] = people(2) as [Host, Host, Host];
    ada.type(DOC, 0, 'the minutes');
    meet([ada, bo, cy]);
    bo.type(DOC, 0, 'BAD', 11);
    write(cy, setTaken(agentRow(bo.replica.agent), [{ from: 0, to: 1_000 }]));
    meet([ada, bo, cy]);
    expect(plan(ada, by(ada, 1)).texts).toEqual([]);
    take(ada, by(ada, 2));
    expect(ada.text()).toBe('BAD');
    take(ada, by(ada, 1));
    expect(ada.text()).toBe('the minutes');
  });

  it('M5 sets titles, places and what was hidden back to what they were, and hides what is of their making', () => {
    const [ada, bo] = people(1) as [Host, Host];
    write(ada, setTitle(DOC, 'Minutes'), setPlace(DOC, 'M'));
    write(ada, setTitle(OTHER, 'Budget'), setPlace(OTHER, 'T'));
    meet([ada, bo]);
    const own = `01${'3'.repeat(30)}` as DocumentId;
    const shared = `01${'4'.repeat(30)}` as DocumentId;
    write(bo, setTitle(WORKSPACE_MAP, 'Bo’s'), setTitle(DOC, 'Hours'), setPlace(DOC, 'Z'));
    write(bo, setDeleted(OTHER, true), setTitle(own, 'Mine'), setTitle(shared, 'Shared'));
    bo.type(own, 0, 'mine');
    bo.type(shared, 0, 'mine');
    meet([ada, bo]);
    ada.type(shared, 4, ' and hers');
    expect(titles(ada).sort()).toEqual(['Hours', 'Mine', 'Shared']);
    expect(plan(ada, by(ada, 1)).names('Lab')).toHaveLength(5);
    take(ada, by(ada, 1));
    expect(titles(ada)).toEqual(['Shared', 'Minutes', 'Budget']);
    expect(ada.text(shared)).toBe(' and hers');
    const { registers } = ada.replica.history.map();
    expect(registers && workspaceTitle(registers)).toBe(ada.replica.genesis.title);
    expect(plan(ada, by(ada, 1)).names('Lab')).toEqual([]);
  });

  it('T11 of more than an event may hold is written as several', () => {
    const [ada, bo] = people(1) as [Host, Host];
    const long = 'a line of text, quite long. 🌱\n'.repeat(2_500);
    ada.do((own, now) => own.edit(DOC, [{ position: 0, deleted: 0, inserted: long }], now));
    ada.do((own, now) => own.flush(now));
    meet([ada, bo]);
    bo.type(DOC, 0, 'x'.repeat(70_000), long.length);
    meet([ada, bo]);
    take(ada, by(ada, 1));
    expect(ada.text()).toBe(long);
    meet([ada, bo]);
    expect(bo.text()).toBe(long);
  });

  it('P7 is not for readers', () => {
    const [ada] = people(0) as [Host];
    const reader = new Host(1, 51);
    letIn(ada, 1, 'reader');
    ada.type(DOC, 0, 'words');
    meet([ada, reader]);
    const made = plan(reader, by(reader, 0));
    const written = reader.do((own, now) => own.takeBack(made, now));
    expect(written.ok ? 'ok' : written.error.code).toBe('NotGranted');
    expect(reader.text()).toBe('words');
  });

  it(
    'T11 T12 A43 T3 as of a random history, seed after seed, leaves what the rest amounts to, once, for all',
    { timeout: 60_000 * TIMES },
    () => {
      for (let seed = 1; seed <= 12 * TIMES; seed++) {
        const random = new Random(seed);
        const hosts = people(3);
        const vandal = random.whole(1, 3);
        const turn = (host: Host): void => {
          const length = host.text().length;
          const at = random.whole(0, length);
          const gone = random.chance(0.4) ? random.whole(0, Math.min(6, length - at)) : 0;
          const word = random.pick(['ab', 'c', 'def', '']) ?? '';
          if (gone > 0 || word !== '') host.type(DOC, at, word, gone);
        };
        for (let step = 0; step < 40; step++) {
          const host = random.pick(hosts);
          if (host) turn(host);
          if (random.chance(0.2)) meet(hosts);
        }
        meet(hosts);
        const [ada] = hosts as [Host];
        const what = by(ada, vandal);
        const before = ada.text();
        const expected = without(ada, what);
        expect(ada.text()).toBe(before);
        take(ada, what);
        expect([seed, ada.text()]).toEqual([seed, expected]);
        expect(plan(ada, what).texts).toEqual([]);
        meet(hosts);
        for (const host of hosts) expect([seed, host.text()]).toEqual([seed, expected]);
        for (const host of hosts) turn(host);
        meet(hosts);
        const now = ada.text();
        const undone = take(ada, by(ada, vandal));
        take(ada, undone);
        expect([seed, ada.text()]).toEqual([seed, now]);
        take(ada, by(ada, 0));
        take(hosts[1] as Host, by(hosts[1] as Host, 2));
        meet(hosts);
        expect(new Set(hosts.map((host) => host.text())).size).toBe(1);
      }
    },
  );
});
