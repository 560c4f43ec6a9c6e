/**
 * Which characters of a text a thread of comments is about, as the value of a register: those that some
 * units put in, wherever they stand now. What they say is not in it; the history knows.
 *
 * Units are found by chain, so that what one page load typed in a thousand events is one span. A seq
 * alone would mean two things where an agent signed two histories, so each chain is named with its last
 * event that is meant.
 */
import {
  MAX_ANCHOR_CHAINS,
  MAX_ANCHOR_SPANS,
  MAX_ANCHOR_UNITS,
  MAX_EVENT_BYTES,
  MAX_SEQ,
  MAX_VALUE_BYTES,
} from '../base/limits.ts';
import type { AgentId, DocumentId, EventId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';
import { documentType, readDocumentId } from './document.ts';

/** `count` units of a chain's events that follow each other, in one document. */
export interface AnchorSpan {
  /** Index among the anchor's chains. */
  readonly chain: number;
  /** Seq before the event that the first of them is of. */
  readonly seq: number;
  /** Units of that event before it. */
  readonly skipped: number;
  readonly count: number;
}

export interface Anchor {
  readonly document: DocumentId;
  /** In the order in which spans first mention them; each with its last event that has any of the units. */
  readonly chains: readonly { readonly agent: AgentId; readonly event: EventId }[];
  /** In the order of the text as it was; at least one. */
  readonly spans: readonly AnchorSpan[];
}

export function encodeAnchor({ document, chains, spans }: Anchor): Uint8Array {
  return new Writer()
    .hex(document)
    .list(chains, (writer, { agent, event }) => writer.hex(agent).hex(event))
    .list(spans, (writer, { chain, seq, skipped, count }) =>
      writer.varint(chain).varint(seq).varint(skipped).varint(count),
    )
    .finish();
}

export const decodeAnchor = (bytes: Uint8Array): Result<Anchor> =>
  decode(bytes, MAX_VALUE_BYTES, (reader) => {
    const document = readDocumentId(reader);
    if (documentType(document) !== 'text') reader.fail('Malformed', 'about no text');
    const chains = reader.list(MAX_ANCHOR_CHAINS, (inner) => ({
      agent: inner.hex(32) as AgentId,
      event: inner.hex(32) as EventId,
    }));
    let mentioned = 0;
    let left = MAX_ANCHOR_UNITS;
    const spans = reader.list(MAX_ANCHOR_SPANS, (inner) => {
      const chain = inner.varint(mentioned);
      if (chain === mentioned) mentioned += 1;
      const seq = inner.varint(MAX_SEQ);
      const skipped = inner.varint(MAX_EVENT_BYTES);
      const count = inner.varint(left);
      if (count === 0) inner.fail('Malformed', 'an empty span');
      left -= count;
      return { chain, seq, skipped, count };
    });
    if (spans.length === 0 || mentioned !== chains.length) reader.fail('Malformed', 'chains');
    return { document, chains, spans };
  });
