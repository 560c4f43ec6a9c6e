/** What each layout refuses, field by field, and by which rule. */
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, utf8 } from '../../src/base/bytes.ts';
import type { AgentId, DocumentId, EventId, PublicKey } from '../../src/base/ids.ts';
import { asSeconds, asSeq } from '../../src/base/ids.ts';
import { publicKeyOf } from '../../src/base/keys.ts';
import * as limits from '../../src/base/limits.ts';
import { Writer } from '../../src/wire/codec.ts';
import { documentType, newDocumentId, WORKSPACE_MAP, imageRow } from '../../src/wire/document.ts';
import { encodeBody, fits, type EventBody } from '../../src/wire/event.ts';
import {
  decodeEvidence,
  encodeEvidence,
  type Branch,
  type Evidence,
} from '../../src/wire/evidence.ts';
import { decodeGenesis, encodeGenesis, type Genesis } from '../../src/wire/genesis.ts';
import { decodeDeviceLink, encodeDeviceLink, type DeviceLink } from '../../src/wire/device-link.ts';
import { decodeInvite, encodeInvite, type Invite } from '../../src/wire/link.ts';
import { decodeMessage, encodeMessage, type Caret } from '../../src/wire/message.ts';
import { codePoints, joined, unitsOf, type Op } from '../../src/wire/op.ts';
import { decodeProof, encodeProof } from '../../src/wire/proof.ts';
import { decodeRun, encodeRun, type RunParts } from '../../src/wire/run.ts';
import { Stretch, type Encoded } from '../../src/wire/stretch.ts';
import { MESSAGE, OP, PROOF } from '../../src/wire/tags.ts';
import { codeOf, decodeBody } from './arbitrary.ts';

const id = (n: number): string => n.toString(16).padStart(64, '0');
const ids = (count: number): EventId[] => Array.from({ length: count }, (_, i) => id(i) as EventId);
const SIGNATURE = new Uint8Array(64).fill(7);
const TEXT = `01${'ab'.repeat(15)}` as DocumentId;
const KEY = toHex(publicKeyOf(new Uint8Array(32).fill(1))) as PublicKey;

const typed: Op = { kind: 'insert', position: 3, text: 'abc' };
const invited: Op = {
  kind: 'invite',
  key: KEY,
  role: 'editor',
  approval: false,
  uses: 1,
  expires: asSeconds(0),
};
const admitted: Op = {
  kind: 'admit',
  invite: id(1) as EventId,
  device: KEY,
  name: 'Ada',
  transcript: new Uint8Array(32),
  proof: SIGNATURE,
  consent: SIGNATURE,
};

const body = (ops: readonly Op[], more: Partial<EventBody> = {}): EventBody => ({
  seal: false,
  elapsed: 0,
  ops,
  ...more,
});
const readBack = (ops: readonly Op[], more: Partial<EventBody> = {}): string =>
  codeOf(decodeBody(encodeBody(body(ops, more)), 'content'));
const policyBack = (ops: readonly Op[], more: Partial<EventBody> = {}): string =>
  codeOf(decodeBody(encodeBody(body(ops, more)), 'policy'));
/** A body of the given flags whose ops are raw bytes. */
const raw = (op: readonly number[], flags = 0): string =>
  codeOf(decodeBody(Uint8Array.of(flags, 1, ...op), 'content'));

