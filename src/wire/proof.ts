/**
 * Frames before a channel is trusted: who knows the topic, then who is there, or who knocks.
 *
 * greet → prove → introduce between members; greet → prove → knock → welcome or sorry at a door, with
 * wait before it where a person is asked.
 * The order and what each must match is in `replica/handshake.ts`; here are only the layouts.
 */
import type { PublicKey } from '../base/ids.ts';
import { MAX_GENESIS_BYTES, MAX_NAME_BYTES } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { readCertificate, writeCertificate, type Certificate } from './certificate.ts';
import { decode, Writer, type Reader } from './codec.ts';
import { FORMAT_VERSION, PROOF } from './tags.ts';

/** Why a knock was turned down; the joiner is told no more than this. */
export const SORRY = ['Refused', 'UsedUp', 'Expired', 'Storage'] as const;
export type Sorry = (typeof SORRY)[number];

export type ProofFrame =
  | { readonly kind: 'greet'; readonly nonce: Uint8Array }
  | { readonly kind: 'prove'; readonly mac: Uint8Array }
  | {
      readonly kind: 'introduce';
      readonly certificate: Certificate;
      readonly signature: Uint8Array;
    }
  | {
      readonly kind: 'knock';
      readonly device: PublicKey;
      readonly name: string;
      readonly proof: Uint8Array;
      readonly consent: Uint8Array;
    }
  | { readonly kind: 'welcome'; readonly genesis: Uint8Array; readonly via: string }
  | { readonly kind: 'sorry'; readonly reason: Sorry }
  | { readonly kind: 'wait'; readonly via: string };

const MAX_PROOF_BYTES = MAX_GENESIS_BYTES + 512;

export function encodeProof(frame: ProofFrame): Uint8Array {
  const writer = new Writer().u8(PROOF[frame.kind]);
  switch (frame.kind) {
    case 'greet':
      return writer.u8(FORMAT_VERSION).bytes(frame.nonce).finish();
    case 'prove':
      return writer.bytes(frame.mac).finish();
    case 'introduce':
      return writeCertificate(writer, frame.certificate).bytes(frame.signature).finish();
    case 'knock':
      writer.hex(frame.device).text(frame.name);
      return writer.bytes(frame.proof).bytes(frame.consent).finish();
    case 'welcome':
      return writer.blob(frame.genesis).text(frame.via).finish();
    case 'sorry':
      return writer.u8(SORRY.indexOf(frame.reason)).finish();
    case 'wait':
      return writer.text(frame.via).finish();
  }
}

export const decodeProof = (bytes: Uint8Array): Result<ProofFrame> =>
  decode(bytes, MAX_PROOF_BYTES, readProof);

function readProof(reader: Reader): ProofFrame {
  const kind = reader.u8();
  switch (kind) {
    case PROOF.greet:
      if (reader.u8() !== FORMAT_VERSION) reader.fail('UnsupportedVersion', 'greet');
      return { kind: 'greet', nonce: reader.bytes(32).slice() };
    case PROOF.prove:
      return { kind: 'prove', mac: reader.bytes(32).slice() };
    case PROOF.introduce:
      return {
        kind: 'introduce',
        certificate: readCertificate(reader),
        signature: reader.bytes(64).slice(),
      };
    case PROOF.knock:
      return {
        kind: 'knock',
        device: reader.hex(32) as PublicKey,
        name: reader.text(MAX_NAME_BYTES),
        proof: reader.bytes(64).slice(),
        consent: reader.bytes(64).slice(),
      };
    case PROOF.welcome:
      return {
        kind: 'welcome',
        genesis: reader.blob(MAX_GENESIS_BYTES).slice(),
        via: reader.text(MAX_NAME_BYTES),
      };
    case PROOF.sorry: {
      const reason = SORRY[reader.u8()];
      if (reason === undefined) reader.fail('Malformed', 'reason');
      return { kind: 'sorry', reason };
    }
    case PROOF.wait:
      return { kind: 'wait', via: reader.text(MAX_NAME_BYTES) };
    default:
      return reader.fail('UnsupportedVersion', `frame ${kind}`);
  }
}
