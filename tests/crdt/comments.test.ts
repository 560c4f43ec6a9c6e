/** Threads of comments as registers of the map: what may be written there, and what is made of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base/bytes.ts';
import type { AgentId, DocumentId, EventId } from '../../src/base/ids.ts';
import {
  MAX_ANCHOR_CHAINS,
  MAX_ANCHOR_SPANS,
  MAX_ANCHOR_UNITS,
  MAX_COMMENT_BYTES,
  MAX_COMMENTS,
  MAX_EVENT_BYTES,
  MAX_SEQ,
  MAX_THREADS,
  MAX_VALUE_BYTES,
} from '../../src/base/limits.ts';
import { setAnchor, setComment, setResolved, threadEntries } from '../../src/crdt/comments.ts';
import { Registers } from '../../src/crdt/registers.ts';
import { documentEntries, isDiscussed, isValidWrite } from '../../src/crdt/workspace-map.ts';
import { type Anchor, decodeAnchor, encodeAnchor } from '../../src/wire/anchor.ts';
import {
  newCommentRow,
  newDocumentId,
  newThreadRow,
  WORKSPACE_MAP,
  type RowId,
} from '../../src/wire/document.ts';
import type { SetOp } from '../../src/wire/op.ts';
import { allOrders, unrelated } from './orders.ts';

const bytes = (length: number, n: number): Uint8Array => {
  const all = new Uint8Array(length).fill(1);
  new DataView(all.buffer).setUint32(length - 4, n);
  return all;
};
const DOC = newDocumentId('text', bytes(15, 1));
const OTHER = newDocumentId('text', bytes(15, 2));
const threadRow = (n: number): RowId => newThreadRow(bytes(7, n));
const commentRow = (thread: number, n: number): RowId =>
  newCommentRow(threadRow(thread), bytes(8, n));
const agent = (n: number): AgentId => n.toString(16).padStart(64, '0') as AgentId;
const event = (n: number): EventId => n.toString(16).padStart(64, 'e') as EventId;

const anchor = (document: DocumentId = DOC): Anchor => ({
  document,
  chains: [{ agent: agent(1), event: event(1) }],
  spans: [{ chain: 0, seq: 3, skipped: 1, count: 5 }],
});
const span = { chain: 0, seq: 0, skipped: 0, count: 1 };
const set = (row: RowId, field: number, value: Uint8Array): SetOp => ({
  kind: 'set',
  row,
  field,
  value,
});

/** As the history applies them: a write that its schema refuses is never offered. */
function mapAfter(ops: readonly (readonly [SetOp, number])[]): Registers {
  const registers = new Registers();
  for (const [op, globalSeq] of ops)
    if (isValidWrite(op))
      registers.offer(op.row, op.field, { value: op.value, globalSeq, event: event(globalSeq) });
  return registers;
}
const told = (registers: Registers, document = DOC): unknown[] =>
  threadEntries(registers, document).map(({ row, resolved, comments }) => [
    row,
    resolved !== undefined,
    comments.map(({ text }) => text),
  ]);