describe('ops', () => {
  it('that do nothing are refused', () => {
    expect(readBack([{ ...typed, text: '' }])).toBe('Malformed');
    expect(readBack([{ kind: 'delete', position: 0, count: 0 }])).toBe('Malformed');
    expect(policyBack([{ ...invited, uses: 0 }])).toBe('Malformed');
    expect(readBack([])).toBe('Malformed');
    expect(policyBack([])).toBe('Malformed');
  });

  it('of an unknown kind are refused', () => {
    const known = new Set<number>(Object.values(OP));
    for (let kind = 0; kind < 256; kind++)
      expect(raw([kind, 0]) === 'UnsupportedVersion').toBe(!known.has(kind));
  });

  it('T9 A16 beyond a limit are refused, and at it are not', () => {
    const { MAX_POSITION, MAX_DELETE, MAX_VALUE_BYTES, MAX_NAME_BYTES, MAX_INVITE_USES } = limits;
    const set: Op = { kind: 'set', row: TEXT, field: 0, value: new Uint8Array(MAX_VALUE_BYTES) };
    expect(readBack([{ ...typed, position: MAX_POSITION }])).toBe('ok');
    expect(readBack([{ ...typed, position: MAX_POSITION + 1 }])).toBe('TooLarge');
    expect(readBack([{ kind: 'delete', position: 0, count: MAX_DELETE }])).toBe('ok');
    expect(readBack([{ kind: 'delete', position: 0, count: MAX_DELETE + 1 }])).toBe('TooLarge');
    expect(readBack([set])).toBe('ok');
    expect(readBack([{ ...set, value: new Uint8Array(MAX_VALUE_BYTES + 1) }])).toBe('TooLarge');
    expect(policyBack([{ ...admitted, name: 'é'.repeat(MAX_NAME_BYTES / 2) }])).toBe('ok');
    expect(policyBack([{ ...admitted, name: 'é'.repeat(MAX_NAME_BYTES / 2 + 1) }])).toBe(
      'TooLarge',
    );
    expect(policyBack([{ ...invited, uses: MAX_INVITE_USES }])).toBe('ok');
    expect(policyBack([{ ...invited, uses: MAX_INVITE_USES + 1 }])).toBe('TooLarge');
    const late = asSeconds(limits.MAX_SECONDS + 1);
    expect(policyBack([{ ...invited, expires: late }])).toBe('TooLarge');
  });

  it('A22 with text that is no UTF-8 are refused', () => {
    expect(raw([OP.insert, 0, 3, 0xed, 0xa0, 0x80])).toBe('BadText');
    expect(raw([OP.insert, 0, 1, 0xff])).toBe('BadText');
    expect(raw([OP.insert, 0, 1, 0x61])).toBe('ok');
  });

  it('with an unknown role are refused', () => {
    const bytes = encodeBody(body([invited]));
    const at = bytes.length - 3;
    for (const role of [3, 4, 255]) {
      bytes[at] = role;
      expect(codeOf(decodeBody(bytes, 'policy'))).toBe('Malformed');
    }
    bytes[at] = 2;
    expect(codeOf(decodeBody(bytes, 'policy'))).toBe('ok');
  });

  it('T6 A21 that could be one op are refused as two', () => {
    const cut = (position: number, count: number): Op => ({ kind: 'delete', position, count });
    expect(readBack([typed, { ...typed, position: 6 }])).toBe('NotCanonical');
    expect(
      readBack([
        { ...typed, text: '😀' },
        { ...typed, position: 4 },
      ]),
    ).toBe('NotCanonical');
    expect(readBack([cut(5, 2), cut(5, 3)])).toBe('NotCanonical');
    expect(readBack([cut(5, 2), cut(2, 3)])).toBe('NotCanonical');
    expect(readBack([typed, { ...typed, position: 5 }])).toBe('ok');
    expect(readBack([typed, cut(3, 1), { ...typed, position: 6 }])).toBe('ok');
    expect(readBack([cut(5, 2), cut(2, 2)])).toBe('ok');
    expect(readBack([cut(0, limits.MAX_DELETE), cut(0, 1)])).toBe('ok');
  });

  it('joined say the same as both, one after the other', () => {
    const cut = (position: number, count: number): Op => ({ kind: 'delete', position, count });
    expect(joined(cut(5, 2), cut(5, 3))).toEqual(cut(5, 5));
    expect(joined(cut(5, 2), cut(2, 3))).toEqual(cut(2, 5));
    expect(joined(typed, { ...typed, position: 6 })).toEqual({ ...typed, text: 'abcabc' });
    expect(joined(typed, cut(3, 1))).toBeUndefined();
  });

  it('spend a unit a code point, and one for anything that is no insert', () => {
    expect(codePoints('a😀é\u0301')).toBe(4);
    expect(unitsOf({ ...typed, text: 'a😀' })).toBe(2);
    expect(unitsOf({ kind: 'delete', position: 0, count: 1_000 })).toBe(1);
    expect(unitsOf(invited)).toBe(1);
  });

  it('E13 A26 belong to one kind of chain each', () => {
    expect(policyBack([typed])).toBe('WrongOps');
    expect(readBack([invited])).toBe('WrongOps');
    expect(readBack([typed, admitted])).toBe('WrongOps');
    expect(policyBack([invited])).toBe('ok');
    expect(policyBack([invited, invited])).toBe('WrongOps');
  });

  it('fit one type of document each', () => {
    const set: Op = { kind: 'set', row: TEXT, field: 0, value: utf8('x') };
    expect([typed, set, invited].map((op) => fits(op, TEXT))).toEqual([true, false, false]);
    expect([typed, set, invited].map((op) => fits(op, WORKSPACE_MAP))).toEqual([
      false,
      true,
      false,
    ]);
  });
});

