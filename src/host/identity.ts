/**
 * The key of one page load: made in memory, certified by the device, never stored.
 */
import { toHex } from '../base/bytes.ts';
import type { PublicKey, WorkspaceId } from '../base/ids.ts';
import { publicKeyOf, SEED_BYTES } from '../base/keys.ts';
import type { Identity } from '../replica/author.ts';
import type { DeviceKey } from '../storage/store.ts';
import { certificateMessage } from '../wire/certificate.ts';
import { signWith } from './device.ts';

export const deviceId = (key: DeviceKey): PublicKey => toHex(key.publicKey) as PublicKey;

export async function newIdentity(workspace: WorkspaceId, key: DeviceKey): Promise<Identity> {
  const seed = crypto.getRandomValues(new Uint8Array(SEED_BYTES));
  const agent = toHex(publicKeyOf(seed)) as PublicKey;
  const device = deviceId(key);
  const signature = await signWith(key, certificateMessage(workspace, device, agent));
  return { seed, certificate: { device, agent, signature } };
}
