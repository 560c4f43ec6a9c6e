/** SHA-256 as the platform has it: of files, whose hashes mean nothing to the protocol. */
import { toHex } from '../../base/bytes.ts';

export const sha256 = async (bytes: Uint8Array): Promise<string> =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