describe('an event', () => {
  const certificate = { device: KEY, agent: KEY, signature: SIGNATURE };

  it('with unknown flags is refused', () => {
    for (const flags of [64, 128, 255])
      expect(raw([OP.insert, 0, 1, 0x61], flags)).toBe('UnsupportedVersion');
  });

  it('E6 E10 A14 with more than 16 parents, heads or earlier chains is refused', () => {
    const first = (count: number) => ({ first: { certificate, continues: ids(count) } });
    expect(readBack([typed], { parents: ids(16) })).toBe('ok');
    expect(readBack([typed], { parents: ids(17) })).toBe('TooLarge');
    expect(readBack([typed], { policyHeads: ids(16) })).toBe('ok');
    expect(readBack([typed], { policyHeads: ids(17) })).toBe('TooLarge');
    expect(readBack([typed], first(16))).toBe('ok');
    expect(readBack([typed], first(17))).toBe('TooLarge');
  });

  it('A14 with ids out of order, or one twice, is refused', () => {
    for (const list of [ids(3).reverse(), [id(1), id(1)], [id(1), id(3), id(2)]] as EventId[][]) {
      expect(readBack([typed], { parents: list })).toBe('NotCanonical');
      expect(readBack([typed], { policyHeads: list })).toBe('NotCanonical');
      const first = { certificate, continues: list };
      expect(readBack([typed], { first })).toBe('NotCanonical');
    }
  });

  it('E9 on a policy chain names neither document nor policy heads', () => {
    expect(policyBack([invited], { document: TEXT })).toBe('WrongChain');
    expect(policyBack([invited], { policyHeads: ids(1) })).toBe('WrongChain');
    expect(policyBack([invited], { parents: ids(2) })).toBe('ok');
  });

  it('A21 that says with a flag that no time has passed is refused', () => {
    expect(codeOf(decodeBody(Uint8Array.of(32, 0, 1, OP.insert, 0, 1, 0x61), 'content'))).toBe(
      'NotCanonical',
    );
  });

  it('E15 A17 may say any time up to 2^40 seconds either way, and no more', () => {
    const { MAX_SECONDS } = limits;
    for (const elapsed of [MAX_SECONDS, -MAX_SECONDS])
      expect(readBack([typed], { elapsed })).toBe('ok');
    for (const elapsed of [MAX_SECONDS + 1, -MAX_SECONDS - 1])
      expect(readBack([typed], { elapsed })).toBe('TooLarge');
  });

  it('A20 with more than 4096 ops is refused', () => {
    const many = (count: number): Op[] =>
      Array.from({ length: count }, () => ({ ...typed, position: 0 }));
    expect(readBack(many(limits.MAX_EVENT_OPS))).toBe('ok');
    expect(readBack(many(limits.MAX_EVENT_OPS + 1))).toBe('TooLarge');
  });
});

