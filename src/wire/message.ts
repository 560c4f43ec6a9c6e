/**
 * What two replicas say to each other once their channel is proven.
 *
 * | message  | says                                                          |
 * |----------|---------------------------------------------------------------|
 * | hello    | a hash over everything I hold; equal hashes end the matter    |
 * | summary  | the ends of what I hold; send me what I lack                  |
 * | events   | runs, policy first, ancestors before descendants where I can  |
 * | bundle   | the same, as columns (bundle.ts)                              |
 * | taken    | these of your chains' ends are durable here                   |
 * | presence | where my caret is; never stored, replaced by the next         |
 * | enough   | I take no more of these members, but for others' sake         |
 * | forks    | these agents are known to have signed two histories            |
 * | evidence | that one of them has (evidence.ts)                            |
 * | ask      | send me a piece of an image                                   |
 * | piece    | here it is; or, if it is empty, I do not have it               |
 * | removed  | your device speaks for nobody any more: the last that I say   |
 *
 * A claim is only a claim: nothing is held until its events are here and verified.
 */
import type { AgentId, Chain, DocumentId, EventId, MemberId, Seq } from '../base/ids.ts';
import {
  MAX_CHUNK_RUNS,
  MAX_ENOUGH,
  MAX_FRAME_BYTES,
  MAX_PARENTS,
  MAX_PIECES,
  MAX_POSITION,
  MAX_PRESENCE_BYTES,
  MAX_SEQ,
  MAX_SUMMARY_CHAINS,
  PIECE_BYTES,
} from '../base/limits.ts';
import { refuse, type Result } from '../base/result.ts';
import { readBundle } from './bundle.ts';
import { decode, Writer, type Reader } from './codec.ts';
import { imageRow, readDocumentId, type RowId } from './document.ts';
import { encodeEvidence, readEvidence, type Evidence, type Fork } from './evidence.ts';
import { readIds, writeIds } from './event.ts';
import { readChain, readRun, type Run, type SignedRun } from './run.ts';
import { chainByte } from './segment.ts';
import { MESSAGE } from './tags.ts';

/** The end of a chain: `seq` ops were spent, the last by the event `id`. */
export interface ChainEnd {
  readonly agent: AgentId;
  readonly chain: Chain;
  readonly seq: Seq;
  readonly id: EventId;
}

/** What a member wrote of one kind. */
export interface Account {
  readonly member: MemberId;
  readonly chain: Chain;
}

/** A selection in a document, in code points of its text at `version`. */
export interface Caret {
  readonly document: DocumentId;
  /** Sorted, at most MAX_PARENTS. */
  readonly version: readonly EventId[];
  readonly anchor: number;
  readonly head: number;
}

/** What is said of the pieces of images. */
export type PieceMessage =
  | { readonly kind: 'ask'; readonly image: RowId; readonly piece: number }
  | {
      readonly kind: 'piece';
      readonly image: RowId;
      readonly piece: number;
      /** None: whoever was asked does not have it. */
      readonly bytes: Uint8Array;
    };

type Plain =
  | PieceMessage
  | { readonly kind: 'hello'; readonly held: string }
  /** Sorted by id, at most MAX_SUMMARY_CHAINS. */
  | { readonly kind: 'summary'; readonly ends: readonly ChainEnd[] }
  | { readonly kind: 'taken'; readonly ends: readonly Omit<ChainEnd, 'id'>[] }
  /** Sorted by member, then kind; at most MAX_ENOUGH. Takes the place of the one before. */
  | { readonly kind: 'enough'; readonly accounts: readonly Account[] }
  | { readonly kind: 'presence'; readonly caret: Caret | null }
  /** Sorted by agent, at most MAX_SUMMARY_CHAINS. */
  | { readonly kind: 'forks'; readonly forks: readonly Fork[] }
  | { readonly kind: 'evidence'; readonly evidence: Evidence }
  | { readonly kind: 'removed' };

export type Message = Plain | { readonly kind: 'events'; readonly runs: readonly Run[] };

/** A message as it was decoded. */
export type Received = Plain | { readonly kind: 'events'; readonly runs: readonly SignedRun[] };

/** Runs are written as they were encoded once (`encodeRun`). */
export type Outgoing = Plain | { readonly kind: 'events'; readonly runs: readonly Uint8Array[] };

export function encodeMessage(message: Outgoing): Uint8Array {
  const writer = new Writer().u8(MESSAGE[message.kind]);
  switch (message.kind) {
    case 'hello':
      return writer.hex(message.held).finish();
    case 'summary':
      return writer.list(message.ends, writeEnd).finish();
    case 'events':
      return writer.list(message.runs, (inner, run) => inner.bytes(run)).finish();
    case 'taken':
      return writer.list(message.ends, writeTaken).finish();
    case 'enough':
      return writer.list(message.accounts, writeAccount).finish();
    case 'presence':
      writer.list(message.caret ? [message.caret] : [], writeCaret);
      return writer.finish();
    case 'forks':
      return writer.list(message.forks, writeFork).finish();
    case 'evidence':
      return writer.bytes(encodeEvidence(message.evidence)).finish();
    case 'ask':
      return writePiece(writer, message).finish();
    case 'piece':
      return writePiece(writer, message).blob(message.bytes).finish();
    case 'removed':
      return writer.finish();
  }
}

