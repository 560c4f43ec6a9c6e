/**
 * A run: consecutive events of one chain with the one signature that proves them all.
 *
 * The unit that is stored, sent and verified. It ends at its first seal or at the newest event that
 * its maker has a signature for, so it never grows beyond two times MAX_UNSEALED_BYTES. Whether it
 * fits onto a chain is judged where the chain is known (`replica/`).
 */
import { concat } from '../base/bytes.ts';
import type { AgentId, Chain, Seq } from '../base/ids.ts';
import { MAX_RUN_BYTES, MAX_RUN_EVENTS, MAX_SEQ } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer, type Reader } from './codec.ts';
import { chainByte } from './segment.ts';
import { readStretch, Stretch, type Encoded } from './stretch.ts';

export type { Encoded } from './stretch.ts';

export interface Run {
  readonly agent: AgentId;
  readonly chain: Chain;
  /** Seq of the first event's first op. */
  readonly from: Seq;
  readonly events: readonly Encoded[];
  /** 64 bytes, by the agent, over the last event (segment.ts, `chainMessage`). */
  readonly signature: Uint8Array;
}

/** A run with its events as one stretch. `events` makes an object for each, on every look. */
export class SignedRun implements Run {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly from: Seq;
  declare readonly events: readonly Encoded[];
  readonly signature: Uint8Array;
  readonly #stretch: Stretch;

  constructor(run: Omit<Run, 'events'>, stretch: Stretch) {
    this.agent = run.agent;
    this.chain = run.chain;
    this.from = run.from;
    this.signature = run.signature;
    this.#stretch = stretch;
    Object.defineProperty(this, 'events', { enumerable: true, get: () => stretch.events() });
  }

  static of(run: Run): SignedRun {
    return run instanceof SignedRun ? run : new SignedRun(run, Stretch.of(run.chain, run.events));
  }

  get stretch(): Stretch {
    return this.#stretch;
  }
}

/** Seq after the run's last op. */
export const runEnd = (run: Pick<SignedRun, 'from' | 'stretch'>): Seq =>
  (run.from + run.stretch.ops) as Seq;

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

/** As `encodeRun`, for `count` bodies that are joined already. */
export function encodeJoined(
  run: Omit<RunParts, 'bodies'>,
  count: number,
  joined: Uint8Array,
): Uint8Array {
  const { agent, chain, from, signature } = run;
  const head = new Writer().hex(agent).u8(chainByte(chain)).varint(from).varint(count).finish();
  return concat(head, joined, signature);
}

/** Refuses empty runs, events over their size, and a seal anywhere but at the end. */
export function readRun(reader: Reader): SignedRun {
  const agent = reader.hex(32) as AgentId;
  const chain = readChain(reader);
  const from = reader.varint(MAX_SEQ) as Seq;
  const stretch = readStretch(reader, chain, reader.varint(MAX_RUN_EVENTS));
  checkRun(reader, from, stretch);
  return new SignedRun({ agent, chain, from, signature: reader.bytes(64).slice() }, stretch);
}

/** Refuses what is true of no run, whatever its chain. */
export function checkRun(reader: Reader, from: number, stretch: Stretch): void {
  if (stretch.length === 0) reader.fail('Malformed', 'empty run');
  if (stretch.seal >= 0 && stretch.seal < stretch.length - 1)
    reader.fail('BadSegment', 'a run goes on beyond its seal');
  if (from + stretch.ops > MAX_SEQ) reader.fail('TooLarge', 'seq');
}

export const decodeRun = (bytes: Uint8Array): Result<SignedRun> =>
  decode(bytes, MAX_RUN_BYTES, readRun);

export function readChain(reader: Reader): Chain {
  const byte = reader.u8();
  if (byte > 1) reader.fail('UnsupportedVersion', 'chain');
  return byte === 0 ? 'content' : 'policy';
}

/** Key of a chain, for maps. */
export const chainKey = (agent: AgentId, chain: Chain): string => `${chain}/${agent}`;
