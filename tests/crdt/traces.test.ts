/** Recorded histories end in the text that they were recorded with. */
import { describe, expect, it } from 'vitest';
import type { LV } from '../../src/base/ids.ts';
import { unitsOf } from '../../src/crdt/op.ts';
import { Text, type TextEvent } from '../../src/crdt/text.ts';
import { opsOf, readCases, readTrace, unitOpsOf } from './traces.ts';

const byName = (a: string, b: string): number => (a < b ? -1 : 1);

describe('recorded histories', () => {
  for (const name of ['automerge-paper', 'rustcode', 'sveltecomponent', 'egwalker-S3']) {
    it(`${name}: local edits, and the same events from a peer, give the recorded text`, () => {
      const trace = readTrace(name);
      const local = new Text(byName);
      const remote = new Text(byName);
      for (const txn of trace.txns) {
        const ops = opsOf(txn.patches);
        if (ops.length === 0) continue;
        remote.add({ parents: local.heads, ops, author: 'a' });
        local.edit(ops, 'a');
      }
      expect(local.toString() === trace.endContent).toBe(true);
      const { changes, voids } = remote.advance();
      expect(voids).toEqual([]);
      expect(remote.toString() === trace.endContent).toBe(true);
      expect(remote.length).toBe([...trace.endContent].length);
      expect(remote.units).toBe(trace.endContent.length);
      expect(changes.length).toBeGreaterThan(0);
    });
  }

  const concurrent = readTrace('friendsforever-concurrent');
  const ends: LV[] = [];
  let units = 0;
  const events: TextEvent<string>[] = concurrent.txns.map((txn) => {
    const ops = opsOf(txn.patches);
    for (const op of ops) units += unitsOf(op);
    ends.push((units - 1) as LV);
    const parents = (txn.parents ?? []).map((parent) => ends[parent] as LV);
    return { parents, ops, author: `agent ${txn.agent}` };
  });

  for (const batch of [1, 50, events.length]) {
    it(`friendsforever-concurrent, ${batch} events at a time, gives the recorded text`, () => {
      const text = new Text(byName);
      events.forEach((event, i) => {
        text.add(event);
        if (i % batch === batch - 1) text.advance();
      });
      text.advance();
      expect(text.toString() === concurrent.endContent).toBe(true);
    });
  }
});

describe('conformance', () => {
  it('1,000 random histories give the text of eg-walker-reference, and no op is void', () => {
    const failed = readCases().flatMap((history, i) => {
      const text = new Text(byName);
      for (const { parents, agent, seqStart, ops } of history.txns) {
        const author = `${agent}${String(seqStart).padStart(9, '0')}`;
        text.add({ parents: parents as LV[], ops: unitOpsOf(ops), author });
      }
      const { voids } = text.advance();
      return text.toString() === history.endContent && voids.length === 0 ? [] : [i];
    });
    expect(failed).toEqual([]);
  });
});
