/**
 * Evidence that an agent signed two different histories of its content chain: what anybody can verify
 * who holds nothing of that chain.
 *
 * It begins where a hash segment does, with the id before it; the events that both histories have;
 * then of each what follows, up to an event whose id the agent signed. The bodies that come first
 * differ, so do the ids, and no honest agent signs both. Bodies under the id of another event prove
 * nothing: the ids are made anew from them.
 */
import { compare, fromHex } from '../base/bytes.ts';
import type { AgentId, EventId, Seq, WorkspaceId } from '../base/ids.ts';
import {
  FORK_DIGITS,
  MAX_BODIES_BYTES,
  MAX_EVENT_BYTES,
  MAX_EVIDENCE_BYTES,
  MAX_RUN_EVENTS,
  MAX_SEGMENT_BYTES,
  MAX_SEGMENT_EVENTS,
  MAX_SEQ,
} from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import {
  agentIdOf,
  certificateMessage,
  readCertificate,
  writeCertificate,
  type Certificate,
} from './certificate.ts';
import { decode, Writer, type Reader } from './codec.ts';
import { ChainHash, chainMessage } from './segment.ts';
import { readStretch, type Stretch } from './stretch.ts';

/** What follows where the histories part, at least one event; the signature is on the last. */
export interface Branch {
  readonly events: Stretch;
  readonly signature: Uint8Array;
}

export interface Evidence {
  readonly certificate: Certificate;
  /** Seq at which a segment begins, and the id before it; NO_EVENT at the chain's beginning. */
  readonly from: Seq;
  readonly before: EventId;
  /** Events of that segment which both histories have; may be none. */
  readonly common: Stretch;
  /** In the order of their first events' bytes. */
  readonly branches: readonly [Branch, Branch];
}

/**
 * An agent, and the seq from which on evidence is against it: where its histories part, rounded down to
 * FORK_DIGITS, so that it can be moved to an earlier one only so often.
 */
export interface Fork {
  readonly agent: AgentId;
  readonly seq: Seq;
}

interface Check {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export function forkOf(workspace: WorkspaceId, evidence: Evidence): Fork {
  const parting = partingOf(evidence);
  let step = 1;
  while (parting >= step * 2 ** FORK_DIGITS) step *= 2;
  const seq = (parting - (parting % step)) as Seq;
  return { agent: agentIdOf(workspace, evidence.certificate), seq };
}

/** Seq of the first op that differs. */
const partingOf = ({ from, common }: Evidence): number => from + common.ops;

/** Bytes of all bodies in it. */
export const bytesOf = ({ common, branches: [a, b] }: Evidence): number =>
  common.bytes.length + a.events.bytes.length + b.events.bytes.length;

/** Two branches in the order that evidence has them in. */
export const inOrder = (a: Branch, b: Branch): readonly [Branch, Branch] =>
  compare(a.events.encoded(0), b.events.encoded(0)) < 0 ? [a, b] : [b, a];

/** The signatures that must hold: of the device on the certificate, of the agent on both histories. */
export function checksOfEvidence(workspace: WorkspaceId, evidence: Evidence): Check[] {
  const { device, agent, signature } = evidence.certificate;
  const id = agentIdOf(workspace, evidence.certificate);
  const common = ChainHash.start(id, 'content').rewind({
    at: 0,
    before: fromHex(evidence.before),
  });
  common.take(evidence.common);
  const signed = evidence.branches.map((branch) => {
    const hash = common.clone();
    hash.take(branch.events);
    const to = (partingOf(evidence) + branch.events.ops) as Seq;
    const message = chainMessage(id, 'content', to, hash.id());
    return { publicKey: fromHex(agent), message, signature: branch.signature };
  });
  const message = certificateMessage(workspace, device, agent);
  return [...signed, { publicKey: fromHex(device), message, signature }];
}

export function encodeEvidence(evidence: Evidence): Uint8Array {
  const { certificate, from, before, common, branches } = evidence;
  const writer = writeCertificate(new Writer(), certificate).varint(from).hex(before);
  for (const { length, bytes } of [common, ...branches.map(({ events }) => events)])
    writer.varint(length).bytes(bytes);
  for (const { signature } of branches) writer.bytes(signature);
  return writer.finish();
}

export const decodeEvidence = (bytes: Uint8Array): Result<Evidence> =>
  decode(bytes, MAX_EVIDENCE_BYTES, readEvidence);

/** Refuses branches that do not differ at once, are out of order, or go on beyond the seq cap. */
export function readEvidence(reader: Reader): Evidence {
  const certificate = readCertificate(reader);
  const from = reader.varint(MAX_SEQ) as Seq;
  const before = reader.hex(32) as EventId;
  const common = readStretch(reader, 'content', reader.varint(MAX_SEGMENT_EVENTS));
  if (common.bytes.length > MAX_SEGMENT_BYTES + MAX_EVENT_BYTES)
    reader.fail('TooLarge', 'what both histories have');
  const [a, b] = [readTail(reader), readTail(reader)];
  if (compare(a.encoded(0), b.encoded(0)) >= 0)
    reader.fail('NotCanonical', 'histories that do not part here, or out of order');
  for (const { ops } of [a, b])
    if (from + common.ops + ops > MAX_SEQ) reader.fail('TooLarge', 'seq');
  const signature = (): Uint8Array => reader.bytes(64).slice();
  const branches = [
    { events: a, signature: signature() },
    { events: b, signature: signature() },
  ] as const;
  return { certificate, from, before, common, branches };
}

function readTail(reader: Reader): Stretch {
  const events = readStretch(reader, 'content', reader.varint(MAX_RUN_EVENTS));
  if (events.length === 0) reader.fail('Malformed', 'a history without events');
  if (events.bytes.length > MAX_BODIES_BYTES) reader.fail('TooLarge', 'a history');
  return events;
}
