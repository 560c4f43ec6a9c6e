/**
 * Frames on an ordered byte stream: one kind byte, a 24-bit length, the body.
 *
 * Pings and pongs travel beside the data, below whatever the data means, so that every stream
 * can be found dead. The reader holds at most one unfinished frame and refuses a length above its
 * limit before a byte of the body is kept. No I/O here.
 */
import { concat } from '../base/bytes.ts';
import { Fault, ok, refuse, type Result } from '../base/result.ts';

const HEADER_BYTES = 4;
const KINDS = ['data', 'ping', 'pong'] as const;

export type FrameKind = (typeof KINDS)[number];

export interface Frame {
  readonly kind: FrameKind;
  /** Empty for pings and pongs. */
  readonly body: Uint8Array;
}

function header(kind: FrameKind, length: number): Uint8Array {
  return Uint8Array.of(KINDS.indexOf(kind), length >> 16, length >> 8, length);
}

/** A data frame of at most `limit` bytes (below 2^24). A longer one is our own mistake: Fault. */
export function dataFrame(body: Uint8Array, limit: number): Uint8Array {
  if (body.length > limit) throw new Fault('FrameTooLarge', `frame of ${body.length} bytes`);
  return concat(header('data', body.length), body);
}

export const PING: Uint8Array = header('ping', 0);
export const PONG: Uint8Array = header('pong', 0);

/** Cuts a stream of chunks of any size into frames. After a refusal it is not used again. */
export class FrameReader {
  readonly #limit: number;
  /** The header, then the body, of the frame that is being read, and how much of it is here. */
  #kind: FrameKind | null = null;
  #buffer = new Uint8Array(HEADER_BYTES);
  #filled = 0;

  /** `limit`: largest body in bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes the next bytes; returns the frames that they complete, in order. */
  push(chunk: Uint8Array): Result<Frame[]> {
    const frames: Frame[] = [];
    let at = 0;
    for (;;) {
      const part = chunk.subarray(at, at + this.#buffer.length - this.#filled);
      this.#buffer.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled < this.#buffer.length) return ok(frames);
      if (this.#kind === null) {
        const refusal = this.#beginBody();
        if (refusal !== undefined) return refusal;
      } else {
        frames.push({ kind: this.#kind, body: this.#buffer });
        this.#expect(null, HEADER_BYTES);
      }
    }
  }

  #beginBody(): ReturnType<typeof refuse> | undefined {
    const [code = 0, high = 0, middle = 0, low = 0] = this.#buffer;
    const kind = KINDS[code];
    const length = (high << 16) | (middle << 8) | low;
    if (kind === undefined) return refuse('Malformed', `frame kind ${code}`);
    if (length > (kind === 'data' ? this.#limit : 0)) {
      return refuse('TooLarge', `${kind} frame of ${length} bytes`);
    }
    this.#expect(kind, length);
    return undefined;
  }

  #expect(kind: FrameKind | null, length: number): void {
    this.#kind = kind;
    this.#buffer = new Uint8Array(length);
    this.#filled = 0;
  }
}
