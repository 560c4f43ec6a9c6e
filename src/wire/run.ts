/**
 * A run: consecutive events of one chain with the one signature that proves them all.
 *
 * The unit that is stored, sent and verified. It ends at its first seal or at the newest event that
 * its maker has a signature for, so it never grows beyond two times MAX_UNSEALED_BYTES. Whether it
 * fits onto a chain is judged where the chain is known (`replica/`).
 */
import type { AgentId, Chain, Seq } from '../base/ids.ts';
import { MAX_EVENT_BYTES, MAX_RUN_BYTES, MAX_SEQ, MAX_UNSEALED_EVENTS } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer, type Reader } from './codec.ts';
import { readBody, type EventBody } from './event.ts';
import { chainByte } from './segment.ts';

export interface Encoded {
  readonly body: EventBody;
  /** The canonical bytes of `body`. */
  readonly bytes: Uint8Array;
}

export interface Run {
  readonly agent: AgentId;
  readonly chain: Chain;
  /** Seq of the first event's first op. */
  readonly from: Seq;
  readonly events: readonly Encoded[];
  /** 64 bytes, by the agent, over the last event (segment.ts, `chainMessage`). */
  readonly signature: Uint8Array;
}

/** Seq after the run's last op. */
export function runEnd(run: Pick<Run, 'from' | 'events'>): Seq {
  let seq: number = run.from;
  for (const event of run.events) seq += event.body.ops.length;
  return seq as Seq;
}

/** What a run's encoding needs: bodies that are encoded already. */
export interface RunParts {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly from: Seq;
  readonly bodies: readonly Uint8Array[];
  readonly signature: Uint8Array;
}

export function encodeRun(run: RunParts): Uint8Array {
  const writer = new Writer().hex(run.agent).u8(chainByte(run.chain)).varint(run.from);
  writer.list(run.bodies, (inner, body) => inner.bytes(body));
  return writer.bytes(run.signature).finish();
}

/** Refuses empty runs, events over their size, and a seal anywhere but at the end. */
export function readRun(reader: Reader): Run {
  const agent = reader.hex(32) as AgentId;
  const chain = readChain(reader);
  const from = reader.varint(MAX_SEQ) as Seq;
  const events = reader.list(MAX_UNSEALED_EVENTS + 1, (inner): Encoded => {
    const start = inner.offset;
    const body = readBody(inner, chain);
    const bytes = inner.since(start).slice();
    if (bytes.length > MAX_EVENT_BYTES) inner.fail('TooLarge', 'event');
    return { body, bytes };
  });
  if (events.length === 0) reader.fail('Malformed', 'empty run');
  if (events.slice(0, -1).some((event) => event.body.seal))
    reader.fail('BadSegment', 'a run goes on beyond its seal');
  if (runEnd({ from, events }) > MAX_SEQ) reader.fail('TooLarge', 'seq');
  return { agent, chain, from, events, signature: reader.bytes(64).slice() };
}

export const decodeRun = (bytes: Uint8Array): Result<Run> => decode(bytes, MAX_RUN_BYTES, readRun);

export function readChain(reader: Reader): Chain {
  const byte = reader.u8();
  if (byte > 1) reader.fail('UnsupportedVersion', 'chain');
  return byte === 0 ? 'content' : 'policy';
}

/** Key of a chain, for maps. */
export const chainKey = (agent: AgentId, chain: Chain): string => `${chain}/${agent}`;