describe('a write about comments', () => {
  it('N1 of a comment is UTF-8 of at most MAX_COMMENT_BYTES', () => {
    const of = (value: Uint8Array, field = 0): boolean =>
      isValidWrite(set(commentRow(1, 1), field, value));
    expect(of(utf8(''))).toBe(true);
    expect(of(utf8('é'.repeat(MAX_COMMENT_BYTES / 2)))).toBe(true);
    expect(of(utf8('x'.repeat(MAX_COMMENT_BYTES + 1)))).toBe(false);
    for (const bad of [[0xff], [0xed, 0xa0, 0x80], [0xc0, 0x80]])
      expect(of(Uint8Array.from(bad))).toBe(false);
    for (const field of [1, 2, 255]) expect(of(utf8('x'), field)).toBe(false);
  });

  it('N1 of a thread is what it is about, and whether it is resolved', () => {
    const row = threadRow(1);
    expect(isValidWrite(setAnchor(row, anchor()))).toBe(true);
    for (const resolved of [true, false])
      expect(isValidWrite(setResolved(row, resolved))).toBe(true);
    for (const bad of [[], [2], [0, 0]])
      expect(isValidWrite(set(row, 1, Uint8Array.from(bad)))).toBe(false);
    for (const field of [2, 3, 255])
      expect(isValidWrite(set(row, field, Uint8Array.of(1)))).toBe(false);
    expect(documentEntries(mapAfter([[setAnchor(row, anchor()), 1]]))).toEqual([]);
  });

  it('N2 of an anchor is a text, chains that are meant and 1 to MAX_ANCHOR_SPANS parts of them', () => {
    const valid = (about: Anchor): boolean => isValidWrite(setAnchor(threadRow(1), about));
    const good = anchor();
    const chains = Array.from({ length: MAX_ANCHOR_CHAINS }, (_, i) => ({
      agent: agent(i),
      event: event(i),
    }));
    const most = Array.from({ length: MAX_ANCHOR_SPANS }, (_, i) => ({
      chain: Math.min(i, MAX_ANCHOR_CHAINS - 1),
      seq: MAX_SEQ,
      skipped: MAX_EVENT_BYTES,
      count: Math.floor(MAX_ANCHOR_UNITS / MAX_ANCHOR_SPANS),
    }));
    expect(valid({ ...good, chains, spans: most })).toBe(true);
    expect(encodeAnchor({ ...good, chains, spans: most }).length).toBeLessThan(MAX_VALUE_BYTES);
    expect(valid({ ...good, spans: [{ ...span, count: MAX_ANCHOR_UNITS }] })).toBe(true);
    for (const bad of [
      { ...good, document: WORKSPACE_MAP },
      { ...good, document: newDocumentId('table', bytes(15, 1)) },
      { ...good, document: ('07' + DOC.slice(2)) as DocumentId },
      { ...good, spans: [] },
      { ...good, chains: [], spans: [] },
      { ...good, chains: [] },
      { ...good, chains: [...good.chains, ...good.chains] },
      { ...good, spans: [{ ...span, chain: 1 }] },
      { ...good, spans: [{ ...span, count: 0 }] },
      { ...good, spans: [{ ...span, count: MAX_ANCHOR_UNITS + 1 }] },
      { ...good, spans: [{ ...span, count: MAX_ANCHOR_UNITS }, span] },
      { ...good, spans: [{ ...span, seq: MAX_SEQ + 1 }] },
      { ...good, spans: [{ ...span, skipped: MAX_EVENT_BYTES + 1 }] },
      { ...good, spans: Array.from({ length: MAX_ANCHOR_SPANS + 1 }, () => span) },
      {
        ...good,
        chains: [...chains, ...good.chains],
        spans: [...most.slice(0, 40), { ...span, chain: 32 }],
      },
    ])
      expect(valid(bad)).toBe(false);
  });

  it('N2 of an anchor has one form, and no bytes make it do more than refuse', () => {
    const spans = fc.array(
      fc.record({
        chain: fc.constant(0),
        seq: fc.nat({ max: MAX_SEQ }),
        skipped: fc.nat({ max: MAX_EVENT_BYTES }),
        count: fc.integer({ min: 1, max: 20 }),
      }),
      { minLength: 1, maxLength: 20 },
    );
    fc.assert(
      fc.property(spans, (some) => {
        const about = { ...anchor(), spans: some };
        expect(decodeAnchor(encodeAnchor(about))).toEqual({ ok: true, value: about });
      }),
    );
    const good = encodeAnchor(anchor());
    fc.assert(
      fc.property(fc.nat({ max: good.length }), fc.uint8Array({ maxLength: 9 }), (at, bad) => {
        const bytesOf = Uint8Array.from([...good.slice(0, at), ...bad]);
        const read = decodeAnchor(bytesOf);
        if (read.ok) expect(encodeAnchor(read.value)).toEqual(bytesOf);
      }),
    );
  });
});

