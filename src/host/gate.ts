/**
 * Proving a channel, from both sides of the workspace's own topic and of an invite's door.
 *
 * Each conversation has one timeout and ends in a value or in LineClosed; the order of frames and
 * what they prove is `replica/handshake.ts`. Nothing of a workspace is said before its topic's
 * secret is proven, and the genesis, which holds that secret, goes only to the device that signed
 * this channel's transcript.
 */
import type { AgentId, PublicKey, WorkspaceId } from '../base/ids.ts';
import type { Identity } from '../replica/author.ts';
import { introduced, introduction, TopicProof } from '../replica/handshake.ts';
import type { AdmitAct } from '../wire/act.ts';
import { decodeProof, encodeProof, type ProofFrame, type Sorry } from '../wire/proof.ts';
import { LineClosed, type Line } from './line.ts';
import type { SignatureEngine } from './signatures.ts';

/** A whole conversation before trust takes no longer than this. */
export const GATE_MS = 10_000;

export interface Proven {
  readonly device: PublicKey;
  readonly agent: AgentId;
}

/** Proves the topic's secret both ways. Returns the channel's transcript, 32 bytes. */
export async function proveTopic(
  line: Line,
  secret: Uint8Array,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const proof = new TopicProof(secret, line.channel, crypto.getRandomValues(new Uint8Array(32)));
  line.send(proof.open());
  for (;;) {
    const step = proof.receive(await nextFrame(line, signal));
    if (!step.ok) throw new LineClosed(step.error.code);
    for (const frame of step.value.send) line.send(frame);
    if (step.value.transcript) return step.value.transcript;
  }
}

/** Members introduce their agents to each other, on a channel whose topic is proven. */
export async function introduceBoth(
  line: Line,
  transcript: Uint8Array,
  workspace: WorkspaceId,
  identity: Identity,
  engine: SignatureEngine,
  signal: AbortSignal,
): Promise<Proven> {
  const { initiator } = line.channel;
  line.send(introduction(identity, transcript, initiator));
  const frame = await nextFrame(line, signal);
  const other = introduced(workspace, frame, transcript, !initiator);
  if (!other.ok) throw new LineClosed(other.error.code);
  const verdicts = await engine.verify(other.value.checks);
  if (!verdicts.every(Boolean)) throw new LineClosed('BadSignature');
  return { device: other.value.device, agent: other.value.agent };
}

/** What is said at a door; who is meant to be let in by it signs it over the channel's transcript. */
export type Knock = Omit<AdmitAct, 'kind' | 'invite'>;
export type Said = Omit<Knock, 'transcript'>;

/** What a joiner is told; `wait`: the name of somebody who was asked, and answers in their own time. */
export type Answer =
  | { readonly genesis: Uint8Array; readonly via: string }
  | { readonly sorry: Sorry }
  | { readonly wait: string };

/** The joiner's side: says over the channel's transcript what lets it in, and is told something at once. */
export async function knock(
  line: Line,
  secret: Uint8Array,
  say: (transcript: Uint8Array) => Promise<Said>,
  onProven: () => void,
  signal: AbortSignal,
): Promise<Answer> {
  const transcript = await proveTopic(line, secret, signal);
  onProven();
  line.send(encodeProof({ kind: 'knock', ...(await say(transcript)) }));
  return hearAnswer(line, signal);
}

/** What comes after a knock, and after each `wait`. */
export async function hearAnswer(line: Line, signal: AbortSignal): Promise<Answer> {
  const answer = await nextFrame(line, signal);
  if (answer.kind === 'welcome') return { genesis: answer.genesis, via: answer.via };
  if (answer.kind === 'sorry') return { sorry: answer.reason };
  if (answer.kind === 'wait') return { wait: answer.via };
  throw new LineClosed('no answer to a knock');
}

/** The member's side: hears a knock, which proves nothing yet but that the door's secret is known. */
export async function hearKnock(
  line: Line,
  secret: Uint8Array,
  signal: AbortSignal,
): Promise<Knock> {
  const transcript = await proveTopic(line, secret, signal);
  const frame = await nextFrame(line, signal);
  if (frame.kind !== 'knock') throw new LineClosed('no knock');
  const { device, name, proof, consent } = frame;
  return { device, name, transcript, proof, consent };
}

export const welcome = (genesis: Uint8Array, via: string): Uint8Array =>
  encodeProof({ kind: 'welcome', genesis, via });

export const wait = (via: string): Uint8Array => encodeProof({ kind: 'wait', via });

export const sorry = (reason: Sorry): Uint8Array => encodeProof({ kind: 'sorry', reason });

async function nextFrame(line: Line, signal: AbortSignal): Promise<ProofFrame> {
  const frame = decodeProof(await line.next(signal));
  if (!frame.ok) throw new LineClosed(frame.error.code);
  return frame.value;
}
