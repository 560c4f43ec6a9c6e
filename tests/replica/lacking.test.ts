/** What peers say there is and nobody sends: when a person is told, and when no more. */
import { expect, it } from 'vitest';
import { asPeerId, asSeq, type EventId } from '../../src/base/ids.ts';
import { MAX_LACKING } from '../../src/base/limits.ts';
import type { Missing } from '../../src/replica/lacking.ts';
import { encodeMessage, type ChainEnd } from '../../src/wire/message.ts';
import { DOC, Forger, Host, identity, insert } from './lab.ts';

const MINUTE = 60_000;
const missing = (host: Host): Missing | null => host.do((own, now) => own.missing(now));
const claim = (host: Host, name: string, ends: readonly ChainEnd[]): void =>
  host.receive(asPeerId(name), encodeMessage({ kind: 'summary', ends }));

/** A replica, and an event of another device of Ada’s that it lacks. */
function lacking() {
  const host = new Host(0, 50);
  const writer = new Forger(identity(0, 61));
  const first = writer.first();
  const end = { agent: writer.agent, chain: 'content', seq: asSeq(1), id: first.id } as const;
  host.connect('bo', 0, 62);
  return { host, writer, first, end, agents: [writer.agent] };
}

it('S16 A37 what a peer claims and nobody sends is told after a minute, with who says it, until it comes', () => {
  const { host, writer, first, end, agents } = lacking();
  host.pass(1_000);
  claim(host, 'bo', [end]);
  host.pass(MINUTE - 1);
  expect(missing(host)).toBeNull();
  host.pass(1);
  expect(missing(host)).toEqual({ agents, by: ['bo'], since: 1_000 });
  host.connect('cy', 0, 63);
  claim(host, 'cy', [end]);
  host.pass(2 * MINUTE);
  expect(missing(host)).toEqual({ agents, by: ['bo', 'cy'], since: 1_000 });
  expect(host.hear('di', first.run)).toBeUndefined();
  const next = writer.next({});
  claim(host, 'bo', [{ ...end, seq: asSeq(2), id: next.id }]);
  expect(missing(host)).toBeNull();
  host.pass(MINUTE);
  expect(missing(host)).toMatchObject({ agents, by: ['bo'] });
  expect(host.hear('di', next.run)).toBeUndefined();
  expect(missing(host)).toBeNull();
  host.pass(1_000);
  expect(host.replica.wakeAt()).toBeUndefined();
});

it('S16 whoever claims what does not exist is named alone, and it is over with that channel', () => {
  const { host, end, agents } = lacking();
  host.connect('cy', 0, 63);
  claim(host, 'bo', [end]);
  claim(host, 'bo', [{ ...end, seq: asSeq(9) }]);
  host.pass(10 * MINUTE);
  expect(missing(host)).toEqual({ agents, by: ['bo'], since: 0 });
  host.do((own) => own.disconnected(asPeerId('bo')));
  expect(missing(host)).toBeNull();
});

it('S16 A13 E12 events whose ancestors nobody shows are told of too', () => {
  const { host, first, writer } = lacking();
  const shown = new Forger(identity(0, 64));
  const { run } = shown.first({ parents: [first.id], ops: [insert(0, 'x')] });
  expect(host.hear('bo', run)).toBeUndefined();
  host.pass(MINUTE);
  expect(missing(host)).toEqual({ agents: [shown.agent], by: ['bo'], since: 0 });
  const gap = writer.next({}).run;
  expect(host.hear('bo', gap)).toBeUndefined();
  host.pass(MINUTE);
  expect(missing(host)?.agents).toEqual([shown.agent, writer.agent].sort());
  expect(host.hear('cy', first.run)).toBeUndefined();
  expect(missing(host)).toBeNull();
  expect(host.replica.waiting.events).toBe(0);
});

it('S16 nothing is missing while that peer brings more, and of each no more than a few are kept', () => {
  const { host, end } = lacking();
  const ends = Array.from({ length: 2 * MAX_LACKING }, (_, i) => {
    const { agent } = new Forger(identity(0, 100 + i));
    return { ...end, agent, id: i.toString(16).padStart(64, '0') as EventId };
  });
  claim(host, 'bo', ends);
  const typist = new Forger(identity(0, 65));
  expect(host.hear('bo', typist.first().run)).toBeUndefined();
  for (let half = 0; half < 4; half++) {
    host.pass(MINUTE / 2);
    expect(host.hear('bo', typist.next({}).run)).toBeUndefined();
    expect(missing(host)).toBeNull();
  }
  host.pass(MINUTE);
  expect(missing(host)?.agents).toHaveLength(MAX_LACKING);
  expect(host.text(DOC)).toBe('xxxxab');
});
