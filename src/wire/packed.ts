/**
 * A packed message: one byte that says so, what does not get smaller (signatures), and the rest of
 * the message before it, deflated (RFC 1951).
 *
 * Deflating itself is the platform's, and asynchronous, so it is done in `host/`; here is only the
 * layout. What is packed is a message, never a packed one.
 */
import { concat } from '../base/bytes.ts';
import { MAX_FRAME_BYTES } from '../base/limits.ts';
import type { Result } from '../base/result.ts';
import { decode, Writer } from './codec.ts';
import { MESSAGE } from './tags.ts';

export interface Packed {
  /** The end of the message. */
  readonly loose: Uint8Array;
  readonly deflated: Uint8Array;
}

export const isPacked = (frame: Uint8Array): boolean => frame[0] === MESSAGE.packed;

export const encodePacked = ({ loose, deflated }: Packed): Uint8Array =>
  concat(new Writer().u8(MESSAGE.packed).blob(loose).finish(), deflated);

/** Views of `frame`. */
export const decodePacked = (frame: Uint8Array): Result<Packed> =>
  decode(frame, MAX_FRAME_BYTES, (reader) => {
    if (reader.u8() !== MESSAGE.packed) reader.fail('Malformed', 'not packed');
    return { loose: reader.blob(MAX_FRAME_BYTES), deflated: reader.bytes(reader.remaining) };
  });