/** Refuses frames over MAX_FRAME_BYTES and anything that `encodeMessage` would not have written. */
export function decodeMessage(bytes: Uint8Array): Result<Received> {
  if (bytes[0] === MESSAGE.presence && bytes.length > MAX_PRESENCE_BYTES)
    return refuse('TooLarge', 'presence');
  return decode(bytes, MAX_FRAME_BYTES, readMessage);
}

function readMessage(reader: Reader): Received {
  const kind = reader.u8();
  switch (kind) {
    case MESSAGE.hello:
      return { kind: 'hello', held: reader.hex(32) };
    case MESSAGE.summary:
      return { kind: 'summary', ends: readEnds(reader) };
    case MESSAGE.events:
      return { kind: 'events', runs: reader.list(MAX_CHUNK_RUNS, readRun) };
    case MESSAGE.bundle:
      return { kind: 'events', runs: readBundle(reader) };
    case MESSAGE.taken:
      return { kind: 'taken', ends: reader.list(MAX_SUMMARY_CHAINS, readTaken) };
    case MESSAGE.enough:
      return { kind: 'enough', accounts: readAccounts(reader) };
    case MESSAGE.presence:
      return { kind: 'presence', caret: reader.list(1, readCaret)[0] ?? null };
    case MESSAGE.forks:
      return { kind: 'forks', forks: readForks(reader) };
    case MESSAGE.evidence:
      return { kind: 'evidence', evidence: readEvidence(reader) };
    case MESSAGE.ask:
      return { kind: 'ask', ...readPiece(reader) };
    case MESSAGE.piece:
      return { kind: 'piece', ...readPiece(reader), bytes: reader.blob(PIECE_BYTES).slice() };
    case MESSAGE.removed:
      return { kind: 'removed' };
    case MESSAGE.packed:
      return reader.fail('Malformed', 'packed, where a message was unpacked');
    default:
      return reader.fail('UnsupportedVersion', `message ${kind}`);
  }
}

/** Ascending by id and unique: one claim has one form, and none is worth repeating. */
function readEnds(reader: Reader): ChainEnd[] {
  const ends = reader.list(MAX_SUMMARY_CHAINS, readEnd);
  ends.forEach((end, i) => {
    const before = ends[i - 1];
    if (before && before.id >= end.id) reader.fail('NotCanonical', 'ends out of order');
  });
  return ends;
}

/** Ascending by agent and unique. */
function readForks(reader: Reader): Fork[] {
  const forks = reader.list(MAX_SUMMARY_CHAINS, (item) => ({
    agent: item.hex(32) as AgentId,
    seq: item.varint(MAX_SEQ) as Seq,
  }));
  forks.forEach(({ agent }, i) => {
    const before = forks[i - 1];
    if (before && before.agent >= agent) reader.fail('NotCanonical', 'forks out of order');
  });
  return forks;
}

/** Of an image's row the fifteen bytes that tell it from others. */
const writePiece = (writer: Writer, { image, piece }: Omit<PieceMessage, 'kind'>): Writer =>
  writer.hex(image.slice(2)).u8(piece);

function readPiece(reader: Reader): { image: RowId; piece: number } {
  const image = imageRow(reader.bytes(15));
  const piece = reader.u8();
  if (piece >= MAX_PIECES) reader.fail('TooLarge', 'piece');
  return { image, piece };
}

const writeFork = (writer: Writer, { agent, seq }: Fork): Writer => writer.hex(agent).varint(seq);

export function writeEnd(writer: Writer, end: ChainEnd): void {
  writeTaken(writer, end);
  writer.hex(end.id);
}

function readEnd(reader: Reader): ChainEnd {
  return { ...readTaken(reader), id: reader.hex(32) as EventId };
}

function writeTaken(writer: Writer, end: Omit<ChainEnd, 'id'>): void {
  writer.hex(end.agent).u8(chainByte(end.chain)).varint(end.seq);
}

function readTaken(reader: Reader): Omit<ChainEnd, 'id'> {
  return {
    agent: reader.hex(32) as AgentId,
    chain: readChain(reader),
    seq: reader.varint(MAX_SEQ) as Seq,
  };
}

export function writeAccount(writer: Writer, { member, chain }: Account): void {
  writer.hex(member).u8(chainByte(chain));
}

function readAccounts(reader: Reader): Account[] {
  const accounts = reader.list(MAX_ENOUGH, (inner) => ({
    member: inner.hex(32) as MemberId,
    chain: readChain(inner),
  }));
  accounts.forEach((account, i) => {
    const before = accounts[i - 1];
    if (before && before.member + before.chain >= account.member + account.chain)
      reader.fail('NotCanonical', 'accounts out of order');
  });
  return accounts;
}

function writeCaret(writer: Writer, caret: Caret): void {
  writer.hex(caret.document);
  writeIds(writer, caret.version);
  writer.varint(caret.anchor).varint(caret.head);
}

function readCaret(reader: Reader): Caret {
  return {
    document: readDocumentId(reader),
    version: readIds(reader, MAX_PARENTS),
    anchor: reader.varint(MAX_POSITION),
    head: reader.varint(MAX_POSITION),
  };
}
