/**
 * The root of a workspace: fixed for ever, its hash is the workspace's id.
 *
 * It is not signed: it names the founder's device key, and only that key can act on it. It holds
 * the first topic's secret, so it is shown to members only. Recovery keys, limits other than the
 * defaults and validators are not in version 1.
 */
import { digest } from '../base/hash.ts';
import { isAdmissibleKey } from '../base/keys.ts';
import { fromHex, toHex } from '../base/bytes.ts';
import type { PublicKey, Seconds, WorkspaceId } from '../base/ids.ts';
import { MAX_GENESIS_BYTES, MAX_NAME_BYTES, MAX_SECONDS, MAX_TITLE_BYTES } from '../base/limits.ts';
import { ok, refuse, type Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';
import { FORMAT_VERSION, TAG } from './tags.ts';

export interface Genesis {
  /** The founder's device key: the founder's MemberId. */
  readonly founder: PublicKey;
  readonly founderName: string;
  /** The workspace's title until a register says otherwise. */
  readonly title: string;
  /** 32 random bytes: secret of the first topic, and what makes two equal workspaces differ. */
  readonly topicSecret: Uint8Array;
  readonly createdAt: Seconds;
}

export function encodeGenesis(genesis: Genesis): Uint8Array {
  return new Writer()
    .u8(FORMAT_VERSION)
    .hex(genesis.founder)
    .text(genesis.founderName)
    .text(genesis.title)
    .bytes(genesis.topicSecret)
    .varint(genesis.createdAt)
    .finish();
}

/** Refuses anything over MAX_GENESIS_BYTES and a founder key that is not admissible. */
export function decodeGenesis(bytes: Uint8Array): Result<Genesis> {
  const decoded = decode(bytes, MAX_GENESIS_BYTES, (reader): Genesis => {
    if (reader.u8() !== FORMAT_VERSION) reader.fail('UnsupportedVersion', 'genesis');
    return {
      founder: reader.hex(32) as PublicKey,
      founderName: reader.text(MAX_NAME_BYTES),
      title: reader.text(MAX_TITLE_BYTES),
      topicSecret: reader.bytes(32).slice(),
      createdAt: reader.varint(MAX_SECONDS) as Seconds,
    };
  });
  if (!decoded.ok) return decoded;
  return isAdmissibleKey(fromHex(decoded.value.founder)) ? ok(decoded.value) : refuse('BadKey');
}

export const workspaceIdOf = (genesisBytes: Uint8Array): WorkspaceId =>
  toHex(digest(TAG.genesis, genesisBytes)) as WorkspaceId;
