/**
 * Deflates messages on their way out and inflates them on their way in, by the platform's streams.
 *
 * What comes in may be made to burst: it is taken out of the stream piece by piece, and left as soon
 * as it is more than a message may be. A stream that is broken, ends too early or has something
 * after its end is as good as none.
 */
import { concat } from '../base/bytes.ts';
import { MAX_FRAME_BYTES } from '../base/limits.ts';
import { decodePacked, encodePacked } from '../wire/packed.ts';

/**
 * The message packed, or as it is if that is no longer or the platform fails.
 * @param loose bytes at its end that stay as they are.
 */
export async function pack(message: Uint8Array, loose: number): Promise<Uint8Array> {
  const end = message.length - loose;
  const through = new CompressionStream('deflate-raw');
  const deflated = await passed(message.subarray(0, end), through, end).catch(() => null);
  if (!deflated) return message;
  const packed = encodePacked({ loose: message.subarray(end), deflated });
  return packed.length < message.length ? packed : message;
}

/** The message, at most MAX_FRAME_BYTES; `null` for whatever is not a packed one. */
export async function unpack(frame: Uint8Array): Promise<Uint8Array | null> {
  const packed = decodePacked(frame);
  if (!packed.ok) return null;
  const { loose, deflated } = packed.value;
  const through = new DecompressionStream('deflate-raw');
  try {
    const bytes = await passed(deflated, through, MAX_FRAME_BYTES - loose.length);
    return bytes && concat(bytes, loose);
  } catch {
    return null;
  }
}

/** What comes out when `bytes` go in; `null` if that is more than `limit`. */
async function passed(
  bytes: Uint8Array,
  { readable, writable }: CompressionStream | DecompressionStream,
  limit: number,
): Promise<Uint8Array | null> {
  const writer = writable.getWriter();
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close());
  // A failure is told by the reader too.
  written.catch(() => undefined);
  const reader = readable.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length;
    if (length > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(next.value);
  }
  return concat(...parts);
}
