/**
 * A device's word that an agent (the key of one page load) speaks for it in one workspace.
 *
 * The agent's id is the hash of what is certified, without the signature: signatures can be
 * re-randomised by their maker, ids must not be.
 */
import { fromHex, toHex } from '../base/bytes.ts';
import { digest } from '../base/hash.ts';
import type { AgentId, PublicKey, WorkspaceId } from '../base/ids.ts';
import { isAdmissibleKey, verify } from '../base/keys.ts';
import type { Reader, Writer } from './codec.ts';
import { TAG } from './tags.ts';

export interface Certificate {
  readonly device: PublicKey;
  readonly agent: PublicKey;
  /** 64 bytes, by the device, over `certificateMessage`. */
  readonly signature: Uint8Array;
}

/** What the device signs: 32 bytes. */
export const certificateMessage = (
  workspace: WorkspaceId,
  device: PublicKey,
  agent: PublicKey,
): Uint8Array => digest(TAG.certificate, fromHex(workspace), fromHex(device), fromHex(agent));

export const agentIdOf = (workspace: WorkspaceId, certificate: Certificate): AgentId =>
  toHex(
    digest(TAG.agent, fromHex(workspace), fromHex(certificate.device), fromHex(certificate.agent)),
  ) as AgentId;

/** Both keys admissible and the device's signature good. Costs one signature check. */
export const certificateHolds = (workspace: WorkspaceId, certificate: Certificate): boolean =>
  isAdmissibleKey(fromHex(certificate.agent)) &&
  isAdmissibleKey(fromHex(certificate.device)) &&
  verify(
    fromHex(certificate.device),
    certificateMessage(workspace, certificate.device, certificate.agent),
    certificate.signature,
  );

export const writeCertificate = (writer: Writer, certificate: Certificate): Writer =>
  writer.hex(certificate.device).hex(certificate.agent).bytes(certificate.signature);

/** 128 bytes: nothing here varies in length, so it needs no limit of its own. */
export const readCertificate = (reader: Reader): Certificate => ({
  device: reader.hex(32) as PublicKey,
  agent: reader.hex(32) as PublicKey,
  signature: reader.bytes(64).slice(),
});