describe('a document id', () => {
  it('is of a known type, and the only map is the workspace’s', () => {
    expect(readBack([typed], { document: TEXT })).toBe('ok');
    expect(readBack([typed], { document: WORKSPACE_MAP })).toBe('ok');
    const other = `00${'00'.repeat(14)}01` as DocumentId;
    expect(readBack([typed], { document: other })).toBe('Malformed');
    const unknown = `03${'00'.repeat(15)}` as DocumentId;
    expect(readBack([typed], { document: unknown })).toBe('UnsupportedVersion');
  });

  it('says its type in its first byte', () => {
    const random = new Uint8Array(15).fill(0xab);
    expect(newDocumentId('text', random)).toBe(TEXT);
    expect(documentType(TEXT)).toBe('text');
    expect(documentType(WORKSPACE_MAP)).toBe('map');
    expect(documentType(`ff${'00'.repeat(15)}` as DocumentId)).toBeUndefined();
    expect(() => newDocumentId('text', new Uint8Array(16))).toThrow('15 random bytes');
  });
});

describe('a run', () => {
  const plain = encodeBody(body([typed]));
  const seal = encodeBody(body([typed], { seal: true }));
  const back = (bodies: readonly Uint8Array[], more: Partial<RunParts> = {}): string => {
    const agent = id(9) as AgentId;
    const from = asSeq(0);
    return codeOf(
      decodeRun(
        encodeRun({ agent, chain: 'content', from, signature: SIGNATURE, bodies, ...more }),
      ),
    );
  };

  it('is refused without events', () => {
    expect(back([])).toBe('Malformed');
  });

  it('E5 A55 ends at its seal', () => {
    expect(back([plain, seal])).toBe('ok');
    expect(back([seal, plain])).toBe('BadSegment');
    expect(back([seal, seal])).toBe('BadSegment');
  });

  it('A20 holds at most 4096 events without a seal, and one more', () => {
    expect(back(Array<Uint8Array>(4_097).fill(plain))).toBe('ok');
    expect(back(Array<Uint8Array>(4_098).fill(plain))).toBe('TooLarge');
  });

  it('A20 holds no event over 64 KB', () => {
    const text = 'x'.repeat(limits.MAX_EVENT_BYTES - 7);
    const largest = encodeBody(body([{ ...typed, text }]));
    expect(largest.length).toBe(limits.MAX_EVENT_BYTES);
    expect(back([largest])).toBe('ok');
    expect(back([encodeBody(body([{ ...typed, text: `${text}x` }]))])).toBe('TooLarge');
  });

  it('E5 A20 holds what goes without a seal and one event more, in a message too', () => {
    const largest = (): Op => ({ ...typed, text: 'x'.repeat(limits.MAX_EVENT_BYTES - 7) });
    const event = encodeBody(body([largest()]));
    expect(2 * event.length).toBe(limits.MAX_BODIES_BYTES);
    const told = (bodies: readonly Uint8Array[]): string => {
      const run = { agent: id(9) as AgentId, chain: 'content', from: asSeq(0), bodies } as const;
      const runs = [encodeRun({ ...run, signature: SIGNATURE })];
      return codeOf(decodeMessage(encodeMessage({ kind: 'events', runs })));
    };
    expect(told([event, event])).toBe('ok');
    expect(told([event, event, plain])).toBe('TooLarge');
  });

  it('E5 names ancestors with its first event alone, and is one act on a policy chain', () => {
    const names = encodeBody(body([typed], { parents: ids(1) }));
    expect(back([names, plain])).toBe('ok');
    expect(back([plain, names])).toBe('BadSegment');
    const act = encodeBody(body([invited], { parents: ids(1) }));
    expect(back([act], { chain: 'policy' })).toBe('ok');
    const next = encodeBody(body([invited]));
    expect(back([act, next], { chain: 'policy' })).toBe('BadSegment');
  });

  it('E2 A16 ends at or below the seq cap', () => {
    expect(back([plain], { from: asSeq(limits.MAX_SEQ - 1) })).toBe('ok');
    expect(back([plain], { from: asSeq(limits.MAX_SEQ) })).toBe('TooLarge');
    expect(back([plain], { from: asSeq(limits.MAX_SEQ + 1) })).toBe('TooLarge');
    expect(back([plain], { from: asSeq(Number.MAX_SAFE_INTEGER) })).toBe('TooLarge');
  });

  it('is refused on a chain that nobody knows', () => {
    const agent = id(9) as AgentId;
    const parts = {
      agent,
      chain: 'content',
      from: asSeq(0),
      bodies: [plain],
      signature: SIGNATURE,
    };
    const bytes = encodeRun(parts as RunParts);
    for (const chain of [2, 128, 255]) {
      bytes[32] = chain;
      expect(codeOf(decodeRun(bytes))).toBe('UnsupportedVersion');
    }
  });
});

