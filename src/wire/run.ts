/**
 * A run: consecutive events of one chain with the one signature that proves them all.
 *
 * The unit that is stored, sent and verified. It ends at its first seal or at the newest event that
 * its maker has a signature for, so it never grows beyond two times MAX_UNSEALED_BYTES. Whether it
 * fits onto a chain is judged where the chain is known (`replica/`). Where an agent has signed two
 * histories a seq does not tell which of them a run belongs to: then it says which event it follows.
 */
import { concat } from '../base/bytes.ts';
import type { AgentId, Chain, EventId, Seq } from '../base/ids.ts';
import { MAX_BODIES_BYTES, MAX_RUN_BYTES, MAX_RUN_EVENTS, MAX_SEQ } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer, type Reader } from './codec.ts';
import { chainByte } from './segment.ts';
import { readStretch, Stretch, type Encoded } from './stretch.ts';

export type { Encoded } from './stretch.ts';

/** Stands for the event before a chain's first one. */
export const NO_EVENT = '0'.repeat(64) as EventId;

export interface Run {
  readonly agent: AgentId;
  readonly chain: Chain;
  /** Seq of the first event's first op. */
  readonly from: Seq;
  /** The event before its first one, NO_EVENT at the chain's beginning; left out where it is known. */
  readonly after?: EventId;
  readonly events: readonly Encoded[];
  /** 64 bytes, by the agent, over the last event (segment.ts, `chainMessage`). */
  readonly signature: Uint8Array;
}

/** A run with its events as one stretch. `events` makes an object for each, on every look. */
export class SignedRun implements Run {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly from: Seq;
  declare readonly after?: EventId;
  declare readonly events: readonly Encoded[];
  readonly signature: Uint8Array;
  readonly #stretch: Stretch;

  constructor(run: Omit<Run, 'events'>, stretch: Stretch) {
    this.agent = run.agent;
    this.chain = run.chain;
    this.from = run.from;
    if (run.after !== undefined) this.after = run.after;
    this.signature = run.signature;
    this.#stretch = stretch;
    Object.defineProperty(this, 'events', { enumerable: true, get: () => stretch.events() });
  }

  static of(run: Run): SignedRun {
    return run instanceof SignedRun ? run : new SignedRun(run, Stretch.of(run.chain, run.events));
  }

  /** The same, saying which event it follows. */
  following(after: EventId): SignedRun {
    const { agent, chain, from, signature } = this;
    return new SignedRun({ agent, chain, from, after, signature }, this.#stretch);
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
  readonly after?: EventId;
  readonly bodies: readonly Uint8Array[];
  readonly signature: Uint8Array;
}

/** Added to a chain's byte where the event before follows. */
const FOLLOWS = 16;

export function encodeRun(run: RunParts): Uint8Array {
  return encodeJoined(run, run.bodies.length, concat(...run.bodies));
}

/** As `encodeRun`, for `count` bodies that are joined already. */
export function encodeJoined(
  run: Omit<RunParts, 'bodies'>,
  count: number,
  joined: Uint8Array,
): Uint8Array {
  const { agent, chain, from, after, signature } = run;
  const head = new Writer().hex(agent);
  if (after === undefined) head.u8(chainByte(chain));
  else head.u8(chainByte(chain) + FOLLOWS).hex(after);
  return concat(head.varint(from).varint(count).finish(), joined, signature);
}

/** Refuses empty runs, events over their size, and a seal anywhere but at the end. */
export function readRun(reader: Reader): SignedRun {
  const agent = reader.hex(32) as AgentId;
  const byte = reader.u8();
  const follows = byte >= FOLLOWS;
  const chain = chainOf(reader, follows ? byte - FOLLOWS : byte);
  const after = follows && { after: reader.hex(32) as EventId };
  const from = reader.varint(MAX_SEQ) as Seq;
  const stretch = readStretch(reader, chain, reader.varint(MAX_RUN_EVENTS));
  checkRun(reader, from, stretch);
  const signature = reader.bytes(64).slice();
  return new SignedRun({ agent, chain, from, ...after, signature }, stretch);
}

/** Refuses what is true of no run, whatever its chain. */
export function checkRun(reader: Reader, from: number, stretch: Stretch): void {
  if (stretch.length === 0) reader.fail('Malformed', 'empty run');
  if (stretch.seal >= 0 && stretch.seal < stretch.length - 1)
    reader.fail('BadSegment', 'a run goes on beyond its seal');
  if (stretch.named >= 0 || (stretch.chain === 'policy' && stretch.length > 1))
    reader.fail('BadSegment', 'a run of two runs');
  if (stretch.bytes.length > MAX_BODIES_BYTES) reader.fail('TooLarge', 'run');
  if (from + stretch.ops > MAX_SEQ) reader.fail('TooLarge', 'seq');
}

export const decodeRun = (bytes: Uint8Array): Result<SignedRun> =>
  decode(bytes, MAX_RUN_BYTES, readRun);

export const readChain = (reader: Reader): Chain => chainOf(reader, reader.u8());

function chainOf(reader: Reader, byte: number): Chain {
  if (byte > 1) reader.fail('UnsupportedVersion', 'chain');
  return byte === 0 ? 'content' : 'policy';
}

/** Key of a chain, for maps. */
export const chainKey = (agent: AgentId, chain: Chain): string => `${chain}/${agent}`;
