/** Event ids against plain SHA-256, around every rule that closes a segment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/base/bytes.ts';
import type { AgentId, DocumentId, EventId } from '../../src/base/ids.ts';
import { asSeq } from '../../src/base/ids.ts';
import { WORKSPACE_MAP } from '../../src/wire/document.ts';
import { chainByte, chainMessage, ChainHash } from '../../src/wire/segment.ts';
import { segmentIds, type SegmentEvent } from '../oracle/segment.ts';

const AGENT = '11'.repeat(32) as AgentId;

const push = (hash: ChainHash, { seal, document, bytes }: SegmentEvent): EventId =>
  hash.push({ seal, ...(document && { document: WORKSPACE_MAP as DocumentId }) }, bytes);

const idsOf = (chain: 'content' | 'policy', events: readonly SegmentEvent[]): EventId[] => {
  const hash = ChainHash.start(AGENT, chain);
  return events.map((event) => push(hash, event));
};

const plain = (size: number, fill = size): SegmentEvent => ({
  seal: false,
  document: false,
  bytes: new Uint8Array(size).fill(fill % 256),
});

const events: fc.Arbitrary<SegmentEvent[]> = fc.array(
  fc.record({
    seal: fc.nat(9).map((die) => die === 0),
    document: fc.nat(9).map((die) => die === 0),
    bytes: fc.oneof(
      { weight: 8, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 30 }) },
      {
        weight: 2,
        arbitrary: fc.integer({ min: 1, max: 9_000 }).map((size) => new Uint8Array(size)),
      },
    ),
  }),
  { maxLength: 40 },
);

describe('event ids', () => {
  it('E3 are SHA-256 of prefix, last id of the segment before, and bodies since', () => {
    fc.assert(
      fc.property(events, fc.constantFrom('content' as const, 'policy' as const), (list, chain) => {
        expect(idsOf(chain, list)).toEqual(segmentIds(AGENT, chain === 'content' ? 0 : 1, list));
      }),
      { numRuns: 150 },
    );
  });

  it.each([
    ['after 256 events', Array.from({ length: 520 }, (_, i) => plain(1, i))],
    ['at exactly 8192 bytes', [plain(8_191), plain(1), plain(1), plain(2)]],
    ['at one byte less than 8192 not yet', [plain(8_190), plain(1), plain(1), plain(2)]],
    ['after one body over 8192 bytes', [plain(20_000), plain(3), plain(4)]],
    ['after a seal', [plain(5), { ...plain(6), seal: true }, plain(7), plain(8)]],
    ['after a seal on the first event', [{ ...plain(6), seal: true }, plain(7), plain(8)]],
    ['before another document', [plain(5), { ...plain(6), document: true }, plain(7)]],
    [
      'once where a seal and another document meet',
      [{ ...plain(5), seal: true }, { ...plain(6), document: true }, plain(7)],
    ],
    [
      'not before the first event, which names its document',
      [{ ...plain(5), document: true }, plain(6)],
    ],
  ])('close their segment %s', (_, list) => {
    expect(idsOf('content', list)).toEqual(segmentIds(AGENT, 0, list));
  });

  it('really do depend on where segments close', () => {
    const sealed = [{ ...plain(5), seal: true }, plain(6)];
    expect(idsOf('content', sealed)[0]).toBe(idsOf('content', [plain(5), plain(6)])[0]);
    expect(idsOf('content', sealed)[1]).not.toBe(idsOf('content', [plain(5), plain(6)])[1]);
  });

  it('A26 differ between agents and between an agent’s chains', () => {
    const other = ChainHash.start('22'.repeat(32) as AgentId, 'content');
    const ids = [
      ...idsOf('content', [plain(5)]),
      ...idsOf('policy', [plain(5)]),
      push(other, plain(5)),
    ];
    expect(new Set(ids).size).toBe(3);
  });
});

describe('a clone of a chain’s hash', () => {
  it('has the same past, and neither sees what the other takes in later', () => {
    fc.assert(
      fc.property(events, events, events, (past, one, two) => {
        const first = ChainHash.start(AGENT, 'content');
        past.forEach((event) => push(first, event));
        const second = first.clone();
        const ids: [EventId[], EventId[]] = [[], []];
        for (let i = 0; i < Math.max(one.length, two.length); i++) {
          const [a, b] = [one[i], two[i]];
          if (a) ids[0].push(push(first, a));
          if (b) ids[1].push(push(second, b));
        }
        expect(ids[0]).toEqual(segmentIds(AGENT, 0, [...past, ...one]).slice(past.length));
        expect(ids[1]).toEqual(segmentIds(AGENT, 0, [...past, ...two]).slice(past.length));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a chain message', () => {
  it('E4 A26 says which agent, chain, seq and id: no two share one', () => {
    const id = 'ab'.repeat(32) as EventId;
    const messages = [
      chainMessage(AGENT, 'content', asSeq(1), id),
      chainMessage(AGENT, 'policy', asSeq(1), id),
      chainMessage(AGENT, 'content', asSeq(2), id),
      chainMessage('22'.repeat(32) as AgentId, 'content', asSeq(1), id),
      chainMessage(AGENT, 'content', asSeq(1), 'ac'.repeat(32) as EventId),
    ].map(toHex);
    expect(new Set(messages).size).toBe(messages.length);
    expect([chainByte('content'), chainByte('policy')]).toEqual([0, 1]);
  });
});