describe('V1 evidence', () => {
  const tail = (text: string): Branch => {
    const event = body([{ kind: 'insert', position: 0, text }]);
    const events = Stretch.of('content', [{ body: event, bytes: encodeBody(event) }]);
    return { events, signature: SIGNATURE };
  };
  const evidence: Evidence = {
    certificate: { device: KEY, agent: KEY, signature: SIGNATURE },
    from: asSeq(5),
    before: id(4) as EventId,
    common: tail('a').events,
    branches: [tail('b'), tail('c')],
  };
  const back = (more: Partial<Evidence>): string =>
    codeOf(decodeEvidence(encodeEvidence({ ...evidence, ...more })));
  const none = Stretch.of('content', []);

  it('parts where it says, in one order', () => {
    expect(back({})).toBe('ok');
    expect(back({ common: none })).toBe('ok');
    expect(back({ branches: [tail('b'), tail('b')] })).toBe('NotCanonical');
    expect(back({ branches: [tail('c'), tail('b')] })).toBe('NotCanonical');
    expect(back({ branches: [tail('b'), { events: none, signature: SIGNATURE }] })).toBe(
      'Malformed',
    );
  });

  it('A20 is bounded: its seqs, its common events and its bytes', () => {
    expect(back({ from: asSeq(limits.MAX_SEQ - 2) })).toBe('ok');
    expect(back({ from: asSeq(limits.MAX_SEQ - 1) })).toBe('TooLarge');
    const many = (count: number): Stretch => {
      const one = tail('a').events.events()[0] as Encoded;
      return Stretch.of(
        'content',
        Array.from({ length: count }, () => one),
      );
    };
    expect(back({ common: many(limits.MAX_SEGMENT_EVENTS) })).toBe('ok');
    expect(back({ common: many(limits.MAX_SEGMENT_EVENTS + 1) })).toBe('TooLarge');
    const told = (more: Partial<Evidence>): string => {
      const message = encodeMessage({ kind: 'evidence', evidence: { ...evidence, ...more } });
      return codeOf(decodeMessage(message));
    };
    const large = (events: number, text = 'd'): Stretch => {
      const op = { ...typed, text: text.padEnd(limits.MAX_EVENT_BYTES - 7, 'x') };
      const bytes = encodeBody(body([op]));
      return Stretch.of(
        'content',
        Array.from({ length: events }, () => ({ body: body([op]), bytes })),
      );
    };
    const branch = (events: Stretch): Branch => ({ events, signature: SIGNATURE });
    expect(told({ branches: [branch(large(2, 'd')), branch(large(2, 'e'))] })).toBe('ok');
    expect(told({ branches: [branch(large(3, 'd')), branch(large(2, 'e'))] })).toBe('TooLarge');
    expect(told({ common: large(1) })).toBe('ok');
    expect(told({ common: large(2) })).toBe('TooLarge');
    const long = new Uint8Array(limits.MAX_EVIDENCE_BYTES + 1);
    expect(codeOf(decodeEvidence(long))).toBe('TooLarge');
    expect(limits.MAX_EVIDENCE_BYTES).toBeLessThan(limits.MAX_FRAME_BYTES);
  });

  it('names each agent once, in order', () => {
    const forks = (list: readonly number[]): string => {
      const named = list.map((n) => ({ agent: id(n) as AgentId, seq: asSeq(n) }));
      return codeOf(decodeMessage(encodeMessage({ kind: 'forks', forks: named })));
    };
    expect(forks([1, 2])).toBe('ok');
    expect(forks([1, 1])).toBe('NotCanonical');
    expect(forks([2, 1])).toBe('NotCanonical');
  });
});

