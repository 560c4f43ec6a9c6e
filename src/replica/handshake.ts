/**
 * Before two ends of a channel speak: both prove that they know the topic's secret, then who they
 * are. Pure: nonces and names come in, frames go out, signatures are left to the caller to check.
 *
 *   both       greet(nonce)
 *   initiator  prove(MAC over both transport names and nonces)       the responder stays silent
 *   responder  prove(the same, as responder)                          until it has seen that
 *
 * Then members introduce themselves: the agent's certificate, and its signature over the transcript.
 * Whoever relays such a channel has other transport names, so a proof is worth nothing elsewhere.
 */
import { equal, fromHex } from '../base/bytes.ts';
import { digest, mac } from '../base/hash.ts';
import type { AgentId, PublicKey, WorkspaceId } from '../base/ids.ts';
import { sign } from '../base/keys.ts';
import { ok, refuse, type Result } from '../base/result.ts';
import { agentIdOf, certificateMessage } from '../wire/certificate.ts';
import { framed } from '../wire/codec.ts';
import { encodeProof, type ProofFrame } from '../wire/proof.ts';
import { TAG } from '../wire/tags.ts';
import type { Identity } from './author.ts';
import type { SignatureCheck } from './effects.ts';

export interface Ends {
  /** True for the end that opened the channel. */
  readonly initiator: boolean;
  /** Transport names, as bytes that both ends agree on. */
  readonly localName: Uint8Array;
  readonly remoteName: Uint8Array;
}

const INITIATOR = Uint8Array.of(0);
const RESPONDER = Uint8Array.of(1);

/** The proof of one topic's secret on one channel. */
export class TopicProof {
  readonly #secret: Uint8Array;
  readonly #ends: Ends;
  readonly #nonce: Uint8Array;
  #transcript: Uint8Array | null = null;

  /** @param nonce 32 fresh random bytes. */
  constructor(secret: Uint8Array, ends: Ends, nonce: Uint8Array) {
    this.#secret = secret;
    this.#ends = ends;
    this.#nonce = nonce;
  }

  /** What to send first. */
  open(): Uint8Array {
    return encodeProof({ kind: 'greet', nonce: this.#nonce });
  }

  /**
   * The other end's next frame. `send` goes out in answer; `transcript` (32 bytes) appears when the
   * other end has proven the secret.
   */
  receive(frame: ProofFrame): Result<{
    readonly send: readonly Uint8Array[];
    readonly transcript: Uint8Array | null;
  }> {
    const { initiator } = this.#ends;
    if (frame.kind === 'greet' && !this.#transcript) {
      if (equal(frame.nonce, this.#nonce)) return refuse('Unproven', 'my own nonce');
      this.#transcript = this.#transcribe(frame.nonce);
      const send = initiator ? [this.#prove(this.#transcript, INITIATOR)] : [];
      return ok({ send, transcript: null });
    }
    if (frame.kind !== 'prove' || !this.#transcript) return refuse('Unproven', frame.kind);
    const theirs = this.#mac(this.#transcript, initiator ? RESPONDER : INITIATOR);
    if (!equal(frame.mac, theirs)) return refuse('Unproven', 'another secret');
    const send = initiator ? [] : [this.#prove(this.#transcript, RESPONDER)];
    return ok({ send, transcript: this.#transcript });
  }

  #transcribe(theirs: Uint8Array): Uint8Array {
    const { initiator, localName, remoteName } = this.#ends;
    const mine = [localName, this.#nonce];
    const other = [remoteName, theirs];
    const parts = initiator ? [...mine, ...other] : [...other, ...mine];
    return digest(TAG.topicProof, framed(...parts));
  }

  #mac(transcript: Uint8Array, role: Uint8Array): Uint8Array {
    return mac(this.#secret, TAG.topicProof, role, transcript);
  }

  #prove(transcript: Uint8Array, role: Uint8Array): Uint8Array {
    return encodeProof({ kind: 'prove', mac: this.#mac(transcript, role) });
  }
}

const introduceMessage = (transcript: Uint8Array, initiator: boolean): Uint8Array =>
  digest(TAG.introduce, initiator ? INITIATOR : RESPONDER, transcript);

/** What a member says about itself on a proven channel. */
export const introduction = (
  identity: Identity,
  transcript: Uint8Array,
  initiator: boolean,
): Uint8Array =>
  encodeProof({
    kind: 'introduce',
    certificate: identity.certificate,
    signature: sign(identity.seed, introduceMessage(transcript, initiator)),
  });

/** Who the other end says it is, and what must be checked before that is believed. */
export function introduced(
  workspace: WorkspaceId,
  frame: ProofFrame,
  transcript: Uint8Array,
  theyInitiated: boolean,
): Result<{
  readonly device: PublicKey;
  readonly agent: AgentId;
  readonly checks: readonly SignatureCheck[];
}> {
  if (frame.kind !== 'introduce') return refuse('Unproven', frame.kind);
  const { device, agent, signature } = frame.certificate;
  const checks = [
    {
      publicKey: fromHex(device),
      message: certificateMessage(workspace, device, agent),
      signature,
    },
    {
      publicKey: fromHex(agent),
      message: introduceMessage(transcript, theyInitiated),
      signature: frame.signature,
    },
  ];
  return ok({ device, agent: agentIdOf(workspace, frame.certificate), checks });
}
