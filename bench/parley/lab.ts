/**
 * A workspace of one person for measurements: fixed keys, one text document, and signatures from
 * the platform, which gives the bytes of base/keys.ts in a twentieth of the time.
 */
import { createPrivateKey, sign as platformSign } from 'node:crypto';
import { toHex } from '../../src/base/bytes.ts';
import { asSeconds, type EventId, type PublicKey } from '../../src/base/ids.ts';
import { publicKeyOf } from '../../src/base/keys.ts';
import type { Identity } from '../../src/replica/author.ts';
import { certificateMessage } from '../../src/wire/certificate.ts';
import { newDocumentId } from '../../src/wire/document.ts';
import { encodeGenesis, workspaceIdOf, type Genesis } from '../../src/wire/genesis.ts';
import type { WorkspaceRecord } from '../../src/storage/store.ts';

export type Sign = (message: Uint8Array) => Uint8Array;

/** What stands before the seed in PKCS #8. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export function signer(seed: Uint8Array): Sign {
  const der = Buffer.concat([PKCS8, seed]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return (message) => new Uint8Array(platformSign(null, message, key));
}

const deviceSeed = new Uint8Array(32).fill(1);

export const device = toHex(publicKeyOf(deviceSeed)) as PublicKey;

export const genesis: Genesis = {
  founder: device,
  founderName: 'Ada',
  title: 'Bench',
  topicSecret: new Uint8Array(32).fill(9),
  createdAt: asSeconds(1_700_000_000),
};

export const genesisBytes = encodeGenesis(genesis);
export const workspace = workspaceIdOf(genesisBytes);
/** The version of the policy that every event pins. */
export const ROOT = workspace as string as EventId;
export const DOCUMENT = newDocumentId('text', new Uint8Array(15).fill(1));
/** Wall clock at the typist's 0. */
export const EPOCH = asSeconds(1_700_000_000);

/** One of the person's tabs; numbers below 200. */
export function identity(tab: number): Identity {
  const seed = new Uint8Array(32).fill(2 + tab);
  const agent = toHex(publicKeyOf(seed)) as PublicKey;
  const signature = signer(deviceSeed)(certificateMessage(workspace, device, agent));
  return { seed, certificate: { device, agent, signature } };
}

export const record: WorkspaceRecord = {
  id: workspace,
  genesis: genesisBytes,
  title: 'Bench',
  name: 'Ada',
  device: { kind: 'seed', publicKey: publicKeyOf(deviceSeed), seed: deviceSeed },
  openedAt: EPOCH,
};
