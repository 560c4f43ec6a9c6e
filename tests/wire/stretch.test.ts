/** Many events read at once, against the same events read one by one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/base/bytes.ts';
import type { AgentId, DocumentId, EventId } from '../../src/base/ids.ts';
import { MAX_DELETE, MAX_RUN_BYTES } from '../../src/base/limits.ts';
import { decode, Writer } from '../../src/wire/codec.ts';
import { encodeBody, readBody, type EventBody } from '../../src/wire/event.ts';
import { codePoints, joined, writeOp, type Op, type TextOp } from '../../src/wire/op.ts';
import { ChainHash } from '../../src/wire/segment.ts';
import { readStretch, Stretch } from '../../src/wire/stretch.ts';
import { opsOf } from './arbitrary.ts';

const AGENT = '11'.repeat(32) as AgentId;
const DOCUMENT = `01${'00'.repeat(15)}` as DocumentId;
const NAMED = 'ab'.repeat(32) as EventId;

/** Typing as it comes: mostly short ASCII, near the last place, with what is out of the way. */
const op: fc.Arbitrary<TextOp> = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    position: fc.oneof(fc.nat(20), fc.nat(40_000), fc.nat(3_000_000)),
    text: fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('a', 'bc', 'def ') },
      fc.constantFrom('é', '€', '🙂', 'x'.repeat(127), 'y'.repeat(128), 'ä'.repeat(70)),
    ),
  }),
  fc.record({
    kind: fc.constant('delete' as const),
    position: fc.oneof(fc.nat(20), fc.nat(40_000)),
    count: fc.oneof(
      { weight: 6, arbitrary: fc.constant(1) },
      fc.integer({ min: 1, max: MAX_DELETE }),
    ),
  }),
);

const ops = fc.array(op, { minLength: 1, maxLength: 4 }).map((list) => {
  const kept: Op[] = [];
  for (const next of list) {
    const last = kept.at(-1);
    if (!last || !joined(last, next)) kept.push(next);
  }
  return kept;
});

const body: fc.Arbitrary<EventBody> = fc
  .record({
    seal: fc.nat(9).map((die) => die === 0),
    elapsed: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.integer({ min: -99, max: 99 })),
    ops,
    other: fc.nat(19),
  })
  .map(({ other, ...rest }) => ({
    ...rest,
    ...(other === 0 && { parents: [NAMED] }),
    ...(other === 1 && { document: DOCUMENT, parents: [NAMED] }),
  }));

const bodies = fc.array(body, { minLength: 1, maxLength: 40 });

const read = (bytes: Uint8Array, count: number) =>
  decode(bytes, MAX_RUN_BYTES, (reader) => readStretch(reader, 'content', count));