describe('a message', () => {
  const end = (n: number) =>
    ({ agent: id(1) as AgentId, chain: 'content', seq: asSeq(n), id: id(n) as EventId }) as const;
  const summary = (list: readonly number[]): string =>
    codeOf(decodeMessage(encodeMessage({ kind: 'summary', ends: list.map(end) })));
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);
  const caret: Caret = { document: TEXT, version: ids(2), anchor: 1, head: 2 };
  const presence = (more: Partial<Caret>): string =>
    codeOf(decodeMessage(encodeMessage({ kind: 'presence', caret: { ...caret, ...more } })));

  it('of an unknown kind is refused; frames before the proof are other kinds', () => {
    const known = new Set<number>(Object.values(MESSAGE));
    for (let kind = 0; kind < 256; kind++) {
      const code = codeOf(decodeMessage(Uint8Array.of(kind)));
      const whole = kind === MESSAGE.removed ? 'ok' : 'Malformed';
      expect(code).toBe(known.has(kind) ? whole : 'UnsupportedVersion');
    }
    for (const kind of Object.values(PROOF)) expect(known.has(kind)).toBe(false);
  });

  it('A34 names each chain end once, in order', () => {
    expect(summary([1, 2, 3])).toBe('ok');
    expect(summary([1, 1])).toBe('NotCanonical');
    expect(summary([2, 1])).toBe('NotCanonical');
  });

  it('S13 names each member once of each kind, in order, and no more than its limit', () => {
    const enough = (list: readonly (readonly [number, 'content' | 'policy'])[]): string => {
      const accounts = list.map(([n, chain]) => ({ member: id(n) as PublicKey, chain }));
      return codeOf(decodeMessage(encodeMessage({ kind: 'enough', accounts })));
    };
    expect(enough([])).toBe('ok');
    expect(
      enough([
        [1, 'content'],
        [1, 'policy'],
        [2, 'content'],
      ]),
    ).toBe('ok');
    expect(
      enough([
        [1, 'policy'],
        [1, 'content'],
      ]),
    ).toBe('NotCanonical');
    expect(
      enough([
        [1, 'policy'],
        [1, 'policy'],
      ]),
    ).toBe('NotCanonical');
    expect(enough(numbers(limits.MAX_ENOUGH + 1).map((n) => [n, 'content']))).toBe('TooLarge');
  });

  it('A20 is refused with more ends, runs or bytes than its limits', () => {
    expect(summary(numbers(limits.MAX_SUMMARY_CHAINS))).toBe('ok');
    expect(summary(numbers(limits.MAX_SUMMARY_CHAINS + 1))).toBe('TooLarge');
    const ends = numbers(limits.MAX_SUMMARY_CHAINS + 1).map(end);
    expect(codeOf(decodeMessage(encodeMessage({ kind: 'taken', ends })))).toBe('TooLarge');
    const runs = numbers(limits.MAX_CHUNK_RUNS + 1).map(() => Uint8Array.of(0));
    expect(codeOf(decodeMessage(encodeMessage({ kind: 'events', runs })))).toBe('TooLarge');
  });

  it('I3 names one of the pieces that an image may have, and holds no more than one', () => {
    const place = { image: imageRow(new Uint8Array(15)), piece: 0 };
    const piece = (more: { piece?: number; bytes: Uint8Array }): string =>
      codeOf(decodeMessage(encodeMessage({ kind: 'piece', ...place, ...more })));
    const ask = (number: number): string =>
      codeOf(decodeMessage(encodeMessage({ kind: 'ask', ...place, piece: number })));
    expect(ask(limits.MAX_PIECES - 1)).toBe('ok');
    expect(ask(limits.MAX_PIECES)).toBe('TooLarge');
    expect(piece({ bytes: new Uint8Array(limits.PIECE_BYTES) })).toBe('ok');
    expect(piece({ bytes: new Uint8Array(limits.PIECE_BYTES + 1) })).toBe('TooLarge');
    expect(piece({ piece: limits.MAX_PIECES, bytes: new Uint8Array() })).toBe('TooLarge');
  });

  it('A42 with a caret is small, and its version is ids in order', () => {
    expect(presence({})).toBe('ok');
    expect(presence({ version: ids(16) })).toBe('ok');
    expect(presence({ version: ids(17) })).toBe('TooLarge');
    expect(presence({ version: ids(2).reverse() })).toBe('NotCanonical');
    expect(presence({ version: [id(1), id(1)] as EventId[] })).toBe('NotCanonical');
    expect(presence({ anchor: limits.MAX_POSITION + 1 })).toBe('TooLarge');
    const long = new Uint8Array(limits.MAX_PRESENCE_BYTES + 1).fill(MESSAGE.presence);
    expect(codeOf(decodeMessage(long))).toBe('TooLarge');
    const two = new Writer().u8(MESSAGE.presence).varint(2).finish();
    expect(codeOf(decodeMessage(two))).toBe('TooLarge');
  });
});