describe('the threads of a document', () => {
  it('N1 are the same in every order of arrival; two answers at once are both there', () => {
    const ops: [SetOp, number][] = [
      [setAnchor(threadRow(1), anchor()), 1],
      [setComment(commentRow(1, 1), 'Why?'), 2],
      [setComment(commentRow(1, 2), 'Because.'), 3],
      [setComment(commentRow(1, 3), 'So that.'), 3],
      [setResolved(threadRow(1), true), 4],
      [setComment(commentRow(1, 2), ''), 5],
    ];
    for (const order of allOrders(unrelated(ops.length))) {
      const map = mapAfter(order.flatMap((i) => (ops[i] ? [ops[i]] : [])));
      expect(told(map)).toEqual([[threadRow(1), true, ['Why?', 'So that.', '']]]);
      expect(isDiscussed(map, DOC)).toBe(true);
      expect(isDiscussed(map, OTHER)).toBe(false);
    }
  });

  it('M2 are what they were after any invalid write', () => {
    const good: [SetOp, number][] = [
      [setAnchor(threadRow(1), anchor()), 1],
      [setComment(commentRow(1, 1), 'Why?'), 2],
    ];
    const bad = fc
      .tuple(
        fc.constantFrom(threadRow(1), commentRow(1, 1), threadRow(2)),
        fc.nat({ max: 3 }),
        fc.uint8Array({ maxLength: 100 }),
      )
      .map(([row, field, value]) => set(row, field, value))
      .filter((op) => !isValidWrite(op));
    fc.assert(
      fc.property(fc.array(bad, { maxLength: 5 }), (ops) => {
        const after = mapAfter([...good, ...ops.map((op, i): [SetOp, number] => [op, 10 + i])]);
        expect(told(after)).toEqual(told(mapAfter(good)));
      }),
    );
  });

  it('N4 are those about it in which anything is said', () => {
    const begun: [SetOp, number][] = [
      [setAnchor(threadRow(1), anchor()), 1],
      [setAnchor(threadRow(2), anchor(OTHER)), 2],
      [setComment(commentRow(2, 1), 'Elsewhere'), 3],
      [setComment(commentRow(3, 1), 'About nothing'), 4],
      [setResolved(threadRow(3), true), 5],
    ];
    expect(told(mapAfter(begun))).toEqual([]);
    expect(told(mapAfter(begun), OTHER)).toEqual([[threadRow(2), false, ['Elsewhere']]]);
    const said = [...begun, [setComment(commentRow(1, 1), 'Here'), 6] as [SetOp, number]];
    expect(told(mapAfter(said))).toEqual([[threadRow(1), false, ['Here']]]);
    const gone = [...said, [setComment(commentRow(1, 1), ''), 7] as [SetOp, number]];
    expect(told(mapAfter(gone))).toEqual([]);
  });

  it('N4 are the newest MAX_THREADS, each with its newest MAX_COMMENTS', () => {
    const ops: [SetOp, number][] = [];
    for (let n = 1; n <= MAX_THREADS + 1; n++)
      ops.push(
        [setAnchor(threadRow(n), anchor()), 2 * n],
        [setComment(commentRow(n, 1), '.'), 2 * n + 1],
      );
    for (let n = 2; n <= MAX_COMMENTS + 1; n++)
      ops.push([setComment(commentRow(2, n), `${n}`), 1_000 + n]);
    const threads = threadEntries(mapAfter(ops), DOC);
    expect(threads.length).toBe(MAX_THREADS);
    expect(threads[0]?.row).toBe(threadRow(2));
    expect(threads[0]?.comments.map(({ text }) => text)).toEqual(
      Array.from({ length: MAX_COMMENTS }, (_, i) => `${i + 2}`),
    );
  });
});
