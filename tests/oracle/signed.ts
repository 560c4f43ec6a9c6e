/** What joiners and devices sign, laid out once more, and checked by Node’s own Ed25519. */
import { createHash, createPublicKey, verify } from 'node:crypto';

export interface Signed {
  readonly device: string;
  readonly consent: Uint8Array;
}

export interface SignedByInvite extends Signed {
  readonly invite: string;
  readonly name: string;
  readonly transcript: Uint8Array;
  readonly proof: Uint8Array;
}

export function isSignedDevice(workspace: string, member: string, act: Signed): boolean {
  const message = tagged('parley/device/1', workspace, member, act.device);
  return isSigned(act.device, message, act.consent);
}

export function isSignedJoin(workspace: string, inviteKey: string, act: SignedByInvite): boolean {
  const parts = [
    Buffer.from(workspace, 'hex'),
    Buffer.from(act.invite, 'hex'),
    Buffer.from(act.device, 'hex'),
    Buffer.from(act.name),
    act.transcript,
  ].flatMap((part) => [Buffer.of(part.length), Buffer.from(part)]);
  const message = tagged('parley/join/1', Buffer.concat(parts).toString('hex'));
  return isSigned(inviteKey, message, act.proof) && isSigned(act.device, message, act.consent);
}

function tagged(tag: string, ...hex: readonly string[]): Buffer {
  const tagHash = createHash('sha256').update(tag).digest();
  return createHash('sha256').update(tagHash).update(hex.join(''), 'hex').digest();
}

/** RFC 8410 §4: what stands before the 32 bytes of an Ed25519 public key in DER. */
const DER = '302a300506032b6570032100';

function isSigned(key: string, message: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.from(DER + key, 'hex');
  const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, publicKey, signature);
}
