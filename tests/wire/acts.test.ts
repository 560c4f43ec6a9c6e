/** What the layouts of policy acts refuse, and what they hold at most. */
import { describe, expect, it } from 'vitest';
import type { AgentId, EventId, PublicKey } from '../../src/base/ids.ts';
import { asSeconds, asSeq } from '../../src/base/ids.ts';
import * as limits from '../../src/base/limits.ts';
import type { Name, PolicyAct } from '../../src/wire/act.ts';
import { encodeBody } from '../../src/wire/event.ts';
import { codeOf, decodeBody } from './arbitrary.ts';

const id = (n: number): string => n.toString(16).padStart(64, '0');
const KEY = id(1) as PublicKey;
const AGENT = id(9) as AgentId;
const names = (count: number): Name[] =>
  Array.from({ length: count }, (_, i) => ({ agent: id(i) as AgentId, seq: asSeq(i + 1) }));
const ids = (count: number): EventId[] => Array.from({ length: count }, (_, i) => id(i) as EventId);

const whole = { part: 1, parts: 1, names: [] };
const close = { kind: 'close', invite: id(3) as EventId, keep: ids(2) } as const;
const role = { kind: 'role', member: KEY, role: 'reader', ...whole } as const;
const remove = { kind: 'remove', target: { kind: 'member', member: KEY }, ...whole } as const;
const invite = {
  kind: 'invite',
  key: KEY,
  role: 'editor',
  approval: true,
  uses: 1,
  expires: asSeconds(0),
} as const;

const encode = (act: PolicyAct): Uint8Array => encodeBody({ seal: false, elapsed: 0, ops: [act] });
const back = (act: PolicyAct): string => codeOf(decodeBody(encode(act), 'policy'));
/** An act of which the byte at `at`, counted after the act’s first, is another. */
const bent = (act: PolicyAct, at: number, value: number): string =>
  codeOf(
    decodeBody(
      encode(act).map((byte, i) => (i === at + 3 ? value : byte)),
      'policy',
    ),
  );

describe('W3 a list of a policy act', () => {
  it('holds as much as its limit, and such an event is within the size of one', () => {
    for (const act of [role, remove]) {
      expect(back({ ...act, names: names(limits.MAX_NAMES) })).toBe('ok');
      expect(back({ ...act, names: names(limits.MAX_NAMES + 1) })).toBe('TooLarge');
    }
    expect(back({ ...close, keep: ids(limits.MAX_KEPT) })).toBe('ok');
    expect(back({ ...close, keep: ids(limits.MAX_KEPT + 1) })).toBe('TooLarge');
  });

  it('W2 A21 is ascending, and names nobody twice', () => {
    for (const act of [role, remove]) {
      expect(back({ ...act, names: names(3) })).toBe('ok');
      expect(back({ ...act, names: names(3).toReversed() })).toBe('NotCanonical');
      expect(back({ ...act, names: [...names(1), ...names(1)] })).toBe('NotCanonical');
    }
    expect(back({ ...close, keep: ids(2).toReversed() })).toBe('NotCanonical');
    expect(back({ ...close, keep: [...ids(1), ...ids(1)] })).toBe('NotCanonical');
  });
});

describe('a name', () => {
  it('A16 is of something, and within the seq cap', () => {
    const named = (seq: number): PolicyAct => ({
      ...remove,
      names: [{ agent: AGENT, seq: asSeq(seq) }],
    });
    expect(back(named(0))).toBe('NotCanonical');
    expect(back(named(limits.MAX_SEQ))).toBe('ok');
    expect(back(named(limits.MAX_SEQ + 1))).toBe('TooLarge');
  });

  it('W2 stands in no change of role that takes nothing', () => {
    for (const to of ['editor', 'admin'] as const) {
      expect(back({ ...role, role: to })).toBe('ok');
      expect(back({ ...role, role: to, names: names(1) })).toBe('NotCanonical');
      expect(back({ ...role, role: to, part: 1, parts: 2 })).toBe('NotCanonical');
    }
  });
});

describe('P23 a number of shares', () => {
  it('W2 is at least one, within its limit, and has one encoding', () => {
    const share = (times: number): PolicyAct => ({ kind: 'share', member: KEY, times });
    expect(back(share(0))).toBe('Malformed');
    for (const times of [1, limits.MAX_TIMES]) expect(back(share(times))).toBe('ok');
    expect(back(share(limits.MAX_TIMES + 1))).toBe('TooLarge');
  });
});

describe('a part', () => {
  it('is one of those that there are, from 1', () => {
    for (const act of [role, remove]) {
      expect(back({ ...act, part: 2, parts: 3, names: names(1) })).toBe('ok');
      expect(back({ ...act, part: limits.MAX_PARTS, parts: limits.MAX_PARTS })).toBe('ok');
      expect(back({ ...act, part: 0, parts: 1 })).toBe('Malformed');
      expect(back({ ...act, part: 0, parts: 0 })).toBe('Malformed');
      expect(back({ ...act, part: 2, parts: 1 })).toBe('Malformed');
      expect(back({ ...act, part: 1, parts: limits.MAX_PARTS + 1 })).toBe('TooLarge');
    }
  });
});

describe('a byte that means nothing', () => {
  it('as a role, with approval or without, is refused', () => {
    const valid = new Set([0, 1, 2, 128, 129, 130]);
    for (let byte = 0; byte < 256; byte++)
      expect(bent(invite, 32, byte)).toBe(valid.has(byte) ? 'ok' : 'Malformed');
    for (let byte = 0; byte < 256; byte++)
      expect(bent(role, 32, byte)).toBe(byte < 3 ? 'ok' : 'Malformed');
  });

  it('as a target is refused', () => {
    const target = { kind: 'agent', device: KEY, agent: AGENT } as const;
    expect(back({ ...remove, target })).toBe('ok');
    expect(bent(remove, 0, 1)).toBe('ok');
    for (let byte = 3; byte < 256; byte++) expect(bent(remove, 0, byte)).toBe('Malformed');
  });
});
