/** Runs as columns, against the same runs as they are hashed and stored. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, equal, utf8 } from '../../src/base/bytes.ts';
import { asSeq, type AgentId, type EventId } from '../../src/base/ids.ts';
import * as limits from '../../src/base/limits.ts';
import { BundleWriter, type JoinedRun } from '../../src/wire/bundling.ts';
import { Writer, zigzag } from '../../src/wire/codec.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import { decodeMessage } from '../../src/wire/message.ts';
import { codePoints, joined, type Op, type TextOp } from '../../src/wire/op.ts';
import { decodeRun, encodeRun, runEnd, SignedRun, type Run } from '../../src/wire/run.ts';
import { MESSAGE } from '../../src/wire/tags.ts';
import { codeOf, damaged, opsOf, runs, unwrap } from './arbitrary.ts';

const AGENTS = ['11', '22', '33'].map((digits) => digits.repeat(32) as AgentId);
const NAMED = 'ab'.repeat(32) as EventId;

const asJoined = (one: Run): JoinedRun => {
  const { stretch, agent, chain, from, signature } = SignedRun.of(one);
  const to = runEnd({ from, stretch });
  return { agent, chain, from, to, events: stretch.length, bodies: stretch.bytes, signature };
};

function bundleOf(list: readonly Run[]): Uint8Array {
  const writer = new BundleWriter();
  for (const run of list) writer.add(asJoined(run));
  return writer.finish();
}

function unbundled(bytes: Uint8Array): readonly SignedRun[] {
  const message = unwrap(decodeMessage(bytes));
  if (message.kind !== 'events') throw new Error('not a bundle');
  return message.runs;
}

const encoded = ({ agent, chain, from, events, signature }: Run): Uint8Array =>
  encodeRun({ agent, chain, from, bodies: events.map((one) => one.bytes), signature });

/** Exactly what the runs are when they come one by one. */
function expectSame(read: readonly SignedRun[], list: readonly Run[]): void {
  expect(read.length).toBe(list.length);
  read.forEach((run, i) => {
    const alone = unwrap(decodeRun(encoded(list[i] as Run)));
    expect(run.stretch).toEqual(alone.stretch);
    expect([run.agent, run.chain, run.from]).toEqual([alone.agent, alone.chain, alone.from]);
    expect(run.signature).toEqual(alone.signature);
  });
}

/** How somebody writes: mostly on, now and then back, elsewhere, a paste, or something rare. */
const step = fc.record({
  what: fc.oneof(
    { weight: 8, arbitrary: fc.constant('type' as const) },
    { weight: 3, arbitrary: fc.constant('erase' as const) },
    { weight: 1, arbitrary: fc.constantFrom('kill' as const, 'move' as const) },
  ),
  to: fc.oneof(fc.nat(20), fc.nat(40_000), fc.nat(limits.MAX_POSITION - 100_000)),
  size: fc.oneof(
    { weight: 8, arbitrary: fc.constant(1) },
    fc.integer({ min: 1, max: limits.MAX_DELETE }),
  ),
  text: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', 'bc', 'def ') },
    fc.constantFrom('é', '€', '🙂', 'x'.repeat(127), 'y'.repeat(128), 'ä'.repeat(5_000), '\ufeff'),
  ),
  cut: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  elapsed: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: -9, max: 900 })),
});

/** Events out of steps; ASCII alone where `ascii`, since that has a way of its own. */
function typed(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  const bodies: EventBody[] = [];
  let ops: TextOp[] = [];
  let cursor = 0;
  for (const { what, to, size, text, cut, elapsed } of steps) {
    if (what === 'move') cursor = to;
    const op: TextOp =
      what === 'erase' && cursor >= size
        ? { kind: 'delete', position: (cursor -= size), count: size }
        : what === 'kill'
          ? { kind: 'delete', position: cursor, count: size }
          : { kind: 'insert', position: cursor, text };
    if (op.kind === 'insert') cursor += codePoints(op.text);
    const last = ops.at(-1);
    if (last && joined(last, op)) continue;
    ops.push(op);
    if (!cut) continue;
    bodies.push({ seal: false, elapsed, ops });
    ops = [];
  }
  return bodies;
}