describe('a proof frame', () => {
  it('of an unknown kind, version or reason is refused', () => {
    const known = new Set<number>(Object.values(PROOF));
    for (let kind = 0; kind < 256; kind++)
      expect(codeOf(decodeProof(Uint8Array.of(kind)))).toBe(
        known.has(kind) ? 'Malformed' : 'UnsupportedVersion',
      );
    const greet = encodeProof({ kind: 'greet', nonce: new Uint8Array(32) });
    greet[1] = 2;
    expect(codeOf(decodeProof(greet))).toBe('UnsupportedVersion');
    expect(codeOf(decodeProof(Uint8Array.of(PROOF.sorry, 4)))).toBe('Malformed');
  });

  it('A20 with a name or a genesis over its limit is refused', () => {
    const knock = { kind: 'knock', device: KEY, proof: SIGNATURE, consent: SIGNATURE } as const;
    const named = (length: number): string =>
      codeOf(decodeProof(encodeProof({ ...knock, name: 'x'.repeat(length) })));
    expect([named(120), named(121)]).toEqual(['ok', 'TooLarge']);
    const welcomed = (length: number): string => {
      const genesis = new Uint8Array(length);
      return codeOf(decodeProof(encodeProof({ kind: 'welcome', genesis, via: 'Ada' })));
    };
    expect([welcomed(2_048), welcomed(2_049)]).toEqual(['ok', 'TooLarge']);
  });
});

