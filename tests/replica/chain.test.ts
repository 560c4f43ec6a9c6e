/** What a chain knows of its events without keeping anything but numbers of them. */
import { describe, expect, it } from 'vitest';
import type { LV } from '../../src/base/ids.ts';
import { ChainLog } from '../../src/replica/chain.ts';
import { encodeBody, type EventBody } from '../../src/wire/event.ts';
import { Stretch } from '../../src/wire/stretch.ts';
import { segmentIds } from '../oracle/segment.ts';
import { DOC, identity, insert, ROOT } from './lab.ts';

const { certificate } = identity(0, 1);
const AGENT = '11'.repeat(32) as ChainLog['agent'];
const CONTEXT = { document: DOC, policyHeads: [ROOT], policyVersion: [0 as LV] };

const event = (i: number): EventBody => ({
  seal: i % 300 === 299,
  elapsed: i % 3,
  ops: i % 5 === 4 ? [insert(0, 'ab'), insert(0, 'c')] : [insert(0, 'é'.repeat(1 + (i % 40)))],
});

/** A chain of 1,000 events, appended by as many as `sizes` says again and again. */
function grown(sizes: readonly number[]) {
  const all = Array.from({ length: 1_000 }, (_, i) => event(i));
  const log = new ChainLog(AGENT, 'content', certificate, CONTEXT);
  for (let at = 0, k = 0; at < all.length; k++) {
    const size = Math.min(sizes[k % sizes.length] ?? 1, 300 - (at % 300), all.length - at);
    const part = all.slice(at, at + size).map((body) => ({ body, bytes: encodeBody(body) }));
    const events = Stretch.of('content', part);
    if (k % 5 === 3) log.expect(17 * size, 2 * events.bytes.length);
    const hash = log.hash.clone();
    hash.take(events);
    const judged = {
      context: CONTEXT,
      parents: null,
      globalSeq: log.end + 7 + (part[0]?.body.ops.length ?? 0),
      ancestors: [],
    };
    const start = log.length === 0 ? 0 : log.lv(log.length - 1) + 1;
    log.append(events, judged, { start, last: hash.id() }, hash);
    at += size;
  }
  return { all, log };
}

describe.each([[[1]], [[300]], [[7, 1, 120, 33]]])('a chain appended by %j', (sizes) => {
  const { all, log } = grown(sizes);
  const wanted = segmentIds(
    AGENT,
    0,
    all.map((body) => ({ seal: body.seal, document: false, bytes: encodeBody(body) })),
  );

  it('E3 gives any event its id, in any order', () => {
    for (const at of [999, 0, 1, 255, 256, 257, 299, 300, 301, 555, 556, 600, 998])
      expect(log.idAt(at)).toBe(wanted[at]);
    expect(log.lastId).toBe(wanted[999]);
    expect(log.idsOf(290, 310)).toEqual(wanted.slice(290, 310));
    expect(log.ids).toEqual(wanted);
  });

  it('knows seqs, units, heights and bytes of each', () => {
    let seq = 0;
    let unit = 0;
    all.forEach((body, at) => {
      expect(log.startOf(at)).toBe(seq);
      expect(log.indexOf(seq)).toBe(at);
      if (body.ops.length > 1) expect(log.indexOf(seq + 1)).toBeUndefined();
      seq += body.ops.length;
      for (const op of body.ops) unit += op.kind === 'insert' ? op.text.length : 1;
      expect(log.endOf(at)).toBe(seq);
      expect(log.lv(at)).toBe(unit - 1);
      expect(log.atUnit((unit - 1) as LV, 0, log.length)).toBe(at);
      expect(log.globalSeq(at)).toBe(seq + 7);
      expect(log.body(at)).toEqual(encodeBody(body));
    });
    expect(log.indexOf(seq)).toBe(log.length);
    expect(log.time).toBe(all.reduce((sum, body) => sum + body.elapsed, 0));
  });

  it('hashes on from any event', () => {
    for (const at of [0, 1, 256, 299, 300, 301, 999]) {
      const hash = log.hashBefore(at);
      const [body] = all.slice(at);
      if (body) expect(hash.push(body, encodeBody(body))).toBe(wanted[at]);
    }
    const last = log.hashBefore(log.length);
    expect(last.id()).toBe(wanted.at(-1));
  });
});