function unwrap(bytes: Uint8Array, count: number): Stretch {
  const result = read(bytes, count);
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

/** Ops with inserts that go on from one another as one, however they were cut. */
function typed(list: readonly Op[]): Op[] {
  const out: Op[] = [];
  for (const next of list) {
    const last = out.at(-1);
    const both = last?.kind === 'insert' && next.kind === 'insert' && joined(last, next);
    if (both) out[out.length - 1] = both;
    else out.push(next);
  }
  return out;
}

describe('events read at once', () => {
  it('are the events that they are one by one', () => {
    fc.assert(
      fc.property(bodies, (list) => {
        const encoded = list.map(encodeBody);
        const stretch = unwrap(concat(...encoded), list.length);
        expect(stretch.events()).toEqual(list.map((one, i) => ({ body: one, bytes: encoded[i] })));
        expect(stretch.elapsed).toBe(list.reduce((sum, one) => sum + one.elapsed, 0));
        expect(stretch.seal).toBe(list.findIndex((one) => one.seal));
        const named = list.findIndex((one, i) => i > 0 && one.parents !== undefined);
        expect(stretch.named).toBe(named);
        let seq = 0;
        let units = 0;
        list.forEach((one, i) => {
          seq += one.ops.length;
          for (const made of one.ops) units += made.kind === 'insert' ? codePoints(made.text) : 1;
          expect([stretch.seqs[i], stretch.units[i]]).toEqual([seq, units]);
        });
        expect(typed(stretch.edits ? opsOf(stretch.edits) : [])).toEqual(
          typed(list.flatMap((one) => one.ops)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are the same made from events, and as the tail of a longer stretch', () => {
    fc.assert(
      fc.property(bodies, fc.nat(40), (list, cut) => {
        const from = cut % list.length;
        const events = list.map((one) => ({ body: one, bytes: encodeBody(one) }));
        const made = Stretch.of('content', events);
        const tail = made.tail(from);
        expect(tail.events()).toEqual(events.slice(from));
        const again = Stretch.of('content', events.slice(from));
        expect(typed(tail.edits ? opsOf(tail.edits) : [])).toEqual(
          typed(again.edits ? opsOf(again.edits) : []),
        );
        expect(tail).toEqual(again);
      }),
    );
  });

  it('W2 W3 are refused exactly where one of them is, whatever is changed', () => {
    fc.assert(
      fc.property(bodies, fc.nat(), fc.nat(255), (list, place, byte) => {
        const bytes = concat(...list.map(encodeBody));
        bytes[place % bytes.length] = byte;
        const slow = decode(bytes, MAX_RUN_BYTES, (reader) => {
          const found: EventBody[] = [];
          for (let i = 0; i < list.length; i++) found.push(readBody(reader, 'content'));
          return found;
        });
        const fast = read(bytes, list.length);
        expect(fast.ok ? 'fine' : fast.error.code).toBe(slow.ok ? 'fine' : slow.error.code);
        if (fast.ok && slow.ok)
          expect(fast.value.events().map((one) => one.body)).toEqual(slow.value);
      }),
      { numRuns: 500 },
    );
  });

  it('W2 are refused when two ops of one event are one edit', () => {
    const event = (...list: readonly Op[]): Uint8Array =>
      new Writer().u8(0).list(list, writeOp).finish();
    const insert = (position: number, text: string): Op => ({ kind: 'insert', position, text });
    const remove = (position: number, count: number): Op => ({ kind: 'delete', position, count });
    const more = encodeBody({ seal: true, elapsed: 0, ops: [insert(7, 'x'.repeat(40))] });
    for (const two of [
      event(insert(3, 'ab'), insert(5, 'c')),
      event(remove(3, 1), remove(3, 1)),
      event(remove(3, 1), remove(2, 1)),
    ]) {
      const result = read(concat(two, more), 2);
      expect(result.ok ? 'fine' : result.error.code).toBe('NotCanonical');
    }
    for (const both of [event(insert(3, 'ab'), insert(4, 'c')), event(remove(3, 1), remove(4, 1))])
      expect(read(concat(both, more), 2).ok).toBe(true);
  });

  it('E3 give their chain the hash that they give it one by one', () => {
    fc.assert(
      fc.property(fc.array(bodies, { maxLength: 6 }), (runs) => {
        const slow = ChainHash.start(AGENT, 'content');
        let fast = ChainHash.start(AGENT, 'content');
        for (const list of runs) {
          let id: EventId | undefined;
          for (const one of list) id = slow.push(one, encodeBody(one));
          fast = fast.clone();
          fast.take(unwrap(concat(...list.map(encodeBody)), list.length));
          expect(fast.id()).toBe(id);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('E3 do so over many segments, in runs of any length', () => {
    const one = (i: number): EventBody => ({
      seal: i % 700 === 699,
      elapsed: 0,
      ops: [{ kind: 'insert', position: i, text: 'ab'.repeat(1 + (i % 37)) }],
    });
    const list = Array.from({ length: 2_100 }, (_, i) => one(i));
    const slow = ChainHash.start(AGENT, 'content');
    const fast = ChainHash.start(AGENT, 'content');
    for (const size of [1, 2, 255, 256, 257, 1, 300, 700, 328]) {
      const part = list.splice(0, size);
      const ids = part.map((event) => slow.push(event, encodeBody(event)));
      fast.take(unwrap(concat(...part.map(encodeBody)), part.length));
      expect(fast.id()).toBe(ids.at(-1));
    }
    expect(list).toEqual([]);
  });
});
