/**
 * The relay's own key, kept in a file: invites name the relay by it, so it must outlive restarts.
 */
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { generateKeyPair, privateKeyFromProtobuf, privateKeyToProtobuf } from '@libp2p/crypto/keys';
import type { PrivateKey } from '@libp2p/interface';

import { Fault } from '../base/result.ts';

const FILE = 'relay.key';

/**
 * The key in `directory`, made there if there is none (directory 0700, file 0600). A file that
 * holds no key is a Fault: a silent new key would break every invite.
 */
export async function relayKey(directory: string): Promise<PrivateKey> {
  const path = join(directory, FILE);
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return makeKey(directory, path);
  try {
    return privateKeyFromProtobuf(bytes);
  } catch (cause) {
    throw new Fault('BadRelayKey', `${path} does not hold a key; restore or remove it`, { cause });
  }
}

async function makeKey(directory: string, path: string): Promise<PrivateKey> {
  const key = await generateKeyPair('Ed25519');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(privateKeyToProtobuf(key));
    await file.sync();
  } finally {
    await file.close();
  }
  return key;
}