describe('a genesis', () => {
  const genesis: Genesis = {
    founder: KEY,
    founderName: 'Ada',
    title: 'Minutes',
    topicSecret: new Uint8Array(32),
    createdAt: asSeconds(1),
  };
  const back = (more: Partial<Genesis>): string =>
    codeOf(decodeGenesis(encodeGenesis({ ...genesis, ...more })));

  it('A30 with a founder key of small order, or not canonical, is refused', () => {
    const small = [`01${'00'.repeat(31)}`, '00'.repeat(32), `ec${'ff'.repeat(30)}7f`];
    for (const founder of [...small, 'ff'.repeat(32)] as PublicKey[])
      expect(back({ founder })).toBe('BadKey');
    expect(back({})).toBe('ok');
  });

  it('beyond a limit or of another version is refused', () => {
    expect(back({ title: 'x'.repeat(401) })).toBe('TooLarge');
    expect(back({ founderName: 'x'.repeat(121) })).toBe('TooLarge');
    expect(back({ createdAt: asSeconds(limits.MAX_SECONDS + 1) })).toBe('TooLarge');
    const bytes = encodeGenesis(genesis);
    bytes[0] = 2;
    expect(codeOf(decodeGenesis(bytes))).toBe('UnsupportedVersion');
  });
});

describe('a link', () => {
  const invite = {
    workspace: id(1),
    seed: fromHex(id(2)),
    event: id(3),
    relays: ['/dns4/relay.example/tcp/443/wss'],
  } as unknown as Invite;
  const back = (more: Partial<Invite>): string =>
    codeOf(decodeInvite(encodeInvite({ ...invite, ...more })));

  it('is refused with more relays, longer ones, or more characters than its limits', () => {
    expect(back({ relays: Array<string>(3).fill('x'.repeat(256)) })).toBe('ok');
    expect(back({ relays: Array<string>(4).fill('x') })).toBe('TooLarge');
    expect(back({ relays: ['x'.repeat(257)] })).toBe('TooLarge');
    expect(codeOf(decodeInvite('A'.repeat(limits.MAX_LINK_CHARS + 1)))).toBe('TooLarge');
  });

  it('A22 that is no base64url is refused', () => {
    const payload = encodeInvite(invite);
    for (const text of [
      '',
      '#',
      `${payload}=`,
      ` ${payload}`,
      `${payload}\n`,
      '%',
      '😀'.repeat(20),
    ])
      expect(decodeInvite(text).ok).toBe(false);
    expect(codeOf(decodeInvite(payload))).toBe('ok');
  });
});

describe('C10 a device link', () => {
  const link = {
    workspace: id(1),
    member: id(2),
    secret: fromHex(id(3)),
    relays: ['/dns4/relay.example/tcp/443/wss'],
    name: 'Ada',
    title: 'Garden',
  } as unknown as DeviceLink;
  const back = (more: Partial<DeviceLink>): string =>
    codeOf(decodeDeviceLink(encodeDeviceLink({ ...link, ...more })));

  it('is refused with more relays or longer names than its limits', () => {
    const relays = Array<string>(3).fill('x'.repeat(256));
    const longest = { relays, name: 'x'.repeat(120), title: 'x'.repeat(60) };
    expect(back(longest)).toBe('ok');
    expect(back({ relays: Array<string>(4).fill('x') })).toBe('TooLarge');
    expect(back({ name: 'x'.repeat(121) })).toBe('TooLarge');
    expect(back({ title: 'x'.repeat(61) })).toBe('TooLarge');
    expect(codeOf(decodeDeviceLink('A'.repeat(limits.MAX_LINK_CHARS + 1)))).toBe('TooLarge');
  });

  it('A22 is no invite, nor is an invite one', () => {
    const { workspace, secret: seed, relays } = link;
    const invite = encodeInvite({ workspace, seed, event: id(4) as EventId, relays });
    expect(codeOf(decodeDeviceLink(invite))).toBe('Malformed');
    expect(codeOf(decodeInvite(encodeDeviceLink(link)))).toBe('NotCanonical');
    expect(codeOf(decodeDeviceLink('Ag'))).toBe('UnsupportedVersion');
  });
});