const run = (bodies: readonly EventBody[], agent: AgentId, from: number): Run => ({
  agent,
  chain: 'content',
  from: asSeq(from),
  events: bodies.map((body) => ({ body, bytes: encodeBody(body) })),
  signature: new Uint8Array(64).fill(bodies.length),
});

/** Runs of a few agents, each going on from its run before or not. */
const typing: fc.Arbitrary<Run[]> = fc
  .array(
    fc.record({
      steps: fc.array(step, { minLength: 1, maxLength: 60 }),
      ascii: fc.boolean(),
      agent: fc.constantFrom(...AGENTS),
      gap: fc.constantFrom(0, 0, 0, 7),
      seal: fc.boolean(),
      named: fc.nat(3).map((die) => die === 0),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => {
    const ends = new Map<AgentId, number>();
    return list.flatMap(({ steps, agent, gap, seal, named }) => {
      const bodies = typed(steps);
      const [first] = bodies;
      if (!first) return [];
      if (named) bodies[0] = { ...first, parents: [NAMED] };
      bodies[bodies.length - 1] = { ...(bodies.at(-1) as EventBody), seal };
      const from = (ends.get(agent) ?? 0) + gap;
      ends.set(agent, from + bodies.reduce((sum, { ops }) => sum + ops.length, 0));
      return [run(bodies, agent, from)];
    });
  });

const ascii = (list: readonly Run[]): Run[] =>
  list.map((one) =>
    run(
      one.events.map(({ body }) => ({
        ...body,
        ops: body.ops.map((op) =>
          op.kind === 'insert' ? { ...op, text: 'z'.repeat(codePoints(op.text)) } : op,
        ),
      })),
      one.agent,
      one.from,
    ),
  );

describe('a bundle', () => {
  it('W6 gives typed runs back as they were signed', () => {
    fc.assert(
      fc.property(typing, (list) => expectSame(unbundled(bundleOf(list)), list)),
      { numRuns: 300 },
    );
  });

  it('W6 gives typed ASCII back as it was signed', () => {
    fc.assert(
      fc.property(typing.map(ascii), (list) => expectSame(unbundled(bundleOf(list)), list)),
      { numRuns: 300 },
    );
  });

  it('W6 gives any runs back as they were signed, of any kind and order', () => {
    fc.assert(
      fc.property(fc.array(runs, { maxLength: 6 }), (list) =>
        expectSame(unbundled(bundleOf(list)), list),
      ),
      { numRuns: 300 },
    );
  });

  it('W6 gives a thousand keys back, one event each, and events of very many ops', () => {
    const keys = Array.from({ length: 1_000 }, (_, i): EventBody => ({
      seal: i === 999,
      elapsed: i % 50 === 0 ? 10 : 0,
      ops: [{ kind: 'insert', position: 120 + i, text: 'k' }],
    }));
    const erased = Array.from({ length: 300 }, (_, i): EventBody => ({
      seal: false,
      elapsed: 0,
      ops: [{ kind: 'delete', position: 299 - i, count: 1 }],
    }));
    const scattered = Array.from({ length: 4_096 }, (_, i): Op => ({
      kind: 'insert',
      position: 3 * i,
      text: 'é',
    }));
    const many: EventBody = { seal: false, elapsed: 0, ops: scattered };
    const [a, b] = AGENTS as [AgentId, AgentId];
    const list = [run(keys, a, 0), run(erased, a, 1_000), run([many], b, 0), run([many], b, 9_000)];
    expectSame(unbundled(bundleOf(list)), list);
    expect(bundleOf(list.slice(0, 2)).length).toBeLessThan(1_500);
  });

  it('joins strokes that are one, which nobody writes, as their bodies are read', () => {
    const inserts = [0, 5].map((position): EventBody => ({
      seal: false,
      elapsed: 0,
      ops: [{ kind: 'insert', position, text: 'abc' }],
    }));
    const bundle = bundleOf([run(inserts, AGENTS[0] as AgentId, 0)]);
    // The column of positions: two bytes, 0 and from there on 5 − 3, which becomes 0.
    const column = [2, 0, 4];
    const at = bundle.findIndex((_, i) => column.every((byte, k) => bundle[i + k] === byte));
    bundle[at + 2] = 0;
    const [one] = unbundled(bundle);
    expect(one && unwrap(decodeRun(encoded(one))).stretch).toEqual(one?.stretch);
    expect(one?.stretch.edits?.positions.length).toBe(1);
  });

  it('W2 W3 is refused, or gives runs in their one encoding, whatever is damaged', () => {
    const bundles = fc.oneof(typing, typing.map(ascii), fc.array(runs, { maxLength: 4 }));
    fc.assert(
      fc.property(damaged(bundles.map(bundleOf)), (bytes) => {
        const message = decodeMessage(bytes);
        if (!message.ok) return message.error.outcome === 'refused';
        if (message.value.kind !== 'events') return true;
        return message.value.runs.every((one) => {
          const alone = unwrap(decodeRun(encoded(one)));
          expect(alone.stretch).toEqual(one.stretch);
          const ops = one.stretch.edits ? opsOf(one.stretch.edits) : [];
          expect(unjoined(ops)).toEqual(
            unjoined(alone.stretch.edits ? opsOf(alone.stretch.edits) : []),
          );
          return equal(alone.stretch.bytes, one.stretch.bytes);
        });
      }),
      { numRuns: 3_000 },
    );
  });

  it('W3 never throws at junk', () => {
    const junk = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.array(fc.nat({ max: 4 }), { maxLength: 300 }).map((list) => Uint8Array.from(list)),
    );
    fc.assert(
      fc.property(junk, (bytes) => {
        decodeMessage(concat(Uint8Array.of(MESSAGE.bundle), bytes));
      }),
      { numRuns: 3_000 },
    );
  });

  it('takes runs while there is room, and one however large', () => {
    const writer = new BundleWriter();
    expect(writer.fits(limits.MAX_RUN_BYTES)).toBe(true);
    const long: EventBody = {
      seal: true,
      elapsed: 0,
      ops: [{ kind: 'insert', position: 0, text: 'l'.repeat(60_000) }],
    };
    const [agent] = AGENTS as [AgentId];
    let count = 0;
    for (; writer.fits(60_000); count++) writer.add(asJoined(run([long], agent, count)));
    expect(count).toBe(4);
    expect(writer.finish().length).toBeLessThan(limits.MAX_FRAME_BYTES);
  });
});

/** Inserts that go on from one another as one: a damaged bundle may cut them in more places. */
function unjoined(ops: readonly Op[]): Op[] {
  const out: Op[] = [];
  for (const op of ops) {
    const last = out.at(-1);
    const both = last?.kind === 'insert' && op.kind === 'insert' && joined(last, op);
    if (both) out[out.length - 1] = both;
    else out.push(op);
  }
  return out;
}

interface Columns {
  readonly runs: readonly number[];
  readonly names?: readonly number[];
  readonly sizes?: readonly number[];
  readonly gaps?: readonly number[];
  readonly times?: readonly number[];
  readonly strokes?: readonly number[];
  readonly positions?: readonly number[];
  readonly text?: string;
}

/** One agent's bundle with these numbers in its columns. */
function written(count: number, columns: Columns): Uint8Array {
  const writer = new Writer().u8(MESSAGE.bundle).varint(count);
  writer.list(AGENTS.slice(0, 1), (inner, agent) => inner.hex(agent));
  const column = (numbers: readonly number[] = []): void => {
    const inner = new Writer();
    for (const one of numbers) inner.varint(one);
    writer.blob(inner.finish());
  };
  column(columns.runs);
  column();
  column(columns.names);
  column(columns.sizes);
  column(columns.gaps);
  column(columns.times);
  column(columns.strokes);
  column(columns.positions);
  return writer
    .blob(utf8(columns.text ?? ''))
    .bytes(new Uint8Array(64 * count))
    .finish();
}

const insert = (length: number): number => 3 * length;
const back = (length: number): number => 3 * length + 2;
const PLAIN = 8;

describe('a bundle is refused', () => {
  const one: Columns = {
    runs: [0, PLAIN, 2],
    sizes: [1, 2],
    strokes: [insert(2)],
    positions: [0],
    text: 'ab',
  };

  it('not when it is sound', () => {
    const [read] = unbundled(written(1, one));
    expect(read?.stretch.edits && opsOf(read.stretch.edits)).toEqual([
      { kind: 'insert', position: 0, text: 'ab' },
    ]);
  });

  it.each<[string, string, Partial<Columns>]>([
    ['an unknown agent', 'Malformed', { runs: [1, PLAIN, 2] }],
    ['unknown flags', 'UnsupportedVersion', { runs: [0, 64, 2] }],
    ['policy in columns', 'WrongChain', { runs: [0, PLAIN + 1, 2] }],
    ['no event', 'Malformed', { runs: [0, PLAIN, 0] }],
    ['more events than a run has', 'TooLarge', { runs: [0, PLAIN, limits.MAX_RUN_EVENTS + 1] }],
    ['a run left over', 'NotCanonical', { runs: [0, PLAIN, 2, 0] }],
    ['a size for no event', 'Malformed', { sizes: [1, 0] }],
    ['sizes for more events', 'NotCanonical', { sizes: [1, 3] }],
    ['a size left over', 'NotCanonical', { sizes: [1, 2, 1, 1] }],
    ['an empty stroke', 'Malformed', { strokes: [insert(0), insert(2)] }],
    ['a stroke that goes on', 'Malformed', { strokes: [insert(3)], text: 'abc' }],
    ['too little text', 'Malformed', { text: 'a' }],
    ['no text', 'Malformed', { text: '' }],
    ['too little text beyond ASCII', 'Malformed', { text: 'é' }],
    ['text left over', 'NotCanonical', { text: 'abc' }],
    ['a position before the text', 'TooLarge', { positions: [zigzag(-1)] }],
    ['a position beyond all texts', 'TooLarge', { positions: [zigzag(limits.MAX_POSITION + 1)] }],
    ['a deletion before the text', 'TooLarge', { strokes: [back(2)], positions: [2], text: '' }],
    [
      'two ops that are one',
      'NotCanonical',
      { sizes: [2, 2], strokes: [insert(1), insert(3)], positions: [0, 0], text: 'abcd' },
    ],
    [
      'two deletions that are one',
      'NotCanonical',
      { sizes: [2, 2], strokes: [back(1), back(3)], positions: [20, 0], text: '' },
    ],
    ['time that did not pass', 'NotCanonical', { gaps: [0], times: [0] }],
    ['time left over', 'NotCanonical', { times: [4] }],
    ['time of more events', 'NotCanonical', { gaps: [2], times: [4] }],
    ['names that nobody asked for', 'NotCanonical', { names: [8, 0] }],
    [
      'a deletion of too much',
      'TooLarge',
      { runs: [0, PLAIN, 1], sizes: [0, 1], strokes: [3 * (limits.MAX_DELETE + 1) + 1], text: '' },
    ],
    ['names without any', 'Malformed', { runs: [0, PLAIN + 16, 2], names: [0] }],
    ['a seal among names', 'Malformed', { runs: [0, PLAIN + 16, 2], names: [1] }],
  ])('for %s', (_, code, change) => {
    expect(codeOf(decodeMessage(written(1, { ...one, ...change })))).toBe(code);
  });

  it('W3 A20 for what would be too large once it is unfolded, by its size alone', () => {
    const events = limits.MAX_RUN_EVENTS;
    const runCount = 4_000;
    const heads = Array.from({ length: runCount }, () => [0, PLAIN, events]).flat();
    const strokes = Array.from({ length: runCount }, () => 3 * events + 1);
    const folded: Columns = {
      runs: heads,
      sizes: [1, runCount * events],
      strokes,
      positions: strokes.map(() => zigzag(0)),
    };
    expect(codeOf(decodeMessage(written(runCount, folded)))).toBe('TooLarge');
    const huge = 'x'.repeat(limits.MAX_EVENT_BYTES);
    const long = { runs: [0, PLAIN, 1], sizes: [0, 1], strokes: [insert(huge.length)], text: huge };
    expect(codeOf(decodeMessage(written(1, { ...one, ...long })))).toBe('TooLarge');
    const most = { ...long, sizes: [60_000, 1, huge.length - 60_000, 1], runs: [0, PLAIN, 2] };
    expect(codeOf(decodeMessage(written(1, { ...one, ...most })))).toBe('ok');
  });

  it('when signatures are missing', () => {
    const bytes = written(1, one);
    expect(codeOf(decodeMessage(bytes.subarray(0, -1)))).toBe('Malformed');
    expect(codeOf(decodeMessage(concat(bytes, Uint8Array.of(0))))).toBe('NotCanonical');
  });
});
