/**
 * Seqs of a chain that are meant together, as the value of a register: what of an agent was taken
 * back (crdt/workspace-map.ts). Ascending, apart from each other, so there is one encoding.
 */
import { MAX_SEQ, MAX_SPANS, MAX_VALUE_BYTES } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';

/** Seqs [from, to). */
export interface SeqSpan {
  readonly from: number;
  readonly to: number;
}

export function encodeSpans(spans: readonly SeqSpan[]): Uint8Array {
  let end = 0;
  return new Writer()
    .list(spans, (writer, { from, to }) => {
      writer.varint(from - end).varint(to - from);
      end = to;
    })
    .finish();
}

export const decodeSpans = (bytes: Uint8Array): Result<SeqSpan[]> =>
  decode(bytes, MAX_VALUE_BYTES, (reader) => {
    let end = 0;
    return reader.list(MAX_SPANS, (inner) => {
      const gap = inner.varint(MAX_SEQ - end);
      if (gap === 0 && end > 0) inner.fail('NotCanonical', 'spans touch');
      const from = end + gap;
      end = from + inner.varint(MAX_SEQ - from);
      if (end === from) inner.fail('Malformed', 'empty span');
      return { from, to: end };
    });
  });

/** All of them, the newest ones if they are too many. */
export function united(...lists: readonly (readonly SeqSpan[])[]): SeqSpan[] {
  const all: SeqSpan[] = [];
  for (const { from, to } of lists.flat().sort((a, b) => a.from - b.from)) {
    const last = all.at(-1);
    if (last && from <= last.to)
      all[all.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else all.push({ from, to });
  }
  return all.slice(-MAX_SPANS);
}
